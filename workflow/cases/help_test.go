package cases_test

import (
	"errors"
	"reflect"
	"time"

	"onestop.internal/models"
	"onestop.internal/workflow/cases"
)

func asError(err error, e **models.Error) bool { return errors.As(err, e) }

func mustTime(s string) time.Time {
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		panic(err)
	}
	return t
}

// checkRow holds the stored dates of the case against what its journal says, and the chain of the
// journal against its hashes.
func (p *play) checkRow() {
	p.t.Helper()
	events := p.journal()
	if err := cases.VerifyChain(events); err != nil {
		p.t.Errorf("chain: %v", err)
	}
	stored := p.Reload(p.c)
	d, err := cases.Derive(*stored, p.County.Now(), events, nil, nil)
	if err != nil {
		p.t.Fatal(err)
	}
	if d.Case.NextAlertAt = stored.NextAlertAt; !reflect.DeepEqual(d.Case, *stored) { // what was told is not in the journal
		p.t.Errorf("stored %+v\nby the journal %+v", *stored, d.Case)
	}
}
