package document

// writeMandate: who may act for the enterprise, in what and how long; free and voluntary (DOC-16).
func writeMandate(p *page) {
	f := p.f
	m := f.Mandate
	p.pairs(
		pair{text{"委托人", "Principal"}, text{f.Recipient.zh(), f.Recipient.en()}},
		pair{text{"法定代表人", "Legal representative"}, same(f.Recipient.Representative)},
		pair{text{"受托人", "Agent"}, same(m.AgentName)},
		pair{text{"受托人所在单位", "Agent's unit"}, same(m.AgentUnit)},
		pair{text{"受托人联系电话", "Agent's telephone"}, same(m.AgentPhone)},
		pair{text{"委托期限", "Term"}, say2("自%s至%s", "from %s to %s", date(m.From), date(m.Until))},
	)
	p.para(text{"一、委托人自愿委托受托人帮办代办下列事项：", "1. The principal of its own will asks the agent to assist with:"})
	p.list(m.Items)
	p.para(text{"二、受托人的权限：", "2. The agent may:"})
	p.list(m.Powers)
	p.para(text{
		"三、帮办代办服务无偿提供，受托人不收取任何费用。受托人不代替委托人作出承诺、处分权利，不代替审批机关作出决定。",
		"3. The service is free of charge. The agent makes no promises and disposes of no rights in the principal's place, and decides nothing in the agency's.",
	})
	p.para(text{
		"四、委托人对所提供材料的真实性负责，可以随时书面或者在线解除委托，解除自到达时生效。",
		"4. The principal answers for the truth of the materials and may revoke this mandate at any time, in writing or online, with effect on arrival.",
	})
}
