// Package casestest gives tests a small county to play in: settings, departments, people at their
// posts, a verified enterprise with an agent, and the engine on a clock that the test sets.
package casestest

import (
	"crypto/rand"
	"slices"
	"testing"

	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/store"
	"onestop.internal/store/storetest"
	"onestop.internal/workflow/cases"
	"onestop.internal/workflow/catalog"
	"onestop.internal/workflow/county"
)

// Region is the test county.
const Region = "140999000000"

// World is the county of one test.
type World struct {
	T          testing.TB
	Clock      *storetest.Clock
	Store      *store.Store
	Policy     *policy.Policy
	County     *county.County
	Cases      *cases.Service
	Enterprise models.Enterprise
	Other      models.Enterprise // a second one, that must see nothing of the first
	people     map[string]int64
}

// New makes a county at an RFC 3339 time.
func New(t testing.TB, at string) *World {
	t.Helper()
	w := &World{T: t, Clock: storetest.NewClock(at), people: map[string]int64{}}
	w.Store = storetest.New(t, w.Clock.Now)
	var err error
	if w.Policy, err = policy.New(); err != nil {
		t.Fatal(err)
	}
	if _, _, err := county.Install(t.Context(), w.Store); err != nil {
		t.Fatal(err)
	}
	s := county.Defaults()
	s.Name, s.NameEn, s.Region, s.Government, s.CityGov = "示范县", "Demo County", Region, "示范县人民政府", "示范市人民政府"
	s.Court, s.CityCourt = "示范县人民法院", "示范市中级人民法院"
	w.must(county.Put(t.Context(), w.Store, s, 0))
	if w.County, err = county.Open(t.Context(), w.Store); err != nil {
		t.Fatal(err)
	}
	w.Cases = &cases.Service{Store: w.Store, Policy: w.Policy, County: w.County, Random: rand.Reader}
	w.must(w.Store.InTx(t.Context(), w.populate))
	w.must(w.County.Reload(t.Context()))
	return w
}

func (w *World) must(err error) {
	w.T.Helper()
	if err != nil {
		w.T.Fatal(err)
	}
}

// populate enters the departments and two enterprises.
func (w *World) populate(tx *store.Tx) error {
	for _, d := range w.County.Base.Departments {
		row := &models.Department{
			Region: Region, Code: d.Code, NameZh: d.NameZh, NameEn: d.NameEn, BodyType: d.BodyType, ActsInNameOf: d.ActsInNameOf,
			Reconsideration: models.JSONOf(d.ReviewBodies), Word: "示" + string([]rune(d.NameZh)[:1]), Origin: "default", Active: true,
		}
		if err := tx.CreateDepartment(row); err != nil {
			return err
		}
	}
	for i, name := range []string{"华源新材料（示范）有限公司", "恒通机械（示范）有限公司"} {
		e := &models.Enterprise{USCC: models.MakeUSCC("140999", i+1), Name: name, Region: Region, LegalPerson: "王建国", Status: models.EnterpriseVerified}
		if err := tx.CreateEnterprise(e); err != nil {
			return err
		}
		if i == 0 {
			w.Enterprise = *e
		} else {
			w.Other = *e
		}
	}
	return nil
}

// Applicant is a person of the enterprise.
func (w *World) Applicant() policy.Actor { return w.of("企业经办人", w.Enterprise) }

// Stranger is a person of the other enterprise.
func (w *World) Stranger() policy.Actor { return w.of("他企经办人", w.Other) }

func (w *World) of(name string, e models.Enterprise) policy.Actor {
	return policy.Actor{
		UserID: w.person(name, "", ""), Name: name, Role: policy.Enterprise, Region: Region,
		EnterpriseID: e.ID, EnterpriseName: e.Name, Today: models.At(w.Clock.Now()).Date(),
	}
}

// Staff is a person at a department's desk; another name is another person.
func (w *World) Staff(role policy.Role, dept, name string) policy.Actor {
	return policy.Actor{
		UserID: w.person(name, string(role), dept), Name: name, Role: role, Region: Region, Dept: dept,
		Today: models.At(w.Clock.Now()).Date(),
	}
}

// Window is a clerk of the integrated window.
func (w *World) Window() policy.Actor { return w.Staff(policy.Window, "SPJ", "窗口小李") }

// person makes a user with its post, once for each name.
func (w *World) person(name, role, dept string) int64 {
	w.T.Helper()
	key := name + "|" + role + "|" + dept
	if id := w.people[key]; id != 0 {
		return id
	}
	err := w.Store.InTx(w.T.Context(), func(tx *store.Tx) error {
		u := &models.User{Login: "u" + string(rune('a'+len(w.people)%26)) + name, Name: name, Region: Region, Status: models.UserActive}
		if err := tx.CreateUser(u); err != nil {
			return err
		}
		w.people[key] = u.ID
		if role == "" {
			return nil
		}
		return tx.CreateGrant(&models.Grant{
			UserID: u.ID, Role: role, Region: Region, DeptCode: dept, Status: models.Active, ValidFrom: models.MustDate("2016-01-01"),
		})
	})
	w.must(err)
	return w.people[key]
}

// Draft begins a case of an item with the item's own sample answers, every material handed in.
func (w *World) Draft(a policy.Actor, item string, attrs catalog.Attrs) *models.Case {
	w.T.Helper()
	c, err := w.Cases.CreateDraft(w.T.Context(), a, &cases.DraftInput{
		ItemCode: item, Form: w.County.Base.Sample(item), Attrs: attrs, ProjectID: w.Project().ID,
	})
	w.must(err)
	w.HandInAll(c.ID)
	return c
}

// Led gives the enterprise's project to the lead of a task force.
func (w *World) Led(lead policy.Actor) {
	w.T.Helper()
	p := w.Project()
	p.TaskforceID = lead.UserID
	w.must(w.Store.InTx(w.T.Context(), func(tx *store.Tx) error { return tx.SaveProject(p) }))
}

// HandInAll marks every missing material of a case as handed in.
func (w *World) HandInAll(caseID int64) { w.T.Helper(); w.HandInBut(caseID) }

// HandInBut marks every missing material of a case as handed in, but for some codes.
func (w *World) HandInBut(caseID int64, codes ...string) {
	w.T.Helper()
	w.must(w.Store.InTx(w.T.Context(), func(tx *store.Tx) error {
		mats, err := tx.Materials(caseID)
		if err != nil {
			return err
		}
		for i := range mats {
			if mats[i].State != models.MaterialMissing || slices.Contains(codes, mats[i].Code) {
				continue
			}
			mats[i].State = models.MaterialHandedIn
			if err := tx.SaveMaterial(&mats[i]); err != nil {
				return err
			}
		}
		return nil
	}))
}

// Project gives the enterprise's project, with its national code.
func (w *World) Project() *models.Project {
	w.T.Helper()
	if id := w.people["project"]; id != 0 {
		p, err := w.Store.ProjectByID(w.T.Context(), id)
		w.must(err)
		return p
	}
	p := &models.Project{
		Number: "XM20269001", Code: "2603-140999-04-01-123456", Name: "年产2万吨高性能复合材料项目", EnterpriseID: w.Enterprise.ID,
		Region: Region, Class: "MAJOR_INDUSTRY", Status: models.ProjectPrelim, Version: 1,
	}
	w.must(w.Store.InTx(w.T.Context(), func(tx *store.Tx) error { return tx.CreateProject(p) }))
	w.people["project"] = p.ID
	return p
}

// Submit hands a draft in.
func (w *World) Submit(a policy.Actor, c *models.Case) *models.Case {
	w.T.Helper()
	got, err := w.Cases.Submit(w.T.Context(), a, c.ID, 0)
	w.must(err)
	return got
}

// Move does a verb and fails the test where it is refused.
func (w *World) Move(a policy.Actor, c *models.Case, verb models.Verb, in cases.MoveInput) *models.Case {
	w.T.Helper()
	got, err := w.Cases.Move(w.T.Context(), a, c.ID, verb, &in)
	if err != nil {
		w.T.Fatalf("%s in %s: %v", verb, c.Status, err)
	}
	return got
}

// Refused does a verb that must be refused with a key.
func (w *World) Refused(a policy.Actor, c *models.Case, verb models.Verb, in cases.MoveInput, key string) {
	w.T.Helper()
	_, err := w.Cases.Move(w.T.Context(), a, c.ID, verb, &in)
	if models.KeyOf(err) != key {
		w.T.Fatalf("%s: %v, want %s", verb, err, key)
	}
}

// Reload reads a case as it is stored.
func (w *World) Reload(c *models.Case) *models.Case {
	w.T.Helper()
	got, err := w.Store.Case(w.T.Context(), policy.Everything("test"), c.ID)
	w.must(err)
	return got
}
