package document

func givenUp(f *Facts) bool { return f.Filing != nil && f.Filing.Voluntary }

func orderTitle(f *Facts) text {
	if f.Filing.StopUse {
		return text{"责令停止使用通知书", "Order to stop use"}
	}
	return text{"责令改正通知书", "Order to correct"}
}

// writeFilingProof proves a filing on the day all information had been received (条例673 art 13).
func writeFilingProof(p *page) {
	f := p.f
	p.para(say2("你（单位）办理%[1]s（%[2]s）的全部信息已于%[3]s收到。依据%[4]s，予以备案，备案日期为%[3]s。",
		"All information for %[1]s (%[2]s) was received on %[3]s. Under %[4]s it is filed as of %[3]s.",
		f.Item.text(), f.reference(), date(f.Filing.FiledOn), basisText(f.Basis)))
	if len(f.Filing.Info) > 0 {
		rows := [][]text{}
		for _, e := range f.Filing.Info {
			rows = append(rows, []text{said(e.Name), same(e.Value)})
		}
		p.table([]string{"备案信息", "内容"}, []string{"Filed information", "Content"}, rows)
	}
	p.say(BlockNote, text{
		"备案信息由备案单位提供，备案单位对其真实性、合法性、完整性负责。",
		"The information was given by the filer, who answers for its truth, lawfulness and completeness.",
	})
}

// writeGuidance lists what is missing, or names the right body; a filing is never refused.
func writeGuidance(p *page) {
	f := p.f
	c := f.Correction
	if c.Body != "" {
		p.para(say2("%s，经核对，不属于本机关备案范围，请向%s办理备案。", "%s, is not filed with this agency; please file it with %s.", upper(f.application()), same(c.Body)))
		return
	}
	p.para(say2("%s，经核对，下列信息尚需补充或者更正：", "%s, was checked. The following is still to be added or corrected:", upper(f.application())))
	p.defects(c.Defects)
	p.para(text{"补充完整后即办理备案，备案日期为收到全部信息之日。", "It is filed as soon as it is complete, dated on the day all information was received."})
}

func (p *page) changes(cs []Change) {
	rows := [][]text{}
	for _, c := range cs {
		rows = append(rows, []text{named(c.Name, c.NameEn), named(c.Before, c.BeforeEn), named(c.After, c.AfterEn)})
	}
	p.table([]string{"变更事项", "变更前", "变更后"}, []string{"Entry", "Before", "After"}, rows)
}

func writeFilingChange(p *page) {
	f := p.f
	p.para(say2("你（单位）于%[1]s告知%[2]s备案信息变更（%[3]s）。依据%[4]s，备案信息已作如下变更：",
		"On %[1]s you reported a change of your filing, %[2]s (%[3]s). Under %[4]s it has been changed as follows:",
		date(f.Filing.ChangedOn), f.Item.text(), f.reference(), basisText(f.Basis)))
	p.changes(f.Filing.Changes)
}

func writeFilingOrder(p *page) {
	f := p.f
	what := text{"责令改正", "you are ordered to correct it"}
	if f.Filing.StopUse {
		what = text{"责令停止使用", "you are ordered to stop the use"}
	}
	p.para(say2("经查，你（单位）办理的%[1]s（%[2]s）存在下列情形：%[3]s依据%[4]s，现%[5]s。", "Your filing, %[1]s (%[2]s), was checked: %[3]s Under %[4]s %[5]s.",
		f.Item.text(), f.reference(), same(stop(f.Filing.Grounds)), basisText(f.Basis), what))
	p.para(say2("具体要求：%s", "What must be done: %s", same(stop(f.Filing.Requirement))), f.Filing.until())
}

func (fl *Filing) until() text {
	if fl.Due == 0 {
		return text{}
	}
	return say2("请于%s前（含当日）完成，并书面报告改正情况。", "Do so by %s at the latest and report in writing.", date(fl.Due))
}

func writeFilingCorrected(p *page) {
	f := p.f
	order := text{"责令改正要求", "the order to correct"}
	if f.Filing.OrderNumber != "" {
		order = text{"责令改正要求（" + f.Filing.OrderNumber + "）", "the order " + f.Filing.OrderNumber}
	}
	p.para(say2("关于你（单位）办理的%[1]s（%[2]s）的%[3]s，经核查：%[4]s现确认已完成整改。",
		"On %[3]s for your filing, %[1]s (%[2]s), a check found: %[4]s The correction is confirmed.",
		f.Item.text(), f.reference(), order, same(stop(f.Filing.Checked))))
}

func writeFilingCancelled(p *page) {
	f := p.f
	p.para(say2("你（单位）办理的%[1]s（%[2]s），因%[3]s，依据%[4]s，自%[5]s起予以注销。",
		"Your filing, %[1]s (%[2]s), is cancelled: %[3]s. Basis: %[4]s. It ends on %[5]s.",
		f.Item.text(), f.reference(), clause(f.Filing.Grounds), basisText(f.Basis), date(f.Filing.EndedOn)))
}
