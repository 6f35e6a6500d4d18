package document

// writeSpecial tells of a procedure whose time does not count (DOC-07, 行政许可法 45).
func writeSpecial(p *page) {
	f := p.f
	s := f.Pause
	p.para(f.acceptedApplication(), say2("现需依法进行%s。依据%s，所需时间不计算在办理期限内。",
		"It now needs %s. Under %s the time needed does not count towards the limits.", s.what(), basisText(f.Basis)))
	p.para(say2("该程序自%[1]s开始，所需时间为%[2]s，计划于%[3]s结束，起止当日均不计入办理期限。%[4]s",
		"It begins on %[1]s, needs %[2]s and is planned to end on %[3]s; its first and last days do not count. %[4]s",
		date(s.From), limit(s.Need), date(s.PlannedEnd), s.newDue()), f.Limits.provisional())
	p.para(text{
		"实际结束日期与计划不一致的，届满日按实际结束日期重新计算；需要延长该程序时间的，本机关将在计划结束日前另行书面告知。",
		"If it ends on another day, the due dates are recomputed from that day; if it needs longer, you will be told in writing by the planned end.",
	})
}

// writeSpecialContinued gives a new planned end (T13b).
func writeSpecialContinued(p *page) {
	f := p.f
	s := f.Pause
	p.para(f.acceptedApplication(), say2("依法进行的%[1]s自%[2]s开始，原计划于%[3]s结束。因%[4]s，不能按原计划结束。",
		"%[1]s by law began on %[2]s and was planned to end on %[3]s. It cannot end then: %[4]s.", upper(s.what()), date(s.From), date(s.OldPlannedEnd), clause(s.Why)))
	p.para(say2("依据%[1]s，该程序所需时间调整为%[2]s，计划于%[3]s结束，所需时间不计算在办理期限内。%[4]s",
		"Under %[1]s it now needs %[2]s and is planned to end on %[3]s; that time does not count towards the limits. %[4]s",
		basisText(f.Basis), limit(s.Need), date(s.PlannedEnd), s.newDue()), f.Limits.provisional())
}

func (s *Pause) what() text {
	t := reason(s.Reason)
	if s.Content != "" {
		return text{t.zh + "（" + s.Content + "）", t.en + " (" + s.Content + ")"}
	}
	return t
}

func (s *Pause) newDue() text {
	legal, promise := date(s.NewLegalDue), date(s.NewPromiseDue)
	switch {
	case legal.zh == "" && promise.zh == "":
		return text{}
	case legal.zh == "":
		return say2("如按计划结束，承诺期限届满日顺延至%s。", "If it ends as planned, the promised due date moves to %s.", promise)
	case promise.zh == "":
		return say2("如按计划结束，法定办理期限届满日顺延至%s。", "If it ends as planned, the legal due date moves to %s.", legal)
	}
	return say2("如按计划结束，法定办理期限届满日顺延至%s，承诺期限届满日顺延至%s。",
		"If it ends as planned, the legal due date moves to %s and the promised one to %s.", legal, promise)
}

// writeExtension: who extended the legal limit, by how much and why (DOC-08).
func writeExtension(p *page) {
	f := p.f
	e := f.Extension
	p.para(f.acceptedApplication(), say2("因%[1]s，不能在%[2]s前作出决定。依据%[3]s，经%[4]s%[5]s批准，延长%[6]s，至%[7]s。",
		"No decision can be made by %[2]s: %[1]s. Under %[3]s and with the approval of %[4]s, %[5]s, the limit is extended by %[6]s, to %[7]s.",
		clause(e.Reason), date(e.OldDue), basisText(f.Basis), approvers[e.Approver], same(e.ApproverName), limit(e.Length), date(e.NewDue)), f.Limits.provisional())
}

// writeSuspension: the item's law stops the clock with no end (T20).
func writeSuspension(p *page) {
	f := p.f
	p.para(f.acceptedApplication(), say2("因%[1]s，依据%[2]s，决定自%[3]s起中止审批。中止期间不计入办理期限；中止原因消除后恢复审批，并书面通知你（单位）。",
		"Reason: %[1]s. Under %[2]s the procedure is suspended from %[3]s. The suspension does not count towards the limits; when its reason is gone the procedure resumes and you are told in writing.",
		clause(f.Ending.Reason), basisText(f.Basis), date(f.Ending.On)))
}

// writeResumption: the clock runs again from the next day (T20b).
func writeResumption(p *page) {
	f := p.f
	e := f.Ending
	under := text{}
	if f.Basis != "" {
		under = say2("依据%s，", " under %s", basisText(f.Basis))
	}
	p.para(f.acceptedApplication(), say2("本机关自%[1]s起中止审批。现因%[2]s，%[3]s决定自%[4]s起恢复审批，办理期限自次日起继续计算。%[5]s",
		"The procedure was suspended from %[1]s. Now: %[2]s. It resumes on %[4]s%[3]s; the limits run on from the next day. %[5]s",
		date(e.SuspendedOn), clause(e.Reason), under, date(e.On), e.newDue()), f.Limits.provisional())
}

func (e *Ending) newDue() text {
	legal, promise := date(e.NewLegalDue), date(e.NewPromiseDue)
	switch {
	case legal.zh == "" && promise.zh == "":
		return text{}
	case legal.zh == "":
		return say2("承诺期限届满日为%s。", "The promised due date is %s.", promise)
	case promise.zh == "":
		return say2("法定办理期限届满日为%s。", "The legal due date is %s.", legal)
	}
	return say2("法定办理期限届满日为%s，承诺期限届满日为%s。", "The legal due date is %s, the promised one %s.", legal, promise)
}

// writeTermination ends a case without a decision on it (T10, T19); the basis is a rule to be named.
func writeTermination(p *page) {
	f := p.f
	p.para(say2("%s，因%s，依据%s，决定自%s起终止办理。", "%s: %s. Under %s the case is terminated from %s.",
		upper(f.application()), clause(f.Ending.Reason), basisText(f.Basis), date(f.Ending.On)))
	p.para(f.Ending.giveBack())
}

// writeWithdrawal confirms that the applicant took the application back (T18).
func writeWithdrawal(p *page) {
	f := p.f
	p.para(say2("你（单位）于%[1]s书面申请撤回%[2]s申请（%[3]s），理由为：%[4]s经确认，准予撤回，本机关自该日起终结办理。撤回后可以重新提出申请。",
		"On %[1]s you asked in writing to withdraw the application for %[2]s (%[3]s), giving this reason: %[4]s The withdrawal is confirmed and the case ends on that day. You may apply again.",
		date(f.Ending.On), f.Item.text(), f.reference(), same(stop(f.Ending.Reason))))
	p.para(f.Ending.giveBack())
}

func (e *Ending) giveBack() text {
	return say2("申请材料的退还：%s", "Return of the materials: %s", ended(e.MaterialsReturn))
}
