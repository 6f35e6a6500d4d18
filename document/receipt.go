package document

import (
	"strconv"

	"onestop.internal/models"
)

// reference is what identifies the case: its number and the project.
func (f *Facts) reference() text {
	t := say2("申请编号%s", "case no. %s", same(models.ShowCaseNumber(f.CaseNumber)))
	if f.ProjectName != "" {
		t.zh, t.en = t.zh+"，项目名称"+f.ProjectName, t.en+", project "+f.ProjectName
	}
	if f.ProjectCode != "" {
		name := text{"，项目代码", ", project code "}
		if _, err := models.ParseProjectCode(f.ProjectCode); err != nil {
			name = text{"，项目内部编号", ", project no. "}
		}
		t.zh, t.en = t.zh+name.zh+f.ProjectCode, t.en+name.en+f.ProjectCode
	}
	return t
}

// you names the applicant, and the agent where one acted.
func (f *Facts) you() text {
	if f.AgentName != "" {
		return text{"你（单位）委托" + f.AgentName, "you, through your agent " + f.AgentName + ","}
	}
	return text{"你（单位）", "you"}
}

// application opens a paper: what was applied for, when and under which numbers.
func (f *Facts) application() text {
	return say2("%[1]s于%[2]s提出的%[3]s申请（%[4]s）", "the application for %[3]s, which %[1]s made on %[2]s (%[4]s)",
		f.you(), date(f.ReceivedOn), f.Item.text(), f.reference())
}

// acceptedApplication opens a paper written after acceptance.
func (f *Facts) acceptedApplication() text {
	t := f.application()
	a := date(f.AcceptedOn)
	return text{t.zh + "，本机关已于" + a.zh + "受理。", capital(t.en) + ", was accepted on " + a.en + "."}
}

func capital(s string) string {
	if s != "" && s[0] >= 'a' && s[0] <= 'z' {
		return string(s[0]-'a'+'A') + s[1:]
	}
	return s
}

// writeReceipt: what was handed in and when, and until when defects must be told (DOC-01).
func writeReceipt(p *page) {
	f := p.f
	p.para(say2("%[1]s于%[2]s提交的%[3]s申请材料已收到（%[4]s）。", "The materials for %[3]s, which %[1]s handed in on %[2]s (Beijing time), have been received (%[4]s).",
		f.you(), minute(f.ReceivedAt), f.Item.text(), f.reference()))
	p.materials()
	p.para(f.lastDayOfNotice(), f.Window.provisional())
	p.pending()
	p.query()
	p.say(BlockNote, text{"本回执仅证明收到上述材料，不代表受理或者批准。", "This receipt only proves that the materials above were received; it is neither an acceptance nor an approval."})
}

func (p *page) materials() {
	if len(p.f.Materials) == 0 {
		p.para(text{"本次提交为在线填报信息，未附材料。", "The submission consists of information entered online; no materials were attached."})
		return
	}
	rows := [][]text{}
	for i, m := range p.f.Materials {
		rows = append(rows, []text{same(strconv.Itoa(i + 1)), named(m.Name, m.NameEn), said(m.Form), same(count(m.Copies)), same(count(m.Pages)), same(m.SHA256)})
	}
	p.table([]string{"序号", "材料名称", "形式", "份数", "页数", "电子文件校验值（SHA-256）"},
		[]string{"No.", "Material", "Form", "Copies", "Pages", "Hash of the file (SHA-256)"}, rows)
}

// pending names the parts of a joint set that are in law not received: what each waits for comes first (T01c).
func (p *page) pending() {
	if len(p.f.Pending) == 0 {
		return
	}
	p.para(text{
		"下列事项须先取得前置事项的办理结果，目前为待前置，尚未收件；自前置结果具备之日起收件，并另行出具回执：",
		"These parts wait for the result of another item first and are not received yet; they are received on the day it is there, with a receipt of their own:",
	})
	rows := [][]text{}
	for _, x := range p.f.Pending {
		rows = append(rows, []text{named(x.Item, x.ItemEn), named(x.Waits, x.WaitsEn)})
	}
	p.table([]string{"待前置事项", "前置事项"}, []string{"Pending part", "Waits for"}, rows)
}

func count(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

func (f *Facts) lastDayOfNotice() text {
	w := f.Window
	if w == nil {
		return text{}
	}
	last := say2("申请材料不齐全或者不符合法定形式的，本机关最迟于%s一次性告知需要补正的全部内容",
		"If materials are missing or not in form, this agency will tell you everything to be corrected, once and for all, by %s", date(w.Due))
	if w.Limit.Unit == models.Immediate {
		last = text{
			"申请材料不齐全或者不符合法定形式的，本机关当场（" + dateZh(w.Due) + "）一次性告知需要补正的全部内容",
			"If materials are missing or not in form, this agency will tell you everything to be corrected on the spot (" + dateEn(w.Due) + ")",
		}
	}
	if !w.Deemed {
		return text{last.zh + "。", last.en + "."}
	}
	return text{last.zh + "；逾期不告知的，自收到申请材料之日起即为受理。", last.en + "; failing that, the application counts as accepted from the day on which the materials were received."}
}

func (w *Window) provisional() text {
	if w == nil || !w.Provisional {
		return text{}
	}
	return provisionalDates
}

func (p *page) query() {
	if p.f.QueryCode != "" {
		p.para(say2("办理进度可凭申请编号和查询码%s查询。", "Progress may be looked up with the case number and the query code %s.", same(p.f.QueryCode)))
	}
}
