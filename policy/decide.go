package policy

import (
	_ "embed"
	"fmt"
	"strings"
	"sync/atomic"

	"github.com/casbin/casbin/v2"
	"github.com/casbin/casbin/v2/model"

	"onestop.internal/models"
)

//go:embed model.conf
var modelText string

//go:embed policy.csv
var policyText string

// Policy decides. It is safe for use by many at once; Load swaps the rules whole.
type Policy struct{ snap atomic.Pointer[snapshot] }

// New reads the rules that are built in.
func New() (*Policy, error) {
	p := &Policy{}
	return p, p.Load("")
}

// Load replaces the rules: those built in and the administrator's changes, in the form that Line
// writes. Where they cannot be read the old ones stay.
func (p *Policy) Load(changes string) error { return p.load(policyText + "\n" + changes) }

func (p *Policy) load(text string) error {
	m, err := model.NewModelFromString(modelText)
	if err != nil {
		return err
	}
	e, err := casbin.NewEnforcer(m)
	if err != nil {
		return err
	}
	e.AddFunction("covers", func(args ...any) (any, error) { return Covers(args[0].(string), args[1].(string)), nil })
	if err := newAdapter(text).LoadPolicy(e.GetModel()); err != nil {
		return err
	}
	if err := e.BuildRoleLinks(); err != nil {
		return err
	}
	s, err := compile(e)
	if err != nil {
		return err
	}
	p.snap.Store(s)
	return nil
}

// Can tells whether actor's role may do act to anything at all. An unknown role or action may nothing.
func (p *Policy) Can(a Actor, act Action) bool {
	return act == Public || p.snap.Load().can(a.Role, a.Region, act)
}

// Scope gives the rows that actor may do act to; an error where Can says no.
func (p *Policy) Scope(a Actor, act Action) (Scope, error) {
	if !p.Can(a, act) {
		return Scope{}, models.E(models.Denied, "denied").With("action", string(act))
	}
	if act == handOver {
		return scopeOf(a).withWindow(), nil
	}
	return scopeOf(a), nil
}

// Actions are all that the rules name, in order; object:* where a rule is for every verb.
func (p *Policy) Actions() []Action { return p.snap.Load().actions() }

// guarded are what no change of the rules may touch: the three administrators are apart, and what
// keeps them apart is not theirs to change.
var guarded = map[string]bool{"grant": true, "user": true, "policy": true, "audit": true, "department": true, "factor": true}

// CheckRule tells whether an administrator may add r to the rules. The error is Invalid with a field
// for each thing wrong.
func CheckRule(r models.PolicyRule) error {
	e := models.E(models.Invalid, "policy_rule.invalid")
	if !known(r.Role) {
		e.At("role", "policy_rule.unknown_role")
	}
	if Role(r.Role) == Person || three(Role(r.Role)) {
		e.At("role", "policy_rule.guarded")
	}
	if r.Region != anywhere && division(r.Region) == "" {
		e.At("region", "region.shape")
	}
	if !word(r.Object) {
		e.At("object", "policy_rule.word")
	}
	if guarded[r.Object] {
		e.At("object", "policy_rule.guarded")
	}
	if r.Verb != anywhere && !word(r.Verb) {
		e.At("verb", "policy_rule.word")
	}
	if r.Effect != allow && r.Effect != deny {
		e.At("effect", "policy_rule.effect")
	}
	return e.OrNil()
}

func word(s string) bool {
	return s != "" && len(s) <= 24 && strings.Trim(s, "abcdefghijklmnopqrstuvwxyz_") == ""
}

// Line writes a rule as Load reads it.
func Line(r models.PolicyRule) string {
	return fmt.Sprintf("p, %s, %s, %s, %s, %s\n", r.Role, r.Region, r.Object, r.Verb, r.Effect)
}
