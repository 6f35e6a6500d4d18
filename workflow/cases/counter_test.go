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

// walkedIn is a case that came on paper and has all it needs.
func walkedIn(t *testing.T) *play {
	t.Helper()
	p := begin(t, "LX-13", monday)
	in := walkIn(t, p.World)
	in.EnterpriseID, in.ProjectID, in.Form = p.Enterprise.ID, p.Project().ID, p.County.Base.Sample("LX-13")
	for _, m := range p.County.Base.Item("LX-13").Materials {
		in.Materials = append(in.Materials, cases.PaperMaterial{Code: m.Code, Form: models.PaperOriginal, Copies: 1, Pages: 2})
	}
	in.Materials = in.Materials[1:]
	c, err := p.Cases.ReceiveAtCounter(t.Context(), p.window, in)
	if err != nil {
		t.Fatal(err)
	}
	p.c = c
	return p
}

func TestTheScanOfAPaperFollowsAndChangesNothingElse(t *testing.T) {
	p := walkedIn(t)
	before, err := p.Store.Materials(t.Context(), p.c.ID)
	if err != nil {
		t.Fatal(err)
	}
	scan := func() *models.File {
		return &models.File{Name: "申请表.pdf", Size: 3, MIME: "application/pdf", SHA256: strings.Repeat("a", 64), UploadedBy: p.window.UserID}
	}
	f := scan()
	if err := p.Cases.AttachFile(t.Context(), p.window, p.c.ID, "M1", f); err != nil {
		t.Fatal(err)
	}
	if f.VersionNo != 1 || f.EnterpriseID != p.c.EnterpriseID {
		t.Errorf("file %+v", f)
	}
	after, err := p.Store.Materials(t.Context(), p.c.ID)
	if err != nil || after[0].State != before[0].State || after[0].PaperForm != models.PaperOriginal {
		t.Errorf("the material was %+v and is %+v (%v)", before[0], after[0], err)
	}
	if e := p.last("V46"); e.Verb != "scan" || e.ActorID != p.window.UserID {
		t.Errorf("event %+v", e)
	}
	wantKey(t, p.Cases.DetachFile(t.Context(), p.window, p.c.ID, f.ID), "material.not_on_paper")

	online := begin(t, "LX-13", monday)
	wantKey(t, online.Cases.AttachFile(t.Context(), online.window, online.c.ID, "M1", scan()), "material.not_on_paper")
}

func TestWhatWasAskedForMayComeOnPaperToo(t *testing.T) {
	p := walkedIn(t)
	p.do(p.window, models.VerbAccept, cases.MoveInput{})
	p.do(p.reviewer, models.VerbAskSupplement, cases.MoveInput{Reason: "请补充说明", Defects: []cases.Defect{{Material: "M1", Problem: "附图不清楚", Basis: "办事指南第三条", HowTo: "重新打印附图"}}})
	in := walkIn2(p)
	in.Materials = []cases.PaperMaterial{{Code: "M2", Form: models.PaperCopy, Copies: 1, Pages: 1}}
	_, err := p.Cases.CompleteAtCounter(t.Context(), p.window, p.c.ID, in)
	wantKey(t, err, "material.not_open")
	in.Materials[0].Code = "M1"
	c, err := p.Cases.CompleteAtCounter(t.Context(), p.window, p.c.ID, in)
	if err != nil {
		t.Fatal(err)
	}
	p.c = c
	if c.SupplementOn != 0 {
		t.Errorf("still waiting since %s", c.SupplementOn)
	}
	if e := p.last("V21"); e.Verb != "hand_in" || !strings.Contains(string(e.Payload), `"bearer"`) || e.Source != models.SourceCounter {
		t.Errorf("event %+v %s", e, e.Payload)
	}
}

func walkIn2(p *play) *cases.CounterInput {
	return &cases.CounterInput{
		DraftInput: cases.DraftInput{Version: p.c.Version, Form: p.c.Form},
		Bearer:     cases.Bearer{Name: "乙某", IDTail: "12X4", Relation: "STAFF"},
	}
}

func TestTheResultIsCollectedByWhoSignsOnTheScreen(t *testing.T) {
	p := walkedIn(t)
	look := func() *cases.Pickup {
		t.Helper()
		got, err := p.Cases.Pickup(t.Context(), p.window, " "+string(p.c.Number))
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	if got := look(); models.KeyOf(got.Ready) != "pickup.not_decided" || got.Bearer == nil || got.Bearer.IDTail != "12X4" {
		t.Errorf("before the decision: %+v", got)
	}
	p.do(p.window, models.VerbAccept, cases.MoveInput{})
	p.review().grant()
	if got := look(); models.KeyOf(got.Ready) != "case.certificate_first" {
		t.Errorf("before the certificate: %v", got.Ready)
	}
	p.do(p.window, models.VerbMakeCertificate, cases.MoveInput{})
	got := look()
	if got.Ready != nil || len(got.Papers) != 2 || got.Name != p.Enterprise.Name {
		t.Errorf("ready %v, %d papers, of %s", got.Ready, len(got.Papers), got.Name)
	}
	d := &cases.Delivery{How: "DIRECT", Recipient: "乙某", Relation: "企业经办人", Signature: "M10 20L30 40"}
	p.no(p.window, models.VerbDeliver, cases.MoveInput{Delivery: d}, "delivery.idTail")
	d.IDTail, d.Signature = "12x4", `M10 20" onload="x`
	p.no(p.window, models.VerbDeliver, cases.MoveInput{Delivery: d}, "case.signature")
	d.Signature = strings.Repeat("M10 20L30 40", 2000)
	p.no(p.window, models.VerbDeliver, cases.MoveInput{Delivery: d}, "case.signature")
	d.Signature = "M10 20L30 40M5 5L5 5"
	p.do(p.window, models.VerbDeliver, cases.MoveInput{Delivery: d})
	text := p.reads("DOC-13")
	for _, want := range []string{"乙某", "12X4", "M10 20L30 40M5 5L5 5", "收件人（签名或者盖章）：乙某"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in %s", want, text)
		}
	}
	if got := look(); models.KeyOf(got.Ready) != "pickup.done" {
		t.Errorf("after it: %v", got.Ready)
	}
	if _, err := p.Cases.Pickup(t.Context(), p.window, "999999"); models.CodeOf(err) != models.NotFound {
		t.Errorf("an unknown number: %v", err)
	}
	if _, err := p.Cases.Pickup(t.Context(), p.Applicant(), string(p.c.Number)); models.CodeOf(err) != models.Denied {
		t.Errorf("an enterprise looked for a pick-up: %v", err)
	}
}
