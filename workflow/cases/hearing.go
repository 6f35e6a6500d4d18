package cases

import (
	"context"
	"fmt"
	"strings"

	"onestop.internal/document"
	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/sla"
	"onestop.internal/workflow/catalog"
	"onestop.internal/workflow/county"
)

// Actions of a hearing: what the department does, and what the applicant's side does.
const (
	ConductHearing policy.Action = "hearing:conduct"
	RequestHearing policy.Action = "hearing:request"
)

// HearingParty is an interested party (利害关系人) that was told of the right to a hearing.
type HearingParty struct {
	Name     string `json:"name"`
	Contact  string `json:"contact"`  // telephone or address
	Interest string `json:"interest"` // how the decision concerns it
	How      string `json:"how"`      // how the notice was served: DIRECT, MAIL, LEFT, NOTICE
	Proof    string `json:"proof"`    // mail number, where it was published; "" where it was handed over
}

// HearingNote is what the journal keeps of one act of a hearing.
type HearingNote struct {
	Matter  string         `json:"matter,omitempty"`
	Public  bool           `json:"public,omitempty"` // on the agency's own motion (46)
	Parties []HearingParty `json:"parties,omitempty"`
	AskBy   models.Date    `json:"askBy,omitempty"` // last day to ask
	By      string         `json:"by,omitempty"`    // who asked or spoke: an interested party, "" for the applicant
	On      models.Date    `json:"on,omitempty"`    // when the request came, on paper perhaps
	Text    string         `json:"text,omitempty"`  // of a statement

	At       models.Instant `json:"at,omitempty"`
	Place    string         `json:"place,omitempty"`
	ChairID  int64          `json:"chairId,omitempty"`
	Chair    string         `json:"chair,omitempty"`
	Clerk    string         `json:"clerk,omitempty"`
	Closed   string         `json:"closed,omitempty"` // why it is not public
	Attended []string       `json:"attended,omitempty"`
	Minutes  string         `json:"minutes,omitempty"`
}

// HearingInput is what a person says of a hearing; each act reads what it needs.
type HearingInput struct {
	Version  int64          `json:"version"`
	Matter   string         `json:"matter"`
	Public   bool           `json:"public"`
	Parties  []HearingParty `json:"parties"`
	By       string         `json:"by"`
	On       models.Date    `json:"on"`
	Reason   string         `json:"reason"`
	At       models.Instant `json:"at"`
	Place    string         `json:"place"`
	Clerk    string         `json:"clerk"`
	Closed   string         `json:"closed"`
	Attended []string       `json:"attended"`
	Minutes  string         `json:"minutes"`
}

// HearingView is how far the hearing of a case has come, from its journal.
type HearingView struct {
	Matter      string         `json:"matter"`
	Public      bool           `json:"public"`
	Parties     []HearingParty `json:"parties" nullable:"false"`
	ToldOn      models.Date    `json:"toldOn"`
	AskBy       models.Date    `json:"askBy"` // last day to ask for it
	RequestedOn models.Date    `json:"requestedOn"`
	RequestedBy string         `json:"requestedBy"` // an interested party, "" for the applicant
	HoldBy      models.Date    `json:"holdBy"`      // last day to hold it: 20 working days after the request
	NoticeBy    models.Date    `json:"noticeBy"`    // last day to give notice of a hearing on HoldBy
	Earliest    models.Date    `json:"earliest"`    // first day on which it may be held if notice is given today
	Paused      bool           `json:"paused"`      // the special procedure runs (T12)
	At          models.Instant `json:"at"`
	Place       string         `json:"place"`
	Chair       string         `json:"chair"`
	Clerk       string         `json:"clerk"`
	Closed      string         `json:"closed"`
	HeldOn      models.Date    `json:"heldOn"`
	Dropped     string         `json:"dropped"` // why it was not held
	Statements  []Statement    `json:"statements" nullable:"false"`
}

// Statement is what the applicant or an interested party said (陈述申辩).
type Statement struct {
	By   string         `json:"by"` // an interested party, "" for the applicant
	Text string         `json:"text"`
	At   models.Instant `json:"at"`
}

// hearingSoFar reads the journal: what was told last and what came of it.
func (w *work) hearingSoFar() *HearingView { return hearingIn(w.events) }

func hearingIn(events []models.Event) *HearingView {
	v := &HearingView{Parties: []HearingParty{}, Statements: []Statement{}}
	for i := range events {
		e := &events[i]
		h := decode(e).Hearing
		if h == nil {
			continue
		}
		switch e.Code {
		case codeHearingTold:
			v = &HearingView{Matter: h.Matter, Public: h.Public, Parties: h.Parties, ToldOn: e.LegalAt.Date(), AskBy: h.AskBy, Statements: v.Statements}
		case codeHearingAsked:
			v.RequestedOn, v.RequestedBy = h.On, h.By
		case codeHearingNotice:
			v.At, v.Place, v.Chair, v.Clerk, v.Closed = h.At, h.Place, h.Chair, h.Clerk, h.Closed
		case codeHearingHeld:
			v.HeldOn = h.At.Date()
		case codeHearingDropped:
			v.Dropped = e.Reason
		case codeStatement:
			v.Statements = append(v.Statements, Statement{By: h.By, Text: h.Text, At: e.LegalAt})
		}
	}
	if v.Parties == nil {
		v.Parties = []HearingParty{}
	}
	return v
}

// called tells whether a hearing has to be held: asked for, or on the agency's own motion.
func (v *HearingView) called() bool {
	return v.Dropped == "" && v.ToldOn != 0 && (v.RequestedOn != 0 || v.Public)
}

// droppedAfter tells whether a hearing that began with event i was given up.
func (w *work) droppedAfter(i int) bool {
	for j := i + 1; j < len(w.events); j++ {
		if w.events[j].Code == codeHearingDropped {
			return true
		}
	}
	return false
}

// hearingOver: nothing is decided while the right to a hearing still runs, nor before one that was called has
// been held (行政许可法 46–48).
func (w *work) hearingOver() error {
	v := w.hearingSoFar()
	switch {
	case v.called() && v.HeldOn == 0:
		return models.E(models.Illegal, "hearing.not_held")
	case v.ToldOn != 0 && !v.called() && v.Dropped == "" && w.on() <= v.AskBy:
		return models.E(models.Illegal, "hearing.right_runs").With("until", v.AskBy.String())
	}
	return nil
}

// Hearing runs one act of a hearing: tell, request, notice, record, drop, statement. Each is dated, is in the
// journal and, but for a request and a statement, has its paper (DOC-09, DOC-09N, DOC-09R).
func (s *Service) Hearing(ctx context.Context, a policy.Actor, id int64, act string, in *HearingInput) (*models.Case, error) {
	does := map[string]func(*work, *HearingInput) error{
		"tell": (*work).tellHearing, "request": (*work).askHearing, "notice": (*work).noticeHearing,
		"record": (*work).recordHearing, "drop": (*work).dropHearing, "statement": (*work).takeStatement,
	}[act]
	if does == nil {
		return nil, models.E(models.NotFound, "request.no_such_route")
	}
	action := ConductHearing
	if !a.IsStaff() {
		action = RequestHearing
	}
	if action == RequestHearing && act != "request" && act != "statement" && act != "drop" {
		return nil, models.E(models.Denied, "denied").With("action", string(ConductHearing))
	}
	return s.do(ctx, a, action, id, in.Version, func(w *work) error {
		if !w.c.InReview() || w.c.DecidedOn != 0 {
			return models.E(models.Illegal, "hearing.not_in_review").With("status", string(w.c.Status))
		}
		if a.IsStaff() {
			in.By = strings.TrimSpace(in.By)
		} else {
			in.By, in.On = "", 0
		}
		return does(w, in)
	})
}

// tellHearing: applicant and interested parties are told of the right before a decision (46, 47).
func (w *work) tellHearing(in *HearingInput) error {
	v := w.hearingSoFar()
	if v.ToldOn != 0 && v.HeldOn == 0 && v.Dropped == "" && (v.called() || w.on() <= v.AskBy) {
		return models.E(models.Illegal, "hearing.told_already").With("on", v.ToldOn.String())
	}
	e := models.E(models.Invalid, "case.invalid")
	n := &HearingNote{Matter: e.Paragraph("matter", in.Matter, true, 1000), Public: in.Public}
	if len(in.Parties) > 50 {
		e.At("parties", "hearing.too_many_parties")
	}
	for i, p := range in.Parties {
		at := fmt.Sprintf("parties.%d", i)
		p.Name, p.Contact = e.Line(at+".name", p.Name, true, 100), e.Line(at+".contact", p.Contact, false, 200)
		p.Interest = e.Paragraph(at+".interest", p.Interest, true, 500)
		if p.How == document.ServeElectronic || !deliveryWays[p.How] {
			e.At(at+".how", "case.delivery_way")
		}
		p.Proof = e.Line(at+".proof", p.Proof, p.How != document.ServeDirect, 300)
		n.Parties = append(n.Parties, p)
	}
	if err := e.OrNil(); err != nil {
		return err
	}
	n.AskBy = sla.HearingOf(w.snap.Calendar, w.on(), 0).RequestBy.On
	if err := w.note(codeHearingTold, "tell_hearing", 0, "", Payload{Hearing: n}); err != nil {
		return err
	}
	law := "行政许可法 art 47(1)"
	if n.Public {
		law = "行政许可法 art 46"
	}
	return w.hearingPapers("DOC-09", law, n, n.Parties)
}

// hearingPapers writes a paper to the applicant, and one to each interested party.
func (w *work) hearingPapers(kind, law string, n *HearingNote, parties []HearingParty) error {
	e, err := w.applicant()
	if err != nil {
		return err
	}
	fill := func(f *paperFacts) {
		f.Basis = document.Cite(law)
		f.Hearing = &document.Hearing{
			Applicant: e.Name, Matter: n.Matter, Public: n.Public, AskBy: n.AskBy, At: n.At, Place: n.Place, Chair: n.Chair, Clerk: n.Clerk,
			Closed: n.Closed, Attended: n.Attended, Minutes: n.Minutes,
		}
	}
	if err := w.paper(kind, fill); err != nil {
		return err
	}
	for _, p := range parties {
		err := w.paper(kind, func(f *paperFacts) {
			fill(f)
			f.Recipient = document.Recipient{Name: p.Name}
			f.served = &Delivery{How: p.How, Recipient: p.Name, Relation: "利害关系人", Proof: p.Proof}
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// askHearing: the applicant, or an interested party by the hand of the department, asks within five working
// days of being told (47(1)). The agency holds it within twenty.
func (w *work) askHearing(in *HearingInput) error {
	v := w.hearingSoFar()
	on := in.On
	if on == 0 {
		on = w.on()
	}
	switch {
	case v.ToldOn == 0 || v.Dropped != "" || v.HeldOn != 0:
		return models.E(models.Illegal, "hearing.not_told")
	case v.RequestedOn != 0:
		return models.E(models.Illegal, "hearing.asked_already").With("on", v.RequestedOn.String())
	case in.By != "" && !v.named(in.By):
		return models.E(models.Invalid, "case.invalid").At("by", "hearing.no_party")
	case on > w.on() || on < v.ToldOn:
		return models.E(models.Invalid, "case.invalid").At("on", "hearing.request_day")
	case on > v.AskBy:
		return models.E(models.Illegal, "hearing.asked_late").With("until", v.AskBy.String())
	}
	e := models.E(models.Invalid, "case.invalid")
	reason := e.Paragraph("reason", in.Reason, false, 2000)
	if err := e.OrNil(); err != nil {
		return err
	}
	return w.note(codeHearingAsked, "request_hearing", 0, reason, Payload{Hearing: &HearingNote{By: in.By, On: on}})
}

func (v *HearingView) named(name string) bool {
	for _, p := range v.Parties {
		if p.Name == name {
			return true
		}
	}
	return false
}

// noticeHearing tells time and place seven clear days before, while the special procedure runs whose chair
// presides (48(1)(1), (3)).
func (w *work) noticeHearing(in *HearingInput) error {
	v := w.hearingSoFar()
	if !v.called() || v.HeldOn != 0 {
		return models.E(models.Illegal, "hearing.not_called")
	}
	chair := w.hearingChair()
	if chair == 0 {
		return models.E(models.Illegal, "hearing.not_paused")
	}
	e := models.E(models.Invalid, "case.invalid")
	n := &HearingNote{
		Matter: v.Matter, Public: v.Public, At: in.At, ChairID: chair,
		Place: e.Line("place", in.Place, true, 200), Clerk: e.Line("clerk", in.Clerk, true, 100), Closed: e.Line("closed", in.Closed, false, 300),
	}
	day := in.At.Date()
	switch {
	case in.At == 0:
		e.At("at", "required")
	case sla.HearingNoticeBy(w.snap.Calendar, day) < w.on():
		return models.E(models.Invalid, "case.invalid").With("earliest", w.earliestHearing().String()).At("at", "hearing.seven_days")
	case v.RequestedOn != 0 && day > sla.HearingOf(w.snap.Calendar, 0, v.RequestedOn).HoldBy.On:
		last := sla.HearingOf(w.snap.Calendar, 0, v.RequestedOn).HoldBy.On
		return models.E(models.Invalid, "case.invalid").With("last", last.String()).At("at", "hearing.twenty_days")
	}
	if err := e.OrNil(); err != nil {
		return err
	}
	who, err := w.tx.User(policy.Everything("who presides over a hearing"), chair)
	if err != nil {
		return err
	}
	n.Chair = who.Name
	if err := w.note(codeHearingNotice, "notice_hearing", 0, "", Payload{Hearing: n}); err != nil {
		return err
	}
	return w.hearingPapers("DOC-09N", "行政许可法 art 48(1)", n, v.Parties)
}

// earliestHearing is the first day of a hearing of which notice is given today: seven clear working days lie between.
func (w *work) earliestHearing() (first models.Date) { return w.snap.Calendar.Nth(w.on(), 8) }

// hearingChair gives who presides over the hearing that runs, 0 where none does.
func (w *work) hearingChair() (id int64) {
	for i := range w.events {
		e := &w.events[i]
		if p := decode(e); e.Code == "T12" && p.Reason == models.PauseHearing {
			id = p.ChairID
		}
	}
	for _, open := range openPauses(w.c, w.item, w.snap, w.events) {
		if open.Reason == models.PauseHearing {
			return id
		}
	}
	return 0
}

// recordHearing: it was held, by whom, who came and what was said (48(1)(5)). The decision rests on it.
func (w *work) recordHearing(in *HearingInput) error {
	v := w.hearingSoFar()
	if v.At == 0 || v.HeldOn != 0 || v.Dropped != "" {
		return models.E(models.Illegal, "hearing.no_notice")
	}
	e := models.E(models.Invalid, "case.invalid")
	n := &HearingNote{
		Matter: v.Matter, Public: v.Public, At: v.At, Place: v.Place, Chair: v.Chair, Clerk: v.Clerk, Closed: v.Closed,
		Minutes: e.Paragraph("minutes", in.Minutes, true, 20000),
	}
	if v.At > w.legal() {
		e.At("minutes", "hearing.not_yet")
	}
	for i, name := range in.Attended {
		if name = e.Line(fmt.Sprintf("attended.%d", i), name, false, 200); name != "" {
			n.Attended = append(n.Attended, name)
		}
	}
	if len(n.Attended) == 0 {
		e.At("attended", "required")
	}
	if err := e.OrNil(); err != nil {
		return err
	}
	if err := w.note(codeHearingHeld, "record_hearing", 0, "", Payload{Hearing: n}); err != nil {
		return err
	}
	return w.hearingPapers("DOC-09R", "行政许可法 art 48(1)", n, nil)
}

// dropHearing: who asked for it takes the request back, or it comes to nothing otherwise; the reason is written down.
func (w *work) dropHearing(in *HearingInput) error {
	v := w.hearingSoFar()
	if !v.called() || v.HeldOn != 0 {
		return models.E(models.Illegal, "hearing.not_called")
	}
	if !w.actor.IsStaff() && (v.RequestedBy != "" || v.Public) { // another's request, or the agency's own hearing
		return models.E(models.Denied, "hearing.not_yours")
	}
	e := models.E(models.Invalid, "case.invalid")
	reason := e.Paragraph("reason", in.Reason, true, 1000)
	if err := e.OrNil(); err != nil {
		return err
	}
	return w.note(codeHearingDropped, "drop_hearing", 0, reason, Payload{Hearing: &HearingNote{}})
}

// takeStatement: the applicant and the interested parties may always be heard in writing (36).
func (w *work) takeStatement(in *HearingInput) error {
	e := models.E(models.Invalid, "case.invalid")
	n := &HearingNote{Text: e.Paragraph("reason", in.Reason, true, 4000), By: e.Line("by", in.By, false, 100)}
	if err := e.OrNil(); err != nil {
		return err
	}
	return w.note(codeStatement, "statement", 0, "", Payload{Hearing: n})
}

// hearingView adds the dates of the law to what the journal says; nil where nothing was said. The applicant's
// side is not told how an interested party is reached.
func hearingView(a policy.Actor, c *models.Case, item *catalog.Item, snap *county.Snapshot, events []models.Event, today models.Date) *HearingView {
	v := hearingIn(events)
	if v.ToldOn == 0 && len(v.Statements) == 0 {
		return nil
	}
	for _, open := range openPauses(c, item, snap, events) {
		v.Paused = v.Paused || open.Reason == models.PauseHearing
	}
	if v.ToldOn != 0 && v.HeldOn == 0 && v.Dropped == "" {
		h := sla.HearingOf(snap.Calendar, v.ToldOn, v.RequestedOn)
		v.HoldBy, v.NoticeBy, v.Earliest = h.HoldBy.On, h.NoticeBy, snap.Calendar.Nth(today, 8)
	}
	if !a.IsStaff() {
		for i := range v.Parties {
			v.Parties[i].Contact, v.Parties[i].How, v.Parties[i].Proof = "", "", ""
		}
	}
	return v
}
