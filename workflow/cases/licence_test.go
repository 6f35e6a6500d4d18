package cases_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"onestop.internal/document"
	"onestop.internal/models"
	"onestop.internal/sla"
	"onestop.internal/sla/calendar"
	"onestop.internal/store"
	"onestop.internal/workflow/cases"
)

// licensed takes SG-06, a renewable licence, to its holder on 2026-03-02.
func licensed(t *testing.T) (*play, models.Licence) {
	t.Helper()
	p := begin(t, "SG-06", monday).accepted().review()
	p.do(p.approver, models.VerbApprove, cases.MoveInput{Decision: &cases.Decision{Findings: "可", ValidMonths: 12, SiteCheckBy: []string{"甲", "乙"}}})
	p.delivered()
	l := p.licences()
	if len(l) != 1 {
		t.Fatalf("licences %+v", l)
	}
	return p, l[0]
}

func (p *play) renewal(l models.Licence, kind string) *models.Case {
	p.t.Helper()
	c, err := p.Cases.CreateDraft(p.t.Context(), p.firm, &cases.DraftInput{
		ItemCode: "SG-06", Form: p.County.Base.Sample("SG-06"), ProjectID: p.Project().ID, LicenceID: l.ID, ChangeKind: kind,
	})
	if err != nil {
		p.t.Fatal(err)
	}
	p.HandInAll(c.ID)
	return c
}

func (p *play) licence(id int64) *models.Licence {
	p.t.Helper()
	l, err := p.Store.Licence(p.t.Context(), id)
	if err != nil {
		p.t.Fatal(err)
	}
	return l
}

func TestALicenceExpiresOrIsDeemedRenewed(t *testing.T) {
	for _, tt := range []struct {
		name, applied string
		want          models.LicenceStatus
		code          string
	}{
		{"nobody applied", "", models.LicenceExpired, "N03"},
		{"applied 30 days before", "2027-01-30T23:00:00+08:00", models.LicenceDeemedRenewed, "N02"},
		{"applied a day too late", "2027-01-31T00:00:00+08:00", models.LicenceExpired, "N03"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p, l := licensed(t)
			wantDates(t, "licence", l.ExpiresOn, "2027-03-01", l.RenewBy, "2027-01-30")
			if r := sla.RenewalOf(calendar.Builtin(), l.ExpiresOn, models.Limit{}, ""); l.NextTimerAt != r.AlertAt {
				t.Errorf("looked at first on %s, the alert is due on %s", l.NextTimerAt.Date(), r.AlertAt.Date())
			}
			if tt.applied != "" {
				p.at(tt.applied)
				p.Submit(p.firm, p.renewal(l, "RENEWAL"))
			}
			p.at("2027-03-01T23:59:59+08:00").sweep()
			if got := p.licence(l.ID); got.Status != models.LicenceValid {
				t.Fatalf("before its end: %s", got.Status)
			}
			p.at("2027-03-05T08:00:00+08:00").sweep()
			got := p.licence(l.ID)
			if got.Status != tt.want {
				t.Fatalf("%s, want %s", got.Status, tt.want)
			}
			if e := p.last(tt.code); e.LegalAt != date("2027-03-01").End() || e.ActorID != 0 {
				t.Errorf("event %+v", e)
			}
			if tt.want == models.LicenceDeemedRenewed {
				wantDates(t, "same length again", got.ExpiresOn, "2028-03-01")
			}
		})
	}
}

func TestARenewalOrAChangeClosesTheOldLicence(t *testing.T) {
	for kind, want := range map[string]models.LicenceStatus{"RENEWAL": models.LicenceRenewed, "CHANGE": models.LicenceChanged} {
		paper := map[string]string{"RENEWAL": "DOC-15R", "CHANGE": "DOC-15V"}[kind]
		t.Run(kind, func(t *testing.T) {
			p, l := licensed(t)
			p.at("2027-01-05T09:00:00+08:00")
			p.c = p.Submit(p.firm, p.renewal(l, kind))
			p.accepted().review()
			p.do(p.approver, models.VerbApprove, cases.MoveInput{Decision: &cases.Decision{Findings: "可", SiteCheckBy: []string{"甲", "乙"}}})
			if d := p.paper(paper); !strings.Contains(string(d.Fields), string(l.Number)) || d.ServedAt != 0 {
				t.Errorf("the decision does not name the licence, or is served before its delivery: %s %v", d.Fields, d.ServedAt)
			}
			p.at("2027-03-10T09:00:00+08:00") // the old one expired after the grant, before the delivery
			p.delivered()
			if p.paper(paper).ServedAt == 0 {
				t.Error("the decision is delivered and not served")
			}
			if got := p.licence(l.ID); got.Status != want {
				t.Errorf("%s, want %s", got.Status, want)
			}
			if len(p.licences()) != 2 || p.licences()[0].ReplacesID != l.ID {
				t.Errorf("licences %+v", p.licences())
			}
		})
	}
}

func TestAChangedLicenceIsToldFieldByField(t *testing.T) {
	p, l := licensed(t)
	p.at("2027-01-05T09:00:00+08:00")
	form := map[string]any{}
	if err := json.Unmarshal(p.County.Base.Sample("SG-06"), &form); err != nil {
		t.Fatal(err)
	}
	form["content"] = "变更建筑面积"
	draft, err := p.Cases.CreateDraft(t.Context(), p.firm, &cases.DraftInput{
		ItemCode: "SG-06", Form: models.JSONOf(form), ProjectID: p.Project().ID, LicenceID: l.ID, ChangeKind: "CHANGE",
	})
	if err != nil {
		t.Fatal(err)
	}
	p.HandInAll(draft.ID)
	p.c = p.Submit(p.firm, draft)
	facts := func(kind string) document.Facts {
		_, _, f, err := document.Read(p.paper(kind).Fields)
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	for _, m := range facts("DOC-01").Materials[1:] {
		if m.NameEn == "" {
			t.Errorf("a line of the receipt has no English name: %+v", m)
		}
	}
	p.accepted().review()
	p.do(p.approver, models.VerbApprove, cases.MoveInput{Decision: &cases.Decision{Findings: "可", SiteCheckBy: []string{"甲", "乙"}}})
	changes := facts("DOC-15V").Licence.Changes
	if len(changes) != 1 || changes[0].NameEn == "" || changes[0].Before == "" || changes[0].After != "变更建筑面积" {
		t.Errorf("changes %+v", changes)
	}
}

func TestAChangeKeepsTheEndOfItsLicence(t *testing.T) {
	p, l := licensed(t)
	p.at("2026-12-01T09:00:00+08:00")
	renewal := p.renewal(l, "RENEWAL")
	p.c = p.Submit(p.firm, p.renewal(l, "CHANGE"))
	p.accepted().review()
	p.do(p.approver, models.VerbApprove, cases.MoveInput{Decision: &cases.Decision{Findings: "可", ValidMonths: 36, SiteCheckBy: []string{"甲", "乙"}}})
	if d := p.paper("DOC-15V"); !strings.Contains(string(d.Fields), `"validUntil":"2027-03-01"`) {
		t.Errorf("the paper gives another term: %s", d.Fields)
	}
	p.delivered()
	changed := p.licences()[0]
	wantDates(t, "the changed licence", changed.ExpiresOn, l.ExpiresOn.String(), changed.RenewBy, l.RenewBy.String())

	// A renewal that was drawn up for the old licence holds for the one that replaced it.
	p.at("2027-01-20T09:00:00+08:00")
	p.Submit(p.firm, renewal)
	p.at("2027-03-02T00:00:01+08:00").sweep()
	if got := p.licence(changed.ID); got.Status != models.LicenceDeemedRenewed || got.RenewBy <= l.ExpiresOn {
		t.Errorf("%s, renew by %s", got.Status, got.RenewBy)
	}
}

func TestOfSeveralRenewalsTheOneThatIsOpenAndInTimeHolds(t *testing.T) {
	p, l := licensed(t)
	p.at("2027-01-05T09:00:00+08:00")
	first, second := p.renewal(l, "RENEWAL"), p.renewal(l, "RENEWAL")
	p.c = p.Submit(p.firm, second)
	_, err := p.Cases.Submit(t.Context(), p.firm, first.ID, 0)
	wantKey(t, err, "licence.busy")
	p.do(p.firm, models.VerbWithdraw, cases.MoveInput{Reason: "重复申请"})
	p.Submit(p.firm, first)
	p.at("2027-03-02T00:00:00+08:00") // nobody swept: whoever reads sees what holds
	all, err := p.Cases.Licences(t.Context(), p.firm)
	if err != nil || all[0].Status != models.LicenceDeemedRenewed {
		t.Errorf("%v %+v", err, all)
	}
}

func TestNothingIsGrantedOnALicenceThatWasAnnulled(t *testing.T) {
	p, l := licensed(t)
	p.at("2026-09-01T09:00:00+08:00")
	p.c = p.Submit(p.firm, p.renewal(l, "CHANGE"))
	p.accepted().review()
	if _, err := p.Cases.EndLicence(t.Context(), p.approver, l.ID, &cases.EndLicenceInput{
		Act: cases.AnnulLicence, Ground: "FRAUD", Facts: "经查属实", SecondID: p.head.UserID,
	}); err != nil {
		t.Fatal(err)
	}
	p.no(p.approver, models.VerbApprove, cases.MoveInput{Decision: &cases.Decision{Findings: "可", SiteCheckBy: []string{"甲", "乙"}}}, "licence.not_in_force")
}

func TestNobodyRenewsWhatIsAnothersOrEnded(t *testing.T) {
	p, l := licensed(t)
	_, err := p.Cases.CreateDraft(t.Context(), p.Stranger(), &cases.DraftInput{
		ItemCode: "SG-06", Form: p.County.Base.Sample("SG-06"), LicenceID: l.ID, ChangeKind: "RENEWAL",
	})
	wantKey(t, err, "licence.not_found")
	late := p.at("2027-02-20T09:00:00+08:00").renewal(l, "RENEWAL")
	p.at("2027-03-05T08:00:00+08:00") // nobody swept
	p.HandInAll(late.ID)
	_, err = p.Cases.Submit(t.Context(), p.firm, late.ID, 0)
	wantKey(t, err, "licence.not_in_force")
}

func TestAnAgencyEndsALicenceOnGroundsOfTheLawByTwo(t *testing.T) {
	act := func(a cases.LicenceAct, ground string) *cases.EndLicenceInput {
		return &cases.EndLicenceInput{Act: a, Ground: ground, Facts: "经查属实", Indemnity: "评估后补偿"}
	}
	for _, tt := range []struct {
		in    *cases.EndLicenceInput
		want  models.LicenceStatus
		code  string
		paper string
	}{
		{act(cases.AnnulLicence, "FRAUD"), models.LicenceAnnulled, "N06", "DOC-15A"},
		{act(cases.WithdrawLicence, "LAW_CHANGED"), models.LicenceWithdrawn, "N07", "DOC-15W"},
		{act(cases.CancelLicence, "HOLDER_ENDED"), models.LicenceCancelled, "N09", "DOC-15N"},
	} {
		t.Run(tt.code, func(t *testing.T) {
			p, l := licensed(t)
			end := func(in cases.EndLicenceInput) error {
				_, err := p.Cases.EndLicence(t.Context(), p.approver, l.ID, &in)
				return err
			}
			wantKey(t, end(cases.EndLicenceInput{Act: tt.in.Act, Ground: "WHIM", Facts: "x"}), "licence.ground")
			wantKey(t, end(*tt.in), "secondId")
			wantKey(t, end(*act(cases.CancelLicence, "NOT_RENEWED")), "licence.act_not_allowed")
			_, err := p.Cases.EndLicence(t.Context(), p.reviewer, l.ID, tt.in)
			wantKey(t, err, "denied")
			ok := *tt.in
			ok.SecondID = p.head.UserID
			if err := end(ok); err != nil {
				t.Fatal(err)
			}
			if got := p.licence(l.ID); got.Status != tt.want || got.NextTimerAt != 0 {
				t.Errorf("%s", got.Status)
			}
			if e := p.last(tt.code); e.SecondID != p.head.UserID {
				t.Errorf("second %d", e.SecondID)
			}
			if x := p.paper(tt.paper); x.LicenceID != l.ID || x.Number == "" {
				t.Errorf("paper %+v", x)
			}
			if tt.want != models.LicenceCancelled {
				n08 := *act(cases.CancelLicence, "REVOKED")
				n08.SecondID = p.head.UserID
				if err := end(n08); err != nil || p.licence(l.ID).Status != models.LicenceCancelled {
					t.Errorf("N08: %v", err)
				}
			}
			wantKey(t, end(ok), "licence.act_not_allowed")
			if p.Reload(p.c).Status != models.Delivered || slices.Contains(p.codes(), "T18") {
				t.Error("the case moved")
			}
		})
	}
}

func TestWhoLosesTheUseOfANaturalResourceGoesToReconsiderationFirst(t *testing.T) { // R-RGT-01, 行政复议法 23(1)(2)
	for item, first := range map[string]bool{"LX-18": true, "LX-04": true, "LX-17": true, "GJ-02": false} {
		t.Run(item, func(t *testing.T) {
			p := begin(t, item, monday)
			l := &models.Licence{
				Region: p.c.Region, EnterpriseID: p.Enterprise.ID, ItemCode: item, Name: "证", Number: "Z1", DeptCode: p.c.DeptCode, CaseID: p.c.ID,
				Status: models.LicenceValid, ValidFrom: date("2026-03-02"),
			}
			if err := p.Store.InTx(t.Context(), func(tx *store.Tx) error { return tx.CreateLicence(l) }); err != nil {
				t.Fatal(err)
			}
			if _, err := p.Cases.EndLicence(t.Context(), p.approver, l.ID, &cases.EndLicenceInput{
				Act: cases.AnnulLicence, Ground: "NOT_QUALIFIED", Facts: "经查属实", SecondID: p.head.UserID,
			}); err != nil {
				t.Fatal(err)
			}
			if r := p.facts("DOC-15A").Remedies; r.ReconsiderationFirst != first {
				t.Errorf("the paper says %+v", r)
			}
		})
	}
}
