package document

// about names the application that the hearing is on.
func (f *Facts) about() text {
	return say2("%s提出的%s申请（%s）", "The application of %s for %s (%s)", same(f.Hearing.Applicant), f.Item.text(), f.reference())
}

// writeHearingRight tells of the right to a hearing, before a decision (行政许可法 46, 47; DOC-09).
func writeHearingRight(p *page) {
	f, h := p.f, p.f.Hearing
	p.para(say2("%s，本机关已于%s受理，现拟作出决定。", "%s was accepted on %s and is about to be decided.", f.about(), date(f.AcceptedOn)))
	if h.Public {
		p.para(say2("本事项涉及：%s。依据%s，本机关决定举行听证，并向社会公告。",
			"It concerns: %s. Under %s the agency holds a hearing and announces it to the public.", clause(h.Matter), basisText(f.Basis)))
	} else {
		p.para(say2("本事项直接涉及你（单位）的重大利益：%s。依据%s，你（单位）享有要求听证的权利。",
			"It directly concerns your major interests: %s. Under %s you have the right to a hearing.", clause(h.Matter), basisText(f.Basis)))
	}
	p.para(say2("要求听证的，请自被告知之日起五日（工作日）内，即在%s前（含当日）向本机关提出，可以在网上、到窗口或者以书面提出。逾期未提出的，视为放弃听证权利。",
		"A hearing may be asked for within five working days of this notice, up to and including %s, online, at the counter or in writing. Silence gives the right up.", date(h.AskBy)))
	p.para(text{
		"不论是否要求听证，你（单位）都可以就本事项陈述意见、进行申辩。申请人、利害关系人不承担组织听证的费用。",
		"With or without a hearing you may state your case and object. Neither the applicant nor an interested party bears the cost of the hearing.",
	})
}

// writeHearingNotice tells of time and place, seven clear days before (48(1)(1); DOC-09N).
func writeHearingNotice(p *page) {
	f, h := p.f, p.f.Hearing
	p.para(say2("%s，依据%s，现定于下列时间、地点举行听证，请准时参加。",
		"%s: under %s a hearing is held at the following time and place, in which you are asked to take part.", f.about(), basisText(f.Basis)))
	open := text{"公开举行", "in public"}
	if h.Closed != "" {
		open = say2("不公开举行，理由：%s", "not in public: %s", same(h.Closed))
	}
	p.pairs(
		pair{text{"听证事项", "Matter"}, same(h.Matter)},
		pair{text{"时间", "Time"}, minute(h.At)},
		pair{text{"地点", "Place"}, same(h.Place)},
		pair{text{"主持人", "Presiding"}, same(h.Chair)},
		pair{text{"记录人", "Record taken by"}, same(h.Clerk)},
		pair{text{"方式", "Form"}, open},
	)
	p.para(text{
		"主持人不是审查本申请的工作人员。认为主持人与本事项有直接利害关系的，有权申请回避。可以委托代理人参加，可以提出证据，并进行申辩和质证。无正当理由不参加的，听证照常举行。",
		"Who presides did not review this application. Whoever holds that the one presiding has a direct interest may ask for another. You may be represented, bring evidence, object and examine. Without good reason for absence the hearing is held all the same.",
	})
}

// writeHearingRecord is what was said (48(1)(5); DOC-09R); the decision rests on it (48(2)).
func writeHearingRecord(p *page) {
	f, h := p.f, p.f.Hearing
	open := text{"公开", "public"}
	if h.Closed != "" {
		open = say2("不公开（%s）", "not public (%s)", same(h.Closed))
	}
	p.pairs(
		pair{text{"案由", "Matter"}, say2("%s（%s）", "%s (%s)", f.Item.text(), f.reference())},
		pair{text{"申请人", "Applicant"}, same(h.Applicant)},
		pair{text{"听证事项", "What was heard"}, same(h.Matter)},
		pair{text{"时间", "Time"}, minute(h.At)},
		pair{text{"地点", "Place"}, same(h.Place)},
		pair{text{"方式", "Form"}, open},
		pair{text{"主持人", "Presiding"}, same(h.Chair)},
		pair{text{"记录人", "Record taken by"}, same(h.Clerk)},
		pair{text{"参加人", "Participants"}, enumerateNames(h.Attended)},
	)
	p.para(same(h.Minutes))
	p.para(text{"笔录经听证参加人确认无误后签字或者盖章。", "The participants sign or seal the record once they find it correct."})
}
