package cases_test

import (
	"errors"
	"strings"
	"testing"

	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/store"
	"onestop.internal/workflow/cases"
)

// step does a verb to a step and fails the test where it is refused.
func (p *play) step(a policy.Actor, id int64, verb string, in cases.StepInput) {
	p.t.Helper()
	if _, err := p.Cases.StepMove(p.t.Context(), a, p.c.ID, id, verb, &in); err != nil {
		p.t.Fatalf("%s: %v", verb, err)
	}
}

// stepOf gives the newest step of a holder that is in a state.
func (p *play) stepOf(holder int64, state models.StepState) *models.Step {
	p.t.Helper()
	var out *models.Step
	for _, s := range p.steps() {
		if s.HolderID == holder && s.State == state {
			out = &s
		}
	}
	if out == nil {
		p.t.Fatalf("nobody %d has a step in %s: %+v", holder, state, p.steps())
	}
	return out
}

var agree = cases.StepInput{Result: "AGREE", Remark: "同意", With: []string{"同事"}}

// signing brings a case to the approver's place, at which a colleague is asked to sign too; first is the place
// before it.
func signing(t *testing.T) (p *play, colleague policy.Actor, first, mine *models.Step) {
	t.Helper()
	p = begin(t, "LX-13", monday).accepted().review()
	mine = openStep(t, p.World, p.c.ID)
	for _, s := range p.steps() {
		if s.Ord == mine.Ord-1 && s.State == models.StepDone {
			first = &s
		}
	}
	colleague = p.Staff(policy.Approver, p.c.DeptCode, "同事")
	p.step(p.approver, mine.ID, "claim", cases.StepInput{})
	p.step(p.approver, mine.ID, "add_signer", cases.StepInput{UserID: colleague.UserID})
	return p, colleague, first, mine
}

// openAt counts the open steps of a place.
func (p *play) openAt(ord int) (n int) {
	for _, s := range p.steps() {
		if s.Ord == ord && s.IsOpen() {
			n++
		}
	}
	return n
}

func TestTheApplicantDoesNotReadWhatTheStaffWroteToEachOther(t *testing.T) {
	p, _, first, mine := signing(t)
	p.step(p.approver, mine.ID, "send_back", cases.StepInput{ToStep: first.ID, Remark: "内部意见"})
	p.step(p.reviewer, openStep(t, p.World, p.c.ID).ID, "done", cases.StepInput{Result: agree.Result, Remark: "内部意见", With: agree.With})
	open := p.stepOf(0, models.StepAssigned)
	p.step(p.head, open.ID, "remind", cases.StepInput{Remark: "内部意见"})
	for reader, want := range map[*policy.Actor]bool{&p.firm: false, &p.head: true} {
		d, err := p.Cases.Detail(t.Context(), *reader, p.c.ID)
		if err != nil {
			t.Fatal(err)
		}
		then, err := p.Cases.AsAt(t.Context(), *reader, p.c.ID, p.Store.Now())
		if err != nil {
			t.Fatal(err)
		}
		for what, of := range map[string]any{"steps": d.Steps, "events": d.Events, "events as at an instant": then.Events} {
			if has := strings.Contains(string(models.JSONOf(of)), "内部意见"); has != want {
				t.Errorf("%s: its %s hold the remark: %t", reader.Role, what, has)
			}
		}
	}
}

func TestSendingBackEndsWhatTheOthersHadToSignAndAsksThemAgain(t *testing.T) { // 退回 while 会签 is open
	p, colleague, first, mine := signing(t)
	asked := p.stepOf(colleague.UserID, models.StepAssigned)
	p.step(p.approver, mine.ID, "send_back", cases.StepInput{ToStep: first.ID, Remark: "材料不清"})
	if old := p.stepAt(asked.ID); old.State != models.StepCancelled || old.OpenKey != "" || old.DoneAt == 0 {
		t.Errorf("the other signer's is %+v", old)
	}
	if e := lastOf(p, "drop_signer"); e.StepID != asked.ID || e.Reason != "材料不清" {
		t.Errorf("the journal keeps %+v", e)
	}
	back := openStep(t, p.World, p.c.ID)
	if back.Ord != first.Ord || p.openAt(mine.Ord) != 0 {
		t.Fatalf("it went to place %d, want %d; %d still sign", back.Ord, first.Ord, p.openAt(mine.Ord))
	}
	p.step(p.reviewer, back.ID, "done", agree)
	if n := p.openAt(mine.Ord); n != 2 {
		t.Errorf("%d sign again, want both", n)
	}
	p.checkRow()
}

func TestASignatureFromBeforeTheReturnIsNoneOfTheAlternatives(t *testing.T) { // 退回, then 或签
	p, colleague, first, mine := signing(t)
	p.step(colleague, p.stepOf(colleague.UserID, models.StepAssigned).ID, "done", agree)
	p.step(p.approver, mine.ID, "send_back", cases.StepInput{ToStep: first.ID, Remark: "再看"})
	p.step(p.reviewer, openStep(t, p.World, p.c.ID).ID, "done", agree)
	if n := p.openAt(mine.Ord); n != 2 {
		t.Fatalf("%d sign after the return, want both", n)
	}
	again := openStep(t, p.World, p.c.ID)
	third := p.Staff(policy.Approver, p.c.DeptCode, "第三人")
	p.step(p.approver, again.ID, "claim", cases.StepInput{})
	p.step(p.approver, again.ID, "add_signer", cases.StepInput{UserID: third.UserID, Mode: "ANY"})
	p.step(p.approver, p.stepOf(third.UserID, models.StepAssigned).ID, "drop_signer", cases.StepInput{Remark: "不必"})
	for _, s := range p.steps() {
		if s.Ord > mine.Ord && s.State != models.StepWaiting {
			t.Errorf("a signature of before the return opened %s: %s", s.Name, s.State)
		}
	}
}

func TestADelegatesStepComesBackAlsoWhenItWasHandedOn(t *testing.T) { // 委派, then 转办
	p, colleague, _, mine := signing(t)
	third, fourth := p.Staff(policy.Approver, p.c.DeptCode, "第三人"), p.Staff(policy.Approver, p.c.DeptCode, "第四人")
	p.step(p.approver, mine.ID, "delegate", cases.StepInput{UserID: third.UserID, Remark: "请代看"})
	p.step(third, p.stepOf(third.UserID, models.StepAssigned).ID, "transfer", cases.StepInput{UserID: fourth.UserID, Remark: "转办"})
	p.step(fourth, p.stepOf(fourth.UserID, models.StepAssigned).ID, "done", agree)
	if s := p.stepAt(mine.ID); s.State != models.StepInProgress || s.HolderID != p.approver.UserID {
		t.Errorf("the delegator's is %s of %d", s.State, s.HolderID)
	}
	p.step(colleague, p.stepOf(colleague.UserID, models.StepAssigned).ID, "done", agree)
	p.c = p.Reload(p.c)
	p.grant()
	p.checkRow()
}

func TestAReturnAsksTheDelegatorAndNotTheDelegateAgain(t *testing.T) {
	p, colleague, first, mine := signing(t)
	third := p.Staff(policy.Approver, p.c.DeptCode, "第三人")
	p.step(p.approver, mine.ID, "delegate", cases.StepInput{UserID: third.UserID, Remark: "请代看"})
	p.step(colleague, p.stepOf(colleague.UserID, models.StepAssigned).ID, "send_back", cases.StepInput{ToStep: first.ID, Remark: "不全"})
	p.stepOf(third.UserID, models.StepCancelled)
	if s := p.stepAt(mine.ID); s.State != models.StepCancelled {
		t.Errorf("the delegated step is %s", s.State)
	}
	p.step(p.reviewer, openStep(t, p.World, p.c.ID).ID, "done", agree)
	var again []models.Step
	for _, s := range p.steps() {
		if s.Ord == mine.Ord && s.IsOpen() {
			again = append(again, s)
		}
	}
	if len(again) != 2 || again[0].FromStepID != mine.ID {
		t.Errorf("asked again are %+v, want the delegator's and the signer's", again)
	}
}

func TestADelegatedStepEndsWithTheMoveThatItStandsFor(t *testing.T) { // 委派 at the window, and of the decision
	p := begin(t, "LX-13", monday)
	s := openStep(t, p.World, p.c.ID)
	other := p.Staff(policy.Window, s.DeptCode, "窗口小赵")
	p.step(p.window, s.ID, "delegate", cases.StepInput{UserID: other.UserID, Remark: "请代收"})
	p.do(other, models.VerbAccept, cases.MoveInput{})
	if old := p.stepAt(s.ID); old.State != models.StepDone {
		t.Errorf("the delegated receipt is %s", old.State)
	}
	if next := openStep(t, p.World, p.c.ID); next == nil || next.Ord <= s.Ord {
		t.Errorf("after the acceptance comes %+v", next)
	}
	q, colleague, _, mine := signing(t)
	q.step(q.approver, mine.ID, "delegate", cases.StepInput{UserID: q.leader.UserID, Remark: "请代看"})
	q.step(colleague, q.stepOf(colleague.UserID, models.StepAssigned).ID, "done", agree)
	q.c = q.Reload(q.c)
	q.grant()
	if old := q.stepAt(mine.ID); old.State != models.StepDone {
		t.Errorf("the delegated decision is %s", old.State)
	}
	for _, x := range q.steps() {
		if x.Kind == models.StepIssue && !x.IsOpen() {
			t.Errorf("the certificate waits: %s", x.State)
		}
	}
}

func TestATransferredStepStaysWhatItWasWhenTheTaskIsDone(t *testing.T) {
	p := begin(t, "GJ-01", monday)
	p.do(p.reviewer, models.VerbStart, cases.MoveInput{})
	s := openStep(t, p.World, p.c.ID)
	colleague := p.Staff(policy.Role(s.Role), s.DeptCode, "同事")
	from := p.Staff(policy.Role(s.Role), s.DeptCode, "承办人")
	p.step(from, s.ID, "transfer", cases.StepInput{UserID: colleague.UserID, Remark: "转办"})
	p.c = p.Reload(p.c)
	p.do(p.reviewer, models.VerbFinish, cases.MoveInput{Reason: "完成"})
	if old := p.stepAt(s.ID); old.State != models.StepTransferred || old.Result != "" {
		t.Errorf("the transferred step is %+v", old)
	}
	if theirs := p.stepOf(p.reviewer.UserID, models.StepDone); theirs.Result != "DONE" {
		t.Errorf("ended is %+v", theirs)
	}
}

func TestOneSignatureDoesNotStandForAnotherDepartments(t *testing.T) { // 或签 beside another department
	p, colleague, _, mine := signing(t)
	elsewhere := p.Staff(policy.Approver, "SHJ", "另一局的人")
	p.step(p.approver, mine.ID, "add_signer", cases.StepInput{UserID: elsewhere.UserID, Dept: "SHJ"})
	_, err := p.Cases.StepMove(t.Context(), p.approver, p.c.ID, mine.ID, "add_signer", &cases.StepInput{UserID: p.head.UserID, Mode: "ANY"})
	wantKey(t, err, "step.others_sign")
	_, err = p.Cases.StepMove(t.Context(), p.approver, p.c.ID, mine.ID, "add_signer", &cases.StepInput{UserID: elsewhere.UserID, Dept: "SHJ", Mode: "ANY"})
	wantKey(t, err, "step.others_sign")
	p.step(p.approver, p.stepOf(colleague.UserID, models.StepAssigned).ID, "drop_signer", cases.StepInput{Remark: "不需要"})
}

func TestADelegateIsNoSignerThatCouldBeDropped(t *testing.T) { // 减签
	p, colleague, _, _ := signing(t)
	theirs := p.stepOf(colleague.UserID, models.StepAssigned)
	third := p.Staff(policy.Approver, p.c.DeptCode, "第三人")
	p.step(colleague, theirs.ID, "delegate", cases.StepInput{UserID: third.UserID, Remark: "请代看"})
	_, err := p.Cases.StepMove(t.Context(), p.approver, p.c.ID, p.stepOf(third.UserID, models.StepAssigned).ID, "drop_signer", &cases.StepInput{Remark: "不需要"})
	wantKey(t, err, "step.not_added")
}

func TestAHandOverTakesWhatIsStillToComeBackFromADelegate(t *testing.T) {
	p, _, _, mine := signing(t)
	third, heir := p.Staff(policy.Approver, p.c.DeptCode, "第三人"), p.Staff(policy.Approver, p.c.DeptCode, "接手人")
	p.step(p.approver, mine.ID, "delegate", cases.StepInput{UserID: third.UserID, Remark: "请代看"})
	if _, err := p.Cases.HandOver(t.Context(), p.head, p.approver.UserID, heir.UserID, "调离"); err != nil {
		t.Fatal(err)
	}
	if s := p.stepAt(mine.ID); s.HolderID != heir.UserID || s.State != models.StepDelegated || s.OpenKey != "" {
		t.Fatalf("the delegated step is %+v", s)
	}
	p.step(third, p.stepOf(third.UserID, models.StepAssigned).ID, "done", agree)
	if s := p.stepAt(mine.ID); s.State != models.StepInProgress || s.HolderID != heir.UserID || s.OpenKey == "" {
		t.Errorf("it came back as %+v", s)
	}
}

// twoHeld gives two cases whose approval one person has taken up.
func twoHeld(t *testing.T) (p, second *play) {
	t.Helper()
	p = begin(t, "LX-13", monday).accepted().review()
	p.step(p.approver, openStep(t, p.World, p.c.ID).ID, "claim", cases.StepInput{})
	q := *p
	second = &q
	second.c = p.Submit(p.firm, p.Draft(p.firm, "LX-13", nil))
	second.accepted().review()
	second.step(p.approver, openStep(t, p.World, second.c.ID).ID, "claim", cases.StepInput{})
	return p, second
}

func TestAHandOverMovesEverythingOrNothing(t *testing.T) {
	p, second := twoHeld(t)
	heir := p.Staff(policy.Approver, p.c.DeptCode, "接手人")
	elsewhere := *openStep(t, p.World, second.c.ID)
	move := func(dept string) {
		t.Helper()
		elsewhere.DeptCode = dept
		if err := p.Store.InTx(t.Context(), func(tx *store.Tx) error { return tx.SaveStep(&elsewhere) }); err != nil {
			t.Fatal(err)
		}
	}
	move("SHJ") // where the heir has no desk
	n, err := p.Cases.HandOver(t.Context(), p.head, p.approver.UserID, heir.UserID, "调离")
	var e *models.Error
	if n != 0 || !errors.As(err, &e) || len(e.Fields) != 1 || e.Fields[0].Path != "toId" || e.Fields[0].Key != "step.not_of_department" {
		t.Fatalf("%d moved, %v", n, err)
	}
	if s := openStep(t, p.World, p.c.ID); s.HolderID != p.approver.UserID {
		t.Errorf("the first case went to %d", s.HolderID)
	}
	move(p.c.DeptCode)
	if n, err = p.Cases.HandOver(t.Context(), p.head, p.approver.UserID, heir.UserID, "调离"); n != 2 || err != nil {
		t.Fatalf("%d moved, %v", n, err)
	}
	for _, q := range []*play{p, second} {
		if s := openStep(t, p.World, q.c.ID); s.HolderID != heir.UserID {
			t.Errorf("case %d is with %d", q.c.ID, s.HolderID)
		}
	}
	if n, err = p.Cases.HandOver(t.Context(), p.head, p.approver.UserID, heir.UserID, "调离"); n != 0 || err != nil {
		t.Errorf("%d moved again, %v", n, err)
	}
}

func TestAHeadTakesOverWhatSomebodyLeaves(t *testing.T) {
	p, _ := twoHeld(t)
	if n, err := p.Cases.HandOver(t.Context(), p.head, p.approver.UserID, p.head.UserID, "调离"); n != 2 || err != nil {
		t.Fatalf("%d moved, %v", n, err)
	}
	if s := openStep(t, p.World, p.c.ID); s.HolderID != p.head.UserID {
		t.Errorf("it is with %d", s.HolderID)
	}
}

func TestWhoWatchesOverACaseUrgesItsStepAndMovesNone(t *testing.T) { // RULES §7: 督查, 县领导
	p := begin(t, "GJ-02", monday).accepted()
	open := openStep(t, p.World, p.c.ID)
	for _, role := range []policy.Role{policy.Supervisor, policy.Leader} {
		who := p.Staff(role, "", string(role))
		if _, err := p.Cases.StepMove(t.Context(), who, p.c.ID, open.ID, "remind", &cases.StepInput{Remark: "请抓紧"}); err != nil {
			t.Errorf("%s: %v", role, err)
		}
		if e := p.last("V20"); e.ActorID != who.UserID || e.Reason != "请抓紧" {
			t.Errorf("%s: %+v", role, e)
		}
		if _, err := p.Cases.StepMove(t.Context(), who, p.c.ID, open.ID, "claim", &cases.StepInput{}); models.KeyOf(err) != "denied" {
			t.Errorf("%s takes it: %v", role, err)
		}
	}
}

func TestAHeadHandsOverTheDesksOfTheOwnDepartmentsWindow(t *testing.T) {
	p := begin(t, "LX-13", monday)
	window, heir := p.Window(), p.Staff(policy.Window, "SPJ", "窗口小张")
	step := openStep(t, p.World, p.c.ID)
	p.step(window, step.ID, "claim", cases.StepInput{})
	other := p.Staff(policy.SectionHead, "GXJ", "别科科长")
	if n, err := p.Cases.HandOver(t.Context(), other, window.UserID, heir.UserID, "休假"); n != 0 || err != nil {
		t.Errorf("another department's head moved %d, %v", n, err)
	}
	head := p.Staff(policy.SectionHead, "SPJ", "窗口科长")
	if _, err := p.Cases.Detail(t.Context(), head, p.c.ID); models.CodeOf(err) != models.NotFound {
		t.Errorf("the head reads it: %v", err)
	}
	if n, err := p.Cases.HandOver(t.Context(), head, window.UserID, heir.UserID, "休假"); n != 1 || err != nil {
		t.Fatalf("%d moved, %v", n, err)
	}
	if s := openStep(t, p.World, p.c.ID); s.HolderID != heir.UserID {
		t.Errorf("it is with %d", s.HolderID)
	}
	if _, err := p.Cases.Detail(t.Context(), head, p.c.ID); models.CodeOf(err) != models.NotFound {
		t.Errorf("the head reads it afterwards: %v", err)
	}
}

func TestAHeadMovesNoDeskOfAnotherDepartmentInACaseOfTheWindow(t *testing.T) {
	p, _ := twoHeld(t)
	head := p.Staff(policy.SectionHead, "SPJ", "窗口科长")
	heir := p.Staff(policy.Approver, p.c.DeptCode, "接手人")
	_, err := p.Cases.HandOver(t.Context(), head, p.approver.UserID, heir.UserID, "调离")
	var e *models.Error
	if !errors.As(err, &e) || len(e.Fields) != 1 || e.Fields[0].Key != "step.not_of_department" {
		t.Fatal(err)
	}
	if s := openStep(t, p.World, p.c.ID); s.HolderID != p.approver.UserID {
		t.Errorf("it is with %d", s.HolderID)
	}
}
