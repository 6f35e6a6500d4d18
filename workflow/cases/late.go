package cases

import (
	"context"
	"slices"
	"strings"

	"onestop.internal/document"
	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/sla"
	"onestop.internal/store"
	"onestop.internal/workflow/county"
)

// lateRecord is the action of entering an act later than it was done (补录), and of correcting a date.
const lateRecord policy.Action = "case:late_record"

// Proof is what a late record or a correction rests on: the scanned dated paper, and another person.
type Proof struct {
	At       models.Instant `json:"at"`       // when the act took legal effect, on an earlier Shanghai date
	SecondID int64          `json:"secondId"` // who confirms it
	FileID   int64          `json:"fileId"`   // the scanned dated paper, a file of the case
	Paper    string         `json:"paper"`    // or what the paper is and where it is kept
}

// LateNote is what the journal keeps of a proof.
type LateNote struct {
	FileID int64  `json:"fileId,omitempty"`
	Paper  string `json:"paper,omitempty"`
}

// LateRecord enters a move that was done on an earlier date (R-EVT-01): it is judged by what held then.
// Where a timer fired since that, with this act, should not have fired, a compensating event takes it
// back; nothing is deleted. A person's move in between stands in the way.
func (s *Service) LateRecord(ctx context.Context, a policy.Actor, id int64, verb models.Verb, in *MoveInput, p *Proof) (*models.Case, error) {
	f, ok := moves[verb]
	if !ok {
		return nil, models.E(models.NotFound, "case.verb_unknown")
	}
	if !s.Policy.Can(a, lateRecord) {
		return nil, models.E(models.Denied, "denied").With("action", string(lateRecord))
	}
	scope, err := s.Policy.Scope(a, ActionOf(verb))
	if err != nil {
		return nil, err
	}
	var out *models.Case
	err = s.County.InTx(ctx, func(tx *store.Tx, snap *county.Snapshot) error {
		w, err := s.open(ctx, tx, snap, a, scope, id)
		if err != nil {
			return err
		}
		if in.Version != 0 && in.Version != w.c.Version {
			return models.E(models.Conflict, "case.changed_meanwhile")
		}
		if err := w.lateMove(f, verb, in, p); err != nil {
			return err
		}
		out = w.c
		return w.finish()
	})
	return out, err
}

func (w *work) lateMove(f move, verb models.Verb, in *MoveInput, p *Proof) error {
	if err := w.checkProof(p); err != nil {
		return err
	}
	if p.At.Date() >= w.tx.Today() {
		return models.E(models.Invalid, "case.invalid").At("at", "case.not_late")
	}
	if p.At < w.lastAct() {
		return models.E(models.Illegal, "case.late_before_last")
	}
	if err := w.settle(p.At); err != nil {
		return err
	}
	if err := w.takeBackAfter(p, in.Reason); err != nil {
		return err
	}
	w.verb, w.at, w.late, w.lateBy = verb, p.At, &LateNote{FileID: p.FileID, Paper: p.Paper}, p.SecondID
	if err := w.allowed(verb); err != nil {
		return err
	}
	if err := f(w, in); err != nil {
		return err
	}
	w.at, w.late, w.lateBy = 0, nil, 0
	if err := w.voidOverdue(); err != nil {
		return err
	}
	return w.settle(w.tx.Now)
}

// checkProof: the dated paper and a second person.
func (w *work) checkProof(p *Proof) error {
	e := models.E(models.Invalid, "case.invalid")
	if p.At == 0 {
		e.At("at", "required")
	}
	if p.FileID == 0 && strings.TrimSpace(p.Paper) == "" {
		e.At("paper", "required")
	}
	if p.FileID != 0 {
		files, err := w.tx.Files(w.c.ID)
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(files, func(f models.File) bool { return f.ID == p.FileID }) {
			e.At("fileId", "file.not_found")
		}
	}
	if len(e.Fields) > 0 {
		return e
	}
	return w.second(p.SecondID)
}

// moved tells whether an event moved the case itself: a line of its table, not a verb of a step, nor what
// another area or the licence writes into the journal.
func moved(e *models.Event) bool {
	return e.Code == codeForward || strings.ContainsAny(e.Code[:1], "TFRKC")
}

// lastAct gives the legal instant of the last move by a person.
func (w *work) lastAct() models.Instant {
	at, void := models.Instant(0), voided(w.events)
	for i := range w.events {
		if e := &w.events[i]; moved(e) && e.Source != models.SourceTimer && !void[e.Seq] {
			at = max(at, e.LegalAt)
		}
	}
	return at
}

// takeBackAfter takes back every timer that took effect after an act which is only now recorded, the
// last one first. What it should have done then, settling does again.
func (w *work) takeBackAfter(p *Proof, reason string) error {
	void := voided(w.events)
	for i := len(w.events) - 1; i >= 0; i-- {
		e := w.events[i]
		if e.LegalAt <= p.At || void[e.Seq] || !moved(&e) {
			continue
		}
		if err := w.takeBack(&e, p.SecondID, reason); err != nil {
			return err
		}
	}
	pic := w.picture()
	w.derive(&pic)
	return nil
}

// takeBack writes the event that compensates a timer's (R-EVT-02): the state of before, its paper and
// its card void.
func (w *work) takeBack(e *models.Event, second int64, reason string) error {
	if e.Source != models.SourceTimer || e.Code != "T08" && e.Code != "T13" {
		return models.E(models.Illegal, "case.late_after_move").With("code", e.Code)
	}
	x := w.event(codeVoid, "take_back", Payload{})
	x.ToStatus, x.Corrects, x.SecondID, x.Reason = e.FromStatus, e.Seq, second, reason
	w.c.Status = e.FromStatus
	if err := w.append(x); err != nil {
		return err
	}
	if err := w.tx.VoidPapersOf(w.c.ID, e.Seq); err != nil {
		return err
	}
	if e.Code == "T13" {
		return w.tx.VoidDraftCards(w.c.ID, "PAUSE_CAP_OVERRUN")
	}
	w.c.Deemed = false
	if err := w.backToWindow(); err != nil {
		return err
	}
	return w.tx.VoidDraftCards(w.c.ID, "DEEMED_ACCEPTANCE")
}

// backToWindow opens the window's step again and takes back what a deemed acceptance opened.
func (w *work) backToWindow() error {
	for _, s := range w.steps {
		switch {
		case s.Ord == 1 && s.Result == "DEEMED":
			s.DoneAt, s.Result = 0, ""
			w.openStep(s, s.HolderID)
		case s.Ord > 1 && s.State == models.StepAssigned:
			s.State, s.HolderID, s.AssignedAt, s.DueAt, s.OpenKey, s.SortOn = models.StepWaiting, 0, 0, 0, "", 0
		default:
			continue
		}
		if err := w.tx.SaveStep(s); err != nil {
			return err
		}
	}
	return nil
}

// CorrectDateInput says which event's date was entered wrongly.
type CorrectDateInput struct {
	Version int64  `json:"version"`
	Seq     int64  `json:"seq"` // of a receipt or an acceptance
	Reason  string `json:"reason"`
	Proof          // At: the right legal instant
}

// correctable are the events whose legal date a correction may put right: receipts and acceptances.
var correctable = []string{"T01", "T01d", "T04", "T02", "T09", "F01", "F01d", "F03", "R01", "R01d", "K01", "K01d"}

// CorrectDate is X01: the date of a receipt or an acceptance is put right under dual control. A timer
// that has fired on the wrong date is taken back, and fires anew where it should.
func (s *Service) CorrectDate(ctx context.Context, a policy.Actor, id int64, in *CorrectDateInput) (*models.Case, error) {
	return s.do(ctx, a, lateRecord, id, in.Version, func(w *work) error {
		e, err := w.correctableEvent(in)
		if err != nil {
			return err
		}
		if err := w.checkProof(&in.Proof); err != nil {
			return err
		}
		if err := w.correct(e.Seq, in); err != nil {
			return err
		}
		w.redate()
		if err := w.refile(in); err != nil {
			return err
		}
		if err := w.recheckWindow(in); err != nil {
			return err
		}
		pic := w.picture()
		w.derive(&pic)
		if err := w.rewrite(in); err != nil {
			return err
		}
		if err := w.voidOverdue(); err != nil {
			return err
		}
		return w.settle(w.tx.Now)
	})
}

// rewrite writes anew the papers that name a date which was wrong: the receipt itself, the acceptance and the
// proof of filing. The old ones stay as 作废; accepted_on is the date on the notice (R-CLK-16).
func (w *work) rewrite(in *CorrectDateInput) error {
	papers, err := w.tx.PapersOf(w.c.ID)
	if err != nil {
		return err
	}
	for i := range papers {
		p := &papers[i]
		_, _, was, err := document.Read(p.Fields)
		if err != nil {
			return err
		}
		if p.Status == models.PaperVoided || !w.misdated(p, &was, in.Seq) {
			continue
		}
		p.Status = models.PaperVoided
		if err := w.tx.SavePaper(p); err != nil {
			return err
		}
		if err := w.paper(p.Kind, func(f *paperFacts) { f.redated(p, &was, in.At) }); err != nil {
			return err
		}
	}
	return nil
}

// misdated tells whether a paper names a date that the correction of an event has changed.
func (w *work) misdated(p *models.Paper, was *document.Facts, corrected int64) bool {
	switch p.Kind {
	case "DOC-01":
		return p.EventSeq == corrected
	case "DOC-02", "DOC-02D", "DOC-05":
		return was.ReceivedOn != w.c.ReceivedOn || was.AcceptedOn != w.c.AcceptedOn
	case "DOC-15F":
		return was.Filing.FiledOn != w.c.DecidedOn
	}
	return false
}

// redated says what a paper said, on the dates as they are now.
func (f *paperFacts) redated(p *models.Paper, was *document.Facts, at models.Instant) {
	f.seq, f.Round, f.Materials, f.Gap, f.Filing = p.EventSeq, was.Round, was.Materials, was.Gap, was.Filing
	if f.Filing != nil {
		f.Filing.FiledOn = f.w.c.DecidedOn
	}
	if p.Kind != "DOC-01" {
		return
	}
	f.ReceivedAt, f.ReceivedOn, f.Window = at, at.Date(), was.Window
	if f.Window != nil {
		due := sla.DueOn(f.w.snap.Calendar, f.ReceivedOn, f.Window.Limit, nil)
		f.Window.Due, f.Window.Provisional = due.On, due.Provisional
	}
}

func (w *work) correct(seq int64, in *CorrectDateInput) error {
	x := w.event(codeCorrection, "correct_date", Payload{NewLegalAt: in.At, Late: &LateNote{FileID: in.FileID, Paper: in.Paper}})
	x.Corrects, x.SecondID, x.Reason = seq, in.SecondID, in.Reason
	return w.append(x)
}

// correctableEvent finds the event and checks that its new date keeps the order of the case.
func (w *work) correctableEvent(in *CorrectDateInput) (*models.Event, error) {
	e := models.E(models.Invalid, "case.invalid")
	if in.Reason == "" {
		e.At("reason", "required")
	}
	void, right := voided(w.events), correctedDates(w.events)
	var found *models.Event
	for i := range w.events {
		if x := &w.events[i]; x.Seq == in.Seq && slices.Contains(correctable, x.Code) && !void[x.Seq] {
			found = x
		}
	}
	if found == nil {
		return nil, e.At("seq", "case.not_correctable")
	}
	if in.At > found.RecordedAt {
		e.At("at", "case.date_after_record")
	}
	for i := range w.events {
		x := &w.events[i]
		if !moved(x) || void[x.Seq] || x.Seq == found.Seq || x.Source == models.SourceTimer || x.Code == "F04" {
			continue
		}
		at := x.LegalAt
		if r := right[x.Seq]; r != 0 {
			at = r
		}
		if x.Seq < found.Seq && in.At.Date() < at.Date() || x.Seq > found.Seq && in.At.Date() > at.Date() {
			e.At("at", "case.date_out_of_order")
			break
		}
	}
	return found, e.OrNil()
}

// redate puts the dates of receipt on the row as the journal has them now.
func (w *work) redate() {
	f := foldFacts(w.c, w.item, w.snap, w.events)
	if n := len(f.Rounds); n > 0 {
		w.c.FirstReceived, w.c.ReceivedOn = f.Rounds[0].ReceivedOn, f.Rounds[n-1].ReceivedOn
	}
}

// refile lets the date of a filing follow the receipt of its information (国务院令673号 art 13).
func (w *work) refile(in *CorrectDateInput) error {
	e := w.lastEvent("F04")
	if e == nil || w.c.DecidedOn == w.c.ReceivedOn {
		return nil
	}
	w.c.DecidedOn = w.c.ReceivedOn
	return w.correct(e.Seq, in)
}

// recheckWindow takes a deemed acceptance back where, on the corrected dates, the window ends at another
// instant.
func (w *work) recheckWindow(in *CorrectDateInput) error {
	void := voided(w.events)
	for i := range w.events {
		e := w.events[i]
		if e.Code != "T08" || void[e.Seq] {
			continue
		}
		if w.windowEnds() == e.LegalAt {
			return nil
		}
		for j := i + 1; j < len(w.events); j++ {
			if x := &w.events[j]; moved(x) && !void[x.Seq] {
				return models.E(models.Illegal, "case.late_after_move").With("code", x.Code)
			}
		}
		return w.takeBack(&e, in.SecondID, in.Reason)
	}
	return nil
}

// windowEnds gives the instant at which the window of the last round lapses.
func (w *work) windowEnds() models.Instant { return w.picture().W.Due.On.End() }
