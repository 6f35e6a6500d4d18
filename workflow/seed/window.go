package seed

import (
	"slices"

	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/workflow/cases"
)

// atWindow is what becomes of a round that has come in.
func (w *world) atWindow(k *kase) error {
	f := &k.fate
	if f.forgotten && k.c.WindowDue != 0 {
		f.forgotten = false
		w.then(k, w.cal().Next(k.c.WindowDue).Start()+models.Instant(9*60+w.dice.between(5, 300))*minute, w.atWindow)
		return nil
	}
	wait := w.dice.lognormal(0.55*day, 0.8)
	if win := k.item.Window; win != nil && (win.Unit == models.Immediate || k.c.WindowDue <= w.clock.today()+1) {
		wait = min(wait, 50)
	}
	switch {
	case k.c.PromiseUnit == models.Immediate:
		wait = min(wait, 45)
	case k.item.Statutory.StartsOn == models.FromReceived: // the promise runs already
		wait = min(wait, 0.3*day*float64(k.c.PromiseValue))
	}
	return w.soon(k, min(wait, 3.6*day), w.examine)
}

// examine is the window's answer. What cannot be accepted yet is looked at again on the next day; where
// nobody can say whether the window's time is up, what is no acceptance waits for the notice of that year.
func (w *world) examine(k *kase) error {
	err := w.answer(k)
	switch models.KeyOf(err) {
	case "case.window_provisional":
		return nil
	case "case.not_acceptable":
		return w.soon(k, day, w.examine)
	}
	return err
}

func (w *world) answer(k *kase) error {
	f := &k.fate
	win := k.item.Window
	switch {
	case f.withdraws:
		return w.move(k, w.side(k), models.VerbWithdraw, cases.MoveInput{Reason: "企业调整计划，申请撤回"})
	case f.falsehood && k.c.Round == 1:
		second := w.at(k.c.DeptCode, policy.SectionHead, 0)
		return w.move(k, w.window(k), models.VerbNotAcceptFalse, cases.MoveInput{
			Reason: "提交的检测报告系伪造", Evidence: "向出具机构核实的函件", SecondID: second.UserID,
		})
	case f.outside && k.c.Round == 1:
		return w.sendAway(k)
	case f.defects >= k.c.Round && win != nil && win.OnDefect == models.OnDefectCorrection:
		return w.askCorrection(k)
	case f.defects > 0 && win != nil && win.OnDefect == models.OnDefectReturn:
		return w.move(k, w.window(k), models.VerbReturn, cases.MoveInput{Defects: w.defects(k)})
	case f.defects > 0 && win != nil && win.OnDefect == models.OnDefectNotAccepted:
		return w.move(k, w.window(k), models.VerbNotAccept, cases.MoveInput{Reason: "申请材料不齐全", Defects: w.defects(k)})
	case k.item.Instant && f.onSpot && k.c.Variant == "":
		return w.move(k, w.window(k), models.VerbDecideInstant, cases.MoveInput{Decision: w.grantWords(k)})
	case len(f.leave) > 0 && k.c.Round == 1:
		return w.acceptWithGap(k)
	case f.onPaper && k.c.WindowDue > w.cal().Nth(w.clock.today(), 1) && k.c.PromiseValue >= 3 && k.c.PromiseUnit == models.WorkingDay:
		return w.acceptOnPaper(k)
	}
	return w.move(k, w.window(k), models.VerbAccept, cases.MoveInput{})
}

// sendAway answers what is not this authority's: the first and every third of them needs no permit at all.
func (w *world) sendAway(k *kase) error {
	w.strays++
	if w.strays%3 == 1 {
		return w.move(k, w.window(k), models.VerbNotRequired, cases.MoveInput{Reason: "所申请事项依法不需要取得行政许可"})
	}
	return w.move(k, w.window(k), models.VerbNotAccept, cases.MoveInput{Reason: "申请事项不属于本机关职权范围", CompetentBody: "示范市有关主管部门"})
}

// acceptOnPaper accepts while the portal is away; it is entered on the next working day (R-EVT-01).
func (w *world) acceptOnPaper(k *kase) error {
	done := w.clock.instant()
	w.then(k, w.cal().Nth(w.clock.today(), 1).Start()+(9*60+15)*minute, func(k *kase) error {
		second := w.at(k.c.DeptCode, policy.SectionHead, 0)
		c, err := w.cases.LateRecord(w.ctx, w.window(k), k.c.ID, models.VerbAccept, &cases.MoveInput{Reason: "政务外网中断，当日先以纸质文书受理"},
			&cases.Proof{At: done, SecondID: second.UserID, Paper: "窗口纸质受理登记簿，存综合窗口"})
		if err != nil {
			return w.failed(k, "late record", err)
		}
		k.c = c
		return w.follow(k)
	})
	return nil
}

// defects are those of the first material, or of the form; a stubborn one is the same in each round.
func (w *world) defects(k *kase) []cases.Defect {
	d := cases.Defect{Problem: "申请表中建设规模与附件不一致", Basis: "办事指南申请材料要求", HowTo: "核对后重新填报"}
	if len(k.item.Materials) > 0 {
		m := k.item.Materials[k.n%len(k.item.Materials)]
		d = cases.Defect{Material: m.Code, Problem: "缺少法定代表人签字或者盖章", Basis: "办事指南申请材料要求", HowTo: "补签字、盖章后重新上传扫描件"}
	}
	return []cases.Defect{d}
}

func (w *world) askCorrection(k *kase) error {
	if k.c.Round > 1 && k.fate.stubborn {
		return w.move(k, w.window(k), models.VerbNotAccept, cases.MoveInput{Reason: "经一次性告知后仍未按要求补正", Defects: w.defects(k)})
	}
	return w.notice(k, models.VerbRequireCorrection)
}

// notice tells what is missing; of a part whose set is not accepted yet, in the notice of the set (R-PAR-04).
func (w *world) notice(k *kase, verb models.Verb) error {
	err := w.move(k, w.window(k), verb, cases.MoveInput{Defects: w.defects(k)})
	if models.KeyOf(err) != "case.notice_is_the_leads" {
		return err
	}
	all := []cases.Notice{{CaseID: k.c.ID, Defects: w.defects(k)}}
	if _, err := w.cases.MergeNotice(w.ctx, w.window(k), k.c.ParentID, 0, all); err != nil {
		return w.failed(k, "merge the notice", err)
	}
	if k.c, err = w.store.Case(w.ctx, policy.Everything("seed"), k.c.ID); err != nil {
		return err
	}
	return w.follow(k)
}

// correct is the applicant's answer to a notice; some let it lie, and give it up in the end.
func (w *world) correct(k *kase) error {
	if k.fate.stubborn && k.fate.defects < 2 {
		w.then(k, anyHour(w.cal(), w.talk, w.clock.today()+models.Date(w.talk.between(40, 90))), func(k *kase) error {
			return w.move(k, w.side(k), models.VerbWithdraw, cases.MoveInput{Reason: "项目建设内容调整，暂不办理"})
		})
		return nil
	}
	at := anyHour(w.cal(), w.dice, w.clock.today()+models.Date(min(60, w.dice.lognormal(4, 0.8))))
	w.then(k, max(at, w.clock.instant()+30*minute), func(k *kase) error {
		if err := w.handIn(k, nil); err != nil {
			return err
		}
		return w.move(k, w.side(k), models.VerbResubmit, cases.MoveInput{})
	})
	return nil
}

// acceptWithGap is 容缺受理: with a written promise, no later than the promised day. What the county holds
// already is no gap.
func (w *world) acceptWithGap(k *kase) error {
	mats, err := w.store.Materials(w.ctx, k.c.ID)
	if err != nil {
		return err
	}
	missing := []string{}
	for _, m := range mats {
		if m.State == models.MaterialMissing && slices.Contains(k.fate.leave, m.Code) {
			missing = append(missing, m.Code)
		}
	}
	if k.fate.leave = missing; len(missing) == 0 {
		return w.move(k, w.window(k), models.VerbAccept, cases.MoveInput{})
	}
	due := w.cal().Nth(w.clock.today(), max(1, k.c.PromiseValue-2))
	err = w.move(k, w.window(k), models.VerbAcceptTolerant, cases.MoveInput{Missing: missing, GapDue: due, Promise: true})
	if models.KeyOf(err) == "case.tolerance_excluded" { // a broken promise is on record: what is missing is a defect
		k.fate.leave, k.fate.defects = nil, max(1, k.fate.defects)
		return w.answer(k)
	}
	return err
}

// receivePending takes a part of a set in once what it waits for is there.
func (w *world) receivePending(k *kase) error {
	c, err := w.cases.Move(w.ctx, w.window(k), k.c.ID, models.VerbReceivePending, &cases.MoveInput{})
	if models.KeyOf(err) == "precondition.unmet" {
		return w.soon(k, 3*day, w.receivePending)
	}
	if err != nil {
		return w.failed(k, "receive_pending", err)
	}
	k.c = c
	return w.follow(k)
}
