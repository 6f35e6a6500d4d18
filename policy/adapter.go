package policy

import (
	"errors"
	"strings"

	"github.com/casbin/casbin/v2"
	"github.com/casbin/casbin/v2/model"
	"github.com/casbin/casbin/v2/persist"
)

// adapter reads rules from text; it never writes.
type adapter struct{ text string }

func newAdapter(text string) *adapter { return &adapter{text} }

// LoadPolicy reads the rules; a line that begins with # is a remark.
func (a *adapter) LoadPolicy(m model.Model) error {
	for line := range strings.Lines(a.text) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		if err := persist.LoadPolicyLine(line, m); err != nil {
			return err
		}
	}
	return nil
}

var errReadOnly = errors.New("policy: rules are read from text")

func (a *adapter) SavePolicy(model.Model) error                              { return errReadOnly }
func (a *adapter) AddPolicy(string, string, []string) error                  { return errReadOnly }
func (a *adapter) RemovePolicy(string, string, []string) error               { return errReadOnly }
func (a *adapter) RemoveFilteredPolicy(string, string, int, ...string) error { return errReadOnly }

// compile asks Casbin once for every role and every object:verb that a rule names, so that a decision
// is a look-up; a property test keeps it equal to Enforce.
func compile(e *casbin.Enforcer) *snapshot {
	s := &snapshot{enforcer: e, allowed: map[Role]map[Action]bool{}}
	seen := map[Action]bool{}
	rules, err := e.GetPolicy()
	if err != nil {
		return s
	}
	for _, r := range rules {
		if act := Action(r[1] + ":" + r[2]); !seen[act] {
			seen[act] = true
			s.actions = append(s.actions, act)
		}
	}
	for _, role := range Roles {
		s.allowed[role] = map[Action]bool{}
		for _, act := range s.actions {
			obj, verb, _ := strings.Cut(string(act), ":")
			if ok, err := e.Enforce(string(role), "", obj, verb); err == nil && ok {
				s.allowed[role][act] = true
			}
		}
	}
	return s
}
