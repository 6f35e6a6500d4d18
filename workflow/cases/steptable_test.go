package cases_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/store"
	"onestop.internal/workflow/cases"
)

// stepAllowed is RULES §2.1 on step verbs written a second time, by hand.
var stepAllowed = map[models.StepState]string{
	models.StepWaiting:     "copy",
	models.StepAssigned:    "claim done transfer delegate send_back add_signer drop_signer copy remind",
	models.StepInProgress:  "claim done transfer delegate send_back add_signer drop_signer copy remind",
	models.StepDelegated:   "copy",
	models.StepDone:        "recall copy",
	models.StepSentBack:    "copy",
	models.StepRecalled:    "copy",
	models.StepTransferred: "copy",
	models.StepCancelled:   "copy",
}

// TestAStepVerbIsDoneFromTheStatesOfItsTableAndNoOther tries every verb on a step in every state: what the
// list has is done, and leaves the case's status and the clocks of the law as they were.
func TestAStepVerbIsDoneFromTheStatesOfItsTableAndNoOther(t *testing.T) {
	for _, state := range models.AllStepStates {
		for _, verb := range cases.StepVerbs() {
			t.Run(string(state)+" "+verb, func(t *testing.T) { tryStep(t, state, verb) })
		}
	}
}

func tryStep(t *testing.T, state models.StepState, verb string) {
	p := begin(t, "LX-13", monday).accepted()
	p.do(p.reviewer, models.VerbAssign, cases.MoveInput{})
	colleague := p.Staff(policy.Reviewer, p.c.DeptCode, "同事")
	target, earlier := p.twoSteps(state, verb)
	before, clock := p.Reload(p.c), p.clock(p.c.ID, models.ClockL)
	_, err := p.Cases.StepMove(t.Context(), p.reviewer, p.c.ID, target.ID, verb, &cases.StepInput{
		Remark: "说明", UserID: colleague.UserID, ToStep: earlier.ID, Result: "AGREE", With: []string{"同事"},
	})
	want := slices.Contains(strings.Fields(stepAllowed[state]), verb)
	if models.StepAllows(state, verb) != want || (err == nil) != want {
		t.Fatalf("table %t, engine %v, want allowed %t", models.StepAllows(state, verb), err, want)
	}
	after := p.Reload(p.c)
	if after.Status != before.Status || after.LegalDue != before.LegalDue || after.PromisedDue != before.PromisedDue || p.clock(p.c.ID, models.ClockL) != clock {
		t.Errorf("%s moved the case: %s due %s, was %s due %s", verb, after.Status, after.LegalDue, before.Status, before.LegalDue)
	}
	if err != nil {
		if models.CodeOf(err) != models.Illegal || after.Version != before.Version {
			t.Errorf("%v, version %d, was %d", err, after.Version, before.Version)
		}
		return
	}
	if e := lastOf(p, verb); e.Reason != "说明" {
		t.Errorf("the journal keeps %+v", e)
	}
	for _, r := range models.StepTable {
		if got := p.stepAt(target.ID).State; r.Verb == verb && r.To != "" && got != r.To {
			t.Errorf("it is %s, want %s", got, r.To)
		}
	}
}

func lastOf(p *play, verb string) models.Event {
	for _, e := range slices.Backward(p.journal()) {
		if e.Verb == verb {
			return e
		}
	}
	return models.Event{}
}

func (p *play) stepAt(id int64) models.Step {
	p.t.Helper()
	for _, s := range p.steps() {
		if s.ID == id {
			return s
		}
	}
	p.t.Fatalf("no step %d", id)
	return models.Step{}
}

// twoSteps adds to the case a step that was done and, behind every other, one of the reviewer's in a state; an
// added signer's where a signer is dropped.
func (p *play) twoSteps(state models.StepState, verb string) (target, earlier *models.Step) {
	p.t.Helper()
	now := models.At(p.Clock.Now())
	err := p.Store.InTx(p.t.Context(), func(tx *store.Tx) error {
		c, err := tx.Case(policy.Everything("test"), p.c.ID)
		if err != nil {
			return err
		}
		base := models.Step{
			CaseID: c.ID, Region: p.steps()[0].Region, Kind: models.StepOpinion, DeptCode: c.DeptCode, Role: string(policy.Reviewer), Mode: "ALL",
			HolderID: p.reviewer.UserID, AssignedAt: now,
		}
		first, second := base, base
		first.Ord, first.Code, first.Name, first.State, first.StartedAt, first.DoneAt = 90, "T1", "前一步", models.StepDone, now, now
		second.Ord, second.Code, second.Name, second.State = 91, "T2", "这一步", state
		if verb == "drop_signer" {
			second.Code = "T2+1"
		}
		if second.IsOpen() {
			second.OpenKey, second.SortOn = models.Text(models.UserKey(p.reviewer.UserID)), c.SortOn()
		}
		if state == models.StepDone {
			second.StartedAt, second.DoneAt = now, now
		}
		target, earlier = &second, &first
		return tx.CreateSteps(&first, &second)
	})
	if err != nil {
		p.t.Fatal(err)
	}
	return target, earlier
}

func TestTheFirstOfAlternativeSignersEndsTheWorkOfTheOthers(t *testing.T) { // 或签
	p := begin(t, "LX-13", monday).accepted()
	p.do(p.reviewer, models.VerbAssign, cases.MoveInput{})
	s := openStep(t, p.World, p.c.ID)
	colleague := p.Staff(policy.Reviewer, p.c.DeptCode, "同事")
	if _, err := p.Cases.StepMove(t.Context(), p.reviewer, p.c.ID, s.ID, "add_signer", &cases.StepInput{UserID: colleague.UserID, Mode: "ANY"}); err != nil {
		t.Fatal(err)
	}
	if _, err := p.Cases.StepMove(t.Context(), p.reviewer, p.c.ID, s.ID, "done", &cases.StepInput{Result: "AGREE", With: []string{"同事"}}); err != nil {
		t.Fatal(err)
	}
	for _, x := range p.steps() {
		if x.HolderID == colleague.UserID && (x.State != models.StepCancelled || x.OpenKey != "") {
			t.Errorf("the other signer's is %s in %q", x.State, x.OpenKey)
		}
	}
	if next := openStep(t, p.World, p.c.ID); next == nil || next.Ord <= s.Ord {
		t.Errorf("the next step is %+v", next)
	}
}

func TestARecalledStepIsWorkedOnAnewAndItsHistoryStays(t *testing.T) { // 撤回, also after a round of 退回
	p := begin(t, "LX-13", monday).accepted()
	p.do(p.reviewer, models.VerbAssign, cases.MoveInput{})
	s := openStep(t, p.World, p.c.ID)
	end := func(id int64) {
		t.Helper()
		if _, err := p.Cases.StepMove(t.Context(), p.reviewer, p.c.ID, id, "done", &cases.StepInput{Result: "AGREE", With: []string{"同事"}}); err != nil {
			t.Fatal(err)
		}
	}
	end(s.ID)
	next := openStep(t, p.World, p.c.ID)
	who := p.reviewer
	if next.Role == string(policy.Approver) {
		who = p.approver
	}
	p.at("2026-03-02T14:00:00+08:00")
	for _, verb := range []string{"claim", "send_back"} {
		if _, err := p.Cases.StepMove(t.Context(), who, p.c.ID, next.ID, verb, &cases.StepInput{ToStep: s.ID, Remark: "再看"}); err != nil {
			t.Fatal(err)
		}
	}
	p.at("2026-03-02T15:00:00+08:00")
	again := openStep(t, p.World, p.c.ID)
	end(again.ID)
	p.at("2026-03-02T15:30:00+08:00")
	if _, err := p.Cases.StepMove(t.Context(), p.reviewer, p.c.ID, again.ID, "recall", &cases.StepInput{Remark: "漏看一页"}); err != nil {
		t.Fatal(err)
	}
	if old := p.stepAt(again.ID); old.State != models.StepRecalled || old.DoneAt == 0 || old.Result != "AGREE" {
		t.Errorf("the recalled step is %+v", old)
	}
	mine := openStep(t, p.World, p.c.ID)
	if mine.State != models.StepInProgress || mine.HolderID != p.reviewer.UserID || mine.FromStepID != again.ID {
		t.Errorf("in hand is %+v", mine)
	}
	end(mine.ID)
	if back := openStep(t, p.World, p.c.ID); back == nil || back.Ord != next.Ord {
		t.Errorf("after it comes %+v", back)
	}
	p.checkRow()
}

// verb does a verb of a step, at a minute of its own.
func (p *play) verb(a policy.Actor, id int64, verb string, in cases.StepInput) {
	p.t.Helper()
	p.Clock.Set(p.Clock.Now().Add(time.Minute).Format(time.RFC3339))
	if in.Remark == "" {
		in.Remark = "说明"
	}
	if _, err := p.Cases.StepMove(p.t.Context(), a, p.c.ID, id, verb, &in); err != nil {
		p.t.Fatalf("%s: %v", verb, err)
	}
}

// openOf gives the step of a person that waits or is worked on, nil for none.
func (p *play) openOf(a policy.Actor) *models.Step {
	for _, s := range p.steps() {
		if s.HolderID == a.UserID && s.IsOpen() {
			return &s
		}
	}
	return nil
}

func TestWhatIsSentBackGoesToWhoeverHadTheStepAndNotToTheirDelegate(t *testing.T) { // 委派, 转办, then 退回
	p := begin(t, "GJ-02", monday).accepted()
	p.do(p.reviewer, models.VerbAssign, cases.MoveInput{})
	asked, helper := p.Staff(policy.Reviewer, p.c.DeptCode, "受派人"), p.Staff(policy.Reviewer, p.c.DeptCode, "再转人")
	s := openStep(t, p.World, p.c.ID)
	p.verb(p.reviewer, s.ID, "claim", cases.StepInput{})
	p.verb(p.reviewer, s.ID, "delegate", cases.StepInput{UserID: asked.UserID})
	_, err := p.Cases.StepMove(t.Context(), asked, p.c.ID, p.openOf(asked).ID, "send_back", &cases.StepInput{ToStep: s.ID, Remark: "x"})
	wantKey(t, err, "step.delegate_answers")
	p.verb(asked, p.openOf(asked).ID, "transfer", cases.StepInput{UserID: helper.UserID})
	p.verb(helper, p.openOf(helper).ID, "done", cases.StepInput{Result: "AGREE"})
	if got := p.stepAt(s.ID); got.State != models.StepInProgress {
		t.Fatalf("the delegator's step is %s", got.State)
	}
	p.verb(p.reviewer, s.ID, "done", cases.StepInput{Result: "AGREE"})

	next := openStep(t, p.World, p.c.ID)
	p.verb(p.approver, next.ID, "claim", cases.StepInput{})
	p.verb(p.approver, next.ID, "send_back", cases.StepInput{ToStep: s.ID})
	if got := p.openOf(p.reviewer); got == nil || got.FromStepID != s.ID {
		t.Errorf("the reviewer has %+v", got)
	}
	if a, b := p.openOf(asked), p.openOf(helper); a != nil || b != nil {
		t.Errorf("the delegates have %+v, %+v", a, b)
	}
	p.verb(p.reviewer, p.openOf(p.reviewer).ID, "done", cases.StepInput{Result: "AGREE"})
	again := openStep(t, p.World, p.c.ID)
	_, err = p.Cases.StepMove(t.Context(), p.approver, p.c.ID, again.ID, "done", &cases.StepInput{Result: "AGREE"})
	wantKey(t, err, "step.ends_with_move")
	p.grant()
	p.checkRow()
}

func TestWhatIsSentBackToSeveralSignersIsDoneAnewByEachOfThem(t *testing.T) { // 会签, then 退回
	p := begin(t, "GJ-02", monday).accepted()
	p.do(p.reviewer, models.VerbAssign, cases.MoveInput{})
	signer := p.Staff(policy.Reviewer, p.c.DeptCode, "会签人")
	s := openStep(t, p.World, p.c.ID)
	p.verb(p.reviewer, s.ID, "claim", cases.StepInput{})
	p.verb(p.reviewer, s.ID, "add_signer", cases.StepInput{UserID: signer.UserID, Mode: "ALL"})
	p.verb(signer, p.openOf(signer).ID, "done", cases.StepInput{Result: "AGREE"})
	p.verb(p.reviewer, s.ID, "done", cases.StepInput{Result: "AGREE"})
	next := openStep(t, p.World, p.c.ID)
	p.verb(p.approver, next.ID, "claim", cases.StepInput{})
	p.verb(p.approver, next.ID, "send_back", cases.StepInput{ToStep: s.ID})
	if p.openOf(p.reviewer) == nil || p.openOf(signer) == nil {
		t.Errorf("the reviewer has %+v, the signer %+v", p.openOf(p.reviewer), p.openOf(signer))
	}
}
