package seed

import (
	"context"
	"fmt"
	"slices"

	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/store"
	"onestop.internal/workflow/accounts"
	"onestop.internal/workflow/cases"
	"onestop.internal/workflow/county"
)

// Region is the demo county's division code: one that no real county has.
const Region = "140999000000"

// parks and towns of the demo county.
var places = []struct{ code, name string }{
	{"140999400000", "示范县经济开发区"},
	{"140999401000", "示范县新材料产业园"},
	{"140999402000", "示范县现代物流园"},
	{"140999100000", "城关镇"},
	{"140999101000", "清源镇"},
	{"140999102000", "东山乡"},
}

// demoPassword is that of every demo account; they exist in a database marked as demo only.
const demoPassword = "Yizhanban-2026" //nolint:gosec // shown on start, in a demo alone

// demoHash is argon2id of demoPassword, the same in every demo: worked out once, so that a seed is quick
// and repeats itself.
const demoHash = "$argon2id$v=19$m=19456,t=2,p=1$n/bdZpRqkIXDpCRIjgJyaA$RvdMbovS8eK/pZe8aPuGYmatozQYrWHkHOjsfQWlbD0"

// person is somebody with a post.
type person struct {
	id     int64
	name   string
	role   policy.Role
	dept   string
	region string
}

// firm is an enterprise with the person who acts for it.
type firm struct {
	models.Enterprise
	owner   person
	agent   *person // who holds its mandate, nil for none
	project []*project
	held    map[string]bool // items granted or filed for the firm as such
}

// world is the county while it is being made.
type world struct {
	ctx     context.Context
	dice    dice
	talk    dice // of what agents talk about, apart: it moves nothing else
	clock   *clock
	store   *store.Store
	county  *county.County
	cases   *cases.Service
	agenda  agenda
	samples samples // the files that stand for every upload; none where there is no blob store

	staff   map[string][]person // by department, and role after a slash
	agents  []person
	leaders []person
	firms   []*firm
	sum     *Summary

	projects  []*project
	codes     int // national project codes given
	upper     int // decisions of the upper body
	made      int // cases made
	names     map[string]bool
	pace      map[string]float64 // of each department
	inspected map[int64]bool     // cases whose inspectors are named
	filler    []string           // items that nobody has asked for yet
	strays    int                // requests that needed no permit or went to the wrong authority
}

// actor is a person at work today.
func (w *world) actor(p *person) policy.Actor {
	return policy.Actor{
		UserID: p.id, Name: p.name, Role: p.role, Region: p.region, Dept: p.dept, Source: models.SourceSeed, Today: w.clock.today(),
	}
}

// applicant is the person of a firm.
func (w *world) applicant(f *firm) policy.Actor {
	a := w.actor(&f.owner)
	a.EnterpriseID, a.EnterpriseName = f.ID, f.Name
	return a
}

// at gives a person of a role at a department; the same number gives the same person.
func (w *world) at(dept string, role policy.Role, n int) policy.Actor {
	list := w.staff[dept+"/"+string(role)]
	return w.actor(&list[n%len(list)])
}

// populate enters settings, departments, people, firms.
func (w *world) populate() error {
	if err := w.enterSettings(); err != nil {
		return err
	}
	if err := w.enterDepartments(); err != nil {
		return err
	}
	return w.store.InTx(w.ctx, func(tx *store.Tx) error {
		if err := w.enterStaff(tx); err != nil {
			return err
		}
		return w.enterFirms(tx)
	})
}

func (w *world) enterSettings() error {
	s := county.Defaults()
	s.Name, s.NameEn, s.Region, s.Demo = "示范县", "Demo County", Region, true
	s.Government, s.CityGov, s.Word, s.WindowDept = "示范县人民政府", "示范市人民政府", "示", "SPJ"
	s.Court, s.CityCourt = "示范县人民法院", "示范市中级人民法院"
	for _, p := range places {
		s.Divisions = append(s.Divisions, county.Division{Code: p.code, Name: p.name})
	}
	if err := county.Put(w.ctx, w.store, s, 0); err != nil {
		return fmt.Errorf("settings: %w", err)
	}
	return w.county.Reload(w.ctx)
}

func (w *world) enterDepartments() error {
	var rows []models.Department
	for i, d := range w.county.Base.Departments {
		row := models.Department{
			Region: Region, Code: d.Code, NameZh: d.NameZh, NameEn: d.NameEn, BodyType: d.BodyType, ActsInNameOf: d.ActsInNameOf,
			Reconsideration: models.JSONOf(d.ReviewBodies), Word: "示" + county.DeptWord(d.Code), Hall: "示范县政务服务中心",
			WindowNo: fmt.Sprintf("%c%02d", 'A'+i/12, i%12+1), Hours: "工作日 09:00–12:00，13:00–17:00", Address: "示范县城关镇政务大街1号",
			Phone: fmt.Sprintf("0350-30%05d", 30001+i*7),
		}
		if len(d.ReviewBodies) == 0 { // the demo county has settled what the law leaves to set-up
			row.ActsInNameOf = "SELF"
			row.Reconsideration = models.JSONOf([]map[string]string{{"body": "COUNTY_GOV", "basis": "行政复议法 art 24(1)(1)"}})
		}
		rows = append(rows, row)
	}
	w.sum.Departments = len(rows)
	s := accounts.Service{Store: w.store}
	if err := s.SeedDepartments(w.ctx, rows); err != nil {
		return fmt.Errorf("departments: %w", err)
	}
	return w.county.Reload(w.ctx)
}

// hire makes a person with a post; the first at some posts is a demo account.
func (w *world) hire(tx *store.Tx, login string, role policy.Role, dept string, first bool) (person, error) {
	name := w.newName()
	if l, n, ok := demoAccount(login, role, dept, first); ok {
		login, name = l, n
	}
	u := &models.User{
		Login: login, Name: name, Phone: w.dice.phone(), Region: Region, Status: models.UserActive, Demo: true, PasswordHash: demoHash,
	}
	if err := tx.CreateUser(u); err != nil {
		return person{}, fmt.Errorf("user %s: %w", login, err)
	}
	w.sum.Users++
	p := person{id: u.ID, name: name, role: role, dept: dept, region: Region}
	if role == policy.Enterprise {
		return p, nil
	}
	g := &models.Grant{
		UserID: u.ID, Role: string(role), Region: Region, DeptCode: dept, ValidFrom: w.clock.today(), Status: models.Active, Reason: "演示数据",
	}
	if err := tx.CreateGrant(g); err != nil {
		return person{}, fmt.Errorf("post of %s: %w", login, err)
	}
	w.staff[dept+"/"+string(role)] = append(w.staff[dept+"/"+string(role)], p)
	return p, nil
}

var roleNames = map[policy.Role]string{
	policy.Enterprise: "企业 Enterprise", policy.Agent: "帮办代办员 Agent", policy.Window: "综合窗口 Window", policy.Reviewer: "部门承办人 Reviewer",
	policy.Approver: "审批人（首席代表） Approver", policy.SectionHead: "科室负责人 Section head", policy.AgencyLeader: "机关负责人 Agency leader",
	policy.AgencyPrincipalHead: "机关主要负责人 Agency head", policy.LeadDept: "阶段牵头部门 Lead department", policy.TaskforceLead: "项目专班长 Task-force lead",
	policy.Leader: "县领导 County leader", policy.Supervisor: "督查室 Supervisor", policy.SystemAdmin: "系统管理员 System administrator",
	policy.SecurityAdmin: "安全管理员 Security administrator", policy.Auditor: "审计员 Auditor",
}

// desks are the posts of every department, with how many people are at each.
var desks = []struct {
	role policy.Role
	n    int
}{
	{policy.Reviewer, 2}, {policy.SectionHead, 1}, {policy.Approver, 1}, {policy.AgencyLeader, 1}, {policy.AgencyPrincipalHead, 1},
}

func (w *world) enterStaff(tx *store.Tx) error {
	for _, d := range w.county.Base.Departments {
		for _, k := range desks {
			for i := range k.n {
				login := fmt.Sprintf("%s-%s%d", lower(d.Code), roleLogins[k.role], i+1)
				if _, err := w.hire(tx, login, k.role, d.Code, i == 0); err != nil {
					return err
				}
			}
		}
	}
	return w.enterCommon(tx)
}

// newName gives a name that nobody on the staff has yet.
func (w *world) newName() string {
	for {
		if name := w.dice.personName(); !w.names[name] {
			w.names[name] = true
			return name
		}
	}
}

var roleLogins = map[policy.Role]string{
	policy.Reviewer: "cb", policy.SectionHead: "ks", policy.Approver: "sp", policy.AgencyLeader: "fz", policy.AgencyPrincipalHead: "zy",
}

// enterCommon are the posts that no department has on its own.
func (w *world) enterCommon(tx *store.Tx) error {
	for _, k := range []struct {
		login string
		role  policy.Role
		dept  string
		n     int
	}{
		{"window", policy.Window, "SPJ", 6},
		{"agent", policy.Agent, "", 8},
		{"leaddept", policy.LeadDept, "ZJJ", 1},
		{"taskforce", policy.TaskforceLead, "", 4},
		{"leader", policy.Leader, "", 4},
		{"supervisor", policy.Supervisor, "", 2},
		{"sysadmin", policy.SystemAdmin, "", 1},
		{"secadmin", policy.SecurityAdmin, "", 2},
		{"auditor", policy.Auditor, "", 1},
		{"leaddept2", policy.LeadDept, demoDept, 1}, // of the first two stages; the other leads the last two
		{"leaddept3", policy.LeadDept, "SPJ", 1},    // of the opening of a company
	} {
		for i := range k.n {
			login := k.login
			if i > 0 {
				login = fmt.Sprintf("%s%d", k.login, i+1)
			}
			p, err := w.hire(tx, login, k.role, k.dept, i == 0)
			if err != nil {
				return err
			}
			switch k.role {
			case policy.Agent:
				w.agents = append(w.agents, p)
				if err := tx.CreateAgentProfile(w.poolEntry(p, i)); err != nil {
					return err
				}
			case policy.Leader, policy.TaskforceLead:
				w.leaders = append(w.leaders, p)
			}
		}
	}
	return nil
}

// poolEntry is an agent's place in the pool: each knows two stages better than the others.
func (w *world) poolEntry(p person, i int) *models.AgentProfile {
	stages := w.county.Base.Stages
	skills := []string{stages[i%len(stages)].Code, stages[(i+3)%len(stages)].Code}
	return &models.AgentProfile{UserID: p.id, Region: Region, Skills: models.JSONOf(skills), MaxLoad: 60, Active: true, UpdatedBy: p.id}
}

func lower(s string) string {
	b := []byte(s)
	for i, c := range b {
		if c >= 'A' && c <= 'Z' {
			b[i] = c + 'a' - 'A'
		}
	}
	return string(b)
}

// firmCount is how many enterprises the demo has; the first is that of the story.
const firmCount = 60

// storyUSCC and storyName are the enterprise of the story told in the guide.
const (
	storyUSCC = "91140999MA0D3M013L"
	storyName = "华源新材料(示范)有限公司"
)

func (w *world) enterFirms(tx *store.Tx) error {
	for i := range firmCount - 1 { // the last one comes when all is well under way
		if err := w.enterFirm(tx, i); err != nil {
			return err
		}
	}
	return nil
}

// newcomer is the enterprise that has just registered and waits for the clerk.
func (w *world) newcomer() error {
	return w.store.InTx(w.ctx, func(tx *store.Tx) error { return w.enterFirm(tx, firmCount-1) })
}

func (w *world) enterFirm(tx *store.Tx, i int) error {
	t := firmTrades[(i+i/len(firmWords))%len(firmTrades)] // a word that comes again is in another trade
	e := models.Enterprise{
		USCC: models.MakeUSCC("140999", i+1), Name: firmWords[i%len(firmWords)] + t.name + "(示范)有限公司", Industry: t.industry,
		Scale: pick(w.dice, []string{"MICRO", "SMALL", "SMALL", "MEDIUM", "LARGE"}),
	}
	login := fmt.Sprintf("firm%d", i+1)
	if i == 0 {
		e.USCC, e.Name, e.Industry, e.Scale, login = storyUSCC, storyName, "C26", "MEDIUM", "enterprise"
	}
	f, err := w.firmOf(tx, e, login, i)
	if err != nil {
		return err
	}
	w.firms = append(w.firms, f)
	return nil
}

func (w *world) firmOf(tx *store.Tx, e models.Enterprise, login string, i int) (*firm, error) {
	place := places[i%len(places)]
	e.Kind, e.Region, e.LegalPerson = models.OrgEnterprise, Region, w.dice.personName()
	e.Address = fmt.Sprintf("示范县%s创新路%d号", place.name, w.dice.between(1, 99))
	e.Status, e.VerifiedAt, e.VerifiedHow = models.EnterpriseVerified, w.clock.instant(), "CLERK"
	e.VerifiedBy = w.staff["SPJ/WINDOW"][0].id
	owner, err := w.hire(tx, login, policy.Enterprise, "", i == 0)
	if err != nil {
		return nil, err
	}
	e.ContactName, e.ContactPhone = owner.name, w.dice.phone()
	if i == firmCount-1 { // one still waits for the clerk
		e.Status, e.VerifiedAt, e.VerifiedHow, e.VerifiedBy, e.AskedAt = models.EnterpriseUnverified, 0, "", 0, w.clock.instant()
	}
	if err := tx.CreateEnterprise(&e); err != nil {
		return nil, fmt.Errorf("enterprise %s: %w", e.Name, err)
	}
	w.sum.Enterprises++
	m := &models.Membership{
		EnterpriseID: e.ID, UserID: owner.id, Role: models.MemberOwner, Status: models.MemberActive, DecidedAt: w.clock.instant(),
	}
	if err := tx.CreateMembership(m); err != nil {
		return nil, fmt.Errorf("member of %s: %w", e.Name, err)
	}
	f := &firm{Enterprise: e, owner: owner, held: map[string]bool{}}
	if i%5 < 2 {
		f.agent = &w.agents[i%len(w.agents)]
		return f, w.mandate(tx, f)
	}
	return f, nil
}

// mandate lets the agent act for the firm: three years, as the portal allows at most, and three more.
func (w *world) mandate(tx *store.Tx, f *firm) error {
	const term = 3 * 366
	powers := slices.Sorted(slices.Values(models.Powers))
	for _, from := range []models.Date{w.clock.today(), w.clock.today() + term} {
		m := &models.Mandate{
			EnterpriseID: f.ID, AgentID: f.agent.id, Status: models.MandateGranted, AllItems: true, Powers: models.JSONOf(powers),
			AskedFrom: from, AskedTo: from + term - 1, ValidFrom: from, ValidTo: from + term - 1, CreatedBy: f.owner.id, GrantedBy: f.owner.id,
			GrantedAt: w.clock.instant(),
		}
		if err := tx.CreateMandate(m); err != nil {
			return fmt.Errorf("mandate of %s: %w", f.Name, err)
		}
	}
	return nil
}
