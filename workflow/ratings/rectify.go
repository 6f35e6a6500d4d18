package ratings

import (
	"context"

	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/store"
	"onestop.internal/workflow/cases"
)

// work is one rectification in one transaction.
type work struct {
	*Service
	ctx   context.Context
	tx    *store.Tx
	actor policy.Actor
	scope policy.Scope
	c     *models.Case
	r     *models.Rectification
}

// change runs f on a rectification whose copy is the newest. Whoever works on it is of the department
// that handled the case.
func (s *Service) change(ctx context.Context, a policy.Actor, act policy.Action, id, version int64, f func(*work) error) (*models.Rectification, error) {
	scope, err := s.Cases.Policy.Scope(a, act)
	if err != nil {
		return nil, err
	}
	if err := s.Cases.County.Fresh(ctx); err != nil {
		return nil, err
	}
	w := &work{Service: s, ctx: ctx, actor: a, scope: scope}
	err = s.Cases.Store.InTx(ctx, func(tx *store.Tx) error {
		w.tx = tx
		caseID, err := tx.RectificationCase(scope, id)
		if err != nil {
			return err
		}
		if w.c, err = tx.Case(scope, caseID); err != nil {
			return err
		}
		if w.r, err = tx.Rectification(scope, id); err != nil {
			return err
		}
		if version != w.r.Version {
			return models.E(models.Conflict, "rectification.changed_meanwhile")
		}
		if act == Rectify && a.Dept != w.r.DeptCode {
			return models.E(models.Denied, "rectification.not_yours")
		}
		return f(w)
	})
	if err != nil {
		return nil, err
	}
	return w.r, nil
}

// in refuses where the work does not stand at one of these.
func (w *work) in(states ...models.RectifyStatus) error {
	for _, st := range states {
		if w.r.Status == st {
			return nil
		}
	}
	return models.E(models.Illegal, "rectification.not_now").With("status", string(w.r.Status))
}

// store saves the work with its event.
func (w *work) store(code, verb, reason string) error {
	if err := w.tx.SaveRectification(w.r); err != nil {
		return err
	}
	return w.Cases.NoteIn(w.ctx, w.tx, w.actor, w.scope, w.c.ID, code, verb, reason, cases.Payload{})
}

// Start takes a bad rating up.
func (s *Service) Start(ctx context.Context, a policy.Actor, id, version int64) (*models.Rectification, error) {
	return s.change(ctx, a, Rectify, id, version, func(w *work) error {
		if err := w.in(models.RectifyOpen); err != nil {
			return err
		}
		w.r.Status, w.r.StartedOn, w.r.OwnerID = models.RectifyStarted, w.tx.Today(), a.UserID
		return w.store(codeStart, "rectify_start", "")
	})
}

// Call notes that the rater was called back, and what was said.
func (s *Service) Call(ctx context.Context, a policy.Actor, id, version int64, note string) (*models.Rectification, error) {
	e := models.E(models.Invalid, "rectification.invalid")
	note = e.Paragraph("note", note, true, 2000)
	if err := e.OrNil(); err != nil {
		return nil, err
	}
	return s.change(ctx, a, Rectify, id, version, func(w *work) error {
		if err := w.in(models.RectifyStarted, models.RectifyClassified); err != nil {
			return err
		}
		w.r.CalledAt, w.r.CalledBy, w.r.CallNote = w.tx.Now, a.UserID, note
		return w.store(codeCall, "rectify_call", note)
	})
}

// ClassInput is what the call-back found.
type ClassInput struct {
	Version  int64              `json:"version"`
	Class    models.RatingClass `json:"class"`
	Reason   string             `json:"reason"`
	SecondID int64              `json:"secondId"` // for MALICIOUS
}

func (in *ClassInput) check(a policy.Actor) error {
	e := models.E(models.Invalid, "rectification.invalid")
	switch in.Class {
	case models.ClassClear, models.ClassComplex, models.ClassNoGround, models.ClassMalicious:
	default:
		e.At("class", "field.choice")
	}
	in.Reason = e.Paragraph("reason", in.Reason, in.Class != models.ClassClear, 2000)
	if in.Class == models.ClassMalicious && (in.SecondID == 0 || in.SecondID == a.UserID) {
		e.At("secondId", "rectification.second_person")
	}
	return e.OrNil()
}

// Classify says what kind of bad rating it is, after the call-back (one that names nobody may go
// without). A complex one has a longer limit; a mistaken or malicious one needs a second person and
// counts no more (R-EVAL-02).
func (s *Service) Classify(ctx context.Context, a policy.Actor, id int64, in ClassInput) (*models.Rectification, error) {
	if err := in.check(a); err != nil {
		return nil, err
	}
	return s.change(ctx, a, Rectify, id, in.Version, func(w *work) error {
		if err := w.in(models.RectifyStarted, models.RectifyClassified); err != nil {
			return err
		}
		if err := w.calledBack(); err != nil {
			return err
		}
		if in.Class == models.ClassMalicious {
			if err := w.second(in.SecondID); err != nil {
				return err
			}
		}
		days := ordinaryDays
		if in.Class == models.ClassComplex {
			days = complexDays
		}
		due := s.due(w.r.OpenedOn, days)
		w.r.DueOn, w.r.Provisional = due.On, due.Provisional
		w.r.Status, w.r.Class, w.r.ClassReason, w.r.ClassifiedBy, w.r.SecondID = models.RectifyClassified, in.Class, in.Reason, a.UserID, in.SecondID
		if err := w.tx.SetCounted(w.r.RatingID, in.Class != models.ClassMalicious); err != nil {
			return err
		}
		return w.store(codeClassify, "rectify_classify", in.Reason)
	})
}

func (w *work) calledBack() error {
	if w.r.CalledAt != 0 {
		return nil
	}
	r, err := w.tx.RatingOf(w.c.ID)
	if err == nil && !r.Anonymous {
		return models.E(models.Illegal, "rectification.call_first")
	}
	return err
}

// seconders may confirm that a rating is mistaken or malicious.
var seconders = []string{string(policy.SectionHead), string(policy.AgencyLeader), string(policy.AgencyPrincipalHead), string(policy.Supervisor)}

func (w *work) second(id int64) error {
	ok, err := w.tx.HoldsRole(id, w.Cases.County.Now().Settings.Region, w.tx.Today(), seconders)
	if err == nil && !ok {
		return models.E(models.Invalid, "rectification.invalid").At("secondId", "rectification.second_person")
	}
	return err
}

// Reply answers the rater: what was put right, or why nothing was.
func (s *Service) Reply(ctx context.Context, a policy.Actor, id, version int64, reply string) (*models.Rectification, error) {
	e := models.E(models.Invalid, "rectification.invalid")
	reply = e.Paragraph("reply", reply, true, 4000)
	if err := e.OrNil(); err != nil {
		return nil, err
	}
	return s.change(ctx, a, Rectify, id, version, func(w *work) error {
		if err := w.in(models.RectifyClassified); err != nil {
			return err
		}
		w.r.Status, w.r.Reply, w.r.RepliedBy, w.r.RepliedOn = models.RectifyReplied, reply, a.UserID, w.tx.Today()
		w.r.SecondLevel, w.r.SecondComment, w.r.SecondAt = 0, "", 0
		w.r.Rounds++
		if err := w.store(codeReply, "rectify_reply", reply); err != nil {
			return err
		}
		return w.tx.Emit(s.fact("rectify.replied", a.UserID, w.c, models.EnterpriseKey(w.c.EnterpriseID)))
	})
}

// awaitsSecond tells whether the rater may rate the answer now.
func awaitsSecond(r *models.Rectification) bool {
	return r.Status == models.RectifyReplied && r.SecondAt == 0 && r.Class != models.ClassMalicious
}

// RateAgain rates the answer to one's bad rating, once an answer. Where it is still bad the work goes
// on.
func (s *Service) RateAgain(ctx context.Context, a policy.Actor, caseID int64, in Input) (*models.Rectification, error) {
	who, err := s.signedIn(a, caseID)
	if err != nil {
		return nil, err
	}
	return s.rateAgain(ctx, who, in)
}

// RateAgainByLink is RateAgain by who holds the link.
func (s *Service) RateAgainByLink(ctx context.Context, token string, in Input) (*models.Rectification, error) {
	return s.rateAgain(ctx, byLink(token), in)
}

func (s *Service) rateAgain(ctx context.Context, who rater, in Input) (*models.Rectification, error) {
	if err := in.check(); err != nil {
		return nil, err
	}
	if err := s.Cases.County.Fresh(ctx); err != nil {
		return nil, err
	}
	var r *models.Rectification
	err := s.Cases.Store.InTx(ctx, func(tx *store.Tx) error {
		c, err := who.find(tx)
		if err != nil {
			return err
		}
		first, err := tx.RatingOf(c.ID)
		if err != nil {
			return err
		}
		if r, err = tx.RectificationOf(c.ID); err != nil {
			return err
		}
		if !awaitsSecond(r) {
			return models.E(models.Illegal, "rectification.not_now").With("status", string(r.Status))
		}
		if first.Anonymous || in.Anonymous {
			who.nameless()
		}
		r.SecondLevel, r.SecondComment, r.SecondAt = in.Level, in.Comment, tx.Now
		if in.Level.Bad() {
			r.Status = models.RectifyClassified
		}
		w := &work{Service: s, ctx: ctx, tx: tx, actor: who.actor, scope: who.scope, c: c, r: r}
		if err := w.store(codeSecond, "rate_again", ""); err != nil || !in.Level.Bad() {
			return err
		}
		supervisors := models.DeskKey(s.Cases.County.Now().Settings.Region, "", string(policy.Supervisor))
		return tx.Emit(s.fact("rectify.again", 0, c, ownerKey(r), supervisors))
	})
	if err != nil {
		return nil, err
	}
	return r, nil
}

// CloseInput is why a rectification is closed.
type CloseInput struct {
	Version int64  `json:"version"`
	Note    string `json:"note"` // needed where the rater did not rate the answer
}

// Close ends a rectification, by a supervisor: answered, and not found bad again; of a mistaken or
// malicious rating without an answer.
func (s *Service) Close(ctx context.Context, a policy.Actor, id int64, in CloseInput) (*models.Rectification, error) {
	e := models.E(models.Invalid, "rectification.invalid")
	in.Note = e.Paragraph("note", in.Note, false, 2000)
	if err := e.OrNil(); err != nil {
		return nil, err
	}
	return s.change(ctx, a, Close, id, in.Version, func(w *work) error {
		malicious := w.r.Class == models.ClassMalicious && w.r.Status == models.RectifyClassified
		if err := w.in(models.RectifyReplied); err != nil && !malicious {
			return err
		}
		if w.r.SecondAt == 0 && in.Note == "" {
			return models.E(models.Invalid, "rectification.invalid").At("note", "field.required")
		}
		w.r.Status, w.r.ClosedBy, w.r.ClosedOn, w.r.CloseNote = models.RectifyClosed, a.UserID, w.tx.Today(), in.Note
		if err := w.store(codeClose, "rectify_close", in.Note); err != nil {
			return err
		}
		return w.tx.Emit(s.fact("rectify.closed", a.UserID, w.c, models.EnterpriseKey(w.c.EnterpriseID), ownerKey(w.r)))
	})
}

// List gives a page of rectifications within the actor's rows, by what is due.
func (s *Service) List(ctx context.Context, a policy.Actor, f store.RectifyFilter) ([]store.RectifyLine, error) {
	scope, err := s.Cases.Policy.Scope(a, Read)
	if err != nil {
		return nil, err
	}
	return s.Cases.Store.Rectifications(ctx, scope, f)
}
