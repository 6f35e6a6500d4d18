package projects_test

import (
	"sync"
	"testing"

	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/store"
	"onestop.internal/workflow/cases/casestest"
	"onestop.internal/workflow/projects"
)

// rules are what these use cases need beside the built-in ones.
const rules = `
p, TASKFORCE_LEAD, project, create
p, TASKFORCE_LEAD, project, direct
p, TASKFORCE_LEAD, project, recode
p, TASKFORCE_LEAD, agentwork, assign
p, TASKFORCE_LEAD, agentpool, *
`

type world struct {
	*casestest.World
	s    *projects.Service
	lead policy.Actor
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{World: casestest.New(t, "2026-03-02T09:30:00+08:00")}
	if err := w.Policy.Load(rules); err != nil {
		t.Fatal(err)
	}
	w.s = &projects.Service{Cases: w.Cases}
	w.lead = w.Staff(policy.TaskforceLead, "", "专班长老周")
	return w
}

func (w *world) create(t *testing.T, a policy.Actor, name string) *models.Project {
	t.Helper()
	p, err := w.s.Create(t.Context(), a, projects.Input{Name: name, EnterpriseID: w.Enterprise.ID, InvestFen: 32_000_000_000, LandM2: 80_000})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func (w *world) mandate(t *testing.T, agent policy.Actor) *models.Mandate {
	t.Helper()
	m := &models.Mandate{
		EnterpriseID: w.Enterprise.ID, AgentID: agent.UserID, Status: models.MandateGranted, AllItems: true,
		ValidFrom: models.MustDate("2026-01-01"), ValidTo: models.MustDate("2026-12-31"),
	}
	if err := w.Store.InTx(t.Context(), func(tx *store.Tx) error { return tx.CreateMandate(m) }); err != nil {
		t.Fatal(err)
	}
	return m
}

func TestAProjectIsBegunByItsEnterpriseItsAgentOrTheTaskForce(t *testing.T) {
	w := newWorld(t)
	agent := w.Staff(policy.Agent, "", "领办员小陈")
	if _, err := w.s.Create(t.Context(), agent, projects.Input{Name: "甲", EnterpriseID: w.Enterprise.ID}); models.CodeOf(err) != models.NotFound {
		t.Fatalf("an agent without a mandate: %v", err)
	}
	w.mandate(t, agent)
	for i, c := range []struct {
		who       policy.Actor
		agent     int64
		taskforce int64
	}{{w.Applicant(), 0, 0}, {agent, agent.UserID, 0}, {w.lead, 0, w.lead.UserID}} {
		p := w.create(t, c.who, "项目")
		want, _ := models.ProjectNumber(2026, i+1)
		if p.Number != want || p.EnterpriseID != w.Enterprise.ID || p.AgentID != c.agent || p.TaskforceID != c.taskforce || p.Region != casestest.Region {
			t.Errorf("by %s: %+v", c.who.Role, p)
		}
	}
	if _, err := w.s.Create(t.Context(), w.Window(), projects.Input{Name: "乙", EnterpriseID: w.Enterprise.ID}); models.CodeOf(err) != models.Denied {
		t.Errorf("a clerk: %v", err)
	}
}

func TestNumbersAreUniqueWhenManyAreBegunAtOnce(t *testing.T) {
	w := newWorld(t)
	firm := w.Applicant()
	numbers := make([]string, 12)
	var wg sync.WaitGroup
	for i := range numbers {
		wg.Go(func() {
			p, err := w.s.Create(t.Context(), firm, projects.Input{Name: "并发"})
			if err != nil {
				t.Error(err)
				return
			}
			numbers[i] = p.Number
		})
	}
	wg.Wait()
	seen := map[string]bool{}
	for _, n := range numbers {
		if seen[n] {
			t.Errorf("%s twice", n)
		}
		seen[n] = true
	}
	if !seen["XM20260012"] {
		t.Errorf("there is a gap: %v", numbers)
	}
}

func TestAnEditOnAnOlderCopyIsRefused(t *testing.T) {
	w := newWorld(t)
	firm := w.Applicant()
	p := w.create(t, firm, "旧名")
	got, err := w.s.Edit(t.Context(), firm, p.ID, projects.Input{Version: p.Version, Name: "新名"})
	if err != nil || got.Name != "新名" || got.Number != p.Number || got.EnterpriseID != p.EnterpriseID {
		t.Fatalf("%+v %v", got, err)
	}
	if _, err := w.s.Edit(t.Context(), firm, p.ID, projects.Input{Version: p.Version, Name: "别名"}); models.CodeOf(err) != models.Conflict {
		t.Errorf("an older copy: %v", err)
	}
	if _, err := w.s.Edit(t.Context(), w.Stranger(), p.ID, projects.Input{Version: got.Version, Name: "别名"}); models.CodeOf(err) != models.NotFound {
		t.Errorf("another enterprise: %v", err)
	}
}

func TestWhatIsWrongWithAProjectIsSaidFieldByField(t *testing.T) {
	w := newWorld(t)
	for path, in := range map[string]projects.Input{
		"name":       {Name: "\x07"},
		"region":     {Name: "x", Region: "140888000000"},
		"investFen":  {Name: "x", InvestFen: -1},
		"landM2":     {Name: "x", LandM2: 1 << 60},
		"plannedEnd": {Name: "x", PlannedStart: models.MustDate("2026-05-01"), PlannedEnd: models.MustDate("2026-04-01")},
		"attrs.nono": {Name: "x", Attrs: map[string]any{"nono": 1}},
	} {
		_, err := w.s.Create(t.Context(), w.Applicant(), in)
		e, ok := err.(*models.Error) //nolint:errorlint // the very error is looked at
		if !ok || len(e.Fields) != 1 || e.Fields[0].Path != path {
			t.Errorf("%s: %v", path, err)
		}
	}
}

func TestANationalCodeIsSetOnceAndReplacedByTwoPersons(t *testing.T) {
	w := newWorld(t)
	firm := w.Applicant()
	p, other := w.create(t, firm, "甲"), w.create(t, firm, "乙")
	const code, code2 = "2603-140999-04-01-123456", "2603-140999-04-01-654321"
	if _, err := w.s.SetCode(t.Context(), firm, p.ID, projects.CodeInput{Version: p.Version, Code: "2603"}); models.KeyOf(err) != "project.invalid" {
		t.Errorf("a wrong shape: %v", err)
	}
	p, err := w.s.SetCode(t.Context(), firm, p.ID, projects.CodeInput{Version: p.Version, Code: " 2603－140999－04－01－123456"})
	if err != nil || p.Code != code {
		t.Fatalf("%+v %v", p, err)
	}
	if _, err := w.s.SetCode(t.Context(), firm, other.ID, projects.CodeInput{Version: other.Version, Code: code}); models.KeyOf(err) != "project.invalid" {
		t.Errorf("a code that another has: %v", err)
	}
	if _, err := w.s.SetCode(t.Context(), firm, p.ID, projects.CodeInput{Version: p.Version, Code: code2}); models.KeyOf(err) != "project.code_set" {
		t.Errorf("a second code: %v", err)
	}
	head := w.Staff(policy.SectionHead, "FGJ", "科长老孙")
	for name, in := range map[string]projects.CodeInput{
		"alone":                 {Code: code2, Reason: "录错"},
		"with oneself":          {Code: code2, Reason: "录错", SecondID: w.lead.UserID},
		"with an applicant":     {Code: code2, Reason: "录错", SecondID: firm.UserID},
		"without saying why":    {Code: code2, SecondID: head.UserID},
		"by a code of no shape": {Code: "x", Reason: "录错", SecondID: head.UserID},
	} {
		in.Version = p.Version
		if _, err := w.s.Recode(t.Context(), w.lead, p.ID, in); models.KeyOf(err) != "project.invalid" {
			t.Errorf("%s: %v", name, err)
		}
	}
	p, err = w.s.Recode(t.Context(), w.lead, p.ID, projects.CodeInput{Version: p.Version, Code: code2, Reason: "录错", SecondID: head.UserID})
	if err != nil || p.Code != code2 {
		t.Errorf("two persons: %v %v", p, err)
	}
	if _, err := w.s.Recode(t.Context(), firm, p.ID, projects.CodeInput{Version: p.Version, Code: code}); models.CodeOf(err) != models.Denied {
		t.Errorf("the applicant: %v", err)
	}
}

func TestAKeyProjectNeedsItsDocumentAndPersonsTheirPosts(t *testing.T) {
	w := newWorld(t)
	p := w.create(t, w.Applicant(), "重点")
	leader, agent := w.Staff(policy.Leader, "", "副县长"), w.Staff(policy.Agent, "", "领办员小陈")
	in := projects.DirectInput{Version: p.Version, Class: projects.ClassMajor, IsKey: true, LeaderID: leader.UserID, UnitCode: "FGJ", AgentID: agent.UserID}
	if _, err := w.s.Direct(t.Context(), w.lead, p.ID, in); models.KeyOf(err) != "project.invalid" {
		t.Errorf("no document: %v", err)
	}
	in.KeyDocNo, in.LeaderID = "示政发〔2026〕3号", agent.UserID
	if _, err := w.s.Direct(t.Context(), w.lead, p.ID, in); models.KeyOf(err) != "project.invalid" {
		t.Errorf("an agent as the leader: %v", err)
	}
	in.LeaderID = leader.UserID
	got, err := w.s.Direct(t.Context(), w.lead, p.ID, in)
	if err != nil || !got.IsKey || got.AgentID != agent.UserID {
		t.Fatalf("%+v %v", got, err)
	}
	todos, err := w.Store.Todos(t.Context(), policy.Everything("test"), agent.UserID, store.TodoFilter{})
	if err != nil || len(todos) != 1 || todos[0].DueOn != models.MustDate("2026-03-03") || todos[0].Kind != models.TodoFirstContact {
		t.Errorf("first contact: %+v %v", todos, err)
	}
	if _, err := w.s.Direct(t.Context(), w.Applicant(), p.ID, in); models.CodeOf(err) != models.Denied {
		t.Errorf("by the enterprise: %v", err)
	}
}

func TestEachSeesItsOwnProjects(t *testing.T) {
	w := newWorld(t)
	firm, agent := w.Applicant(), w.Staff(policy.Agent, "", "领办员小陈")
	var ids []int64
	for range 3 {
		ids = append(ids, w.create(t, firm, "项目").ID)
	}
	list := func(a policy.Actor, f store.ProjectFilter) (got []int64) {
		t.Helper()
		lines, err := w.s.List(t.Context(), a, f)
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range lines {
			got = append(got, l.ID)
		}
		return got
	}
	other := w.Staff(policy.TaskforceLead, "", "另一专班长") // the first is taken, two are not
	taken, err := w.Store.ProjectByID(t.Context(), ids[0])
	if err == nil {
		_, err = w.s.Direct(t.Context(), w.lead, taken.ID, projects.DirectInput{Version: taken.Version, Class: taken.Class})
	}
	if err != nil {
		t.Fatal(err)
	}
	far := w.lead
	far.Region = "140888000000"
	for name, c := range map[string]struct {
		a    policy.Actor
		want int
	}{
		"its enterprise": {firm, 3}, "another enterprise": {w.Stranger(), 0}, "its task force's lead": {w.lead, 3}, "another's": {other, 2}, "a leader": {w.Staff(policy.Leader, "", "副县长"), 3}, "another county's": {far, 0},
		"a reviewer": {w.Staff(policy.Reviewer, "SLJ", "老张"), 3}, "an agent without a mandate": {agent, 0},
	} {
		if got := list(c.a, store.ProjectFilter{}); len(got) != c.want {
			t.Errorf("%s sees %v", name, got)
		}
	}
	m := w.mandate(t, agent)
	if got := list(agent, store.ProjectFilter{}); len(got) != 3 {
		t.Errorf("with a mandate: %v", got)
	}
	m.RevokedAt, m.Status = w.Store.Now(), models.MandateRevoked
	if err := w.Store.InTx(t.Context(), func(tx *store.Tx) error { return tx.SaveMandate(m, models.MandateGranted) }); err != nil {
		t.Fatal(err)
	}
	if got := list(agent, store.ProjectFilter{}); len(got) != 0 {
		t.Errorf("once it is revoked: %v", got)
	}
	first := list(firm, store.ProjectFilter{Limit: 2})
	second := list(firm, store.ProjectFilter{Limit: 2, BeforeID: first[1]})
	if len(first) != 2 || len(second) != 1 || second[0] != ids[0] {
		t.Errorf("pages %v %v", first, second)
	}
}

func TestTheProjectPageShowsItsCasesWithinTheReadersRows(t *testing.T) {
	w := newWorld(t)
	firm := w.Applicant()
	c := w.Draft(firm, "LX-13", nil)
	page, err := w.s.Get(t.Context(), firm, c.ProjectID)
	if err != nil || len(page.Cases) != 1 || page.Cases[0].ID != c.ID || page.Enterprise != w.Enterprise.Name {
		t.Fatalf("%+v %v", page, err)
	}
	page, err = w.s.Get(t.Context(), w.Staff(policy.Reviewer, "GXJ", "工信"), c.ProjectID)
	if err != nil || len(page.Cases) != 0 {
		t.Errorf("a department without a part sees %v %v", page, err)
	}
	if _, err := w.s.Get(t.Context(), w.Stranger(), c.ProjectID); models.CodeOf(err) != models.NotFound {
		t.Errorf("another enterprise: %v", err)
	}
}

func TestAPartFollowsWhatItsProjectSays(t *testing.T) { // R-PAR-02: what it waited for is demanded no more
	w := newWorld(t)
	p := w.Project()
	edit := func(permit bool) {
		t.Helper()
		p = w.Project()
		in := projects.Input{Name: p.Name, Version: p.Version, Attrs: map[string]any{"build.construction_permit_required": permit, "build.fire_class": "OTHER"}}
		if _, err := w.s.Edit(t.Context(), w.Applicant(), p.ID, in); err != nil {
			t.Fatal(err)
		}
	}
	status := func(set *models.Case) models.Status {
		t.Helper()
		parts, err := w.Store.Children(t.Context(), policy.Everything("test"), set.ID)
		if err != nil {
			t.Fatal(err)
		}
		for i := range parts {
			if parts[i].ItemCode == "JY-03" {
				return parts[i].Status
			}
		}
		return ""
	}
	edit(true)
	set := w.Submit(w.Applicant(), w.Draft(w.Applicant(), "JY-07", nil))
	if got := status(set); got != models.Pending {
		t.Fatalf("%q before SG-05", got)
	}
	edit(false)
	if got := status(set); got != models.Submitted {
		t.Errorf("%s, though no construction permit is needed", got)
	}
}
