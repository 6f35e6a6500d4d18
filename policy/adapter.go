package policy

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/casbin/casbin/v2/model"
	"github.com/casbin/casbin/v2/persist"
)

// adapter reads rules from text; it never writes.
type adapter struct{ text string }

func newAdapter(text string) *adapter { return &adapter{text} }

// LoadPolicy reads the rules, one a line:
//
//	p, ROLE, object, verb                          everywhere, allow
//	p, ROLE, division or *, object, verb, effect
//	g, ROLE, role it inherits from
//
// A line that begins with # is a remark. A line of another shape, an unknown role, division or effect
// is an error: a rule is never half read.
func (a *adapter) LoadPolicy(m model.Model) error {
	for line := range strings.Lines(a.text) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		rule, err := readRule(line)
		if err != nil {
			return err
		}
		if err := persist.LoadPolicyArray(rule, m); err != nil {
			return err
		}
	}
	return nil
}

// readRule gives a line in its long form.
func readRule(line string) ([]string, error) {
	f := strings.Split(line, ",")
	for i := range f {
		f[i] = strings.TrimSpace(f[i])
	}
	if f[0] == "p" && len(f) == 4 {
		f = []string{"p", f[1], anywhere, f[2], f[3], allow}
	}
	if slices.Contains(f, "") || !wellFormed(f) {
		return nil, fmt.Errorf("policy: cannot read %q", line)
	}
	return f, nil
}

func wellFormed(f []string) bool {
	switch {
	case f[0] == "g" && len(f) == 3:
		return known(f[1]) && known(f[2])
	case f[0] == "p" && len(f) == 6:
		return known(f[1]) && (f[2] == anywhere || division(f[2]) != "") && f[3] != anywhere && (f[5] == allow || f[5] == deny)
	}
	return false
}

func known(role string) bool {
	return slices.Contains(Roles, Role(role)) || slices.Contains(inherited, Role(role))
}

var errReadOnly = errors.New("policy: rules are read from text")

func (a *adapter) SavePolicy(model.Model) error                              { return errReadOnly }
func (a *adapter) AddPolicy(string, string, []string) error                  { return errReadOnly }
func (a *adapter) RemovePolicy(string, string, []string) error               { return errReadOnly }
func (a *adapter) RemoveFilteredPolicy(string, string, int, ...string) error { return errReadOnly }
