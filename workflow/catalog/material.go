package catalog

// MaterialState is what one material means for one applicant.
type MaterialState string

// States of a material.
const (
	MustBring    MaterialState = "REQUIRED"
	MayBring     MaterialState = "OPTIONAL"
	MayComeLater MaterialState = "MAY_FOLLOW" // required, but may follow after acceptance (容缺)
	Held         MaterialState = "HELD"       // the result of an item that the county holds replaces it
	NotNeeded    MaterialState = "NOT_NEEDED"
	Undecided    MaterialState = "UNKNOWN" // depends on attributes that are not answered
)

// MaterialNeed is one material of an item with what it means for one applicant.
type MaterialNeed struct {
	Material
	State   MaterialState `json:"state"`
	HeldBy  string        `json:"heldBy"`  // the item whose result replaces it
	Unknown []string      `json:"unknown"` // attributes to ask
}

// MaterialsFor says of each material of it whether these attributes ask for it. held tells whether
// the county holds a granted result or an e-licence of an item for this applicant; nil: of none.
func MaterialsFor(it *Item, attrs Attrs, held func(code string) bool) []MaterialNeed {
	out := make([]MaterialNeed, len(it.Materials))
	for i, m := range it.Materials {
		n := MaterialNeed{Material: m, HeldBy: firstHeld(m.AlreadyHeld, held), Unknown: []string{}}
		n.State = m.state(attrs, n.HeldBy != "")
		if n.State == Undecided {
			n.Unknown = m.When.Unknowns(attrs)
		}
		if n.State != Held {
			n.HeldBy = ""
		}
		out[i] = n
	}
	return out
}

func (m *Material) state(attrs Attrs, isHeld bool) MaterialState {
	asked := m.When.Eval(attrs)
	switch {
	case m.Required == IfWhen && asked == False:
		return NotNeeded
	case isHeld:
		return Held
	case m.Required == IfWhen && asked == Unknown:
		return Undecided
	case m.Required == Optional:
		return MayBring
	case m.MayFollow:
		return MayComeLater
	}
	return MustBring
}

func firstHeld(codes []string, held func(string) bool) string {
	if held == nil {
		return ""
	}
	for _, code := range codes {
		if held(code) {
			return code
		}
	}
	return ""
}
