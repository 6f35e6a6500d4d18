package cases_test

import (
	"strings"
	"testing"

	"onestop.internal/document"
	"onestop.internal/models"
	"onestop.internal/store"
	"onestop.internal/workflow/cases"
	"onestop.internal/workflow/cases/casestest"
)

// walkIn is what a clerk enters for LX-13 of an enterprise that has no account.
func walkIn(t *testing.T, w *casestest.World) *cases.CounterInput {
	t.Helper()
	e := models.Enterprise{
		USCC: "91140999MA0JYT5X30", Name: "示范县来办企业有限公司", Kind: models.OrgEnterprise, Region: w.Enterprise.Region,
		LegalPerson: "甲某", Status: models.EnterpriseUnverified,
	}
	if err := w.Store.InTx(t.Context(), func(tx *store.Tx) error { one := e; err := tx.CreateEnterprise(&one); e = one; return err }); err != nil {
		t.Fatal(err)
	}
	return &cases.CounterInput{
		DraftInput: cases.DraftInput{ItemCode: "LX-13", EnterpriseID: e.ID, Form: models.RawJSON(`{}`)},
		Bearer:     cases.Bearer{Name: "乙某", IDTail: "12x4", Phone: "13900000001", Relation: "STAFF"},
		Materials:  []cases.PaperMaterial{{Code: "M1", Form: models.PaperOriginal, Copies: 2, Pages: 14}},
	}
}

func TestAnApplicationOnPaperIsReceivedInTheEnterprisesNameWithoutAnAccount(t *testing.T) {
	p := begin(t, "LX-13", monday)
	in := walkIn(t, p.World)
	c, err := p.Cases.ReceiveAtCounter(t.Context(), p.window, in)
	if err != nil {
		t.Fatal(err)
	}
	if c.Status != models.Submitted || c.Source != models.SourceCounter || c.EnterpriseID != in.EnterpriseID || len(c.Number) != 21 || c.Round != 1 {
		t.Fatalf("case %+v", c)
	}
	p.c = c
	e := p.last("T01")
	if e.Source != models.SourceCounter || e.ActorID != p.window.UserID || e.ActingFor != "示范县来办企业有限公司" {
		t.Errorf("event %+v", e)
	}
	if !strings.Contains(string(e.Payload), `"idTail":"12X4"`) || !strings.Contains(string(e.Payload), `"pages":14`) {
		t.Errorf("the journal does not say who brought what: %s", e.Payload)
	}
	if p.paper("DOC-01").ServedHow != document.ServeDirect {
		t.Error("the receipt was handed over at the counter")
	}
	var frozen struct{ Facts document.Facts }
	if err := p.paper("DOC-01").Fields.Into(&frozen); err != nil {
		t.Fatal(err)
	}
	found := false
	for _, m := range frozen.Facts.Materials {
		if m.Code == "M1" {
			found = m.Form == document.FormOriginal && m.Copies == 2 && m.Pages == 14
		} else if m.Form == document.FormElectronic {
			t.Errorf("%s came on paper and is called electronic", m.Name)
		}
	}
	if !found {
		t.Errorf("receipt lists %+v", frozen.Facts.Materials)
	}
	steps, err := p.Store.Steps(t.Context(), c.ID)
	if err != nil || steps[0].HolderID != p.window.UserID || steps[0].State != models.StepInProgress {
		t.Errorf("the window's step is with %d in %s (%v)", steps[0].HolderID, steps[0].State, err)
	}
}

func TestWhatIsMissingOnPaperIsToldByTheNoticeAndStopsTheAcceptance(t *testing.T) {
	p := begin(t, "LX-13", monday)
	in := walkIn(t, p.World)
	c, err := p.Cases.ReceiveAtCounter(t.Context(), p.window, in)
	if err != nil {
		t.Fatal(err)
	}
	p.c = c
	_, err = p.Cases.Move(t.Context(), p.window, c.ID, models.VerbAccept, &cases.MoveInput{Version: c.Version})
	wantKey(t, err, "form.required")
	notice := p.correction("M1")
	notice.Version = c.Version
	c, err = p.Cases.Move(t.Context(), p.window, c.ID, models.VerbRequireCorrection, &notice)
	if err != nil || c.Status != models.CorrectionRequired {
		t.Fatalf("%v %v", c, err)
	}
	p.c = c
	second := *in
	second.Version = c.Version
	second.Form = p.County.Base.Sample("LX-13")
	all, err := p.Store.Materials(t.Context(), c.ID)
	if err != nil {
		t.Fatal(err)
	}
	second.Materials = nil
	for _, m := range all {
		second.Materials = append(second.Materials, cases.PaperMaterial{Code: m.Code, Form: models.PaperCopy, Copies: 1, Pages: 3})
	}
	c, err = p.Cases.CompleteAtCounter(t.Context(), p.window, c.ID, &second)
	if err != nil {
		t.Fatal(err)
	}
	if c.Status != models.Submitted || c.Round != 2 {
		t.Fatalf("%s round %d", c.Status, c.Round)
	}
	p.c = c
	if e := p.last("T04"); e.Source != models.SourceCounter || e.ActorID != p.window.UserID {
		t.Errorf("event %+v", e)
	}
}

func TestAnApplicationOnPaperThatIsWrongIsRefusedAtTheField(t *testing.T) {
	p := begin(t, "LX-13", monday)
	for path, spoil := range map[string]func(*cases.CounterInput){
		"bearer.name":         func(in *cases.CounterInput) { in.Bearer.Name = " " },
		"bearer.idTail":       func(in *cases.CounterInput) { in.Bearer.IDTail = "123" },
		"bearer.relation":     func(in *cases.CounterInput) { in.Bearer.Relation = "NEIGHBOUR" },
		"materials.M1.pages":  func(in *cases.CounterInput) { in.Materials[0].Pages = 0 },
		"materials.M1.copies": func(in *cases.CounterInput) { in.Materials[0].Copies = 10000 },
		"materials.M1.form":   func(in *cases.CounterInput) { in.Materials[0].Form = "FAX" },
		"materials.M77":       func(in *cases.CounterInput) { in.Materials[0].Code = "M77" },
		"itemCode":            func(in *cases.CounterInput) { in.ItemCode = "ZZ-99" },
		"enterpriseId":        func(in *cases.CounterInput) { in.EnterpriseID = 99999 },
		"late.at": func(in *cases.CounterInput) {
			in.Late = &cases.Proof{At: instant(monday), Paper: "x", SecondID: p.head.UserID}
		},
		"late.paper": func(in *cases.CounterInput) {
			in.Late = &cases.Proof{At: instant("2026-02-27T10:00:00+08:00"), SecondID: p.head.UserID}
		},
		"late.secondId": func(in *cases.CounterInput) {
			in.Late = &cases.Proof{At: instant("2026-02-27T10:00:00+08:00"), Paper: "x", SecondID: p.window.UserID}
		},
	} {
		t.Run(path, func(t *testing.T) {
			q := begin(t, "LX-13", monday)
			in := walkIn(t, q.World)
			spoil(in)
			_, err := q.Cases.ReceiveAtCounter(t.Context(), q.window, in)
			wantKey(t, err, path)
		})
	}
	if _, err := p.Cases.ReceiveAtCounter(t.Context(), p.Applicant(), walkIn(t, p.World)); models.CodeOf(err) != models.Denied {
		t.Errorf("an enterprise received at the counter: %v", err)
	}
}

func TestPapersThatCameWhileThePortalWasDownAreReceivedOnTheirOwnDay(t *testing.T) {
	p := begin(t, "LX-13", monday)
	in := walkIn(t, p.World)
	in.Late = &cases.Proof{At: instant("2026-02-27T10:00:00+08:00"), Paper: "手工收件登记簿第12号", SecondID: p.head.UserID}
	c, err := p.Cases.ReceiveAtCounter(t.Context(), p.window, in)
	if err != nil {
		t.Fatal(err)
	}
	p.c = c
	e := p.last("T01")
	if c.ReceivedOn != date("2026-02-27") || e.LegalAt != in.Late.At || e.SecondID != p.head.UserID || !strings.Contains(string(e.Payload), "手工收件登记簿") {
		t.Errorf("received %s, event %+v", c.ReceivedOn, e)
	}
	if p.paper("DOC-01").IssuedOn != date("2026-02-27") {
		t.Errorf("receipt dated %s", p.paper("DOC-01").IssuedOn)
	}
	list, err := p.Cases.LateRecords(t.Context(), p.window, date("2026-03-01"), date("2026-03-31"), 10)
	if err != nil || len(list) != 1 {
		t.Errorf("the list of late records has %v (%v)", list, err)
	}
}
