package seed

import (
	"fmt"
	"slices"

	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/workflow/cases"
	"onestop.internal/workflow/catalog"
)

// script is a case whose dates stand fixed.
type script struct{ acts []act }

// act is one thing that is done at an instant.
type act struct {
	at models.Instant
	do string
}

// story is one project from intent to the start of works: 华源新材料, 120 mu, 3.2 亿, back-scheduled
// from "works begin on 2026-03-02".
var story = []struct {
	item string
	acts [][2]string // time, what
}{
	{"YS-01", [][2]string{{"2025-09-24 09:40", "submit"}, {"2025-09-24 14:10", "triage"}, {"2025-09-28 10:00", "answer"}, {"2025-09-29 15:00", "satisfy"}, {"2025-09-30 11:00", "confirm"}}},
	{"LX-02", [][2]string{{"2025-10-09 09:10", "submit"}, {"2025-10-09 15:00", "start"}, {"2025-10-14 16:00", "finish"}}},
	{"YS-17", [][2]string{{"2025-10-09 09:30", "submit"}, {"2025-10-09 11:00", "triage"}, {"2025-10-13 10:00", "answer"}, {"2025-10-15 10:00", "satisfy"}, {"2025-10-15 16:00", "confirm"}}},
	{"TZ-01", [][2]string{{"2025-10-16 09:05", "submit"}, {"2025-10-16 10:20", "register"}}},
	{"LX-03", [][2]string{{"2025-10-17 08:50", "submit"}, {"2025-10-17 09:30", "accept"}, {"2025-11-18 15:00", "review"}, {"2025-12-02 10:00", "approve"}, {"2025-12-02 11:00", "certify"}, {"2025-12-02 15:00", "deliver"}}},
	{"LX-05", [][2]string{{"2025-12-02 15:30", "submit"}, {"2025-12-02 16:20", "accept"}, {"2025-12-04 10:00", "review"}, {"2025-12-05 10:00", "approve"}, {"2025-12-05 11:00", "certify"}, {"2025-12-05 15:00", "deliver"}}},
	{"LX-17", [][2]string{{"2025-12-03 09:10", "submit"}, {"2025-12-03 09:40", "accept"}, {"2025-12-04 11:00", "review"}, {"2025-12-05 10:30", "approve"}, {"2025-12-05 11:30", "certify"}, {"2025-12-05 15:10", "deliver"}}},
	{"LX-09", [][2]string{{"2026-01-12 09:15", "submit"}, {"2026-01-12 11:00", "accept"}, {"2026-01-22 15:00", "review"}, {"2026-01-23 09:00", "forward"}, {"2026-01-26 10:00", "approve"}, {"2026-01-26 11:00", "certify"}, {"2026-01-26 15:00", "deliver"}}},
	{"GJ-02", [][2]string{{"2026-02-09 09:00", "submit"}, {"2026-02-09 10:00", "accept"}, {"2026-02-24 15:00", "review"}, {"2026-02-25 09:30", "approve"}, {"2026-02-25 10:00", "certify"}, {"2026-02-25 10:30", "deliver"}}},
	{"SG-05", [][2]string{{"2026-02-25 11:00", "submit"}, {"2026-02-25 14:30", "accept"}, {"2026-02-27 15:00", "review"}, {"2026-02-28 10:00", "approve"}, {"2026-02-28 11:00", "certify"}, {"2026-02-28 15:00", "deliver"}}},
}

var storyAttrs = catalog.Attrs{
	"invest.route": "FILING", "land.mode": "GRANT", "land.planning_area": "URBAN", "env.eia_class": "FORM", "build.fire_class": "OTHER",
	"env.discharge_class": "SIMPLIFIED", "water.soil_plan": "FORM", "energy.tce_per_year": 820.0, "energy.coal_t_per_year": 0.0,
	"build.construction": true, "build.construction_permit_required": true, "build.drawing_review_required": false, "build.waste": true,
	"company.registered": true, "ops.sewer_discharge": true, "ops.special_equipment": true, "env.total_quota_required": true,
}

// tell enters the story's project and its cases, each at its time.
func (w *world) tell() error {
	f := w.firms[0]
	attrs := catalog.Attrs{}
	for _, x := range flags {
		attrs[x.name] = false
	}
	for k, v := range storyAttrs {
		attrs[k] = v
	}
	p := newProject(f, attrs)
	p.joint = true
	number, err := models.ProjectNumber(2025, 9999)
	if err != nil {
		return err
	}
	p.Project = models.Project{
		Number: number, Name: "年产2万吨高性能新材料项目", EnterpriseID: f.ID, Region: "140999401000", Class: "MAJOR_INDUSTRY", Industry: f.Industry,
		Status: models.ProjectSigned, IsKey: true, InvestFen: 320_000_000_00, LandM2: 80_000, Address: "示范县新材料产业园创新路8号",
		Scale: "占地120亩，总投资3.2亿元，建设高性能新材料生产线两条", UnitCode: "YQGW", PlannedStart: models.MustDate("2026-03-02"),
		Attrs: models.JSONOf(attrs),
	}
	w.charge(&p.Project, 0, f)
	p.KeyDocNo = "示政办发〔2025〕31号"
	var scripted []string
	for _, s := range story {
		scripted = append(scripted, s.item)
		w.stage(p, s.item, s.acts)
	}
	for _, a := range w.county.Base.ItemsFor(p.attrs) {
		if w.wants(p, a) && !slices.Contains(scripted, a.Code) {
			p.needs = append(p.needs, a.Code)
		}
	}
	return w.enterProject(p)
}

// stage plans one case of the story: the draft an hour before it is handed in.
func (w *world) stage(p *project, code string, lines [][2]string) {
	s := &script{}
	for _, l := range lines {
		s.acts = append(s.acts, act{storyTime(l[0]), l[1]})
	}
	k := w.apply(p.firm, p, code, s.acts[0].at-20*minute, nil)
	k.script, k.fate = s, fate{pace: 1}
	k.agent = p.firm.agent
}

func storyTime(s string) models.Instant {
	var h, m int
	if _, err := fmt.Sscanf(s[11:], "%d:%d", &h, &m); err != nil {
		panic(err) // a literal of this file
	}
	return models.MustDate(s[:10]).Start() + models.Instant(h*60+m)*minute
}

// recite does the next act of the script.
func (w *world) recite(k *kase) error {
	for len(k.script.acts) > 0 && k.script.acts[0].do == "submit" {
		k.script.acts = k.script.acts[1:]
	}
	if len(k.script.acts) == 0 {
		return w.gainOf(k)
	}
	a := k.script.acts[0]
	k.script.acts = k.script.acts[1:]
	w.then(k, max(a.at, w.clock.instant()+1000), func(k *kase) error { return w.perform(k, a.do) })
	return nil
}

// gainOf notes the result of a case of the story at its end.
func (w *world) gainOf(k *kase) error {
	if k.c.Outcome == models.Granted {
		return w.gain(k)
	}
	return nil
}

func (w *world) perform(k *kase, what string) error {
	reviewer := w.at(k.c.DeptCode, policy.Reviewer, 0)
	switch what {
	case "review":
		return w.reviewAll(k)
	case "accept":
		return w.move(k, w.window(k), models.VerbAccept, cases.MoveInput{})
	case "approve":
		return w.move(k, w.at(k.c.DeptCode, policy.Approver, 0), models.VerbApprove, cases.MoveInput{Decision: w.grantWords(k)})
	case "forward":
		return w.forward(k)
	case "certify":
		return w.certify(k)
	case "deliver":
		return w.move(k, w.window(k), models.VerbDeliver, cases.MoveInput{Delivery: w.delivery(k)})
	case "register":
		return w.register(k)
	case "triage":
		return w.move(k, w.window(k), models.VerbTriage, cases.MoveInput{})
	case "answer":
		return w.move(k, reviewer, models.VerbAnswer, cases.MoveInput{Answer: &cases.AnswerInput{
			Plan: "在新材料产业园备选地块中择优安排，出具选址意见", SolutionOn: w.cal().Nth(w.clock.today(), 3), Level: "FULL",
		}})
	case "satisfy":
		return w.move(k, reviewer, models.VerbSatisfy, cases.MoveInput{})
	case "confirm":
		return w.move(k, w.applicant(k.firm), models.VerbConfirm, cases.MoveInput{})
	case "start":
		return w.move(k, reviewer, models.VerbStart, cases.MoveInput{})
	case "finish":
		return w.move(k, reviewer, models.VerbFinish, cases.MoveInput{Decision: &cases.Decision{Findings: "审查合格"}})
	}
	return fmt.Errorf("story: nobody knows how to %s", what)
}

// reviewAll ends every step before the decision.
func (w *world) reviewAll(k *kase) error {
	for {
		steps, err := w.store.Steps(w.ctx, k.c.ID)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(steps, func(s models.Step) bool {
			return s.IsOpen() && s.Kind != models.StepReceive && s.Kind != models.StepApprove && s.Kind != models.StepIssue &&
				s.Kind != models.StepForward && s.Kind != models.StepUpper
		})
		if i < 0 {
			return w.recite(k)
		}
		s := &steps[i]
		c, err := w.cases.StepMove(w.ctx, w.holder(s, 0), k.c.ID, s.ID, "done", &cases.StepInput{Result: "AGREE", Remark: "符合规定"})
		if err != nil {
			return w.failed(k, "done "+s.Code, err)
		}
		k.c = c
	}
}
