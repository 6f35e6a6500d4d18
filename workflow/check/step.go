package check

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"onestop.internal/document"
	"onestop.internal/models"
	"onestop.internal/policy"
)

// steps: open ones stand in a queue, sorted by the case's date; an ended case has none.
func (c *check) steps(row *models.Case, steps []models.Step) {
	done := row.IsTerminal()
	for i := range steps {
		s := &steps[i]
		key, sort := models.Text(""), models.Date(0)
		if s.IsOpen() && s.Kind != models.StepUpper {
			key, sort = openKey(s), row.SortOn()
		}
		switch {
		case done && !s.Kind.Outlives() && (s.IsOpen() || s.State == models.StepWaiting):
			c.problem("step", s.ID, "of case %d is %s, the case is %s", row.ID, s.State, row.Status)
		case s.OpenKey != key:
			c.problem("step", s.ID, "of case %d stands in queue %q, it belongs to %q", row.ID, s.OpenKey, key)
		case s.SortOn != sort:
			c.problem("step", s.ID, "of case %d is sorted by %s, the case by %s", row.ID, show(s.SortOn), show(sort))
		case s.State == models.StepDone && s.DoneAt == 0:
			c.problem("step", s.ID, "of case %d is done at no time", row.ID)
		}
	}
}

// openKey says in whose queue an open step stands.
func openKey(s *models.Step) models.Text {
	if s.HolderID != 0 {
		return models.Text("u" + strconv.FormatInt(s.HolderID, 10))
	}
	return models.Text("q" + s.Region + ":" + s.DeptCode + ":" + s.Role)
}

// parties: every department with a step has a part in the case.
func (c *check) parties(row *models.Case, steps []models.Step, parties []models.CaseParty) {
	for i := range steps {
		party := steps[i].DeptCode
		if steps[i].Role == string(policy.Window) {
			party = policy.WindowParty(party)
		}
		if !slices.ContainsFunc(parties, func(p models.CaseParty) bool { return p.Kind == models.PartyDept && p.Party == party }) {
			c.problem("party", row.ID, "%s has step %s and no part in the case", party, steps[i].Code)
		}
	}
}

// paper: what was written is what was hashed, under the number that its serial makes.
func (c *check) paper(p *models.Paper, row *models.Case) {
	if !bytes.Equal(p.FieldsHash, document.Hash(p.Fields)) {
		c.problem("paper", p.ID, "of case %d: its fields are not those that were hashed", row.ID)
	}
	if p.Serial != 0 && !strings.HasSuffix(string(p.Number), fmt.Sprintf("〔%d〕%d号", p.SerialYear, p.Serial)) {
		c.problem("paper", p.ID, "of case %d: number %s is not serial %d of %d", row.ID, p.Number, p.Serial, p.SerialYear)
	}
	if p.EventSeq < 1 || p.EventSeq > row.Seq {
		c.problem("paper", p.ID, "of case %d: written with event %d, which is not there", row.ID, p.EventSeq)
	}
}

// serials: the numbers of an issuer, kind and year run from 1 without a gap.
func (c *check) serials() error {
	uses, err := c.store.SerialUses(c.ctx)
	if err != nil {
		return err
	}
	for _, u := range uses {
		if u.Papers != u.Last || u.Distinct != u.Last || u.High != u.Last || u.Last > 0 && u.Low != 1 {
			c.problem("serial", fmt.Sprintf("%s/%s/%d", u.Issuer, u.Kind, u.Year), "%d were given, %d papers hold %d numbers from %d to %d",
				u.Last, u.Papers, u.Distinct, u.Low, u.High)
		}
	}
	return nil
}

// licences: when each expires and must be renewed is what its term says.
func (c *check) licences() error {
	for after := int64(0); ; {
		list, err := c.store.Licences(c.ctx, after, batch)
		if err != nil || len(list) == 0 {
			return err
		}
		for i := range list {
			c.licence(&list[i])
		}
		after = list[len(list)-1].ID
	}
}

func (c *check) licence(l *models.Licence) {
	var want models.Instant
	if l.Status.InForce() && l.ExpiresOn != 0 {
		want = l.ExpiresOn.End()
	}
	alert := l.RenewBy != 0 && l.NextTimerAt != 0 && l.NextTimerAt < want // of a renewal still undecided comes first
	if l.NextTimerAt != want && !alert {
		c.problem("licence", l.ID, "is looked at on %s, it must be on %s", show(l.NextTimerAt), show(want))
	}
	if !l.Status.InForce() && l.EndedOn == 0 {
		c.problem("licence", l.ID, "is %s and has no last day", l.Status)
	}
	if l.RenewBy != 0 && (l.ExpiresOn == 0 || l.RenewBy > l.ExpiresOn) {
		c.problem("licence", l.ID, "must be renewed by %s and expires on %s", l.RenewBy, show(l.ExpiresOn))
	}
	if l.ExpiresOn != 0 && l.ExpiresOn < l.ValidFrom {
		c.problem("licence", l.ID, "is valid from %s to %s", l.ValidFrom, l.ExpiresOn)
	}
}
