package seed

import (
	"errors"
	"fmt"
	"slices"

	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/workflow/cases"
	"onestop.internal/workflow/catalog"
)

// review goes on with the steps of an accepted case.
func (w *world) review(k *kase) error {
	steps, err := w.store.Steps(w.ctx, k.c.ID)
	if err != nil {
		return err
	}
	var open *models.Step
	n := 0
	for i := range steps {
		s := &steps[i]
		if s.Kind != models.StepReceive && s.Kind != models.StepIssue {
			n++
		}
		if open == nil && s.IsOpen() && s.Kind != models.StepReceive {
			open = s
		}
	}
	if open == nil {
		return nil
	}
	minutes := w.budget(k) / float64(max(1, n)) * w.dice.lognormal(1, 0.3)
	switch open.Kind {
	case models.StepApprove, models.StepIssue, models.StepForward, models.StepUpper:
		switch {
		case k.fate.unsigned:
			return nil
		case outside(k) && k.c.ForwardedOn == 0:
			return w.soon(k, minutes, w.forward)
		case outside(k):
			return w.soon(k, w.dice.lognormal(14*day, 0.5), w.decideWhenReady)
		}
		return w.soon(k, minutes, w.decideWhenReady)
	}
	id, begun := open.ID, open.State == models.StepInProgress
	return w.soon(k, minutes/2, func(k *kase) error { return w.workOn(k, id, begun) })
}

// budget is how many working minutes the review will take.
func (w *world) budget(k *kase) float64 {
	days := float64(k.c.PromiseValue)
	switch k.c.PromiseUnit {
	case models.CalendarDay:
		days *= 5.0 / 7
	case models.WorkingDay:
	default:
		days = 0.4
	}
	return max(0.3, days) * k.fate.pace * day
}

// workOn takes a step, or ends it.
func (w *world) workOn(k *kase, id int64, begun bool) error {
	steps, err := w.store.Steps(w.ctx, k.c.ID)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(steps, func(s models.Step) bool { return s.ID == id && s.IsOpen() })
	if i < 0 {
		return w.follow(k)
	}
	s := &steps[i]
	who := w.holder(s, k.n)
	if !begun {
		if k.n%5 < 2 {
			return w.stepMove(k, who, s, "claim", cases.StepInput{})
		}
	} else if done, err := w.leave(k, who, s, steps); done || err != nil {
		return err
	}
	return w.stepMove(k, who, s, "done", cases.StepInput{Result: "AGREE", Remark: "材料符合规定"})
}

// holder is who has a step, or somebody of its desk.
func (w *world) holder(s *models.Step, n int) policy.Actor {
	if s.HolderID != 0 {
		for _, role := range []policy.Role{policy.Reviewer, policy.SectionHead, policy.Approver} {
			for _, p := range w.staff[s.DeptCode+"/"+string(role)] {
				if p.id == s.HolderID {
					return w.actor(&p)
				}
			}
		}
	}
	return w.at(s.DeptCode, policy.Role(s.Role), n)
}

func (w *world) stepMove(k *kase, a policy.Actor, s *models.Step, verb string, in cases.StepInput) error {
	c, err := w.cases.StepMove(w.ctx, a, k.c.ID, s.ID, verb, &in)
	if err != nil {
		return w.failed(k, verb+" "+s.Code, err)
	}
	k.c = c
	return w.follow(k)
}

// leave is what may come between the taking and the end of a step: a special procedure, a suspension,
// a verb of the step. Each comes once.
func (w *world) leave(k *kase, who policy.Actor, s *models.Step, steps []models.Step) (bool, error) {
	f := &k.fate
	lead := w.at(k.c.DeptCode, policy.Reviewer, k.n)
	switch {
	case w.lacks(k, s):
		return true, w.askSupplement(k, lead)
	case f.terminates && k.c.Flow == models.FlowPermit: // a service is not terminated
		f.terminates = false
		return true, w.move(k, lead, models.VerbTerminate, cases.MoveInput{Reason: "申请事项所涉项目已经灭失"})
	case f.suspends && len(k.item.Suspend) > 0 && k.c.Status == models.UnderReview:
		f.suspends = false
		return true, w.move(k, lead, models.VerbSuspend, cases.MoveInput{Reason: "利害关系人提起诉讼，依法中止审查"})
	case f.special && len(k.item.Excluded) > 0 && (k.c.LegalDue == 0 || w.clock.today() < k.c.LegalDue):
		f.special = false
		if f.lastDay && k.c.LegalDue != 0 {
			w.beginLate(k)
			return true, nil
		}
		return true, w.beginSpecial(k, lead)
	case f.detour != "":
		verb := f.detour
		f.detour = ""
		return w.detour(k, who, s, steps, verb)
	}
	return false, nil
}

// detour does a verb of the step that needs somebody else.
func (w *world) detour(k *kase, who policy.Actor, s *models.Step, steps []models.Step, verb string) (bool, error) {
	in := cases.StepInput{Remark: "请协助办理"}
	for _, p := range w.staff[s.DeptCode+"/"+string(policy.Reviewer)] {
		if p.id != who.UserID {
			in.UserID = p.id
		}
	}
	if verb == "send_back" {
		for _, x := range steps {
			if x.Ord < s.Ord && x.Kind == models.StepReview && x.State == models.StepDone {
				in.ToStep, in.Remark = x.ID, "现场情况与审查意见不一致，退回重审"
			}
		}
		if in.ToStep == 0 {
			verb = "copy"
		}
	}
	if in.UserID == 0 {
		return false, nil
	}
	return true, w.stepMove(k, who, s, verb, in)
}

// beginSpecial starts a special procedure: one that the item's own law names before the common eight.
func (w *world) beginSpecial(k *kase, who policy.Actor) error {
	x := w.exclusion(k)
	from := w.cal().Next(w.clock.today())
	if k.c.LegalDue != 0 && from >= k.c.LegalDue {
		return w.follow(k)
	}
	return w.special(k, who, x, from)
}

// beginLate starts it on the last day of the legal limit, which the section head must confirm (R-CLK-19 c).
func (w *world) beginLate(k *kase) {
	due := k.c.LegalDue
	w.then(k, due.Start()+(9*60+40)*minute, func(k *kase) error {
		if k.c.LegalDue != due || w.clock.today() != due {
			return w.follow(k)
		}
		return w.special(k, w.at(k.c.DeptCode, policy.SectionHead, 0), w.exclusion(k), due)
	})
}

func (w *world) special(k *kase, who policy.Actor, x catalog.Exclusion, from models.Date) error {
	n := w.dice.between(3, 14)
	if x.Cap > 0 {
		n = min(n, x.Cap/2)
	}
	hearing := x.Reason == models.PauseHearing
	if hearing {
		n = max(n, hearingDays)
		if err := w.callHearing(k, who); err != nil {
			return w.failed(k, "call a hearing", err)
		}
	}
	p := &cases.PauseInput{Reason: x.Reason, From: from, PlannedEnd: w.cal().Nth(from, n)}
	if k.heard = k.heard || x.Reason == models.PauseHearing; k.heard {
		p.ChairID = w.at(k.c.DeptCode, policy.SectionHead, 0).UserID
	}
	err := w.move(k, who, models.VerbStartSpecial, cases.MoveInput{Reason: "组织" + w.reasonName(x.Reason), Pause: p})
	if err != nil || !hearing {
		return err
	}
	k.called = true
	return w.noticeHearing(k, who)
}

func (w *world) reasonName(r models.PauseReason) string {
	if x := w.county.Base.Reason(r); x != nil {
		return x.Zh
	}
	return string(r)
}

func (w *world) exclusion(k *kase) catalog.Exclusion {
	for _, x := range k.item.Excluded {
		if x.Mode != catalog.Base && x.Reason != models.PauseApplicantRevision {
			return x
		}
	}
	usual := []models.PauseReason{models.PauseExpertReview, models.PauseTesting, models.PauseHearing, models.PauseInspection}
	want := usual[k.n%len(usual)]
	for _, x := range k.item.Excluded {
		if x.Reason == want {
			return x
		}
	}
	return k.item.Excluded[0]
}

// inSpecial: planned anew, ended by a person before the plan, or by the timer at its end.
func (w *world) inSpecial(k *kase) error {
	p, replanned, err := w.openPause(k)
	if err != nil {
		return err
	}
	reviewer := func() policy.Actor { return w.at(k.c.DeptCode, policy.Reviewer, k.n) }
	middle := w.cal().Roll(p.From + (p.PlannedEnd-p.From)/2)
	at := max(middle.Start()+models.Instant(w.dice.between(14*60, 16*60))*minute, w.clock.instant()+minute)
	switch {
	case k.n%5 == 0 && !replanned && p.Cap == nil && at.Date() <= p.PlannedEnd:
		w.then(k, at, func(k *kase) error {
			return w.move(k, reviewer(), models.VerbReplanSpecial, cases.MoveInput{
				Reason: "专家意见尚需补充", Pause: &cases.PauseInput{PlannedEnd: w.cal().Nth(p.PlannedEnd, 5)},
			})
		})
	case k.n%2 == 0 && at.Date() >= p.From && at.Date() <= p.PlannedEnd:
		w.then(k, at, func(k *kase) error {
			if err := w.endHearing(k, reviewer()); err != nil {
				return w.failed(k, "end a hearing", err)
			}
			return w.move(k, reviewer(), models.VerbEndSpecial, cases.MoveInput{Reason: "程序已经完成"})
		})
	default:
		morning := w.cal().Next(max(p.PlannedEnd, w.clock.today())).Start() + 9*60*minute
		w.then(k, morning+models.Instant(w.dice.IntN(5_000_000)), w.followPermit)
	}
	return nil
}

// openPause reads from the journal what the special procedure that runs is.
func (w *world) openPause(k *kase) (p cases.Payload, replanned bool, err error) {
	events, err := w.store.Events(w.ctx, k.c.ID)
	for i := range events {
		if c := events[i].Code; c == "T12" || c == "T13b" {
			replanned = c == "T13b"
			p = cases.Payload{}
			err = errors.Join(err, events[i].Payload.Into(&p))
		}
	}
	return p, replanned, err
}

// decideWhenReady is T15 once nothing stands in its way.
func (w *world) decideWhenReady(k *kase) error {
	f := &k.fate
	if k.c.Flow == models.FlowTask {
		return w.finishTask(k)
	}
	if err := w.endHearing(k, w.at(k.c.DeptCode, policy.Reviewer, k.n)); err != nil {
		return w.failed(k, "end a hearing", err)
	}
	if outside(k) && k.c.ForwardedOn != 0 {
		return w.decide(k)
	}
	if k.c.Status == models.Accepted {
		return w.move(k, w.at(k.c.DeptCode, policy.Reviewer, k.n), models.VerbAssign, cases.MoveInput{})
	}
	if k.c.Tolerant && k.c.GapClosedOn == 0 {
		return w.gap(k)
	}
	if k.item.Inspected && !w.inspected[k.c.ID] {
		w.inspected[k.c.ID] = true
		c, err := w.cases.AssignInspectors(w.ctx, w.at(k.c.DeptCode, policy.Reviewer, k.n), k.c.ID, 0, w.pair(k.c.DeptCode))
		if err != nil {
			return w.failed(k, "inspectors", err)
		}
		k.c = c
	}
	x := k.item.Extension
	if f.extends && x != nil && k.c.LegalDue != 0 && w.clock.today() <= k.c.LegalDue {
		f.extends = false
		role := map[models.Approver]policy.Role{models.AgencyLeader: policy.AgencyLeader, models.AgencyPrincipalHead: policy.AgencyPrincipalHead}[x.Approver]
		if role != "" {
			return w.move(k, w.at(k.c.DeptCode, role, 0), models.VerbExtend, cases.MoveInput{
				Reason: "案情复杂，需进一步核实", Extend: &cases.ExtendInput{Days: min(x.Max, 3+k.n%8)},
			})
		}
	}
	return w.decide(k)
}

// forward hands the file up, once what is to follow has come.
func (w *world) forward(k *kase) error {
	if k.c.Tolerant && k.c.GapClosedOn == 0 {
		return w.gap(k)
	}
	return w.move(k, w.at(k.c.DeptCode, policy.Reviewer, k.n), models.VerbForward, cases.MoveInput{CompetentBody: "示范市有关主管部门", Reason: "初审合格，转报上级机关"})
}

func outside(k *kase) bool { return k.item.CountyRole != models.RoleDecide }

func (w *world) decide(k *kase) error {
	approver := w.at(k.c.DeptCode, policy.Approver, 0)
	if k.fate.refused {
		d := w.grantWords(k)
		d.Findings, d.Articles = "经审查，申请项目不符合规划用途要求", "有关法律规定的准予条件"
		if k.c.ParentID != 0 {
			w.agenda.plan(desk(w.cal(), w.talk, w.clock.instant(), 1.5*day), func() error { return w.coordinate(k) })
		}
		return w.move(k, approver, models.VerbRefuse, cases.MoveInput{Reason: "不符合法定条件", Decision: d})
	}
	err := w.move(k, approver, models.VerbApprove, cases.MoveInput{Decision: w.grantWords(k)})
	if models.KeyOf(err) == "precondition.unmet" { // what must come first is still on its way
		return w.soon(k, 3*day, w.decide)
	}
	return err
}

// coordinate is the lead of a set bringing the others together after a refused part (R-PAR-06).
func (w *world) coordinate(k *kase) error {
	set, err := w.store.Case(w.ctx, policy.Everything("seed"), k.c.ParentID)
	if err != nil {
		return err
	}
	steps, err := w.store.Steps(w.ctx, set.ID)
	if err != nil {
		return err
	}
	lead := w.at(set.DeptCode, policy.LeadDept, 0)
	for i := range steps {
		s := &steps[i]
		if s.Kind != models.StepCoordinate || !s.IsOpen() {
			continue
		}
		for _, verb := range []string{"claim", "done"} {
			in := cases.StepInput{Remark: "已与申请企业、相关部门会商，调整方案后就“" + k.item.NameZh + "”另行申请，其余事项继续办理"}
			if _, err := w.cases.StepMove(w.ctx, lead, set.ID, s.ID, verb, &in); err != nil {
				return w.failed(k, verb+" "+s.Code, err)
			}
		}
	}
	return nil
}

func (w *world) grantWords(k *kase) *cases.Decision {
	d := &cases.Decision{Findings: "经审查，符合法定条件、标准，准予办理“" + k.item.NameZh + "”"}
	if slices.ContainsFunc(k.item.Steps, func(s catalog.Step) bool { return s.Kind == models.StepSiteCheck }) {
		d.SiteCheckBy = w.pair(k.c.DeptCode)
	}
	if k.heard {
		d.Hearing = "听证笔录已作为决定的依据"
	}
	if outside(k) {
		w.upper++
		d.Upper, d.UpperNo, d.UpperOn = "示范市有关主管部门", fmt.Sprintf("示市批〔%d〕%d号", w.clock.today().Year(), w.upper), w.clock.today()
	}
	return d
}

// pair names two of a department's people.
func (w *world) pair(dept string) []string {
	list := w.staff[dept+"/"+string(policy.Reviewer)]
	return []string{list[0].name, list[1].name}
}

// gap: the material that was to follow comes, or it does not.
func (w *world) gap(k *kase) error {
	if !k.fate.gapUnmet {
		if err := w.handIn(k, nil); err != nil {
			return err
		}
		return w.move(k, w.window(k), models.VerbCloseGap, cases.MoveInput{Material: k.fate.leave[0]})
	}
	if w.clock.today() <= k.c.GapDue {
		w.then(k, w.cal().Next(k.c.GapDue).Start()+10*60*minute, w.gap)
		return nil
	}
	head := w.at(k.c.DeptCode, policy.SectionHead, 0)
	if err := w.move(k, head, models.VerbTerminateGap, cases.MoveInput{Reason: "逾期未补齐容缺材料"}); err != nil {
		return err
	}
	return w.makeGood(k)
}

// makeGood repairs the credit of who broke a promise, some months later; every third has not come yet.
func (w *world) makeGood(k *kase) error {
	if k.n%3 == 0 {
		return nil
	}
	return w.soon(k, float64(60+k.n%60)*day, func(k *kase) error {
		list, err := w.cases.Credit(w.ctx, w.at(k.c.DeptCode, policy.SectionHead, 0), k.c.EnterpriseID)
		if err != nil {
			return err
		}
		for i := range list {
			if list[i].CaseID != k.c.ID || !list[i].Stands() {
				continue
			}
			second := w.at(k.c.DeptCode, policy.Approver, 0)
			in := &cases.RepairInput{Reason: "企业已补交材料并作出书面信用承诺，同意修复", SecondID: second.UserID}
			if _, err := w.cases.RepairCredit(w.ctx, w.at(k.c.DeptCode, policy.SectionHead, 0), list[i].ID, in); err != nil {
				return err
			}
		}
		return nil
	})
}
