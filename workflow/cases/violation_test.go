package cases_test

import (
	"maps"
	"testing"

	"onestop.internal/models"
	"onestop.internal/workflow/cases"
)

// colours gives the cards of the case by rule: colour and day of the violation.
func (p *play) colours() map[string]string {
	out := map[string]string{}
	for rule, c := range p.cards() {
		if c.Status != "VOIDED" {
			out[rule] = string(c.Colour) + " " + c.OnDate.String()
		}
	}
	return out
}

func TestALateDecisionHasItsCardsWhetherOrNotASweepCame(t *testing.T) { // R-CARD-04, R-EVT-02
	for _, swept := range []bool{true, false} {
		p := begin(t, "LX-13", monday).accepted().review()
		promise, legal := p.c.PromisedDue, p.c.LegalDue
		want := map[string]string{"PROMISE_OVERDUE": "YELLOW " + (promise + 1).String()}
		p.at((promise + 1).String() + "T08:00:00+08:00") // before the hour of the card
		if swept {
			p.sweep()
		}
		if len(p.colours()) != 0 {
			t.Errorf("swept %t: a card before its hour: %v", swept, p.colours())
		}
		p.at((legal + 1).String() + "T08:00:00+08:00")
		if swept {
			p.sweep()
		}
		want["LEGAL_OVERDUE"] = "RED " + (legal + 1).String()
		p.grant()
		if got := p.colours(); !maps.Equal(got, want) {
			t.Errorf("swept %t: %v, want %v", swept, got, want)
		}
		p.sweep()
		p.delivered()
		if got := p.colours(); !maps.Equal(got, want) {
			t.Errorf("swept %t: afterwards %v", swept, got)
		}
	}
}

func TestADecisionOnTheLastDayHasNoCard(t *testing.T) {
	p := begin(t, "LX-13", monday).accepted().review()
	p.at(p.c.PromisedDue.String() + "T23:30:00+08:00").grant()
	p.at("2026-05-20T09:00:00+08:00").delivered()
	if got := p.colours(); len(got) != 1 || got["DELIVERY_OVERDUE"] == "" {
		t.Errorf("%v, want the late delivery alone", got)
	}
}

func TestALateWithdrawalLeavesTheViolation(t *testing.T) {
	p := begin(t, "LX-13", monday).accepted()
	legal := p.c.LegalDue
	p.at((legal+20).String()+"T10:00:00+08:00").do(p.firm, models.VerbWithdraw, cases.MoveInput{Reason: "不等了"})
	if p.colours()["LEGAL_OVERDUE"] != "RED "+(legal+1).String() {
		t.Errorf("%v", p.colours())
	}
}

func TestACardFallsAwayWhenTheActWasInTime(t *testing.T) { // R-EVT-01
	p := begin(t, "LX-13", monday).accepted().review().grant()
	p.do(p.window, models.VerbMakeCertificate, cases.MoveInput{})
	due := p.c.DeliverDue
	p.at((due + 4).String() + "T10:00:00+08:00").sweep()
	if p.colours()["DELIVERY_OVERDUE"] == "" {
		t.Fatalf("no card: %v", p.colours())
	}
	proof := &cases.Proof{At: models.At(mustTime(due.String() + "T16:00:00+08:00")), SecondID: p.head.UserID, Paper: "送达回证原件"}
	c, err := p.Cases.LateRecord(t.Context(), p.window, p.c.ID, models.VerbDeliver, &cases.MoveInput{Reason: "补录", Delivery: direct}, proof)
	if err != nil {
		t.Fatal(err)
	}
	p.c = c
	if got := p.colours(); len(got) != 0 {
		t.Errorf("%v", got)
	}
}

func TestACardFallsAwayWhenACorrectedDateOrAnotherCalendarMovesTheLimitBehindIt(t *testing.T) { // R-EVT-02, R-CAL-06
	p := begin(t, "GJ-04", monday).accepted()
	due := p.c.PromisedDue
	p.at((due + 1).String() + "T10:00:00+08:00").sweep()
	if p.colours()["PROMISE_OVERDUE"] != "YELLOW "+(due+1).String() {
		t.Fatalf("no card: %v", p.colours())
	}
	p.dayOff(due.String()) // told too late: the hall was closed on the last day
	p.recompute()
	if got := p.colours(); len(got) != 0 || p.c.PromisedDue <= due {
		t.Errorf("due on %s now, and still %v", p.c.PromisedDue, got)
	}
	p.at("2026-03-12T10:00:00+08:00").sweep()
	if p.colours()["PROMISE_OVERDUE"] != "YELLOW "+(p.c.PromisedDue+1).String() {
		t.Errorf("the new limit is missed, and %v", p.colours())
	}
	// An acceptance that was on a later day moves the limit behind the overrun; put back, the overrun is there again.
	q := begin(t, "GJ-04", "2026-03-04T09:00:00+08:00").at("2026-03-06T09:00:00+08:00").accepted()
	later := q.c.LegalDue
	if err := q.correctDate(q.last("T02").Seq, "2026-03-04T10:00:00+08:00"); err != nil {
		t.Fatal(err)
	}
	legal := q.c.LegalDue
	q.at((legal + 1).String() + "T10:00:00+08:00").sweep()
	if legal >= later || q.colours()["LEGAL_OVERDUE"] != "RED "+(legal+1).String() {
		t.Fatalf("due on %s, was %s: %v", legal, later, q.colours())
	}
	if err := q.correctDate(q.last("T02").Seq, "2026-03-06T09:00:00+08:00"); err != nil {
		t.Fatal(err)
	}
	if q.c.LegalDue != later || q.colours()["LEGAL_OVERDUE"] != "" {
		t.Errorf("due on %s again, and still %v", q.c.LegalDue, q.colours())
	}
	if err := q.correctDate(q.last("T02").Seq, "2026-03-04T10:00:00+08:00"); err != nil {
		t.Fatal(err)
	}
	if q.colours()["LEGAL_OVERDUE"] != "RED "+(legal+1).String() {
		t.Errorf("the overrun is back, and its card is not: %v", q.colours())
	}
}

func TestAFilingWithoutAllItsInformationWasNotLate(t *testing.T) { // F02, 673号 13
	p := begin(t, "TZ-01", monday)
	p.at("2026-03-05T10:00:00+08:00").sweep()
	if p.colours()["LEGAL_OVERDUE"] == "" {
		t.Fatalf("no card while it waits: %v", p.colours())
	}
	p.do(p.window, models.VerbAskInfo, cases.MoveInput{CompetentBody: "运城市发展和改革委员会", Reason: "不属于本机关"})
	if got := p.colours(); len(got) != 0 {
		t.Errorf("it asks for information, and it has the cards %v", got)
	}
}

func TestAFilingThatIsRegisteredLateWasNotLate(t *testing.T) { // F04, 673号 13
	p := begin(t, "TZ-01", monday)
	p.at("2026-03-05T10:00:00+08:00").sweep()
	if p.colours()["LEGAL_OVERDUE"] == "" {
		t.Fatalf("no card while it waits: %v", p.colours())
	}
	p.do(p.window, models.VerbRegister, cases.MoveInput{})
	if got := p.colours(); len(got) != 0 || p.c.DecidedOn != date("2026-03-02") {
		t.Errorf("filed on %s, and it has the cards %v", p.c.DecidedOn, got)
	}
}
