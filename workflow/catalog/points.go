package catalog

import (
	"fmt"
	"strings"

	"onestop.internal/models"
)

// ReviewPoint is one thing that a reviewer looks at, of a material or, without one, of the whole case.
type ReviewPoint struct {
	Material string `json:"material"` // M1 …; "" for the whole case
	Check    bool   `json:"check"`    // to be ticked before the material is found in order; else it is only told
	Text     Text   `json:"text"`
}

// ReviewPoints says what is to be looked at in a case of this version of an item: its conditions and
// preconditions, then of each material whether it must be there, may follow or is held already, how many
// copies, and what it must agree with.
func (c *Catalogue) ReviewPoints(it *Item) []ReviewPoint {
	out := []ReviewPoint{}
	add := func(material string, check bool, zh, en string) {
		out = append(out, ReviewPoint{material, check, Text{zh, en}})
	}
	if when := c.Describe(it.AppliesWhen); when.Zh != "" {
		add("", false, "属于本事项的适用情形："+when.Zh, "The item applies: "+when.En)
	}
	for i := range it.Preconditions {
		t := c.demandPoint(&it.Preconditions[i])
		add("", false, t.Zh, t.En)
	}
	if it.Inspected || hasStep(it, models.StepSiteCheck) {
		add("", false, "现场核查、检验由两名以上工作人员进行，并有记录", "The site was inspected by at least two members of staff, with a record")
	}
	for i := range it.Materials {
		out = append(out, c.materialPoints(&it.Materials[i])...)
	}
	return out
}

func hasStep(it *Item, kind models.StepKind) bool {
	for i := range it.Steps {
		if it.Steps[i].Kind == kind {
			return true
		}
	}
	return false
}

// demandPoint: one of these items has its result, before acceptance or before the decision.
func (c *Catalogue) demandPoint(p *Precondition) Text {
	var zh, en []string
	for _, m := range p.Members() {
		n, when := c.nameItem(m.Item), c.Describe(m.When)
		if when.Zh != "" {
			when = Text{"（" + when.Zh + "的）", " (if " + when.En + ")"}
		}
		zh, en = append(zh, "《"+n.Zh+"》"+when.Zh), append(en, n.En+when.En)
	}
	by := Text{"受理前", "before acceptance"}
	if p.Strength == Soft {
		by = Text{"作出决定前", "before the decision"}
	}
	return Text{"前置事项" + by.Zh + "已有结果：" + strings.Join(zh, "或者"), "Its result is there " + by.En + ": " + strings.Join(en, " or ")}
}

func (c *Catalogue) materialPoints(m *Material) []ReviewPoint {
	out := []ReviewPoint{}
	add := func(check bool, zh, en string) { out = append(out, ReviewPoint{m.Code, check, Text{zh, en}}) }
	switch when := c.Describe(m.When); {
	case m.Required == IfWhen && when.Zh != "":
		add(false, "符合下列情形的必须提交："+when.Zh, "Required if "+when.En)
	case m.Required == Optional:
		add(false, "可以不提交；提交的按下列要点核对", "Optional; if handed in, it is checked as below")
	default:
		add(false, "必须提交", "Required")
	}
	if m.MayFollow {
		add(false, "可以容缺后补，须有书面承诺和补齐日期", "May follow on a written promise with a date")
	}
	if len(m.AlreadyHeld) > 0 {
		held := c.nameItems(m.AlreadyHeld)
		zh, en := make([]string, len(held)), make([]string, len(held))
		for i, n := range held {
			zh[i], en[i] = "《"+n.Zh+"》", n.En
		}
		add(false, "已有下列结果之一的免提交，核对其有效且属于同一申请人、同一项目："+strings.Join(zh, "、"),
			"Not asked for where one of these results is held, valid and of the same applicant and project: "+strings.Join(en, ", "))
	}
	copies := max(m.Copies, 1)
	en := fmt.Sprintf("Complete, %d copies that agree", copies)
	zh := fmt.Sprintf("“%s”内容齐全，一式%d份且一致", m.NameZh, copies)
	if copies == 1 {
		zh, en = "“"+m.NameZh+"”内容齐全", "Complete"
	}
	add(true, zh, en)
	add(true, "电子件清晰，与原件或者加盖印章的复印件一致", "Legible, the same as the original or a sealed copy")
	add(true, "签字、盖章齐全，载明有效期的仍在有效期内", "Signed and sealed, and still valid where it names a term")
	add(true, "申请人、项目和数据与申请表一致", "Applicant, project and figures agree with the form")
	return out
}
