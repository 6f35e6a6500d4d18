package cases_test

import (
	"slices"
	"testing"

	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/workflow/cases"
)

func instant(s string) models.Instant { return models.At(mustTime(s)) }

func (p *play) late(in cases.MoveInput, at string, second int64) error {
	p.t.Helper()
	c, err := p.Cases.LateRecord(p.t.Context(), p.window, p.c.ID, models.VerbRequireCorrection, &in, &cases.Proof{At: instant(at), SecondID: second, Paper: "补正告知书存根，收件窗口卷宗3号"})
	if err == nil {
		p.c = c
	}
	return err
}

func TestALateRecordIsJudgedByWhatHeldThenAndTakesBackATimer(t *testing.T) {
	for _, swept := range []bool{true, false} {
		p := begin(t, "LX-13", monday).at("2026-03-11T09:00:00+08:00")
		if swept {
			p.sweep()
			if p.c.Status != models.Accepted {
				t.Fatal(p.c.Status)
			}
		}
		in := p.correction("M1")
		wantKey(t, p.late(in, "2026-03-09T16:00:00+08:00", 0), "secondId")
		wantKey(t, p.late(in, "2026-03-11T08:00:00+08:00", p.head.UserID), "case.not_late")
		wantKey(t, p.late(in, "2026-03-01T08:00:00+08:00", p.head.UserID), "case.late_before_last")
		wantKey(t, p.late(in, "2026-03-10T08:00:00+08:00", p.head.UserID), "case.move_not_allowed")
		if err := p.late(in, "2026-03-09T16:00:00+08:00", p.head.UserID); err != nil {
			t.Fatalf("swept %t: %v", swept, err)
		}
		e := p.last("T03")
		if e.LegalAt.Date() != date("2026-03-09") || e.RecordedAt.Date() != date("2026-03-11") || e.SecondID != p.head.UserID {
			t.Errorf("event %+v", e)
		}
		if p.c.Status != models.CorrectionRequired || p.c.Deemed || p.c.AcceptedOn != 0 {
			t.Errorf("swept %t: %s deemed %t accepted %s", swept, p.c.Status, p.c.Deemed, p.c.AcceptedOn)
		}
		if got := slices.Contains(p.codes(), "X02"); got != swept {
			t.Errorf("swept %t, taken back %t", swept, got)
		}
		if swept && (p.cards()["DEEMED_ACCEPTANCE"].Status != "VOIDED" || p.paper("DOC-02D").Status != models.PaperVoided) {
			t.Error("card or paper of what was taken back still stands")
		}
		if p.paper("DOC-03").IssuedOn != date("2026-03-09") {
			t.Error("the notice has another date than its paper")
		}
		list, err := p.Cases.LateRecords(t.Context(), p.window, date("2026-03-11"), date("2026-03-11"), 10)
		if err != nil || len(list) != 1 {
			t.Fatalf("listed %v %v", list, err)
		}
		l := list[0]
		if l.Verb != "require_correction" || l.Number != string(p.c.Number) || l.ItemCode != "LX-13" || l.LateDays != 2 || l.SecondName == "" || l.Paper == "" {
			t.Errorf("the line %+v", l)
		}
		if other, err := p.Cases.LateRecords(t.Context(), p.Staff(policy.Reviewer, "GAJ", "别的部门"), date("2026-03-11"), date("2026-03-11"), 10); err != nil || len(other) != 0 {
			t.Errorf("another department reads %v (%v)", other, err)
		}
		p.at("2026-03-12T09:00:00+08:00").do(p.firm, models.VerbResubmit, cases.MoveInput{})
		p.at("2026-03-20T09:00:00+08:00").sweep()
		wantDates(t, "the next round lapses as it should", p.c.AcceptedOn, "2026-03-12")
	}
}

func TestALateRecordDoesNotGoBehindAPerson(t *testing.T) {
	p := begin(t, "LX-13", monday).at("2026-03-11T09:00:00+08:00")
	p.sweep()
	p.do(p.reviewer, models.VerbAssign, cases.MoveInput{})
	wantKey(t, p.late(p.correction("M1"), "2026-03-09T16:00:00+08:00", p.head.UserID), "case.late_before_last")
}

func (p *play) correctDate(seq int64, at string) error {
	p.t.Helper()
	c, err := p.Cases.CorrectDate(p.t.Context(), p.window, p.c.ID, &cases.CorrectDateInput{
		Seq: seq, Reason: "收件章日期录错", Proof: cases.Proof{At: instant(at), SecondID: p.head.UserID, Paper: "收件登记簿第12页"},
	})
	if err == nil {
		p.c = c
	}
	return err
}

func TestAReceiptDateIsPutRightByTwo(t *testing.T) {
	p := begin(t, "LX-13", "2026-03-04T09:30:00+08:00")
	seq := p.last("T01").Seq
	wantKey(t, p.correctDate(seq, "2026-03-05T09:00:00+08:00"), "case.date_after_record")
	wantKey(t, p.correctDate(seq+99, monday), "case.not_correctable")
	if err := p.correctDate(seq, monday); err != nil {
		t.Fatal(err)
	}
	wantDates(t, "put right", p.c.ReceivedOn, "2026-03-02", p.c.FirstReceived, "2026-03-02", p.c.WindowDue, "2026-03-09")
	p.at("2026-03-10T08:00:00+08:00").sweep()
	wantDates(t, "deemed from the right day", p.c.AcceptedOn, "2026-03-02")
	if err := p.correctDate(seq, "2026-03-04T09:30:00+08:00"); err != nil { // it was right the first time
		t.Fatal(err)
	}
	if p.c.Status != models.Submitted || p.c.Deemed || !slices.Contains(p.codes(), "X02") {
		t.Errorf("the window still runs to 03-11, and the case is %s", p.c.Status)
	}
	p.at("2026-03-12T08:00:00+08:00").sweep()
	wantDates(t, "deemed anew", p.c.AcceptedOn, "2026-03-04")
	p.checkRow()
}

func TestAnAcceptanceDateIsPutRight(t *testing.T) {
	p := begin(t, "LX-13", monday).at("2026-03-06T09:00:00+08:00").accepted()
	wantKey(t, p.correctDate(p.last("T02").Seq, "2026-03-01T09:00:00+08:00"), "case.date_out_of_order")
	if err := p.correctDate(p.last("T02").Seq, "2026-03-03T09:00:00+08:00"); err != nil {
		t.Fatal(err)
	}
	wantDates(t, "accepted", p.c.AcceptedOn, "2026-03-03")
	p.checkRow()
}

// TestAPaperWithACorrectedDateIsVoidAndWrittenAnew: accepted_on is the date on the notice (R-CLK-16).
func TestAPaperWithACorrectedDateIsVoidAndWrittenAnew(t *testing.T) {
	p := begin(t, "LX-13", monday).at("2026-03-06T09:00:00+08:00").accepted()
	receipt, old := p.paper("DOC-01"), p.paper("DOC-02")
	p.at("2026-03-09T09:00:00+08:00")
	if err := p.correctDate(p.last("T02").Seq, "2026-03-03T09:00:00+08:00"); err != nil {
		t.Fatal(err)
	}
	f, now := p.facts("DOC-02"), p.paper("DOC-02")
	wantDates(t, "the notice", f.AcceptedOn, "2026-03-03", f.Limits.Start, "2026-03-03", f.Limits.LegalDue, p.c.LegalDue.String(), f.Date, "2026-03-09")
	if now.ID == old.ID || now.Number == old.Number || now.EventSeq != old.EventSeq || p.paper("DOC-01").ID != receipt.ID {
		t.Errorf("%s after %s", now.Number, old.Number)
	}
	for _, x := range p.papers() {
		if want := x.ID == old.ID; (x.Status == models.PaperVoided) != want {
			t.Errorf("%s %s is %s", x.Kind, x.Number, x.Status)
		}
	}
	q := begin(t, "TZ-01", "2026-03-04T09:30:00+08:00")
	q.do(q.window, models.VerbRegister, cases.MoveInput{})
	if err := q.correctDate(q.last("F01").Seq, monday); err != nil {
		t.Fatal(err)
	}
	wantDates(t, "the filing", q.facts("DOC-15F").Filing.FiledOn, "2026-03-02", q.facts("DOC-01").ReceivedAt.Date(), "2026-03-02")
	if n := len(q.papers()); n != 4 {
		t.Errorf("%d papers: a receipt and a proof, and both void", n)
	}
	r := begin(t, "LX-13", "2026-03-04T09:30:00+08:00")
	if err := r.correctDate(r.last("T01").Seq, monday); err != nil {
		t.Fatal(err)
	}
	wantDates(t, "the receipt", r.facts("DOC-01").Window.Due, "2026-03-09", r.facts("DOC-01").ReceivedOn, "2026-03-02")
	r.at("2026-03-10T08:00:00+08:00").sweep()
	if err := r.correctDate(r.last("T01").Seq, "2026-03-04T09:30:00+08:00"); err != nil {
		t.Fatal(err)
	}
	if got := r.paper("DOC-02D").Status; got != models.PaperVoided {
		t.Errorf("what was taken back is %s", got)
	}
}

func (p *play) papers() []models.Paper {
	p.t.Helper()
	out, err := p.Store.PapersOf(p.t.Context(), p.c.ID)
	if err != nil {
		p.t.Fatal(err)
	}
	return out
}
