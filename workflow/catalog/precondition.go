package catalog

import "slices"

// PreconditionState is where one precondition of a case stands.
type PreconditionState string

// States of a precondition.
const (
	Met         PreconditionState = "MET"
	Unmet       PreconditionState = "UNMET"
	Voided      PreconditionState = "VOID"    // nothing is demanded
	NotAnswered PreconditionState = "UNKNOWN" // depends on attributes that are not answered
)

// PreconditionNeed is one precondition of an item as it stands for one case.
type PreconditionNeed struct {
	Items    []string          `json:"items"` // one of them is enough
	Strength Strength          `json:"strength"`
	State    PreconditionState `json:"state"`
	MetBy    string            `json:"metBy"`
	Confirm  bool              `json:"confirm"` // VOID once the window confirms that the item does not apply
	Unknown  []string          `json:"unknown"` // attributes to ask
}

// BlocksAcceptance tells whether the law forbids acceptance now. A question that is not answered
// does not block it.
func (p *PreconditionNeed) BlocksAcceptance() bool { return p.State == Unmet && p.Strength != Soft }

// BlocksDecision tells whether a decision must wait. A void one that the window has to confirm
// blocks until it is confirmed.
func (p *PreconditionNeed) BlocksDecision() bool {
	return p.State == Unmet || p.State == NotAnswered || p.Confirm
}

// Preconditions says where the preconditions of it stand. met tells whether there is a granted or
// filed case of the same project or company, or a checked licence record, of an item; nil: of none.
func (c *Catalogue) Preconditions(it *Item, attrs Attrs, met func(code string) bool) []PreconditionNeed {
	out := make([]PreconditionNeed, len(it.Preconditions))
	for i := range it.Preconditions {
		out[i] = c.precondition(&it.Preconditions[i], attrs, met)
	}
	return out
}

func (c *Catalogue) precondition(p *Precondition, attrs Attrs, met func(string) bool) PreconditionNeed {
	n := PreconditionNeed{Items: []string{}, Strength: p.Strength, State: Voided, Unknown: []string{}}
	for _, m := range p.Members() {
		answer := m.When.Eval(attrs)
		if answer == False {
			continue
		}
		n.Items = append(n.Items, m.Item)
		switch isMet := met != nil && met(m.Item); {
		case answer == True && isMet:
			return PreconditionNeed{Items: []string{m.Item}, Strength: p.Strength, State: Met, MetBy: m.Item, Unknown: []string{}}
		case answer == True:
			n.State = Unmet
		case n.State == Voided:
			n.State = NotAnswered
		}
		n.Unknown = appendNew(n.Unknown, m.When.Unknowns(attrs)...)
	}
	if n.State != NotAnswered {
		n.Unknown = []string{}
	}
	if p.Strength == Hard && n.State == Unmet {
		c.judgeHard(&n, attrs)
	}
	return n
}

// judgeHard looks whether the item that is demanded applies to this project at all.
func (c *Catalogue) judgeHard(n *PreconditionNeed, attrs Attrs) {
	needed := c.items[n.Items[0]]
	if len(n.Items) != 1 || needed == nil {
		return
	}
	switch needed.AppliesWhen.Eval(attrs) {
	case False:
		n.State, n.Confirm = Voided, true
	case Unknown:
		n.State, n.Unknown = NotAnswered, needed.AppliesWhen.Unknowns(attrs)
	}
}

func appendNew(list []string, more ...string) []string {
	for _, s := range more {
		if !slices.Contains(list, s) {
			list = append(list, s)
		}
	}
	return list
}
