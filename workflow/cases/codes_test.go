package cases

import (
	"go/ast"
	"go/parser"
	"go/token"
	"strings"
	"testing"
)

func TestNoTwoKindsOfEventsShareACode(t *testing.T) {
	f, err := parser.ParseFile(token.NewFileSet(), "facts.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	of := map[string]string{}
	ast.Inspect(f, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok || !strings.HasPrefix(spec.Names[0].Name, "code") || len(spec.Values) != 1 {
			return true
		}
		lit, ok := spec.Values[0].(*ast.BasicLit)
		if !ok {
			return true
		}
		if other := of[lit.Value]; other != "" {
			t.Errorf("%s and %s are both %s", other, spec.Names[0].Name, lit.Value)
		}
		of[lit.Value] = spec.Names[0].Name
		return true
	})
	if len(of) < 20 {
		t.Errorf("found only %d codes", len(of))
	}
}
