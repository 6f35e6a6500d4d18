package seed

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/store"
	"onestop.internal/workflow/catalog"
)

// project is what a firm builds, with what it has and what it still needs.
type project struct {
	models.Project
	firm  *firm
	attrs catalog.Attrs
	held  map[string]bool
	needs []string        // items not begun yet, in the order of the catalogue
	asked map[string]bool // items begun, once or more
	tries map[string]int
	joint bool                // the completion acceptance is a joint set
	sets  map[string][]string // stages handed in as a joint set, with the items that it was begun for; nil for a project that does not
}

func newProject(f *firm, attrs catalog.Attrs) *project {
	return &project{firm: f, attrs: attrs, held: map[string]bool{}, asked: map[string]bool{}, tries: map[string]int{}}
}

const projectCount = 40

// kinds of project: what is the same for all of one kind.
var projectKinds = []catalog.Attrs{
	{"invest.route": "FILING", "land.mode": "GRANT", "land.planning_area": "URBAN", "env.eia_class": "FORM", "build.fire_class": "OTHER"},
	{"invest.route": "FILING", "land.mode": "LEASED_PREMISES", "land.planning_area": "URBAN", "env.eia_class": "REGISTRATION", "build.fire_class": "NONE"},
	{"invest.route": "FILING", "land.mode": "GRANT", "land.planning_area": "URBAN", "env.eia_class": "REPORT", "build.fire_class": "SPECIAL"},
	{"invest.route": "GOV_INVEST", "land.mode": "ALLOCATION", "land.planning_area": "URBAN", "env.eia_class": "FORM", "build.fire_class": "SPECIAL", "invest.tender_mandatory": true},
	{"invest.route": "VERIFICATION", "land.mode": "ALLOCATION", "land.planning_area": "RURAL", "env.eia_class": "REPORT", "build.fire_class": "OTHER"},
	{"invest.route": "FILING", "land.mode": "COLLECTIVE", "land.planning_area": "RURAL", "env.eia_class": "REGISTRATION", "build.fire_class": "OTHER"},
}

// flags are the yes-or-no attributes: how often of 1,000 each is true.
var flags = []struct {
	name string
	of   int
}{
	{"invest.tender_mandatory", 200},
	{"land.needs_conversion", 150},
	{"land.expropriation", 100},
	{"land.temporary_use", 120},
	{"land.forest", 100},
	{"land.relics_area", 80},
	{"land.relics_control_zone", 60},
	{"env.total_quota_required", 300},
	{"water.flood_impact", 100},
	{"water.abstraction", 200},
	{"build.joint_design_review", 250},
	{"build.temporary_building", 150},
	{"build.civil_defence", 200},
	{"build.over_limit_high_rise", 60},
	{"build.seismic_evaluation", 60},
	{"build.lightning_special", 150},
	{"build.road_excavation", 200},
	{"build.green_land", 150},
	{"build.highway_works", 120},
	{"build.water_facility_alteration", 120},
	{"build.waste", 500},
	{"safety.hazardous", 120},
	{"ops.sewer_discharge", 450},
	{"ops.special_equipment", 500},
	{"ops.public_assembly", 100},
	{"ops.food_production", 120},
	{"ops.road_freight", 150},
	{"ops.oversize_transport", 80},
	{"ops.hr_service", 60},
	{"ops.labour_dispatch", 60},
}

// projectAttrs draws the attributes of the n-th project. Each flag is true in some project of the
// first years, so that every item of the catalogue has cases.
func (w *world) projectAttrs(n int) catalog.Attrs {
	d := w.dice
	kind := projectKinds[0]
	if n%2 == 1 {
		kind = projectKinds[n/2%len(projectKinds)]
	}
	a := catalog.Attrs{}
	for i, f := range flags {
		a[f.name] = d.chance(f.of) || i%projectCount == n%len(flags)
	}
	maps.Copy(a, kind)
	built := a["land.mode"] != "LEASED_PREMISES"
	a["build.construction"], a["build.construction_permit_required"], a["build.drawing_review_required"] = built, built, built
	if !built {
		a["build.joint_design_review"], a["build.over_limit_high_rise"], a["water.soil_plan"] = false, false, "NONE"
	} else {
		a["water.soil_plan"] = pick(d, []string{"REPORT", "FORM", "FORM", "NONE"})
	}
	if a["build.over_limit_high_rise"] == true {
		a["build.joint_design_review"] = built
	}
	a["safety.licence_required"] = a["safety.hazardous"]
	a["env.discharge_class"] = pick(d, []string{"KEY", "SIMPLIFIED", "REGISTRATION"})
	if a["env.eia_class"] == "REGISTRATION" {
		a["env.discharge_class"] = "REGISTRATION"
	}
	a["energy.tce_per_year"] = float64(d.between(50, 6000))
	a["energy.coal_t_per_year"] = 0.0
	a["company.registered"] = true
	a["land.permanent_basic_farmland"] = false
	return a
}

// launch begins a project: the row, and what it needs.
func (w *world) launch(n int, f *firm) (*project, error) {
	d, on := w.dice, w.clock.today()
	attrs := w.projectAttrs(n)
	place := places[n%len(places)]
	number, err := models.ProjectNumber(on.Year(), n+1)
	if err != nil {
		return nil, err
	}
	p := newProject(f, attrs)
	if p.joint = n%2 == 0; n%5 == 1 {
		p.sets = map[string][]string{}
	}
	mu := d.between(15, 260)
	p.Project = models.Project{
		Number: number, Name: fmt.Sprintf(pick(d, projectWords), d.between(1, 60)), EnterpriseID: f.ID, Region: place.code,
		Class: pick(d, []string{"MAJOR_INDUSTRY", "ORDINARY", "ORDINARY", "LIVELIHOOD"}), Industry: f.Industry, Status: models.ProjectPrelim,
		IsKey: n%4 == 0, InvestFen: int64(mu) * 250 * int64(d.between(80, 140)) * 10_000, LandM2: int64(mu) * 66667 / 100,
		Address: "示范县" + place.name, Scale: fmt.Sprintf("占地约%d亩，建设生产车间、仓库及配套设施", mu), UnitCode: "YQGW",
		PlannedStart: on + models.Date(d.between(90, 240)), Attrs: models.JSONOf(attrs),
	}
	w.charge(&p.Project, n, f)
	if attrs["invest.route"] != "FILING" { // the code is given on the national platform, before the approval
		p.Code = w.projectCode(on)
	}
	for _, a := range w.county.Base.ItemsFor(p.attrs) {
		if w.wants(p, a) {
			p.needs = append(p.needs, a.Code)
		}
	}
	return p, w.enterProject(p)
}

// charge names the people who answer for a project.
func (w *world) charge(p *models.Project, n int, f *firm) {
	if p.IsKey {
		p.KeyDocNo = fmt.Sprintf("示政办发〔%d〕%d号", w.clock.today().Year(), 3+n%5)
	}
	leaders := w.staff["/"+string(policy.Leader)]
	taskforce := w.staff["/"+string(policy.TaskforceLead)]
	p.LeaderID, p.TaskforceID = leaders[n%len(leaders)].id, taskforce[n%len(taskforce)].id
	p.PersonID = w.staff["YQGW/"+string(policy.Reviewer)][n%2].id
	p.CreatedBy = f.owner.id
	if f.agent != nil {
		p.AgentID = f.agent.id
	}
}

func (w *world) enterProject(p *project) error {
	p.firm.project = append(p.firm.project, p)
	w.projects = append(w.projects, p)
	w.sum.Projects++
	err := w.store.InTx(w.ctx, func(tx *store.Tx) error { return tx.CreateProject(&p.Project) })
	if err != nil {
		return fmt.Errorf("project %s: %w", p.Number, err)
	}
	return w.unlock(p)
}

// chosen are items that a project picks for itself: how often of 1,000.
var chosen = map[string]int{
	"YS-03": 600, "YS-04": 300, "YS-05": 500, "YS-06": 400, "YS-07": 200, "YS-08": 400, "YS-09": 400, "YS-12": 350, "YS-13": 350,
	"YS-14": 150, "YS-15": 250, "YS-16": 200, "TZ-03": 500, "TZ-04": 500,
}

// optional are the stages of which a project may leave an item out: how often of 1,000.
var optional = map[string]int{"FACTOR": 700, "SECTOR": 700, "STAGE4_COMPLETION_ACCEPTANCE": 250}

// joined are the parts of the joint completion acceptance.
var joined = []string{"JY-01", "JY-02", "JY-03", "JY-04", "JY-05", "JY-06"}

func (w *world) wants(p *project, a catalog.Applicable) bool {
	switch {
	case a.Item.Stage == "COMPANY":
		return false
	case a.Chosen:
		return w.dice.chance(chosen[a.Code] * 3 / 4)
	case a.Applies != catalog.True, !w.leadsOn(a.Code) && w.dice.chance(optional[a.Item.Stage]):
		return false
	case a.Code == "JY-07":
		return p.joint
	case p.joint && slices.Contains(joined, a.Code):
		return false
	}
	return true
}

// leadsOn tells whether another item waits for the result of this one: a project cannot leave it out.
func (w *world) leadsOn(code string) bool {
	for _, other := range w.county.Base.Codes() {
		for i := range w.county.Base.Item(other).Preconditions {
			for _, m := range w.county.Base.Item(other).Preconditions[i].Members() {
				if m.Item == code {
					return true
				}
			}
		}
	}
	return false
}

// projectCode invents a national code; 140999 is no real county's.
func (w *world) projectCode(on models.Date) models.Text {
	y, m, _ := on.YMD()
	w.codes++
	return models.Text(fmt.Sprintf("%02d%02d-140999-04-01-%06d", y%100, int(m), 100_000+w.codes*7))
}

// unlock begins the items of a project whose preconditions have come.
func (w *world) unlock(p *project) error {
	var now, later []string
	for _, code := range p.needs {
		if w.ready(p, code) {
			now = append(now, code)
		} else {
			later = append(later, code)
		}
	}
	p.needs = later
	for _, code := range now {
		if p.asked[code] {
			continue // begun with a set a moment ago
		}
		set := w.bundle(p, code, now)
		k := w.apply(p.firm, p, cmp.Or(set, code), w.moment(), nil)
		if set != "" {
			k.fate.drafts = false
		}
	}
	return nil
}

// moment is when a firm comes round to what it may do from today on.
func (w *world) moment() models.Instant {
	days := w.dice.lognormal(9, 0.9) * w.season()
	at := anyHour(w.cal(), w.dice, w.clock.today()+models.Date(min(days, 200)))
	return max(at, w.clock.instant()+minute)
}

// stageSets are the joint entrances of the first three stages.
var stageSets = []string{"BL-01", "BL-02", "BL-03"}

// bundle gives the joint set by which a project hands an item in with the others of its stage that it
// needs, "" where it hands it in alone.
func (w *world) bundle(p *project, code string, now []string) string {
	if p.sets == nil {
		return ""
	}
	for _, set := range stageSets {
		parts := w.county.Base.Item(set).Children
		if p.asked[set] || !slices.Contains(parts, code) {
			continue
		}
		begun := slices.DeleteFunc(slices.Concat(now, p.needs), func(c string) bool { return p.asked[c] || !slices.Contains(parts, c) })
		if len(begun) < 2 {
			return ""
		}
		for _, c := range begun {
			p.asked[c] = true
		}
		p.needs = slices.DeleteFunc(p.needs, func(c string) bool { return p.asked[c] })
		p.sets[set] = begun
		return set
	}
	return ""
}

// unbundle lets a project hand in alone what its set did not take up.
func (w *world) unbundle(p *project, set string, parts []models.Case) error {
	for _, code := range p.sets[set] {
		if !slices.ContainsFunc(parts, func(c models.Case) bool { return c.ItemCode == code }) {
			p.asked[code] = false
			p.needs = append(p.needs, code)
		}
	}
	return w.unlock(p)
}

// ready tells whether an item may be handed in now: its project code, its preconditions.
func (w *world) ready(p *project, code string) bool {
	it := w.county.Base.Item(code)
	if p.Code == "" && code != "TZ-01" && it.Flow != models.FlowService {
		return false
	}
	for _, n := range w.county.Base.Preconditions(it, p.attrs, func(c string) bool { return p.held[c] }) {
		if n.State == catalog.Unmet {
			return false
		}
	}
	return true
}

// gain notes that an item was granted or filed, and what follows for the project.
func (w *world) gain(k *kase) error {
	p := k.project
	if p == nil {
		k.firm.held[k.item.Code] = true
		return nil
	}
	if p.held[k.item.Code] {
		return nil
	}
	p.held[k.item.Code] = true
	was := p.Project
	switch k.item.Code {
	case "TZ-01": // the filing gave the project its code
		now, err := w.store.ProjectByID(w.ctx, p.ID)
		if err != nil {
			return err
		}
		p.Project, was = *now, *now
	case "SG-05":
		p.Status, p.StartedOn = models.ProjectStarted, w.county.Now().Calendar.Next(w.clock.today())
	case "JY-08":
		p.Status = models.ProjectCompleted
	case "JY-09", "JY-14":
		if p.Status == models.ProjectCompleted {
			p.Status = models.ProjectOperating
		}
	}
	if p.Code != was.Code || p.Status != was.Status {
		if err := w.store.InTx(w.ctx, func(tx *store.Tx) error { return tx.SeedProject(&p.Project) }); err != nil {
			return fmt.Errorf("project %s: %w", p.Number, err)
		}
	}
	return w.unlock(p)
}

// lose lets a project try again what was refused, twice at most.
func (w *world) lose(k *kase) {
	p := k.project
	if p == nil || p.tries[k.item.Code] >= 2 {
		return
	}
	p.tries[k.item.Code]++
	at := anyHour(w.cal(), w.dice, w.clock.today()+models.Date(w.dice.between(8, 40)))
	w.apply(k.firm, p, k.item.Code, at, k)
}
