package cases_test

import (
	"slices"
	"testing"

	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/store"
	"onestop.internal/workflow/cases"
	"onestop.internal/workflow/cases/casestest"
)

// play is one permit in its county, with the people that move it.
type play struct {
	*casestest.World
	t                                *testing.T
	c                                *models.Case
	firm, window, reviewer, approver policy.Actor
	head, leader                     policy.Actor
}

// begin hands a draft of an item in at an instant; Monday 2026-03-02 where none is given.
func begin(t *testing.T, item, at string) *play {
	t.Helper()
	return beginWith(t, item, at, nil)
}

func beginWith(t *testing.T, item, at string, attrs map[string]any) *play {
	t.Helper()
	w := casestest.New(t, at)
	p := &play{World: w, t: t, firm: w.Applicant(), window: w.Window()}
	p.c = w.Submit(p.firm, w.Draft(p.firm, item, attrs))
	p.people()
	return p
}

func (p *play) people() {
	d := p.c.DeptCode
	p.reviewer, p.approver = p.Staff(policy.Reviewer, d, "承办人"), p.Staff(policy.Approver, d, "首席代表")
	p.head, p.leader = p.Staff(policy.SectionHead, d, "科长"), p.Staff(policy.AgencyLeader, d, "局长")
}

func (p *play) at(s string) *play { p.Clock.Set(s); return p }

func (p *play) do(a policy.Actor, v models.Verb, in cases.MoveInput) {
	p.t.Helper()
	p.c = p.Move(a, p.c, v, in)
}

// no expects a move to be refused with a key, or with a field of that key.
func (p *play) no(a policy.Actor, v models.Verb, in cases.MoveInput, key string) {
	p.t.Helper()
	_, err := p.Cases.Move(p.t.Context(), a, p.c.ID, v, &in)
	wantKey(p.t, err, key)
}

func wantKey(t *testing.T, err error, key string) {
	t.Helper()
	var e *models.Error
	if !asError(err, &e) {
		t.Fatalf("got %v, want %s", err, key)
	}
	if e.Key != key && !slices.ContainsFunc(e.Fields, func(f models.Field) bool { return f.Key == key || f.Path == key }) {
		t.Fatalf("got %v %v, want %s", e.Key, e.Fields, key)
	}
}

// accepted takes the case through its acceptance on the day.
func (p *play) accepted() *play {
	p.t.Helper()
	p.do(p.window, models.VerbAccept, cases.MoveInput{})
	return p
}

// review ends every step before the decision.
func (p *play) review() *play {
	p.t.Helper()
	for {
		s := openStep(p.t, p.World, p.c.ID)
		if s == nil || s.Kind == models.StepApprove || s.Kind == models.StepForward || s.Kind == models.StepUpper || s.Kind == models.StepIssue {
			p.c = p.Reload(p.c)
			return p
		}
		who := p.reviewer
		if s.DeptCode != p.c.DeptCode {
			who = p.Staff(policy.Reviewer, s.DeptCode, "会办人"+s.DeptCode)
		}
		if _, err := p.Cases.StepMove(p.t.Context(), who, p.c.ID, s.ID, "done", &cases.StepInput{Result: "AGREE", With: []string{"同事"}}); err != nil {
			p.t.Fatalf("step %s: %v", s.Name, err)
		}
	}
}

func (p *play) grant() *play {
	p.t.Helper()
	p.do(p.approver, models.VerbApprove, cases.MoveInput{Decision: &cases.Decision{Findings: "符合条件"}})
	return p
}

func (p *play) delivered() {
	p.t.Helper()
	if p.c.Status == models.Approved {
		p.do(p.window, models.VerbMakeCertificate, cases.MoveInput{})
	}
	p.do(p.window, models.VerbDeliver, cases.MoveInput{Delivery: direct})
}

var direct = &cases.Delivery{How: "DIRECT", Recipient: "王建国", Relation: "法定代表人"}

func (p *play) codes() []string {
	p.t.Helper()
	var out []string
	for _, e := range p.journal() {
		out = append(out, e.Code)
	}
	return out
}

func (p *play) journal() []models.Event {
	p.t.Helper()
	events, err := p.Store.Events(p.t.Context(), p.c.ID)
	if err != nil {
		p.t.Fatal(err)
	}
	return events
}

func (p *play) last(code string) models.Event {
	p.t.Helper()
	events := p.journal()
	for i := len(events) - 1; i >= 0; i-- {
		if events[i].Code == code {
			return events[i]
		}
	}
	p.t.Fatalf("no %s in %v", code, p.codes())
	return models.Event{}
}

func (p *play) paper(kind string) models.Paper {
	p.t.Helper()
	papers, err := p.Store.PapersOf(p.t.Context(), p.c.ID)
	if err != nil {
		p.t.Fatal(err)
	}
	for i := len(papers) - 1; i >= 0; i-- {
		if papers[i].Kind == kind {
			return papers[i]
		}
	}
	p.t.Fatalf("no paper %s", kind)
	return models.Paper{}
}

func (p *play) cards() map[string]models.Card {
	p.t.Helper()
	list, err := p.Store.CardsOf(p.t.Context(), p.c.ID)
	if err != nil {
		p.t.Fatal(err)
	}
	out := map[string]models.Card{}
	for _, c := range list {
		out[c.Rule] = c
	}
	return out
}

func defect(material string) cases.Defect {
	return cases.Defect{Material: material, Problem: "缺页", Basis: "办事指南", HowTo: "补齐后上传"}
}

func (p *play) correction(materials ...string) cases.MoveInput {
	in := cases.MoveInput{}
	for _, m := range materials {
		in.Defects = append(in.Defects, defect(m))
	}
	return in
}

func (p *play) sweep() {
	p.t.Helper()
	if _, err := p.Cases.Sweep(p.t.Context(), 100); err != nil {
		p.t.Fatal(err)
	}
	p.c = p.Reload(p.c)
}

func wantDates(t *testing.T, what string, pairs ...any) {
	t.Helper()
	for i := 0; i < len(pairs); i += 2 {
		got, want := pairs[i].(models.Date), pairs[i+1].(string)
		if want == "" && got == 0 {
			continue
		}
		if got == 0 || want == "" || got != date(want) {
			t.Errorf("%s: date %d is %s, want %s", what, i/2+1, got, want)
		}
	}
}

const monday = "2026-03-02T09:30:00+08:00"

func TestSilenceOfTheWindowAcceptsFromReceipt(t *testing.T) {
	p := begin(t, "LX-13", monday).at("2026-03-10T08:00:00+08:00")
	p.sweep()
	if p.c.Status != models.Accepted || !p.c.Deemed {
		t.Fatalf("%s deemed %t", p.c.Status, p.c.Deemed)
	}
	wantDates(t, "T08", p.c.AcceptedOn, "2026-03-02", p.c.WindowDue, "2026-03-09", p.c.PromisedDue, "2026-03-23")
	e := p.last("T08")
	if e.LegalAt != date("2026-03-09").End() || e.RecordedAt <= e.LegalAt || e.ActorID != 0 || e.Source != models.SourceTimer {
		t.Errorf("event %+v", e)
	}
	if c := p.cards()["DEEMED_ACCEPTANCE"]; c.Colour != models.CardRed {
		t.Errorf("card %+v", c)
	}
	if paper := p.paper("DOC-02D"); paper.Number == "" || paper.Status != models.PaperSealed {
		t.Errorf("paper %+v", paper)
	}
	if s := openStep(t, p.World, p.c.ID); s == nil || s.Kind != models.StepReview {
		t.Errorf("the department does not have it: %+v", s)
	}
	p.no(p.window, models.VerbNotAccept, cases.MoveInput{CompetentBody: "省厅", Reason: "x"}, "case.move_not_allowed")
}

func TestACorrectionIsJudgedAsIfTheTimerHadFired(t *testing.T) {
	for _, tt := range []struct{ name, at, key string }{
		{"M02: the last second of the window", "2026-03-09T23:59:59+08:00", ""},
		{"M01: the morning after, without a sweep", "2026-03-10T09:00:00+08:00", "case.move_not_allowed"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := begin(t, "LX-13", monday).at(tt.at)
			if tt.key != "" {
				p.no(p.window, models.VerbRequireCorrection, p.correction("M1"), tt.key)
				return
			}
			p.do(p.window, models.VerbRequireCorrection, p.correction("M1"))
			if p.c.Status != models.CorrectionRequired || p.paper("DOC-03").Number == "" {
				t.Errorf("%s", p.c.Status)
			}
		})
	}
}

func TestTheMoverOfALapsedCaseIsNotItsReceiver(t *testing.T) {
	p := begin(t, "LX-13", monday).at("2026-03-11T09:00:00+08:00")
	p.do(p.firm, models.VerbWithdraw, cases.MoveInput{Reason: "不办了"})
	steps, err := p.Store.Steps(t.Context(), p.c.ID)
	if err != nil {
		t.Fatal(err)
	}
	if p.c.ReceiverID != 0 || steps[0].HolderID != 0 || steps[0].Result != "DEEMED" {
		t.Errorf("receiver %d, holder %d, result %s", p.c.ReceiverID, steps[0].HolderID, steps[0].Result)
	}
}

func TestALaterNoticeMayNameOnlyNotedDefects(t *testing.T) {
	p := begin(t, "LX-13", monday).at("2026-03-03T09:00:00+08:00")
	p.no(p.window, models.VerbRequireCorrection, cases.MoveInput{}, "defects")
	p.no(p.window, models.VerbRequireCorrection, cases.MoveInput{Defects: []cases.Defect{{Material: "M1", Problem: "x", HowTo: "y"}}}, "defects[0].basis")
	p.do(p.window, models.VerbRequireCorrection, p.correction("M1"))
	p.at("2026-03-12T09:00:00+08:00").do(p.firm, models.VerbResubmit, cases.MoveInput{})
	wantDates(t, "T04", p.c.ReceivedOn, "2026-03-12", p.c.FirstReceived, "2026-03-02", p.c.WindowDue, "2026-03-19")
	p.no(p.window, models.VerbRequireCorrection, p.correction("M1", "M2"), "case.new_defect_needs_override")
	fresh := p.correction("M1", "M2")
	fresh.NewDefect = true
	p.no(p.window, models.VerbRequireCorrection, fresh, "denied")
	head := p.Staff(policy.SectionHead, p.c.DeptCode, "科长")
	p.do(head, models.VerbRequireCorrection, fresh)
	if p.last("T05").ActorRole != string(policy.SectionHead) || p.cards()["NEW_DEFECT"].Colour != models.CardYellow {
		t.Error("the violation was not recorded")
	}
	p.at("2026-03-13T09:00:00+08:00").do(p.firm, models.VerbResubmit, cases.MoveInput{})
	p.do(p.window, models.VerbRequireCorrection, p.correction("M2"))
	if len(p.cards()) != 1 {
		t.Errorf("a noted defect is no violation: %v", p.cards())
	}
}

func TestAcceptanceOfALaterRoundIsDatedByItsReceipt(t *testing.T) {
	p := begin(t, "LX-13", monday).at("2026-03-03T09:00:00+08:00")
	p.do(p.window, models.VerbRequireCorrection, p.correction("M1"))
	p.at("2026-03-12T22:00:00+08:00").do(p.firm, models.VerbResubmit, cases.MoveInput{})
	p.HandInAll(p.c.ID)
	markDone(t, p)
	p.at("2026-03-18T10:00:00+08:00").accepted()
	wantDates(t, "B09", p.c.AcceptedOn, "2026-03-12")
}

// markDone lets the files of a corrected material be there.
func markDone(t *testing.T, p *play) {
	t.Helper()
	mats, err := p.Store.Materials(t.Context(), p.c.ID)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range mats {
		if m.State == models.MaterialDefective {
			if _, err := p.Cases.CheckMaterial(t.Context(), p.window, p.c.ID, m.Code, ""); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func TestNonAcceptanceHasItsGrounds(t *testing.T) {
	p := begin(t, "LX-13", monday)
	p.no(p.window, models.VerbNotAccept, cases.MoveInput{Reason: "不行"}, "competentBody")
	p.no(p.window, models.VerbNotAccept, cases.MoveInput{CompetentBody: "省水利厅"}, "reason")
	p.no(p.window, models.VerbReturn, p.correction("M1"), "case.item_does_not_return")
	p.do(p.window, models.VerbNotAccept, cases.MoveInput{CompetentBody: "省水利厅", Reason: "跨省"})
	if p.c.Status != models.NotAccepted || p.c.EndedOn != date("2026-03-02") || p.paper("DOC-04").Number == "" {
		t.Errorf("%s ended %s", p.c.Status, p.c.EndedOn)
	}
	p.no(p.firm, models.VerbWithdraw, cases.MoveInput{Reason: "x"}, "case.move_not_allowed")
}

func TestFalseMaterialsNeedEvidenceAndTwoPersons(t *testing.T) {
	p := begin(t, "LX-13", monday)
	in := cases.MoveInput{Reason: "假证明", Evidence: "发证机关复函"}
	p.no(p.window, models.VerbNotAcceptFalse, cases.MoveInput{Reason: "x"}, "evidence")
	p.no(p.window, models.VerbNotAcceptFalse, in, "secondId")
	in.SecondID = p.window.UserID
	p.no(p.window, models.VerbNotAcceptFalse, in, "case.second_is_self")
	in.SecondID = p.reviewer.UserID
	p.no(p.window, models.VerbNotAcceptFalse, in, "case.second_may_not")
	in.SecondID = p.head.UserID
	p.do(p.window, models.VerbNotAcceptFalse, in)
	if e := p.last("T06b"); e.SecondID != p.head.UserID {
		t.Errorf("second %d", e.SecondID)
	}
}

func TestASpecialProcedurePausesWholeDays(t *testing.T) { // C01, C12
	p := begin(t, "LX-13", monday).accepted()
	pause := func(reason models.PauseReason, from, to string) cases.MoveInput {
		return cases.MoveInput{Reason: "论证", Pause: &cases.PauseInput{Reason: reason, From: date(from), PlannedEnd: date(to)}}
	}
	p.at("2026-03-06T10:00:00+08:00")
	p.no(p.reviewer, models.VerbStartSpecial, pause("TECH_REVIEW", "2026-03-09", "2026-03-20"), "case.pause_reason_not_allowed")
	p.no(p.reviewer, models.VerbStartSpecial, pause(models.PauseExpertReview, "2026-03-05", "2026-03-20"), "case.pause_starts_in_past")
	p.no(p.reviewer, models.VerbStartSpecial, pause(models.PauseExpertReview, "2026-03-09", "2026-03-08"), "case.pause_ends_before_start")
	p.no(p.reviewer, models.VerbStartSpecial, pause(models.PauseHearing, "2026-03-09", "2026-03-20"), "pause.chairId")
	p.do(p.reviewer, models.VerbStartSpecial, pause(models.PauseExpertReview, "2026-03-09", "2026-03-20"))
	wantDates(t, "planned", p.c.PromisedDue, "2026-04-07")
	if p.c.Paused || p.paper("DOC-07").Number == "" { // told on Friday, it begins on Monday
		t.Error("paused before the first day, or without a paper")
	}
	p.no(p.reviewer, models.VerbStartSpecial, pause(models.PauseExpertReview, "2026-03-10", "2026-03-12"), "case.pause_runs_already")
	p.no(p.approver, models.VerbApprove, cases.MoveInput{Decision: &cases.Decision{}}, "case.move_not_allowed")
	p.at("2026-03-10T10:00:00+08:00").do(p.reviewer, models.VerbStartSpecial, pause("CONSULT_OTHER_DEPTS", "2026-03-10", "2026-03-24"))
	if !p.c.Paused {
		t.Error("not paused in the procedure")
	}
	first, second := p.journal(), p.last("T12")
	var seq int64
	for _, e := range first {
		if e.Code == "T12" && e.Seq != second.Seq {
			seq = e.Seq
		}
	}
	p.at("2026-03-17T10:00:00+08:00")
	p.no(p.reviewer, models.VerbEndSpecial, cases.MoveInput{}, "pause.seq")
	again := func(to string) cases.MoveInput {
		return cases.MoveInput{Reason: "延长", Pause: &cases.PauseInput{Seq: seq, PlannedEnd: date(to)}}
	}
	p.no(p.reviewer, models.VerbReplanSpecial, again("2026-03-16"), "case.pause_ends_before_start")
	p.no(p.reviewer, models.VerbReplanSpecial, again("2226-03-16"), "case.pause_too_long")
	p.do(p.reviewer, models.VerbEndSpecial, cases.MoveInput{Pause: &cases.PauseInput{Seq: seq}})
	if p.c.Status != models.InSpecialProcedure {
		t.Errorf("with another pause open the case is %s", p.c.Status)
	}
	p.at("2026-03-23T10:00:00+08:00").do(p.reviewer, models.VerbReplanSpecial,
		cases.MoveInput{Reason: "还要一天", Pause: &cases.PauseInput{PlannedEnd: date("2026-03-25")}})
	p.at("2026-03-27T10:00:00+08:00").sweep()
	e := p.last("T13")
	if p.c.Status != models.UnderReview || e.LegalAt != date("2026-03-25").End() || e.Source != models.SourceTimer {
		t.Errorf("%s %+v", p.c.Status, e)
	}
	wantDates(t, "union of pauses", p.c.PromisedDue, "2026-04-10")
}

func TestAPauseOnTheLastDayNeedsTheSectionHeadAndNoneComesAfterIt(t *testing.T) { // C10, C11
	pause := func(from string) cases.MoveInput {
		return cases.MoveInput{Reason: "论证", Pause: &cases.PauseInput{Reason: models.PauseExpertReview, From: date(from), PlannedEnd: date("2026-04-03")}}
	}
	p := begin(t, "GJ-04", monday).accepted()
	p.do(p.reviewer, models.VerbAssign, cases.MoveInput{})
	wantDates(t, "GJ-04", p.c.LegalDue, "2026-03-30")
	p.at("2026-03-30T10:00:00+08:00")
	p.no(p.reviewer, models.VerbStartSpecial, pause("2026-03-31"), "case.legal_due_passed")
	p.no(p.reviewer, models.VerbStartSpecial, pause("2026-03-30"), "case.last_day_pause_needs_head")
	p.do(p.head, models.VerbStartSpecial, pause("2026-03-30"))
	wantDates(t, "C10", p.c.LegalDue, "2026-04-07")
	if d, err := p.Cases.Detail(t.Context(), p.head, p.c.ID); err != nil || len(d.Pauses) != 1 || !d.Pauses[0].LastDay {
		t.Errorf("not shown as a pause of the last day: %+v %v", d.Pauses, err)
	}

	q := begin(t, "GJ-04", monday).accepted()
	q.at("2026-03-31T00:00:00+08:00").no(q.head, models.VerbStartSpecial, pause("2026-03-31"), "case.legal_due_passed")
}

func TestAnExtensionIsOnceInTimeAndByItsApprover(t *testing.T) { // D01
	in := func(days int) cases.MoveInput {
		return cases.MoveInput{Reason: "情况复杂", Extend: &cases.ExtendInput{Days: days}}
	}
	p := begin(t, "GJ-04", monday).accepted()
	p.no(p.leader, models.VerbExtend, in(10), "case.move_not_allowed")
	p.do(p.reviewer, models.VerbAssign, cases.MoveInput{})
	p.no(p.approver, models.VerbExtend, in(10), "denied")
	p.no(p.leader, models.VerbExtend, in(11), "case.extension_days")
	p.no(p.leader, models.VerbExtend, cases.MoveInput{Extend: &cases.ExtendInput{Days: 1}}, "reason")
	promised := p.c.PromisedDue
	p.at("2026-03-30T23:59:00+08:00").do(p.leader, models.VerbExtend, in(10))
	wantDates(t, "D01", p.c.LegalDue, "2026-04-14")
	if p.c.PromisedDue != promised || p.paper("DOC-08").Number == "" {
		t.Errorf("promise moved to %s, or no paper", p.c.PromisedDue)
	}
	p.no(p.leader, models.VerbExtend, in(1), "case.extension_used")

	q := begin(t, "GJ-04", monday).accepted()
	q.do(q.reviewer, models.VerbAssign, cases.MoveInput{})
	q.at("2026-03-31T00:00:01+08:00").no(q.leader, models.VerbExtend, in(10), "case.legal_due_passed")
	r := begin(t, "LX-13", monday).accepted()
	r.do(r.reviewer, models.VerbAssign, cases.MoveInput{})
	r.no(r.leader, models.VerbExtend, in(10), "case.item_has_no_extension")
}

func TestTheGuardsSeeTheDatesOfTheSettledCase(t *testing.T) {
	p := begin(t, "GJ-04", monday).at("2026-04-01T09:00:00+08:00") // deemed accepted, and already past the legal date
	p.no(p.head, models.VerbStartSpecial, cases.MoveInput{
		Reason: "论证", Pause: &cases.PauseInput{Reason: models.PauseExpertReview, PlannedEnd: date("2026-04-10")},
	}, "case.legal_due_passed")
}

func TestATolerantAcceptanceClosesItsGapOrEnds(t *testing.T) {
	w := casestest.New(t, monday)
	firm := w.Applicant()
	c, err := w.Cases.CreateDraft(t.Context(), firm, &cases.DraftInput{ItemCode: "SG-09", Form: w.County.Base.Sample("SG-09"), ProjectID: w.Project().ID})
	if err != nil {
		t.Fatal(err)
	}
	follow := ""
	for _, m := range w.County.Base.Item("SG-09").Materials {
		if m.MayFollow {
			follow = m.Code
		}
	}
	w.HandInBut(c.ID, follow)
	p := &play{World: w, t: t, firm: firm, window: w.Window(), c: w.Submit(firm, c)}
	p.people()
	p.no(p.window, models.VerbAccept, cases.MoveInput{}, "materials."+follow)
	in := cases.MoveInput{Missing: []string{follow}, Promise: true, GapDue: date("2026-03-03")}
	for _, tt := range []struct {
		key   string
		wrong func(*cases.MoveInput)
	}{
		{"missing", func(in *cases.MoveInput) { in.Missing = nil }},
		{"material.may_not_follow", func(in *cases.MoveInput) { in.Missing = []string{"M1", follow} }},
		{"promise", func(in *cases.MoveInput) { in.Promise = false }},
		{"case.gap_due_past", func(in *cases.MoveInput) { in.GapDue = date("2026-03-02") }},
		{"case.gap_after_promise", func(in *cases.MoveInput) { in.GapDue = date("2026-12-01") }},
	} {
		bad := in
		tt.wrong(&bad)
		p.no(p.window, models.VerbAcceptTolerant, bad, tt.key)
	}
	p.do(p.window, models.VerbAcceptTolerant, in)
	if !p.c.Tolerant || p.c.GapDue != in.GapDue || p.paper("DOC-05").Number == "" {
		t.Errorf("%+v", p.c.GapDue)
	}
	p.review()
	p.no(p.approver, models.VerbApprove, cases.MoveInput{Decision: &cases.Decision{Findings: "x"}}, "case.gap_open")
	p.no(p.window, models.VerbCloseGap, cases.MoveInput{}, "case.gap_material_missing")
	p.at("2026-03-03T23:59:00+08:00").no(p.head, models.VerbTerminateGap, cases.MoveInput{Reason: "x"}, "case.gap_still_runs")
	p.at("2026-03-04T10:00:00+08:00").no(p.reviewer, models.VerbTerminateGap, cases.MoveInput{Reason: "x"}, "denied")
	p.do(p.head, models.VerbTerminateGap, cases.MoveInput{Reason: "逾期未补"})
	if p.c.Status != models.Terminated {
		t.Error(p.c.Status)
	}
	again := func(firm policy.Actor, at string) *play { // one that lacks the same material, handed in later
		p.at(at)
		c, err := p.Cases.CreateDraft(t.Context(), firm, &cases.DraftInput{ItemCode: "SG-09", Form: p.County.Base.Sample("SG-09"), ProjectID: p.Project().ID})
		if err != nil {
			t.Fatal(err)
		}
		p.HandInBut(c.ID, follow)
		q := &play{World: p.World, t: t, firm: firm, window: p.window, c: p.Submit(firm, c)}
		q.people()
		return q
	}
	in.GapDue = date("2026-03-06")
	q := again(p.firm, "2026-03-05T10:00:00+08:00")
	q.no(q.window, models.VerbAcceptTolerant, in, "case.tolerance_excluded")
	p.HandInAll(q.c.ID)
	q.do(q.window, models.VerbAccept, cases.MoveInput{}) // what is complete is taken in as ever
	in.GapDue = date("2028-03-08")
	q = again(p.firm, "2028-03-06T10:00:00+08:00") // no time ends it, the repair does
	q.no(q.window, models.VerbAcceptTolerant, in, "case.tolerance_excluded")
	p.repairs(t, in, q)
}

// repairs: the record of the broken promise is the enterprise's to see, and ends by the department's head and a second
// person alone; then a gap is accepted again.
func (p *play) repairs(t *testing.T, in cases.MoveInput, q *play) {
	t.Helper()
	list, err := p.Cases.Credit(t.Context(), p.firm, p.c.EnterpriseID)
	if err != nil || len(list) != 1 || list[0].Kind != models.BrokenGap || list[0].CaseID != p.c.ID || list[0].BrokenAt.Date() != date("2026-03-04") || !list[0].Stands() {
		t.Fatalf("on record is %+v (%v)", list, err)
	}
	if e := p.last("V44"); e.Reason != "逾期未补" {
		t.Errorf("the journal says %+v", e)
	}
	repair := func(a policy.Actor, reason string, second int64) error {
		_, err := p.Cases.RepairCredit(t.Context(), a, list[0].ID, &cases.RepairInput{Reason: reason, SecondID: second})
		return err
	}
	for _, tt := range []struct {
		who    policy.Actor
		reason string
		second int64
		want   string
	}{
		{p.firm, "请修复", p.approver.UserID, "denied"},
		{p.reviewer, "已补交", p.approver.UserID, "denied"},
		{p.head, "", p.approver.UserID, "case.invalid"},
		{p.head, "已补交", p.head.UserID, "case.invalid"},
		{p.head, "已补交", p.reviewer.UserID, "case.invalid"},
	} {
		if err := repair(tt.who, tt.reason, tt.second); models.KeyOf(err) != tt.want {
			t.Errorf("%s %q by %s and %d: %v, want %s", tt.who.Role, tt.reason, tt.who.Name, tt.second, err, tt.want)
		}
	}
	if err := repair(p.head, "已补交", p.approver.UserID); err != nil {
		t.Fatal(err)
	}
	if e := p.last("V45"); e.SecondID != p.approver.UserID || e.ActorID != p.head.UserID {
		t.Errorf("repaired by %+v", e)
	}
	if err := repair(p.head, "再次", p.approver.UserID); models.KeyOf(err) != "credit.repaired_already" {
		t.Errorf("repaired twice: %v", err)
	}
	if list, err = p.Cases.Credit(t.Context(), p.head, p.c.EnterpriseID); err != nil || len(list) != 1 || list[0].Stands() || list[0].RepairReason != "已补交" {
		t.Errorf("after the repair %+v (%v)", list, err)
	}
	q.do(q.window, models.VerbAcceptTolerant, in)
}

func TestAnItemDecidedAboveIsHandedUpAndItsTimeCountsForNobodyHere(t *testing.T) {
	p := begin(t, "LX-14", monday).accepted()
	up := &cases.Decision{Upper: "省林业局", UpperNo: "林许〔2026〕8号", UpperOn: date("2026-04-20"), Findings: "准予"}
	p.no(p.reviewer, models.VerbForward, cases.MoveInput{}, "case.steps_open")
	p.review()
	p.no(p.approver, models.VerbApprove, cases.MoveInput{Decision: up}, "case.not_forwarded")
	p.at("2026-03-09T10:00:00+08:00").do(p.reviewer, models.VerbForward, cases.MoveInput{Reason: "初审同意"})
	if p.c.Status != models.UnderReview || p.c.ForwardedOn != date("2026-03-09") || p.c.DueOn != 0 || p.c.RedOn != 0 {
		t.Errorf("%s forwarded %s due %s", p.c.Status, p.c.ForwardedOn, p.c.DueOn)
	}
	if e := p.last("V30"); e.Verb != "forward" {
		t.Errorf("%+v", e)
	}
	if s := openStep(t, p.World, p.c.ID); s == nil || s.Kind != models.StepUpper || s.OpenKey != "" {
		t.Errorf("the upper body's step: %+v", s)
	}
	p.no(p.reviewer, models.VerbForward, cases.MoveInput{}, "case.forwarded_already")
	p.at("2026-05-06T10:00:00+08:00").sweep()
	if len(p.cards()) != 0 {
		t.Errorf("cards for the upper body's time: %v", p.cards())
	}
	early := *up
	early.UpperOn = date("2026-03-08")
	p.no(p.approver, models.VerbApprove, cases.MoveInput{Decision: &early}, "case.upper_date")
	p.no(p.approver, models.VerbApprove, cases.MoveInput{Decision: &cases.Decision{Findings: "x"}}, "decision.upperNo")
	p.do(p.approver, models.VerbApprove, cases.MoveInput{Decision: up})
	wantDates(t, "decided above", p.c.DecidedOn, "2026-04-20", p.c.DeliverDue, "")
	if p.c.UsedDays != 5 {
		t.Errorf("the county used %d days", p.c.UsedDays)
	}
	papers, err := p.Store.PapersOf(t.Context(), p.c.ID)
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range papers {
		if x.Kind == "DOC-10" {
			t.Error("the county wrote a decision that is not its own")
		}
	}
	p.delivered()
	q := begin(t, "LX-13", monday).accepted().review()
	q.no(q.reviewer, models.VerbForward, cases.MoveInput{}, "case.decided_here")
}

func TestReviewerIsNotApprover(t *testing.T) {
	p := begin(t, "LX-13", monday).accepted()
	decision := cases.MoveInput{Decision: &cases.Decision{Findings: "可"}}
	p.do(p.reviewer, models.VerbAssign, cases.MoveInput{})
	p.no(p.approver, models.VerbApprove, decision, "case.steps_open")
	p.review()
	same := p.reviewer
	same.Role = policy.Approver
	p.no(same, models.VerbApprove, decision, "case.reviewer_decides")
	phone(t, p, "13900001111", p.reviewer.UserID, p.approver.UserID) // two accounts, one person
	p.no(p.approver, models.VerbApprove, decision, "case.reviewer_decides")
	phone(t, p, "03503030000", p.reviewer.UserID, p.approver.UserID) // the telephone of an office
	p.no(p.approver, models.VerbRefuse, cases.MoveInput{Reason: "x"}, "decision.findings")
	p.do(p.approver, models.VerbApprove, decision)
	if p.c.ApproverID != p.approver.UserID || p.c.Outcome != models.Granted {
		t.Errorf("%+v", p.c.Outcome)
	}
	p.no(p.window, models.VerbDeliver, cases.MoveInput{Delivery: direct}, "case.certificate_first")
	p.no(p.approver, models.VerbRefuse, cases.MoveInput{Reason: "x", Decision: &cases.Decision{Findings: "x", Articles: "x"}}, "case.move_not_allowed")
	p.delivered()
	if l := p.licences(); len(l) != 1 || l[0].Status != models.LicenceValid || l[0].ValidFrom != p.c.DecidedOn {
		t.Errorf("licences %+v", l)
	}
	if !slices.Contains(p.codes(), "N01") {
		t.Error("the journal does not know the licence")
	}
}

// phone gives accounts a telephone number.
func phone(t *testing.T, p *play, number string, ids ...int64) {
	t.Helper()
	err := p.Store.InTx(t.Context(), func(tx *store.Tx) error {
		for _, id := range ids {
			u, err := tx.User(policy.Everything("a test"), id)
			if err != nil {
				return err
			}
			u.Phone = number
			if err := tx.SaveUser(u); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestASiteCheckTakesTwo(t *testing.T) {
	p := begin(t, "LX-13", monday).accepted()
	for {
		s := openStep(t, p.World, p.c.ID)
		if s.Kind == models.StepApprove {
			break
		}
		if _, err := p.Cases.StepMove(t.Context(), p.reviewer, p.c.ID, s.ID, "done", &cases.StepInput{}); err != nil {
			t.Fatal(err)
		}
	}
	d := &cases.Decision{Findings: "可"}
	p.no(p.approver, models.VerbApprove, cases.MoveInput{Decision: d}, "case.site_check_two")
	d.SiteCheckBy = []string{"承办人", "承办人"}
	p.no(p.approver, models.VerbApprove, cases.MoveInput{Decision: d}, "case.site_check_two")
	d.SiteCheckBy = []string{"承办人", "老王"}
	p.do(p.approver, models.VerbApprove, cases.MoveInput{Decision: d})
}

func (p *play) licences() []models.Licence {
	p.t.Helper()
	l, err := p.Store.LicencesOf(p.t.Context(), p.c.EnterpriseID)
	if err != nil {
		p.t.Fatal(err)
	}
	return l
}

func TestARefusalHasReasonsRemediesAndIsDelivered(t *testing.T) {
	p := begin(t, "LX-13", monday).accepted().review()
	p.do(p.approver, models.VerbRefuse, cases.MoveInput{Reason: "超总量", Decision: &cases.Decision{Findings: "取水总量已满", Articles: "取水条例 art 20"}})
	if p.paper("DOC-11").Number == "" || p.c.Outcome != models.OutcomeRefused {
		t.Error("no decision")
	}
	p.do(p.window, models.VerbDeliver, cases.MoveInput{Delivery: direct})
	if len(p.licences()) != 0 || p.c.Status != models.Delivered {
		t.Error("a refusal left a licence")
	}
}

func TestSuspensionStopsTheClockUntilItIsLifted(t *testing.T) { // C14
	p := begin(t, "LX-13", monday).accepted()
	p.do(p.reviewer, models.VerbAssign, cases.MoveInput{})
	p.at("2026-03-09T10:00:00+08:00").do(p.reviewer, models.VerbSuspend, cases.MoveInput{Reason: "水事纠纷"})
	wantDates(t, "suspended", p.c.PromisedDue, "", p.c.LegalDue, "", p.c.DueOn, "")
	p.at("2026-03-20T10:00:00+08:00").do(p.reviewer, models.VerbResume, cases.MoveInput{Reason: "已调解"})
	wantDates(t, "resumed", p.c.PromisedDue, "2026-04-07")
	if p.paper("DOC-14S").Number == "" || p.paper("DOC-14R").Number == "" {
		t.Error("papers without a number")
	}
}

func TestAnEndedCaseMovesNoSteps(t *testing.T) {
	p := begin(t, "LX-13", monday).accepted()
	s := openStep(t, p.World, p.c.ID)
	if _, err := p.Cases.StepMove(t.Context(), p.reviewer, p.c.ID, s.ID, "done", &cases.StepInput{}); err != nil {
		t.Fatal(err)
	}
	p.do(p.firm, models.VerbWithdraw, cases.MoveInput{Reason: "撤"})
	_, err := p.Cases.StepMove(t.Context(), p.reviewer, p.c.ID, s.ID, "recall", &cases.StepInput{})
	wantKey(t, err, "case.move_not_allowed")
}

func TestADeathEndsACorrectionThatWaitsAndSilenceOnlyByALocalRule(t *testing.T) {
	p := begin(t, "LX-13", monday)
	p.do(p.window, models.VerbRequireCorrection, p.correction("M1"))
	p.at("2026-05-20T10:00:00+08:00")
	p.no(p.reviewer, models.VerbTerminate, cases.MoveInput{Reason: "未补正"}, "case.no_correction_limit")
	p.no(p.reviewer, models.VerbTerminate, cases.MoveInput{Reason: "未补正", Ground: "BORED"}, "case.termination_ground")
	p.do(p.reviewer, models.VerbTerminate, cases.MoveInput{Reason: "企业注销", Ground: "OBJECT_LOST"})
	if p.c.Status != models.Terminated || p.paper("DOC-14T").Number == "" {
		t.Errorf("%s", p.c.Status)
	}
}
