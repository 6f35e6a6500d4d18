package document

// names the licence a decision acts on.
func (l *Licence) text() text {
	return text{"《" + l.Name + "》（编号：" + l.Number + "）", l.Name + " (no. " + l.Number + ")"}
}

// ends writes a decision that ends a licence: its verb in both languages.
func (p *page) ends(verb text) {
	f := p.f
	p.para(say2("经查，你（单位）持有的%[1]s（%[6]s，%[7]s），%[2]s依据%[3]s，决定自%[4]s起%[5]s。",
		"Your %[1]s, of %[6]s (%[7]s), was examined. %[2]s Under %[3]s it is %[5]s from %[4]s.",
		f.Licence.text(), ended(f.Licence.Ground), basisText(f.Basis), date(f.Licence.On), verb, f.Item.text(), f.reference()))
}

// writeAnnulment: a wrongful grant or fraud (行政许可法 69).
func writeAnnulment(p *page) { p.ends(text{"撤销该行政许可", "annulled"}) }

// writeAgencyWithdrawal: law or circumstances changed; loss is compensated (行政许可法 8(2)).
func writeAgencyWithdrawal(p *page) {
	p.ends(text{"撤回该行政许可", "withdrawn"})
	p.para(say2("由此造成财产损失的补偿：%s", "Compensation for loss of property: %s", same(stop(p.f.Licence.Indemnity))))
}

// writeDeregistration closes what has ended (行政许可法 70).
func writeDeregistration(p *page) {
	p.ends(text{"注销该行政许可", "cancelled"})
	p.para(text{"请将证照原件交回本机关；电子证照同时失效。", "Return the original to this agency; the electronic licence loses effect as well."})
}

// writeLicenceChange: 行政许可法 49.
func writeLicenceChange(p *page) {
	f := p.f
	p.para(say2("%[1]s，请求变更%[2]s。%[3]s依据%[4]s，决定自%[5]s起准予变更：", "%[1]s, asks to change %[2]s. %[3]s Under %[4]s it is changed from %[5]s:",
		upper(f.application()), f.Licence.text(), ended(f.Licence.Ground), basisText(f.Basis), date(f.Licence.On)))
	p.changes(f.Licence.Changes)
	p.granted()
}

// writeLicenceRenewal: 行政许可法 50.
func writeLicenceRenewal(p *page) {
	f := p.f
	p.para(say2("%[1]s，请求延续%[2]s的有效期。%[3]s依据%[4]s，决定准予延续，有效期自%[5]s至%[6]s。",
		"%[1]s, asks to renew %[2]s. %[3]s Under %[4]s it is renewed, valid from %[5]s to %[6]s.",
		upper(f.application()), f.Licence.text(), ended(f.Licence.Ground), basisText(f.Basis), date(f.Licence.On), date(f.Licence.ValidUntil)))
	p.granted()
}
