package projects_test

import (
	"testing"

	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/store"
	"onestop.internal/workflow/cases/casestest"
	"onestop.internal/workflow/projects"
)

// agent puts a person into the pool.
func (w *world) agent(t *testing.T, name string, in projects.PoolInput) policy.Actor {
	t.Helper()
	a := w.Staff(policy.Agent, "", name)
	if in.Region == "" {
		in.Region = casestest.Region
	}
	if in.MaxLoad == 0 {
		in.MaxLoad = 10
	}
	if _, err := w.s.PutInPool(t.Context(), w.lead, a.UserID, in); err != nil {
		t.Fatal(err)
	}
	return a
}

func TestACaseGoesToTheAgentOfItsProjectFirst(t *testing.T) {
	w := newWorld(t)
	w.Led(w.lead)
	w.agent(t, "专家", projects.PoolInput{Active: true, Skills: []string{"LX-13"}})
	own := w.agent(t, "项目的", projects.PoolInput{Active: true, NoAuto: true})
	c := w.Submit(w.Applicant(), w.Draft(w.Applicant(), "LX-13", nil))
	p := w.Project()
	if _, err := w.s.Direct(t.Context(), w.lead, p.ID, projects.DirectInput{Version: p.Version, Class: p.Class, AgentID: own.UserID}); err != nil {
		t.Fatal(err)
	}
	got, err := w.s.AssignCase(t.Context(), w.lead, c.ID)
	if err != nil || got.AgentID != own.UserID {
		t.Fatalf("%+v %v", got, err)
	}
	scope, _ := w.Policy.Scope(own, "case:read")
	if _, err := w.Store.Case(t.Context(), scope, c.ID); err != nil {
		t.Errorf("the agent does not see the case: %v", err)
	}
	again, err := w.s.AssignCase(t.Context(), w.lead, c.ID)
	if err != nil || again.Version != got.Version {
		t.Errorf("assigned twice: %+v %v", again, err)
	}
}

func TestWithoutAProjectsAgentSkillThenLoadDecides(t *testing.T) {
	for name, c := range map[string]struct {
		pool map[string]projects.PoolInput
		want string // "" for nobody
	}{
		"the item is known better than the stage": {map[string]projects.PoolInput{
			"甲": {Active: true, Skills: []string{"STAGE1_LAND_PLANNING"}}, "乙": {Active: true, Skills: []string{"LX-13"}},
		}, "乙"},
		"the passive are passed over": {map[string]projects.PoolInput{
			"甲": {Skills: []string{"LX-13"}}, "乙": {Active: true},
		}, "乙"},
		"those for the hand only are passed over": {map[string]projects.PoolInput{
			"甲": {Active: true, NoAuto: true, Skills: []string{"LX-13"}}, "乙": {Active: true},
		}, "乙"},
		"those of another town are passed over": {map[string]projects.PoolInput{
			"甲": {Active: true, Region: "140999100000", Skills: []string{"LX-13"}}, "乙": {Active: true},
		}, "乙"},
		"nobody is in the pool": {nil, ""},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.Led(w.lead)
			ids := map[string]int64{}
			for who, in := range c.pool {
				ids[who] = w.agent(t, who, in).UserID
			}
			k := w.Submit(w.Applicant(), w.Draft(w.Applicant(), "LX-13", nil))
			got, err := w.s.AssignCase(t.Context(), w.lead, k.ID)
			switch {
			case c.want == "" && models.KeyOf(err) != "agent.none_free":
				t.Errorf("%+v %v", got, err)
			case c.want != "" && (err != nil || got.AgentID != ids[c.want]):
				t.Errorf("%+v %v", got, err)
			}
		})
	}
}

func TestTheLeastLoadedForWhatEachCanCarryIsNextAndTheFullAndAbsentAreNot(t *testing.T) {
	w := newWorld(t)
	w.Led(w.lead)
	firm := w.Applicant()
	small := w.agent(t, "小", projects.PoolInput{Active: true, MaxLoad: 1})
	big := w.agent(t, "大", projects.PoolInput{Active: true, MaxLoad: 4})
	away := w.agent(t, "假", projects.PoolInput{Active: true, MaxLoad: 100})
	err := w.Store.InTx(t.Context(), func(tx *store.Tx) error {
		return tx.CreateAbsence(&models.Absence{UserID: away.UserID, SubstituteID: big.UserID, FromOn: w.lead.Today, ToOn: w.lead.Today + 3})
	})
	if err != nil {
		t.Fatal(err)
	}
	var got []int64
	for range 5 {
		c, err := w.s.AssignCase(t.Context(), w.lead, w.Submit(firm, w.Draft(firm, "LX-13", nil)).ID)
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, c.AgentID)
	}
	want := []int64{small.UserID, big.UserID, big.UserID, big.UserID, big.UserID}
	for i := range want {
		if got[i] != want[i] {
			t.Fatalf("in turn %v, want %v", got, want)
		}
	}
	if _, err := w.s.AssignCase(t.Context(), w.lead, w.Submit(firm, w.Draft(firm, "LX-13", nil)).ID); models.KeyOf(err) != "agent.none_free" {
		t.Errorf("all full: %v", err)
	}
	pool, err := w.s.Pool(t.Context(), w.lead)
	if err != nil || len(pool) != 3 || pool[1].OpenCases != 4 || pool[2].AwayUntil != w.lead.Today+3 {
		t.Errorf("pool %+v %v", pool, err)
	}
}

func TestAProjectGetsItsAgentOnce(t *testing.T) {
	w := newWorld(t)
	w.Led(w.lead)
	a := w.agent(t, "甲", projects.PoolInput{Active: true})
	p := w.create(t, w.Applicant(), "项目")
	got, err := w.s.AssignProject(t.Context(), w.lead, p.ID)
	if err != nil || got.AgentID != a.UserID {
		t.Fatalf("%+v %v", got, err)
	}
	if again, err := w.s.AssignProject(t.Context(), w.lead, p.ID); err != nil || again.Version != got.Version {
		t.Errorf("again: %+v %v", again, err)
	}
}

func TestOnlyAgentsEnterThePoolAndAnOlderCopyIsRefused(t *testing.T) {
	w := newWorld(t)
	w.Led(w.lead)
	if _, err := w.s.PutInPool(t.Context(), w.lead, w.Window().UserID, projects.PoolInput{Region: casestest.Region, MaxLoad: 1}); models.CodeOf(err) != models.NotFound {
		t.Errorf("a clerk: %v", err)
	}
	a := w.agent(t, "甲", projects.PoolInput{Active: true})
	in := projects.PoolInput{Region: casestest.Region, MaxLoad: 5}
	if _, err := w.s.PutInPool(t.Context(), w.lead, a.UserID, in); models.CodeOf(err) != models.Conflict {
		t.Errorf("an older copy: %v", err)
	}
	in.Version, in.Skills = 1, []string{"XX-99"}
	if _, err := w.s.PutInPool(t.Context(), w.lead, a.UserID, in); models.KeyOf(err) != "agent_profile.invalid" {
		t.Errorf("an unknown skill: %v", err)
	}
	if _, err := w.s.PutInPool(t.Context(), a, a.UserID, in); models.CodeOf(err) != models.Denied {
		t.Errorf("oneself: %v", err)
	}
}

func TestTheProjectsOfAnAgentAreHandedOverWithTheRest(t *testing.T) { // FLOWS §1.2: all open work moves
	w := newWorld(t)
	old, next := w.Staff(policy.Agent, "", "小陈"), w.Staff(policy.Agent, "", "小林")
	led := func(name string, status models.ProjectStatus) *models.Project {
		t.Helper()
		p := w.create(t, w.lead, name)
		p.AgentID, p.Status = old.UserID, status
		if err := w.Store.InTx(t.Context(), func(tx *store.Tx) error { return tx.SaveProject(p) }); err != nil {
			t.Fatal(err)
		}
		return p
	}
	open, over := led("在建项目", models.ProjectBuilding), led("已退出项目", models.ProjectExit)
	if _, err := w.Cases.HandOver(t.Context(), old, old.UserID, next.UserID, "产假"); err != nil {
		t.Fatal(err)
	}
	for p, want := range map[*models.Project]int64{open: next.UserID, over: old.UserID} {
		now, err := w.Store.ProjectByID(t.Context(), p.ID)
		if err != nil || now.AgentID != want {
			t.Errorf("%s: agent %d, want %d (%v)", p.Name, now.AgentID, want, err)
		}
	}
	all := policy.Everything("test")
	acts, err := w.Store.AdminEvents(t.Context(), all, store.AdminEventFilter{Action: "project.handover"})
	if err != nil || len(acts) != 1 || acts[0].SubjectID != open.ID || acts[0].Reason != "产假" || acts[0].ActorID != old.UserID {
		t.Errorf("journal %+v %v", acts, err)
	}
	todos, err := w.Store.Todos(t.Context(), all, next.UserID, store.TodoFilter{})
	if err != nil || len(todos) != 1 || todos[0].Kind != models.TodoFirstContact {
		t.Errorf("tasks of the next %+v %v", todos, err)
	}
}
