package cases

import (
	"context"
	"slices"

	"onestop.internal/models"
	"onestop.internal/policy"
)

// LastDayPause is a 末日暂停: a special procedure begun on the legal due date, which a section head confirmed
// (R-CLK-19 c).
type LastDayPause struct {
	CaseID     int64              `json:"caseId"`
	Seq        int64              `json:"seq"` // of the event that began it
	Number     models.Text        `json:"number"`
	ItemCode   string             `json:"itemCode"`
	ItemName   string             `json:"itemName"`
	DeptCode   string             `json:"deptCode"`
	Status     models.Status      `json:"status"`
	Kind       models.PauseReason `json:"kind"`
	From       models.Date        `json:"from"` // the legal due date of then
	PlannedEnd models.Date        `json:"plannedEnd"`
	Basis      string             `json:"basis"`
	Reason     string             `json:"reason"`
	ByName     string             `json:"byName"`   // who confirmed it
	LegalDue   models.Date        `json:"legalDue"` // as it is now
	RecordedAt models.Instant     `json:"recordedAt"`
}

// LastDayPauses lists the special procedures begun on the legal due date and recorded between two days, newest
// first, as far as the actor may see their cases.
func (s *Service) LastDayPauses(ctx context.Context, a policy.Actor, from, to models.Date, limit int) ([]LastDayPause, error) {
	scope, err := s.Policy.Scope(a, Read)
	if err != nil {
		return nil, err
	}
	found, err := s.Store.MarkedEvents(ctx, scope, `"confirmed":true`, from.Start(), to.End(), limit)
	if err != nil {
		return nil, err
	}
	ids := make([]int64, 0, len(found))
	for i := range found {
		ids = append(ids, found[i].CaseID)
	}
	rows, err := s.Store.CasesByID(ctx, scope, ids)
	if err != nil {
		return nil, err
	}
	out := []LastDayPause{}
	for i := range found {
		e := &found[i]
		at := slices.IndexFunc(rows, func(c models.Case) bool { return c.ID == e.CaseID })
		if at < 0 {
			continue
		}
		c, p := &rows[at], decode(e)
		out = append(out, LastDayPause{
			CaseID: c.ID, Seq: e.Seq, Number: c.Number, ItemCode: c.ItemCode, ItemName: c.ItemName, DeptCode: c.DeptCode, Status: c.Status,
			Kind: p.Reason, From: p.From, PlannedEnd: p.PlannedEnd, Basis: p.Basis, Reason: e.Reason, ByName: e.ActorName,
			LegalDue: c.LegalDue, RecordedAt: e.RecordedAt,
		})
	}
	return out, nil
}
