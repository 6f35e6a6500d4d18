package cases

import (
	"context"

	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/store"
	"onestop.internal/workflow/county"
)

// LateLine is an act that was entered later than it was done (补录), as who oversees it reads it.
type LateLine struct {
	ID         int64          `json:"id"` // of the event
	CaseID     int64          `json:"caseId"`
	Number     string         `json:"number"`
	Flow       models.Flow    `json:"flow"`
	ItemCode   string         `json:"itemCode"`
	ItemName   string         `json:"itemName"`
	DeptCode   string         `json:"deptCode"`
	Enterprise string         `json:"enterprise"`
	Verb       string         `json:"verb"`
	LegalAt    models.Instant `json:"legalAt"`    // when the act was done
	RecordedAt models.Instant `json:"recordedAt"` // when it was entered
	LateDays   int            `json:"lateDays"`   // working days between the two dates
	ActorName  string         `json:"actorName"`
	SecondName string         `json:"secondName"` // who confirmed it
	Reason     string         `json:"reason"`
	FileID     int64          `json:"fileId"` // the scanned paper that it rests on
	Paper      string         `json:"paper"`  // or what the paper is and where it is kept
}

// lateMost is how many confirmed acts are looked at for those that were late.
const lateMost = 1000

// LateRecords gives the acts that were entered later than they were done, newest first (R-EVT-01), as
// far as the actor may see their cases: those entered from one day to another, both included.
func (s *Service) LateRecords(ctx context.Context, a policy.Actor, from, to models.Date, limit int) ([]LateLine, error) {
	scope, err := s.Policy.Scope(a, Read)
	if err != nil {
		return nil, err
	}
	found, err := s.Store.MarkedEvents(ctx, scope, `"late":`, from.Start(), to.End(), lateMost)
	if err != nil {
		return nil, err
	}
	out := make([]LateLine, 0, min(limit, len(found)))
	snap := s.County.Now()
	for i := range found {
		if note := decode(&found[i]).Late; note != nil && len(out) < limit {
			out = append(out, lateLine(snap, &found[i], note))
		}
	}
	return out, s.nameLate(ctx, scope, found, out)
}

func lateLine(snap *county.Snapshot, e *models.Event, note *LateNote) LateLine {
	return LateLine{
		ID: e.ID, CaseID: e.CaseID, Verb: e.Verb, LegalAt: e.LegalAt, RecordedAt: e.RecordedAt, ActorName: e.ActorName, Reason: e.Reason,
		LateDays: snap.Calendar.Count(e.LegalAt.Date(), e.RecordedAt.Date()), FileID: note.FileID, Paper: note.Paper,
	}
}

// nameLate puts to each line its case and the name of who confirmed it.
func (s *Service) nameLate(ctx context.Context, scope policy.Scope, found []models.Event, lines []LateLine) error {
	if len(lines) == 0 {
		return nil
	}
	seconds := map[int64]int64{} // by the id of the event
	var ids, people []int64
	for i := range found {
		seconds[found[i].ID] = found[i].SecondID
		people = append(people, found[i].SecondID)
	}
	for i := range lines {
		ids = append(ids, lines[i].CaseID)
	}
	cases, err := s.Store.Cases(ctx, scope, store.CaseFilter{IDs: ids, Limit: len(ids)})
	if err != nil {
		return err
	}
	names, err := s.Store.Names(ctx, people...)
	if err != nil {
		return err
	}
	byID := make(map[int64]*store.CaseLine, len(cases))
	for i := range cases {
		byID[cases[i].ID] = &cases[i]
	}
	for i := range lines {
		l := &lines[i]
		l.SecondName = names[seconds[l.ID]]
		if c := byID[l.CaseID]; c != nil {
			l.Number, l.Flow, l.ItemCode, l.ItemName = string(c.Number), c.Flow, c.ItemCode, c.ItemName
			l.DeptCode, l.Enterprise = c.DeptCode, c.Enterprise
		}
	}
	return nil
}
