package policy

import (
	"maps"
	"slices"
	"strings"

	"github.com/casbin/casbin/v2"
)

const (
	anywhere = "*" // the division of a rule that holds everywhere, and the verb of one for every verb
	allow    = "allow"
	deny     = "deny"
)

// snapshot holds the decisions of one set of rules, so that one is a look-up. It is made from the
// rules and the inheritance that Casbin has read; a property test keeps it equal to Enforce.
type snapshot struct {
	enforcer *casbin.Enforcer
	in       map[string]decisions // by the meaningful part of a division that a rule names; "" for all others
}

// decisions are what each role may do within one division.
type decisions map[Role]verbs

// verbs are a role's decisions: those about actions that some rule names, and for each object those
// about every other verb.
type verbs struct {
	named map[Action]bool
	other map[string]bool
}

// can looks a decision up. Divisions form a tree, so the rules that hold in a division are those of
// the smallest one named that it lies in.
func (s *snapshot) can(r Role, region string, act Action) bool {
	obj, _, ok := strings.Cut(string(act), ":")
	if !ok || r == "" {
		return false
	}
	v := s.within(region)[r]
	if may, named := v.named[act]; named {
		return may
	}
	return v.other[obj]
}

func (s *snapshot) within(region string) decisions {
	if len(s.in) > 1 {
		for part := division(region); part != ""; part = above(part) {
			if d, ok := s.in[part]; ok {
				return d
			}
		}
	}
	return s.in[""]
}

// above gives the next larger division, by its meaningful part.
func above(part string) string {
	for i := len(levels) - 1; i >= 0; i-- {
		if levels[i] < len(part) {
			return part[:levels[i]]
		}
	}
	return ""
}

// rule is one line of the rules: role, division, object, verb, effect.
type rule struct{ sub, dom, obj, act, eft string }

// compile makes the decisions from what Casbin has read.
func compile(e *casbin.Enforcer) (*snapshot, error) {
	lines, err := e.GetPolicy()
	if err != nil {
		return nil, err
	}
	rules, parts := make([]rule, len(lines)), map[string]string{"": ""}
	for i, l := range lines {
		rules[i] = rule{l[0], l[1], l[2], l[3], l[4]}
		if l[1] != anywhere {
			parts[division(l[1])] = l[1]
		}
	}
	holders, err := heirs(e)
	if err != nil {
		return nil, err
	}
	s := &snapshot{enforcer: e, in: map[string]decisions{}}
	for part, dom := range parts {
		s.in[part] = decide(rules, dom, holders)
	}
	return s, nil
}

// heirs gives for each name in a rule the roles that have it or inherit from it.
func heirs(e *casbin.Enforcer) (map[string][]Role, error) {
	out := map[string][]Role{}
	for _, r := range append(slices.Clone(Roles), Person) {
		from, err := e.GetImplicitRolesForUser(string(r))
		if err != nil {
			return nil, err
		}
		for _, sub := range append(from, string(r)) {
			out[sub] = append(out[sub], r)
		}
	}
	return out, nil
}

// tally is whether any rule allows and whether any denies.
type tally struct{ allow, deny bool }

func (t tally) add(eft string) tally { return tally{t.allow || eft == allow, t.deny || eft == deny} }
func (t tally) or(u tally) tally     { return tally{t.allow || u.allow, t.deny || u.deny} }
func (t tally) may() bool            { return t.allow && !t.deny }

// decide gives every role's decisions by the rules that hold in dom; "" for the rules that hold
// everywhere.
func decide(rules []rule, dom string, holders map[string][]Role) decisions {
	named, other := map[Role]map[Action]tally{}, map[Role]map[string]tally{}
	for _, r := range rules {
		if r.dom != anywhere && !Covers(r.dom, dom) {
			continue
		}
		for _, role := range holders[r.sub] {
			if r.act == anywhere {
				put(other, role, r.obj, r.eft)
			} else {
				put(named, role, Action(r.obj+":"+r.act), r.eft)
			}
		}
	}
	out := decisions{}
	for _, role := range append(slices.Clone(Roles), Person) {
		out[role] = settle(named[role], other[role])
	}
	return out
}

func put[K comparable](to map[Role]map[K]tally, role Role, key K, eft string) {
	if to[role] == nil {
		to[role] = map[K]tally{}
	}
	to[role][key] = to[role][key].add(eft)
}

func settle(named map[Action]tally, other map[string]tally) verbs {
	v := verbs{named: make(map[Action]bool, len(named)), other: make(map[string]bool, len(other))}
	for act, t := range named {
		obj, _, _ := strings.Cut(string(act), ":")
		v.named[act] = t.or(other[obj]).may()
	}
	for obj, t := range other {
		v.other[obj] = t.may()
	}
	return v
}

// actions are all that a rule names, in order.
func (s *snapshot) actions() []Action {
	seen := map[Action]bool{}
	for _, d := range s.in {
		for _, v := range d {
			for act := range v.named {
				seen[act] = true
			}
			for obj := range v.other {
				seen[Action(obj+":"+anywhere)] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(seen))
}
