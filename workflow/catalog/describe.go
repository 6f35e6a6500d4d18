package catalog

import "strings"

// Text is one text in both languages.
type Text struct {
	Zh string `json:"zh"`
	En string `json:"en"`
}

// Describe puts a condition into words: "用地方式为出让；或用地方式为划拨". No condition gives empty texts.
func (c *Catalogue) Describe(e Expr) Text {
	if e.root == nil {
		return Text{}
	}
	return c.describe(e.root, false)
}

var comparisons = map[string]Text{
	"==": {"为", " is "}, "!=": {"不为", " is not "}, "in": {"为", " is "}, "<": {"小于", " below "}, "<=": {"不超过", " at most "},
	">": {"超过", " above "}, ">=": {"达到", " at least "},
}

func (c *Catalogue) describe(n *node, inside bool) Text {
	switch n.op {
	case "||":
		return c.join(n, Text{"，或", " or "}, inside)
	case "&&":
		return c.join(n, Text{"，且", " and "}, inside)
	case "!":
		t := c.describe(n.kids[0], true)
		return Text{"不满足“" + t.Zh + "”", "not: " + t.En}
	}
	a := c.attrs[n.attr]
	if a == nil {
		return Text{n.attr, n.attr}
	}
	if n.op == "attr" {
		return Text{a.Zh, a.En}
	}
	var zh, en []string
	for _, l := range n.lits {
		t := l.text(a)
		zh, en = append(zh, t.Zh), append(en, t.En)
	}
	word := comparisons[n.op]
	return Text{a.Zh + word.Zh + strings.Join(zh, "、"), a.En + word.En + strings.Join(en, " or ")}
}

func (c *Catalogue) join(n *node, word Text, inside bool) Text {
	var zh, en []string
	for _, k := range n.kids {
		t := c.describe(k, true)
		zh, en = append(zh, t.Zh), append(en, t.En)
	}
	out := Text{strings.Join(zh, word.Zh), strings.Join(en, word.En)}
	if inside {
		out = Text{"（" + out.Zh + "）", "(" + out.En + ")"}
	}
	return out
}

func (l literal) text(a *Attribute) Text {
	switch l.kind {
	case Enum:
		if v := a.Value(l.code); v != nil {
			return Text{v.Zh, v.En}
		}
	case Bool:
		if l.yes {
			return Text{"是", "yes"}
		}
		return Text{"否", "no"}
	}
	return Text{l.String(), l.String()}
}
