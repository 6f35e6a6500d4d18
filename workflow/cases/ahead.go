package cases

import (
	"bytes"
	"context"

	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/store"
	"onestop.internal/workflow/catalog"
	"onestop.internal/workflow/county"
)

// readAhead examines the form of a draft before the transaction that hands it in, where all transactions
// wait for one writer; nil where it cannot. The transaction examines what it finds otherwise, and says
// what is wrong.
func (s *Service) readAhead(ctx context.Context, a policy.Actor, id int64) *formRead {
	if s.Store.Dialect != store.SQLite {
		return nil
	}
	scope, err := s.Policy.Scope(a, ActionOf(models.VerbSubmit))
	if err != nil {
		return nil
	}
	version, form, err := s.Store.CaseForm(ctx, scope, id)
	if err != nil {
		return nil
	}
	v, err := s.County.Now().Version(version)
	if err != nil { // newer than what this instance has read
		return nil
	}
	return readForm(v, form)
}

// formRead is what a form came to, and the version and the bytes that it was read from.
type formRead struct {
	version int64
	from    models.RawJSON
	catalog.Examined
}

func readForm(v *county.Version, form models.RawJSON) *formRead {
	return &formRead{version: v.Row.ID, from: form, Examined: v.Form.Examine(form)}
}

// isOf tells whether r is of this case as it stands, or as it was before its form was made clean.
func (r *formRead) isOf(c *models.Case) bool {
	return r != nil && r.version == c.ItemVersion && (bytes.Equal(r.from, c.Form) || bytes.Equal(r.Clean, c.Form))
}
