package cases_test

import (
	"slices"
	"strings"
	"testing"

	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/store"
	"onestop.internal/workflow/cases"
	"onestop.internal/workflow/catalog"
)

// part gives the part of a set that is of an item, as stored.
func (p *play) part(item string) *models.Case {
	p.t.Helper()
	parts, err := p.Store.Children(p.t.Context(), policy.Everything("test"), p.c.ID)
	if err != nil {
		p.t.Fatal(err)
	}
	for i := range parts {
		if parts[i].ItemCode == item {
			return &parts[i]
		}
	}
	p.t.Fatalf("no part %s", item)
	return nil
}

func (p *play) clock(id int64, kind models.ClockKind) models.ClockRow {
	p.t.Helper()
	rows, err := p.Store.Clocks(p.t.Context(), id)
	if err != nil {
		p.t.Fatal(err)
	}
	for _, r := range rows {
		if r.Kind == kind {
			return r
		}
	}
	return models.ClockRow{}
}

func (p *play) lead() policy.Actor { return p.Staff(policy.LeadDept, p.c.DeptCode, "牵头人") }

func TestTheListOfSetsHasTheSetsAndNotTheirParts(t *testing.T) {
	p := begin(t, "JY-07", monday)
	for _, a := range []policy.Actor{p.lead(), p.window} {
		list, err := p.Cases.List(t.Context(), a, cases.CaseFilter{Sets: true, Open: true, Limit: 10})
		if err != nil || len(list.Rows) != 1 || list.Rows[0].ID != p.c.ID || list.Total != 1 {
			t.Errorf("%s: %+v (%v)", a.Role, list, err)
		}
	}
	if list, err := p.Cases.List(t.Context(), p.Staff(policy.LeadDept, "SLJ", "别的牵头人"), cases.CaseFilter{Sets: true, Limit: 10}); err != nil || len(list.Rows) != 0 {
		t.Errorf("another lead: %+v (%v)", list, err)
	}
}

func TestAPendingPartSaysWhatItWaitsFor(t *testing.T) { // T01c
	p := draftSet(t)
	p.c = p.Submit(p.firm, p.c)
	part := p.part("JY-04")
	if part.Status != models.Pending {
		t.Fatalf("it is %s", part.Status)
	}
	for _, c := range []*models.Case{part, p.c} {
		for _, a := range []policy.Actor{p.window, p.firm} {
			d, err := p.Cases.Detail(t.Context(), a, c.ID)
			if err != nil {
				t.Fatal(err)
			}
			if c.Status != models.Pending {
				if len(d.Waits) != 0 {
					t.Errorf("%s is %s and waits for %+v", c.ItemCode, c.Status, d.Waits)
				}
				continue
			}
			if len(d.Waits) == 0 || d.Waits[0].Items[0].Name == "" || slices.Contains(d.Verbs, models.VerbReceivePending) {
				t.Errorf("to %s: waits for %+v, may %v", a.Role, d.Waits, d.Verbs)
			}
			if barred := slices.ContainsFunc(d.Barred, func(b cases.Barred) bool { return b.Why == cases.BarredWait }); barred != (a.Role == policy.Window) {
				t.Errorf("to %s: %+v", a.Role, d.Barred)
			}
		}
	}
}

func TestOneNoticeTellsOfSeveralParts(t *testing.T) { // R-PAR-04
	p := begin(t, "JY-07", monday)
	a, b := p.part("JY-02"), p.part("JY-04")
	drawn := defect("M1")
	drawn.Sample = "加油站平面布置图示例"
	notices := []cases.Notice{{CaseID: b.ID, Defects: []cases.Defect{drawn}}, {CaseID: a.ID, Defects: []cases.Defect{defect("")}}}
	_, err := p.Cases.MergeNotice(t.Context(), p.Staff(policy.Reviewer, p.c.DeptCode, "审核员"), p.c.ID, 0, notices)
	wantKey(t, err, "denied")
	_, err = p.Cases.MergeNotice(t.Context(), p.lead(), p.c.ID, 0, []cases.Notice{{CaseID: p.c.ID, Defects: []cases.Defect{defect("")}}})
	wantKey(t, err, "case.not_found")
	if p.c, err = p.Cases.MergeNotice(t.Context(), p.window, p.c.ID, 0, notices); err != nil {
		t.Fatal(err)
	}
	for _, item := range []string{"JY-02", "JY-04"} {
		if c := p.part(item); c.Status != models.CorrectionRequired {
			t.Errorf("%s is %s", item, c.Status)
		}
		q := &play{World: p.World, t: t, c: p.part(item)}
		q.last("T03")
		papers, err := p.Store.PapersOf(t.Context(), q.c.ID)
		if err != nil {
			t.Fatal(err)
		}
		for _, x := range papers {
			if x.Kind == "DOC-03" {
				t.Errorf("%s has a notice of its own", item)
			}
		}
	}
	if p.paper("DOC-03").Number == "" {
		t.Error("the notice has no number")
	}
	for _, want := range []string{"第三十二条第一款第四项", "（样本：加油站平面布置图示例）"} {
		if text := p.reads("DOC-03"); !strings.Contains(text, want) || strings.Contains(text, "优化营商环境条例") {
			t.Errorf("no %s, or the law of the set: %s", want, text)
		}
	}
	_, err = p.Cases.MergeNotice(t.Context(), p.lead(), p.c.ID, 0, notices)
	wantKey(t, err, "case.move_not_allowed")
}

func TestTheLeadAcceptsThePartsOfASetInOneAct(t *testing.T) { // R-PAR-02
	p := begin(t, "JY-07", monday)
	set := p.c
	a, b := p.part("JY-02"), p.part("JY-04")
	both := []cases.PartChosen{{CaseID: b.ID, Version: b.Version}, {CaseID: a.ID, Version: a.Version}}
	accept := func(who policy.Actor, parts []cases.PartChosen) error {
		_, err := p.Cases.AcceptJoint(t.Context(), who, set.ID, 0, parts)
		return err
	}
	wantKey(t, accept(p.Staff(policy.Approver, set.DeptCode, "审批人"), both), "denied")
	wantKey(t, accept(p.Staff(policy.LeadDept, "QXJ", "别的牵头人"), both), "case.not_found")
	wantKey(t, accept(p.lead(), nil), "case.invalid")
	wantKey(t, accept(p.lead(), []cases.PartChosen{{CaseID: set.ID}}), "case.not_found")
	p.HandInAll(a.ID)
	wantKey(t, accept(p.lead(), both), "case.part_not_acceptable") // nothing was handed in for b
	for _, item := range []string{"JY-02", "JY-04"} {
		if c := p.part(item); c.AcceptedOn != 0 {
			t.Fatalf("%s is accepted, though not all of them could be", item)
		}
	}
	p.HandInAll(b.ID)
	both[0].Version++
	wantKey(t, accept(p.lead(), both), "case.changed_meanwhile")
	both[0].Version = 0
	tried, err := p.Cases.PreviewJoint(t.Context(), p.lead(), set.ID, 0, both)
	if err != nil || len(tried) != 2 || tried[0].Case.LegalDue == 0 || len(tried[1].Papers) != 1 || p.part("JY-02").AcceptedOn != 0 {
		t.Fatalf("tried: %+v (%v), and nothing may be stored", tried, err)
	}
	if err := accept(p.lead(), append(both, both[0])); err != nil {
		t.Fatal(err)
	}
	for _, item := range []string{"JY-02", "JY-04"} {
		q := &play{World: p.World, t: t, c: p.part(item)}
		if q.c.AcceptedOn != date("2026-03-02") || q.c.LegalDue == 0 {
			t.Errorf("%s accepted on %s, due %s", item, q.c.AcceptedOn, q.c.LegalDue)
		}
		q.last("T02")
		if q.paper("DOC-02").Number == "" {
			t.Errorf("%s has no notice of its acceptance", item)
		}
	}
	p.c = p.Reload(set)
	p.last("V40")
	wantDates(t, "J from the one acceptance", p.clock(set.ID, models.ClockJ).StartOn, "2026-03-02")
	if c := p.part("JY-06"); c.AcceptedOn != 0 {
		t.Error("a part that was not chosen is accepted")
	}
	wantKey(t, accept(p.lead(), []cases.PartChosen{{CaseID: a.ID}}), "case.part_not_acceptable") // twice
}

func TestTheCapOfASetRunsFromItsAcceptance(t *testing.T) { // R-PAR-02, R-PAR-03
	p := begin(t, "JY-07", monday)
	set := p.c
	for _, item := range []string{"JY-02", "JY-04"} {
		p.c = p.part2(set, item)
		p.HandInAll(p.c.ID)
		p.do(p.window, models.VerbAccept, cases.MoveInput{})
	}
	p.at("2026-03-04T09:00:00+08:00")
	p.c = p.part2(set, "JY-06")
	p.HandInAll(p.c.ID)
	p.do(p.window, models.VerbAccept, cases.MoveInput{})
	p.c = p.Reload(set)
	j := p.clock(set.ID, models.ClockJ)
	wantDates(t, "J", j.StartOn, "2026-03-02", j.DueOn, "2026-05-08", p.c.LegalDue, "2026-05-08")
	if c := p.c; c.DueOn != date("2026-03-11") || c.RedOn != c.DueOn+1 || c.YellowOn == 0 || c.YellowOn > c.DueOn || c.BlueOn >= c.YellowOn {
		t.Errorf("stage due %s, blue on %s, yellow on %s, red on %s", c.DueOn, c.BlueOn, c.YellowOn, c.RedOn)
	}
	gov := p.Staff(policy.Leader, "", "分管县领导")
	_, err := p.Cases.ExtendJoint(t.Context(), gov, set.ID, 0, 16, "情况复杂")
	wantKey(t, err, "case.extension_days")
	_, err = p.Cases.ExtendJoint(t.Context(), p.lead(), set.ID, 0, 15, "情况复杂")
	wantKey(t, err, "denied")
	if p.c, err = p.Cases.ExtendJoint(t.Context(), gov, set.ID, 0, 15, "情况复杂"); err != nil {
		t.Fatal(err)
	}
	wantDates(t, "A19: 45 + 15", p.clock(set.ID, models.ClockJ).DueOn, "2026-05-28", p.c.LegalDue, "2026-05-28")
	_, err = p.Cases.ExtendJoint(t.Context(), gov, set.ID, 0, 1, "再延")
	wantKey(t, err, "case.extension_used")
}

func TestASetWhosePartsNoLongerRunOrWaitHasNoDateToMeet(t *testing.T) {
	p := begin(t, "JY-07", monday)
	set := p.c
	p.c = p.part2(set, "JY-02")
	p.HandInAll(p.c.ID)
	p.do(p.window, models.VerbAccept, cases.MoveInput{})
	if c := p.Reload(set); c.DueOn != p.c.PromisedDue || c.RedOn != c.DueOn+1 {
		t.Fatalf("while one runs: due %s, red on %s; the part is due %s", c.DueOn, c.RedOn, p.c.PromisedDue)
	}
	parts, err := p.Store.Children(t.Context(), policy.Everything("test"), set.ID)
	if err != nil {
		t.Fatal(err)
	}
	waiting := 0
	for i := range parts {
		if p.c = &parts[i]; p.c.Flow == models.FlowPermit && p.c.AcceptedOn == 0 {
			waiting++
			continue
		}
		p.do(p.firm, models.VerbWithdraw, cases.MoveInput{Reason: "改由另行申请"})
	}
	c := p.Reload(set)
	if waiting == 0 {
		t.Fatal("no part is left that has not begun")
	}
	if c.Status != models.InProgress || c.DueOn != 0 || c.RedOn != 0 || c.YellowOn != 0 || c.BlueOn != 0 {
		t.Errorf("%s, due %s, blue on %s, yellow on %s, red on %s: the others are not begun", c.Status, c.DueOn, c.BlueOn, c.YellowOn, c.RedOn)
	}
}

func (p *play) part2(set *models.Case, item string) *models.Case {
	p.c = set
	return p.part(item)
}

func TestASetClosesWithItsLastPart(t *testing.T) {
	p := begin(t, "JY-07", monday)
	set := p.c
	parts, err := p.Store.Children(t.Context(), policy.Everything("test"), set.ID)
	if err != nil {
		t.Fatal(err)
	}
	for i := range parts {
		if got := p.Reload(set); got.Status != models.InProgress {
			t.Fatalf("%s with %d parts open", got.Status, len(parts)-i)
		}
		p.c = &parts[i]
		p.do(p.firm, models.VerbWithdraw, cases.MoveInput{Reason: "项目取消"})
	}
	p.c = p.Reload(set)
	if p.c.Status != models.Closed || p.c.EndedOn == 0 || p.c.DueOn != 0 {
		t.Errorf("%s ended %s due %s", p.c.Status, p.c.EndedOn, p.c.DueOn)
	}
	p.last("C02")
}

// pending makes LX-18, whose HARD precondition LX-13 is on its way, a pending case of the project.
func pending(t *testing.T) (first, waiting *play) {
	t.Helper()
	first = begin(t, "LX-13", monday)
	return first, first.waiting("LX-18", catalog.Attrs{"water.abstraction": true})
}

// waiting makes a draft of an item a pending case, as a part of a set is.
func (p *play) waiting(item string, attrs catalog.Attrs) *play {
	p.t.Helper()
	c := p.Draft(p.firm, item, attrs)
	err := p.Store.InTx(p.t.Context(), func(tx *store.Tx) error {
		row, err := tx.Case(policy.Everything("test"), c.ID)
		if err != nil {
			return err
		}
		row.Status, row.Number, row.NextTimerAt = models.Pending, "140999202603029999999", 0
		return tx.SaveCase(row)
	})
	if err != nil {
		p.t.Fatal(err)
	}
	return &play{World: p.World, t: p.t, c: p.Reload(c), firm: p.firm, window: p.window}
}

func TestAPendingCaseIsReceivedWhenItsPreconditionsResultExists(t *testing.T) { // T01d
	p, q := pending(t)
	p.accepted().review()
	p.at("2026-03-11T10:00:00+08:00").grant()
	q.c = q.Reload(q.c)
	if q.c.Status != models.Submitted || q.c.Round != 1 {
		t.Fatalf("%s", q.c.Status)
	}
	wantDates(t, "T01d", q.c.ReceivedOn, "2026-03-11", q.c.FirstReceived, "2026-03-11", q.c.WindowDue, "2026-03-18")
	if e := q.last("T01d"); e.Source != models.SourceTimer || e.ActorID != 0 || q.paper("DOC-01").Title == "" {
		t.Errorf("%+v", e)
	}
}

func TestAPendingCaseGoesBackWhenItsPreconditionComesToNothing(t *testing.T) { // T01e
	p, q := pending(t)
	p.do(p.firm, models.VerbWithdraw, cases.MoveInput{Reason: "不办了"})
	q.c = q.Reload(q.c)
	if q.c.Status != models.Draft || q.last("T01e").Reason == "" {
		t.Errorf("%s", q.c.Status)
	}
}

func TestAPendingCaseWaitsWhileAnotherMayBringTheResult(t *testing.T) {
	p, q := pending(t)
	other := p.Submit(p.firm, p.Draft(p.firm, "LX-13", nil))
	p.do(p.firm, models.VerbWithdraw, cases.MoveInput{Reason: "重复"})
	if got := q.Reload(q.c); got.Status != models.Pending {
		t.Fatalf("%s while %d is on its way", got.Status, other.ID)
	}
	p.c = other
	p.do(p.firm, models.VerbWithdraw, cases.MoveInput{Reason: "不办了"})
	if got := q.Reload(q.c); got.Status != models.Draft {
		t.Errorf("%s", got.Status)
	}
}

func TestTheLedgerOfTheCapShowsTheDaysOnWhichEveryPartStoodStill(t *testing.T) { // R-PAR-03
	p := begin(t, "JY-07", monday)
	set := p.c
	for _, item := range []string{"JY-02", "JY-04"} {
		p.c = p.part2(set, item)
		p.HandInAll(p.c.ID)
		p.do(p.window, models.VerbAccept, cases.MoveInput{})
	}
	for item, end := range map[string]string{"JY-02": "2026-03-12", "JY-04": "2026-03-06"} {
		p.c = p.part2(set, item)
		p.people()
		p.do(p.reviewer, models.VerbStartSpecial, cases.MoveInput{Reason: "检测", Pause: &cases.PauseInput{
			Reason: models.PauseTesting, From: date("2026-03-03"), PlannedEnd: date(end),
		}})
	}
	d, err := p.Cases.Detail(t.Context(), p.lead(), set.ID)
	if err != nil || len(d.Clocks) != 1 || d.Clocks[0].Kind != models.ClockJ || d.Clocks[0].Limit.Value != 45 {
		t.Fatalf("clocks %+v, %v", d.Clocks, err)
	}
	l, err := p.Cases.Ledger(t.Context(), p.lead(), set.ID, models.ClockJ)
	if err != nil {
		t.Fatal(err)
	}
	wantDates(t, "J stands still from 03-03 to 03-06", l.Clock.DueOn, "2026-05-13")
	last := l.Days[len(l.Days)-1]
	if last.Date != l.Clock.DueOn || last.N != 45 {
		t.Errorf("the ledger counts %d days to %s", last.N, last.Date)
	}
	for _, x := range l.Days {
		want := date("2026-03-03") <= x.Date && x.Date <= date("2026-03-06")
		if (x.PausedFor == models.PauseTesting && x.Basis != "") != want {
			t.Errorf("%s: paused for %q by %q", x.Date, x.PausedFor, x.Basis)
		}
	}
}

// acceptParts accepts parts of a set at an hour, each with what it needs.
func (p *play) acceptParts(set *models.Case, at string, items ...string) {
	p.t.Helper()
	p.at(at)
	for _, item := range items {
		p.c = p.part2(set, item)
		p.HandInAll(p.c.ID)
		p.do(p.window, models.VerbAccept, cases.MoveInput{})
	}
}

func TestAPartAcceptedLaterHasAClockJOfItsOwn(t *testing.T) { // R-PAR-02
	p := begin(t, "JY-07", monday)
	set := p.c
	p.acceptParts(set, monday, "JY-02")
	p.acceptParts(set, "2026-03-04T09:00:00+08:00", "JY-04")
	late, early := p.part2(set, "JY-04"), p.part2(set, "JY-02")
	if j := p.clock(early.ID, models.ClockJ); j.StartOn != 0 {
		t.Errorf("the set's J counts the first part, and it has its own %+v", j)
	}
	j := p.clock(late.ID, models.ClockJ)
	wantDates(t, "45 working days from its own acceptance", j.StartOn, "2026-03-04", j.DueOn, "2026-05-11", p.clock(set.ID, models.ClockJ).StartOn, "2026-03-02")
	if l, err := p.Cases.Ledger(t.Context(), p.lead(), late.ID, models.ClockJ); err != nil || l.Days[len(l.Days)-1].N != 45 {
		t.Errorf("its ledger: %v", err)
	}
	p.c = p.part2(set, "JY-04")
	p.people()
	p.do(p.reviewer, models.VerbStartSpecial, cases.MoveInput{Reason: "检测", Pause: &cases.PauseInput{
		Reason: models.PauseTesting, From: date("2026-03-05"), PlannedEnd: date("2026-03-06"),
	}})
	wantDates(t, "its own pause moves it", p.clock(late.ID, models.ClockJ).DueOn, "2026-05-13", p.clock(set.ID, models.ClockJ).DueOn, "2026-05-08")
	p.at("2026-05-15T09:30:00+08:00").sweep()
	if p.c = p.part2(set, "JY-04"); p.colours()["JOINT_OVERDUE"] != "RED 2026-05-14" {
		t.Errorf("its overrun has the cards %v", p.colours())
	}
	p.do(p.firm, models.VerbWithdraw, cases.MoveInput{Reason: "不办了"})
	if j := p.clock(late.ID, models.ClockJ); j.StoppedOn != date("2026-05-15") || j.State != models.ClockStopped {
		t.Errorf("after its end it is %+v", j)
	}
}

func TestADateThatIsPutRightTellsWhichPartsWereAcceptedTogether(t *testing.T) { // R-PAR-02, R-EVT-02
	p := begin(t, "JY-07", monday)
	set := p.c
	p.acceptParts(set, "2026-03-04T09:00:00+08:00", "JY-02", "JY-04")
	p.c = p.part2(set, "JY-02")
	if err := p.correctDate(p.last("T02").Seq, "2026-03-03T09:00:00+08:00"); err != nil {
		t.Fatal(err)
	}
	other := p.part2(set, "JY-04")
	j := p.clock(other.ID, models.ClockJ)
	wantDates(t, "the other was accepted later now", j.StartOn, "2026-03-04", p.clock(set.ID, models.ClockJ).StartOn, "2026-03-03")
	p.c = p.part2(set, "JY-02")
	if err := p.correctDate(p.last("T02").Seq, "2026-03-04T09:00:00+08:00"); err != nil {
		t.Fatal(err)
	}
	if j := p.clock(other.ID, models.ClockJ); j.StartOn != 0 {
		t.Errorf("together again, and it keeps %+v", j)
	}
}

func TestTheMergedNoticeKeepsToWhatEachNoticeKeepsTo(t *testing.T) { // R-PAR-04, R-CAL-06, 673号 art 13
	p := begin(t, "JY-07", "2026-12-30T10:00:00+08:00")
	set, part := p.c, p.part("JY-04")
	of := func(id int64) error {
		_, err := p.Cases.MergeNotice(t.Context(), p.Staff(policy.LeadDept, set.DeptCode, "牵头人"), set.ID, 0, []cases.Notice{{CaseID: id, Defects: []cases.Defect{defect("")}}})
		return err
	}
	if !part.Provisional {
		t.Fatalf("window due %s is known", part.WindowDue)
	}
	p.at((part.WindowDue + 1).String() + "T10:00:00+08:00")
	wantKey(t, of(part.ID), "case.window_provisional")

	q := draftSet(t)
	q.c = q.Submit(q.firm, q.c)
	p, set = q, q.c
	p.people()
	p.grantAlone("GJ-05")
	p.at("2026-03-20T09:00:00+08:00").sweep()
	if p.c = p.part2(set, "JY-05"); p.colours()["LEGAL_OVERDUE"] == "" {
		t.Fatalf("no card for the late filing: %v", p.colours())
	}
	if err := of(p.c.ID); err != nil {
		t.Fatal(err)
	}
	if left := p.colours(); len(left) != 0 {
		t.Errorf("no filing was owed, and %v stand", left)
	}
}

func TestAPartThatCameBackKeepsItsNumberAndWaitsAgain(t *testing.T) { // T01c, T01e, R-PAR-02
	p := draftSet(t)
	p.c = p.Submit(p.firm, p.c)
	set, part := p.c, p.part("JY-04") // waits for SG-03
	if part.Status != models.Pending || part.Number == "" {
		t.Fatalf("%s %s", part.Status, part.Number)
	}
	form := p.County.Base.Sample("SG-03")
	first, err := p.Cases.CreateDraft(t.Context(), p.firm, &cases.DraftInput{ItemCode: "SG-03", Form: form, ProjectID: p.Project().ID})
	if err != nil {
		t.Fatal(err)
	}
	p.HandInAll(first.ID)
	p.c = p.Submit(p.firm, first)
	p.do(p.firm, models.VerbWithdraw, cases.MoveInput{Reason: "图纸要改"})
	p.c = p.part2(set, "JY-04")
	if p.c.Status != models.Draft {
		t.Fatalf("%s after what it waited for was withdrawn", p.c.Status)
	}
	p.HandInAll(p.c.ID)
	p.c = p.Submit(p.firm, p.c)
	if p.c.Status != models.Pending || p.c.Number != part.Number || p.c.ReceivedOn != 0 || p.clock(p.c.ID, models.ClockW).StartOn != 0 {
		t.Fatalf("%s %s received %s: want it to wait as %s", p.c.Status, p.c.Number, p.c.ReceivedOn, part.Number)
	}
	p.do(p.firm, models.VerbWithdraw, cases.MoveInput{Reason: "不办了"}) // and it may be given up while it waits
	p.checkRow()
}

func TestBeforeTheSetIsAcceptedAPartHasNoNoticeOfItsOwn(t *testing.T) { // R-PAR-04
	p := begin(t, "JY-07", monday)
	set := p.c
	correct := cases.MoveInput{Defects: []cases.Defect{defect("")}}
	p.c = p.part2(set, "JY-02")
	p.no(p.window, models.VerbRequireCorrection, correct, "case.notice_is_the_leads")
	notice := []cases.Notice{{CaseID: p.c.ID, Defects: correct.Defects}}
	if _, err := p.Cases.MergeNotice(t.Context(), p.Staff(policy.LeadDept, set.DeptCode, "牵头人"), set.ID, 0, notice); err != nil {
		t.Fatal(err)
	}
	p.c = p.Reload(p.c)
	p.HandInAll(p.c.ID)
	p.do(p.firm, models.VerbResubmit, cases.MoveInput{})
	p.do(p.window, models.VerbRequireCorrection, correct) // what was noted and is still not met is the part's own matter

	p.acceptParts(set, monday, "JY-04")
	p.c = p.part2(set, "JY-06") // received, and the set has begun without it
	p.do(p.window, models.VerbRequireCorrection, correct)
}
