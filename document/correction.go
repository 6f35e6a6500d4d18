package document

import "strconv"

func correctionTitle(f *Facts) text {
	if f.Round <= 1 {
		return text{"一次性补正告知书", "One-time correction notice"}
	}
	return text{"补正告知书（第" + numeral(f.Round) + "次）", "Correction notice (no. " + strconv.Itoa(f.Round) + ")"}
}

// defects writes the table of what is wrong (R-ACC-01); a joint notice says for which item.
func (p *page) defects(ds []Defect) {
	zh := []string{"序号", "材料名称", "存在问题", "依据", "补正要求"}
	en := []string{"No.", "Material", "Problem", "Basis", "How to correct"}
	if p.spec.Kind == FilingGuidance {
		zh[1], en[1] = "信息或者材料", "Information or material"
	}
	joint := false
	for _, d := range ds {
		joint = joint || d.Item != ""
	}
	if joint {
		zh = append([]string{"序号", "事项"}, zh[1:]...)
		en = append([]string{"No.", "Item"}, en[1:]...)
	}
	rows := [][]text{}
	for i, d := range ds {
		row := []text{same(strconv.Itoa(i + 1))}
		if joint {
			row = append(row, same(d.Item))
		}
		rows = append(rows, append(row, named(d.Material, d.MaterialEn), same(d.Problem), basisText(d.Basis), d.howTo()))
	}
	p.table(zh, en, rows)
}

// howTo says how to correct a defect, and after which sample (R-ACC-01).
func (d *Defect) howTo() text {
	if d.Sample == "" {
		return same(d.HowToCorrect)
	}
	return say2("%s（样本：%s）", "%s (sample: %s)", same(d.HowToCorrect), same(d.Sample))
}

// writeCorrection lists all defects once (DOC-03). In a later round it says that they were noted
// before, or who allowed a new one (行政许可法 32, 72(4)).
func writeCorrection(p *page) {
	f := p.f
	c := f.Correction
	p.para(say2("%s，经审查，存在下列问题，请一次性补正全部内容：", "%s, has been examined. Correct all of the following at once:", upper(f.application())))
	p.defects(c.Defects)
	p.para(say2("依据%s，除上述内容外，本机关不再要求补正其他材料。", "Under %s this agency will not ask for any other material.", basisText(f.Basis)))
	p.para(c.earlier(f.Round))
	p.handIn()
}

func (c *Correction) earlier(round int) text {
	if round <= 1 {
		return text{}
	}
	fresh := []text{}
	for i, d := range c.Defects {
		if d.New {
			fresh = append(fresh, same(strconv.Itoa(i+1)))
		}
	}
	if len(fresh) == 0 {
		return text{"上述问题均为此前已告知、仍未补正的内容。", "All of these were noted before and are still unmet."}
	}
	t := say2("第%s项为此前未告知的内容", "No. %s was not noted before", enumerate(fresh))
	if c.OverrideBy != "" {
		t = join(t, say2("，经%s批准后提出", "and is raised with the approval of %s", same(c.OverrideBy)))
	}
	return text{t.zh + "；其余问题为此前已告知、仍未补正的内容。", t.en + "; the others were noted before and are still unmet."}
}

// handIn says how and until when corrections are handed in.
func (p *page) handIn() {
	c := p.f.Correction
	where := text{"补正材料可以在线提交，也可以提交至本机关受理窗口。", "Corrections may be handed in online or at the window of this agency."}
	if c.Where != "" {
		where = say2("补正材料的提交方式：%s", "How to hand in corrections: %s", ended(c.Where))
	}
	if c.By == 0 {
		p.para(where, text{"补正所需时间不计入办理期限。", "Time needed for the correction does not count towards the limits."})
		return
	}
	p.para(where, say2("依据%[1]s，请于%[2]s前（含当日）提交；逾期未提交任何补正材料的，本机关可以依据上述规定终止办理。补正所需时间不计入办理期限。",
		"Under %[1]s they must be handed in by %[2]s at the latest; if nothing is handed in by then, this agency may terminate the case under that rule. Time needed for the correction does not count towards the limits.",
		same(c.LocalRule), date(c.By)), guessed(c.Provisional))
}

// writeReturn gives the materials back with the full list (DOC-03R, items that return on a defect).
func writeReturn(p *page) {
	f := p.f
	p.para(say2("%s，经审查，申请材料不齐全或者不符合法定形式，现予退还，并一次性告知需要补正的全部内容：",
		"%s, has been examined. The materials are incomplete or not in due form and are returned. This is everything to be corrected:", upper(f.application())))
	p.defects(f.Correction.Defects)
	p.para(say2("依据%s，除上述内容外，本机关不再要求补正其他材料。补正后可以重新提出申请。",
		"Under %s this agency will not ask for any other material. You may apply again once these are corrected.", basisText(f.Basis)))
}

// notAcceptSays is the finding for each ground of non-acceptance.
var notAcceptSays = map[Ground]func(*Facts) text{
	GroundNotCompetent: func(f *Facts) text {
		return say2("依法不属于本机关职权范围。%s请向%s提出申请。", "is by law not within the competence of this agency. %s Please apply to %s.",
			optional(f.NotAccept.Reason), same(f.NotAccept.CompetentBody))
	},
	GroundDefectsUnmet: func(f *Facts) text {
		return say2("经书面告知补正后，下列问题仍未补正。%s", "still has the defects below although you were told of them in writing. %s", optional(f.NotAccept.Reason))
	},
	GroundDefectList: func(f *Facts) text {
		return say2("申请材料不齐全或者不符合法定形式，需要补正的全部内容如下。%s", "has materials that are incomplete or not in due form; this is everything to be corrected. %s", optional(f.NotAccept.Reason))
	},
	GroundFalse: func(f *Facts) text {
		return say2("经查，%s上述行为属于隐瞒有关情况或者提供虚假材料。", "was checked: %s That is concealment or the handing in of false materials.", optional(f.NotAccept.Reason))
	},
	GroundBarred: func(f *Facts) text {
		return say2("经查，%[1]s你（单位）在%[2]s前（含当日）不得再次申请本事项。", "was checked: %[1]s You may not apply for this item again up to and including %[2]s.",
			optional(f.NotAccept.Reason), date(f.NotAccept.BarredUntil))
	},
}

func optional(s string) text {
	if s == "" {
		return text{}
	}
	return same(stop(s))
}

// writeNonAcceptance refuses acceptance with reasons (DOC-04); false materials bring a warning.
func writeNonAcceptance(p *page) {
	f := p.f
	n := f.NotAccept
	p.para(say2("%s，%s", "%s, %s", upper(f.application()), notAcceptSays[n.Ground](f)))
	if len(n.Defects) > 0 {
		p.defects(n.Defects)
	}
	decision := text{"决定不予受理。", "it is not accepted."}
	if n.Ground == GroundFalse {
		decision = text{"决定不予受理，并给予警告。", "it is not accepted and a warning is given."}
		if n.BarredUntil != 0 {
			decision = say2("决定不予受理，并给予警告；你（单位）在%s前（含当日）不得再次申请本事项。",
				"it is not accepted and a warning is given; you may not apply for this item again up to and including %s.", date(n.BarredUntil))
		}
	}
	p.para(say2("依据%s，%s", "Under %s %s", basisText(f.Basis), decision))
}

// writeNotRequired: the matter needs no permit (行政许可法 32(1)(1)).
func writeNotRequired(p *page) {
	f := p.f
	why := text{}
	if f.NotAccept != nil {
		why = optional(f.NotAccept.Reason)
	}
	what := text{"依法不需要办理本事项", "by law needs no approval under this item"}
	if f.Item.Kind == "PERMIT" {
		what = text{"依法不需要取得行政许可", "by law needs no permit"}
	}
	p.para(say2("%[1]s，经审查，申请事项%[2]s。%[3]s依据%[4]s，现告知不受理。", "%[1]s, has been examined. The matter %[2]s. %[3]s Under %[4]s you are told that it is not taken up.",
		upper(f.application()), what, why, basisText(f.Basis)))
}
