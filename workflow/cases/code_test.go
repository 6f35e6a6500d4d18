package cases_test

import (
	"encoding/json"
	"strings"
	"testing"

	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/store"
	"onestop.internal/workflow/cases"
	"onestop.internal/workflow/cases/casestest"
	"onestop.internal/workflow/catalog"
)

// uncoded makes a project without its national code and hands an item in for it.
func uncoded(t *testing.T, item string) *play {
	t.Helper()
	w := casestest.New(t, monday)
	pr := &models.Project{
		Number: "XM20269002", Name: "新项目", EnterpriseID: w.Enterprise.ID, Region: casestest.Region, Class: "MAJOR_INDUSTRY",
		Status: models.ProjectSigned, Version: 1,
	}
	if err := w.Store.InTx(t.Context(), func(tx *store.Tx) error { return tx.CreateProject(pr) }); err != nil {
		t.Fatal(err)
	}
	p := &play{World: w, t: t, firm: w.Applicant(), window: w.Window()}
	c, err := w.Cases.CreateDraft(t.Context(), p.firm, &cases.DraftInput{
		ItemCode: item, Form: w.County.Base.Sample(item), ProjectID: pr.ID, Attrs: catalog.Attrs{"invest.route": "VERIFICATION", "land.mode": "ALLOCATION"},
	})
	if err != nil {
		t.Fatal(err)
	}
	w.HandInAll(c.ID)
	p.c = w.Submit(p.firm, c)
	p.people()
	return p
}

func TestOnlyWhatComesAfterTheProjectCodeNeedsIt(t *testing.T) { // T02; DOCUMENTS §4.2
	for item, needs := range map[string]bool{
		"TZ-02": false, // the verification brings the code
		"TZ-05": false,
		"LX-01": false, // the site opinion comes before the verification
		"TZ-09": true,
		"LX-05": true,
	} {
		t.Run(item, func(t *testing.T) {
			p := uncoded(t, item)
			_, err := p.Cases.Move(t.Context(), p.window, p.c.ID, models.VerbAccept, &cases.MoveInput{})
			got := strings.Contains(fieldKeys(err), "project.code_missing")
			if got != needs {
				t.Errorf("asks for the code: %t, want %t (%v)", got, needs, err)
			}
		})
	}
}

func fieldKeys(err error) string {
	var e *models.Error
	if !asError(err, &e) {
		return ""
	}
	var keys []string
	for _, f := range e.Fields {
		keys = append(keys, f.Key)
	}
	return strings.Join(keys, " ")
}

func TestTheFilingGivesTheProjectItsCode(t *testing.T) { // 条例673 art 4, 13
	const code = "2603-140999-04-01-654321"
	p := uncoded(t, "TZ-01")
	p.Project() // another project, with a code of its own
	p.no(p.window, models.VerbRegister, cases.MoveInput{ProjectCode: "2603-14"}, "project_code.shape")
	p.no(p.window, models.VerbRegister, cases.MoveInput{ProjectCode: "2603-140999-04-01-123456"}, "project_code.taken")
	p.do(p.window, models.VerbRegister, cases.MoveInput{ProjectCode: " ２６０３-140999-04-01-654321"})
	pr, err := p.Store.ProjectByID(t.Context(), p.c.ProjectID)
	if err != nil || string(pr.Code) != code {
		t.Fatalf("the project has %q: %v", pr.Code, err)
	}
	fields, err := json.Marshal(p.paper("DOC-15F").Fields)
	if err != nil || !strings.Contains(string(fields), code) {
		t.Errorf("the certificate does not say the code: %v", err)
	}
	if got := string(p.last("F04").Payload); !strings.Contains(got, code) {
		t.Errorf("the journal says %s", got)
	}
	q := p.Staff(policy.Window, "SPJ", "窗口小李")
	again := &play{World: p.World, t: t, c: p.Submit(p.firm, p.draftOf("TZ-01", p.c.ProjectID)), firm: p.firm, window: q}
	again.no(q, models.VerbRegister, cases.MoveInput{ProjectCode: "2603-140999-04-01-777777"}, "project.code_set")
	again.do(q, models.VerbRegister, cases.MoveInput{ProjectCode: code})
}

func (p *play) draftOf(item string, project int64) *models.Case {
	p.t.Helper()
	c, err := p.Cases.CreateDraft(p.t.Context(), p.firm, &cases.DraftInput{ItemCode: item, Form: p.County.Base.Sample(item), ProjectID: project})
	if err != nil {
		p.t.Fatal(err)
	}
	p.HandInAll(c.ID)
	return c
}
