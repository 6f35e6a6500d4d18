package cases

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"onestop.internal/models"
	"onestop.internal/policy"
)

// acceptJoint is the lead's action of accepting parts of a set in one act; the window has it too.
const acceptJoint policy.Action = "joint:accept"

// PartChosen is a part of a set that is accepted, and the version of the copy that was looked at.
type PartChosen struct {
	CaseID  int64 `json:"caseId"`
	Version int64 `json:"version"` // 0: whatever it is now
}

// AcceptJoint accepts the chosen parts of a set in one act of the lead (R-PAR-02, 行政许可法 26(2)): all
// of them or none. Each part has its own event, its own notice (DOC-02) and its own clocks; J begins
// with the first. Illegal with the part's name where a part is not acceptable.
func (s *Service) AcceptJoint(ctx context.Context, a policy.Actor, setID, version int64, parts []PartChosen) (*models.Case, error) {
	return s.do(ctx, a, acceptJoint, setID, version, func(w *work) error {
		_, err := w.acceptParts(parts)
		return err
	})
}

// PreviewJoint tries AcceptJoint and takes it back: what would become of each part, or the error that
// the act itself would give.
func (s *Service) PreviewJoint(ctx context.Context, a policy.Actor, setID, version int64, parts []PartChosen) (out []Outcome, err error) {
	_, err = s.do(ctx, a, acceptJoint, setID, version, func(w *work) (err error) {
		if out, err = w.acceptParts(parts); err != nil {
			return err
		}
		return errTried
	})
	if err != nil && !errors.Is(err, errTried) {
		return nil, err
	}
	return out, nil
}

// acceptParts accepts the parts, in the order of their ids so that two such acts wait for each other.
func (w *work) acceptParts(parts []PartChosen) ([]Outcome, error) {
	if w.c.Flow != models.FlowComposite || w.c.Status != models.InProgress {
		return nil, models.E(models.Illegal, "case.not_a_set")
	}
	if len(parts) == 0 {
		return nil, models.E(models.Invalid, "case.invalid").At("parts", "required")
	}
	parts = slices.Clone(parts)
	slices.SortFunc(parts, func(x, y PartChosen) int { return cmp.Compare(x.CaseID, y.CaseID) })
	parts = slices.CompactFunc(parts, func(x, y PartChosen) bool { return x.CaseID == y.CaseID })
	out := make([]Outcome, 0, len(parts))
	ids := make([]int64, 0, len(parts))
	for _, p := range parts {
		one, err := w.acceptPart(p)
		if err != nil {
			return nil, err
		}
		out, ids = append(out, *one), append(ids, p.CaseID)
	}
	return out, w.note(codeAcceptJoint, "accept_joint", 0, "", Payload{Parts: ids})
}

// acceptPart is T02 of one part, under the same conditions as by itself.
func (w *work) acceptPart(chosen PartChosen) (*Outcome, error) {
	p, err := w.openPart(chosen.CaseID, chosen.Version)
	if err != nil {
		return nil, err
	}
	since := p.c.Seq
	if err := p.accept(&MoveInput{}); err != nil {
		return nil, ofPart(err, p.c)
	}
	if err := p.finish(); err != nil {
		return nil, err
	}
	return p.outcome(since)
}

// ofPart names the part that is not acceptable; its fields say why.
func ofPart(err error, c *models.Case) error {
	var e *models.Error
	if !errors.As(err, &e) {
		return err
	}
	out := models.E(e.Code, "case.part_not_acceptable").With("part", c.ItemName).With("case", c.ID)
	out.Fields = e.Fields
	return out
}

// openPart reads a part of the set on which the lead acts, settled to now. NotFound where it is no part
// of this set, Conflict on an older copy.
func (w *work) openPart(id, version int64) (*work, error) {
	c, err := w.tx.Case(policy.Everything("a part of the lead's set"), id)
	if err != nil {
		return nil, err
	}
	if c.ParentID != w.c.ID {
		return nil, models.E(models.NotFound, "case.not_found")
	}
	if version != 0 && version != c.Version {
		return nil, models.E(models.Conflict, "case.changed_meanwhile").With("part", c.ItemName)
	}
	p, err := w.loadWork(w.ctx, w.tx, w.snap, w.actor, c)
	if err != nil {
		return nil, err
	}
	p.parentHeld = true // the set is this transaction's own
	return p, p.settle(w.tx.Now)
}
