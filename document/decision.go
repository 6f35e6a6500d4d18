package document

// A grant or refusal is named for what the item is: only a permit is a 行政许可.
var acts = map[string]text{
	"PERMIT":       {"行政许可", "permit"},
	"CONFIRMATION": {"行政确认", "confirmation"},
}

func (i Item) act() text {
	if t, ok := acts[i.Kind]; ok {
		return t
	}
	return text{"办理", "approval"}
}

func grantTitle(f *Facts) text {
	return say2("准予%s决定书", "Decision granting the %s", f.Item.act())
}

func refusalTitle(f *Facts) text {
	return say2("不予%s决定书", "Decision refusing the %s", f.Item.act())
}

func certificateTitle(f *Facts) text {
	return text{f.Decision.LicenceName, "Licence: " + f.Decision.LicenceName}
}

// writeGrant says what is permitted, how long and on which conditions (DOC-10).
func writeGrant(p *page) {
	f := p.f
	p.para(say2("%[1]s，经审查，符合法定条件、标准。依据%[2]s，决定准予%[3]s。", "%[1]s, meets the conditions and standards of the law. Under %[2]s the %[3]s is granted.",
		upper(f.application()), basisText(f.Basis), f.Item.act()))
	p.granted()
}

// granted says what is permitted, how long, on which conditions and under which number, when the certificate
// comes and that the decision is public: of every grant, one on a licence there is too.
func (p *page) granted() {
	d := p.f.Decision
	if d == nil { // frozen before it was asked for
		return
	}
	p.grantTable()
	if d.CertificateDue != 0 && d.LicenceName != "" {
		p.para(say2("本机关将于%s前（含当日）颁发、送达%s。", "By %s at the latest the %s will be issued and delivered.", date(d.CertificateDue), same(d.LicenceName)), guessed(d.Provisional))
	}
	if d.Public {
		p.para(text{"本决定依法公开，公众有权查阅。", "This decision is public as the law provides."})
	}
}

func (p *page) grantTable() {
	d := p.f.Decision
	conditions := text{}
	for i, c := range d.Conditions {
		n := count(i + 1)
		conditions.zh += n + "．" + stop(c)
		conditions.en += n + ". " + stop(c) + " "
	}
	p.pairs(
		pair{text{"准予内容", "Granted"}, same(d.Content)},
		pair{text{"附加条件", "Conditions"}, conditions},
		pair{text{"决定日期", "Decided on"}, date(d.On)},
		pair{text{"有效期", "Validity"}, d.validity()},
		pair{text{"证照名称", "Licence"}, same(d.LicenceName)},
		pair{text{"证照编号", "Licence no."}, same(d.LicenceNumber)},
	)
}

func (d *Decision) validity() text {
	from := d.ValidFrom
	if from == 0 {
		from = d.On
	}
	if d.ValidUntil == 0 {
		return say2("自%s起，未设定期限", "from %s, with no end date", date(from))
	}
	return say2("自%s至%s", "from %s to %s", date(from), date(d.ValidUntil))
}

// writeRefusal gives facts, reasons and provisions (行政许可法 38(2)).
func writeRefusal(p *page) {
	f := p.f
	d := f.Decision
	p.para(say2("%[1]s，经审查查明，%[2]s；%[3]s，不符合%[4]s，依据%[5]s，决定不予%[6]s。",
		"%[1]s, has been examined. Facts: %[2]s. Reasons: %[3]s. That does not meet %[4]s. Under %[5]s the %[6]s is refused.",
		upper(f.application()), clause(d.Facts), clause(d.Reasons), basisText(d.Unmet), basisText(f.Basis), f.Item.act()))
	if d.Warned {
		p.para(text{
			"上述行为属于隐瞒有关情况或者提供虚假材料，依据《中华人民共和国行政许可法》第七十八条，并给予警告。",
			"That is concealment or the handing in of false materials; under article 78 of the Administrative Licensing Law a warning is given.",
		})
	}
	if d.BarredUntil != 0 {
		p.para(say2("你（单位）在%s前（含当日）不得再次申请本事项。", "You may not apply for this item again up to and including %s.", date(d.BarredUntil)))
	}
	p.para(say2("本决定于%s作出。", "Decided on %s.", date(d.On)))
}

// writeCertificate is the licence itself (DOC-12); its number is the licence's own.
func writeCertificate(p *page) {
	f := p.f
	p.pairs(
		pair{text{"持证人", "Holder"}, same(f.Recipient.Name)},
		pair{text{"统一社会信用代码", "Unified social credit code"}, same(f.Recipient.USCC)},
		pair{text{"身份证件号码", "Identity number"}, same(f.Recipient.MaskedID)},
		pair{text{"事项", "Item"}, f.Item.text()},
		pair{text{"办件及项目", "Case and project"}, f.reference()},
	)
	p.grantTable()
}

// writeDelivery proves how, when and to whom papers were served (DOC-13).
func writeDelivery(p *page) {
	f := p.f
	d := f.Delivery
	var papers []text
	for _, s := range d.Papers {
		t := text{s.Title, or(s.TitleEn, s.Title)}
		if s.Number != "" {
			papers = append(papers, text{"《" + t.zh + "》（" + s.Number + "）", t.en + " (" + s.Number + ")"})
			continue
		}
		papers = append(papers, text{"《" + t.zh + "》", t.en})
	}
	receiver := text{"收件人", "Received by"}
	if d.Method == ServeLeft {
		receiver = text{"拒收人", "Refused by"}
	}
	p.pairs(
		pair{text{"案由", "Matter"}, say2("%s（%s）", "%s (%s)", f.Item.text(), f.reference())},
		pair{text{"送达文书名称及文号", "Papers served"}, enumerate(papers)},
		pair{text{"受送达人", "Recipient"}, text{f.Recipient.zh(), f.Recipient.en()}},
		pair{text{"送达方式", "Method"}, methods[d.Method]},
		pair{text{"送达地点", "Place"}, same(d.Place)},
		pair{text{"送达时间", "Time"}, minute(d.At)},
		pair{receiver, same(d.Receiver)},
		pair{text{"与受送达人的关系", "Relation to the recipient"}, said(d.Relation)},
		pair{text{"证件号码后四位", "Document ends in"}, same(d.IDTail)},
		pair{text{"受送达人同意电子送达的情况", "Consent to electronic service"}, same(d.Consent)},
		pair{text{"邮件编号", "Tracking no."}, same(d.Tracking)},
		pair{text{"拒收情况", "Refusal"}, same(d.Refusal)},
		pair{text{"见证人", "Witnesses"}, enumerateNames(d.Witnesses)},
		pair{text{"影像记录", "Photo or video record"}, same(d.Record)},
		pair{text{"公告载体及日期", "Published in and on"}, same(d.Published)},
		pair{text{"公告期满视为送达日", "Counts as served on"}, date(d.Effective)},
		pair{text{"送达人", "Served by"}, same(d.Server)},
	)
}

func enumerateNames(names []string) text {
	var ts []text
	for _, n := range names {
		ts = append(ts, same(n))
	}
	return enumerate(ts)
}
