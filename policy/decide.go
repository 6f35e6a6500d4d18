package policy

import (
	_ "embed"
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

// snapshot holds the decisions of one set of rules: Casbin's, asked once for each role and action.
type snapshot struct {
	enforcer *casbin.Enforcer
	allowed  map[Role]map[Action]bool
	actions  []Action
}

// New reads the rules that are built in.
func New() (*Policy, error) {
	p := &Policy{}
	return p, p.Load("")
}

// Load replaces the rules: those built in and the administrator's changes, one "p, ROLE, object, verb"
// a line. Where they cannot be read the old ones stay.
func (p *Policy) Load(changes string) error {
	m, err := model.NewModelFromString(modelText)
	if err != nil {
		return err
	}
	e, err := casbin.NewEnforcer(m, newAdapter(policyText+"\n"+changes))
	if err != nil {
		return err
	}
	p.snap.Store(compile(e))
	return nil
}

// Can tells whether actor's role may do act to anything at all. An unknown role or action may nothing.
func (p *Policy) Can(a Actor, act Action) bool {
	return act == Public || p.snap.Load().can(a.Role, act)
}

// Scope gives the rows that actor may do act to; an error where Can says no.
func (p *Policy) Scope(a Actor, act Action) (Scope, error) {
	if !p.Can(a, act) {
		return Scope{}, models.E(models.Denied, "denied").With("action", string(act))
	}
	return scopeOf(a), nil
}

func (s *snapshot) can(r Role, act Action) bool {
	obj, _, ok := strings.Cut(string(act), ":")
	if !ok || r == "" {
		return false
	}
	verbs := s.allowed[r]
	return verbs[act] || verbs[Action(obj+":*")]
}
