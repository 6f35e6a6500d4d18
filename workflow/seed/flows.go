package seed

import (
	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/store"
	"onestop.internal/workflow/cases"
)

// followFiling: no review, no refusal; complete on receipt of all the information.
func (w *world) followFiling(k *kase) error {
	d := w.dice
	switch k.c.Status {
	case models.Submitted:
		return w.soon(k, d.lognormal(0.4*day, 0.9), w.registerFiling)
	case models.InfoIncomplete:
		if k.fate.stubborn {
			return nil
		}
		at := anyHour(w.cal(), d, w.clock.today()+models.Date(min(40, d.lognormal(3, 0.7))))
		w.then(k, max(at, w.clock.instant()+30*minute), func(k *kase) error {
			if err := w.handIn(k, nil); err != nil {
				return err
			}
			return w.move(k, w.side(k), models.VerbComplete, cases.MoveInput{})
		})
	case models.Filed:
		return w.afterFiling(k)
	case models.CorrectionOrdered:
		return w.soon(k, d.lognormal(8*day, 0.4), func(k *kase) error {
			return w.move(k, w.at(k.c.DeptCode, policy.Reviewer, k.n), models.VerbConfirmChange, cases.MoveInput{Reason: "经现场核查，整改到位"})
		})
	}
	return nil
}

func (w *world) registerFiling(k *kase) error {
	switch {
	case k.fate.withdraws:
		return w.move(k, w.side(k), models.VerbWithdraw, cases.MoveInput{Reason: "企业调整计划，申请撤回"})
	case k.fate.defects > 0 && k.c.Round == 1:
		return w.notice(k, models.VerbAskInfo)
	}
	return w.register(k)
}

// register records a filing; that of a project brings its national code.
func (w *world) register(k *kase) error {
	in := cases.MoveInput{}
	if k.item.Code == "TZ-01" && k.project != nil && k.project.Code == "" {
		in.ProjectCode = string(w.projectCode(w.clock.today()))
	}
	return w.move(k, w.window(k), models.VerbRegister, in)
}

// afterFiling: what a filing lives through once it stands.
func (w *world) afterFiling(k *kase) error {
	if err := w.gain(k); err != nil {
		return err
	}
	who := func() policy.Actor { return w.at(k.c.DeptCode, policy.Reviewer, k.n) }
	switch n := w.dice.IntN(100); {
	case n < 6:
		return w.soon(k, w.dice.lognormal(40*day, 0.6), func(k *kase) error {
			return w.move(k, w.side(k), models.VerbReportChange, cases.MoveInput{Reason: "建设规模由一期调整为两期"})
		})
	case n < 9:
		return w.soon(k, w.dice.lognormal(30*day, 0.6), func(k *kase) error {
			return w.move(k, who(), models.VerbOrderCorrection, cases.MoveInput{
				Reason: "实际建设内容与备案信息不一致", Decision: &cases.Decision{Articles: "企业投资项目核准和备案管理条例第十五条"},
				Order: &cases.OrderInput{Requirement: "按实际建设内容更正备案信息", DueOn: w.cal().Nth(w.clock.today(), 15)},
			})
		})
	case n < 10:
		return w.soon(k, w.dice.lognormal(60*day, 0.5), func(k *kase) error {
			return w.move(k, who(), models.VerbCancel, cases.MoveInput{
				Reason: "项目单位放弃建设", SecondID: w.at(k.c.DeptCode, policy.SectionHead, 0).UserID,
			})
		})
	}
	return nil
}

// utilities are the items that end with works and a connection.
var utilities = map[string]bool{"YS-03": true, "YS-04": true, "YS-05": true, "YS-06": true, "YS-07": true, "YS-08": true, "YS-09": true, "YS-15": true}

// followService: triage, answer, solution, the enterprise's last word.
func (w *world) followService(k *kase) error {
	d := w.dice
	lead := func() policy.Actor { return w.at(k.c.DeptCode, policy.Reviewer, k.n) }
	switch k.c.Status {
	case models.Raised:
		if k.fate.withdraws {
			return w.soon(k, 2*day, func(k *kase) error {
				return w.move(k, w.side(k), models.VerbWithdraw, cases.MoveInput{Reason: "企业自行解决"})
			})
		}
		return w.soon(k, d.lognormal(120, 0.8), func(k *kase) error { return w.move(k, w.window(k), models.VerbTriage, cases.MoveInput{}) })
	case models.Assigned:
		return w.soon(k, 0.35*w.budget(k), func(k *kase) error {
			return w.move(k, lead(), models.VerbAnswer, cases.MoveInput{Answer: &cases.AnswerInput{
				Plan: "已现场踏勘，方案已送企业确认", SolutionOn: w.cal().Nth(w.clock.today(), d.between(3, 25)), Level: pick(d, []string{"FULL", "FULL", "FULL", "PARTIAL"}),
			}})
		})
	case models.Answered:
		return w.soon(k, 0.2*w.budget(k)*d.lognormal(1, 0.4), w.solve)
	case models.Construction:
		return w.soon(k, 0.45*w.budget(k)*d.lognormal(1, 0.4), func(k *kase) error { return w.move(k, lead(), models.VerbConnect, cases.MoveInput{}) })
	case models.Connected, models.Satisfied, models.NotPossible:
		return w.lastWord(k)
	case models.Confirmed:
		w.rate(k)
	}
	return nil
}

func (w *world) solve(k *kase) error {
	lead := w.at(k.c.DeptCode, policy.Reviewer, k.n)
	switch {
	case k.fate.refused:
		return w.move(k, w.at(k.c.DeptCode, policy.AgencyLeader, 0), models.VerbNotPossible, cases.MoveInput{Reason: "现有管网容量不足，列入明年建设计划"})
	case utilities[k.item.Code]:
		return w.move(k, lead, models.VerbConstruct, cases.MoveInput{})
	}
	return w.move(k, lead, models.VerbSatisfy, cases.MoveInput{})
}

// lastWord is the enterprise's: it confirms, asks again, or says nothing until the request lapses.
func (w *world) lastWord(k *kase) error {
	if k.c.Status != models.NotPossible {
		if err := w.gain(k); err != nil {
			return err
		}
	}
	firm := func() policy.Actor { return w.applicant(k.firm) }
	switch {
	case k.fate.reopens:
		k.fate.reopens = false
		return w.soon(k, 2*day, func(k *kase) error {
			return w.move(k, firm(), models.VerbReopen, cases.MoveInput{Reason: "接入后压力不足，请继续处理"})
		})
	case k.n%6 == 0:
		return nil // the request lapses after ten working days
	}
	return w.soon(k, w.dice.lognormal(1.5*day, 0.7), func(k *kase) error { return w.move(k, firm(), models.VerbConfirm, cases.MoveInput{}) })
}

// followTask: technical reviews and the government's own coordination.
func (w *world) followTask(k *kase) error {
	lead := func() policy.Actor { return w.at(k.c.DeptCode, policy.Reviewer, k.n) }
	switch k.c.Status {
	case models.Open:
		return w.soon(k, w.dice.lognormal(0.6*day, 0.7), func(k *kase) error { return w.move(k, lead(), models.VerbStart, cases.MoveInput{}) })
	case models.InProgress:
		if outside(k) {
			return w.review(k)
		}
		return w.soon(k, w.budget(k), w.finishTask)
	case models.Done:
		return w.gain(k)
	}
	return nil
}

func (w *world) finishTask(k *kase) error {
	d := w.grantWords(k)
	d.Findings = "审查合格"
	return w.move(k, w.at(k.c.DeptCode, policy.Reviewer, k.n), models.VerbFinish, cases.MoveInput{Reason: "已出具意见", Decision: d})
}

// followSet: each part of a set has a life of its own.
func (w *world) followSet(k *kase) error {
	if k.c.Status != models.InProgress || k.n < 0 {
		return nil
	}
	k.n = -1 // the parts are begun once
	parts, err := w.store.Children(w.ctx, policy.Everything("seed"), k.c.ID)
	if err != nil {
		return err
	}
	if k.project != nil {
		if err := w.unbundle(k.project, k.item.Code, parts); err != nil {
			return err
		}
	}
	for i := range parts {
		it := w.county.Base.Item(parts[i].ItemCode)
		child := &kase{c: &parts[i], item: it, firm: k.firm, project: k.project, agent: k.agent, part: true, n: w.dice.IntN(1 << 20), fate: w.drawFate(it)}
		child.fate.leave, child.fate.drafts = nil, false
		if it.Code == "KB-01" {
			child.fate.stop = k.fate.stop
		}
		if it.Window != nil && it.Window.OnDefect != models.OnDefectCorrection {
			child.fate.defects = 0
		}
		w.made++
		err := w.store.InTx(w.ctx, func(tx *store.Tx) error { return tx.HandIn(child.c, nil, w.sample()) })
		if err != nil {
			return err
		}
		if err := w.follow(child); err != nil {
			return err
		}
	}
	return nil
}
