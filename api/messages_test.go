package api

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"onestop.internal/workflow/cases"
	"onestop.internal/workflow/notices"
)

// keyShape is what a message's key looks like.
var keyShape = regexp.MustCompile(`^[a-z][a-z0-9_]*(\.[a-z0-9_]+)*$`)

// takers are the functions one of whose arguments, counted from 0, is a key or the middle of one. Those
// with a folder are looked for there alone.
var takers = []struct {
	name, folder  string
	arg           int
	before, after string
}{
	{name: "E", arg: 1},
	{name: "At", arg: 1},
	{name: "found", folder: "store", arg: 1, after: ".not_found"},
	{name: "saveVersion", folder: "store", arg: 3, after: ".changed_meanwhile"},
	{name: "add", folder: "catalog", arg: 1, before: "catalog."},
	{name: "addIf", folder: "catalog", arg: 2, before: "catalog."},
	{name: "flawed", folder: "catalog", arg: 1, before: "catalog."},
	{name: "fail", folder: "catalog", arg: 0, before: "form."},
	{name: "one", folder: "catalog", arg: 0, before: "form."},
	{name: "below", folder: "catalog", arg: 2},
}

func TestEveryKeyInTheSourcesHasAMessageInBothLanguages(t *testing.T) {
	keys := keysInSources(t)
	for v := range cases.Verbs() {
		keys["verb."+string(v)] = "a verb of the engine"
	}
	for _, v := range cases.StepVerbs() {
		keys["step_verb."+v] = "a verb of steps"
	}
	for _, k := range notices.TextKeys() {
		keys[k] = "a notice"
	}
	for code := range statuses {
		keys["title."+string(code)] = "a code"
	}
	for _, k := range statusKeys {
		keys[k.key] = "a status"
	}
	for _, c := range complaints {
		keys[c.key] = "a complaint of the validator"
	}
	if len(keys) < 250 {
		t.Fatalf("only %d keys were found: the search is broken", len(keys))
	}
	for _, lang := range []string{"zh", "en"} {
		for key, where := range keys {
			if messages()[lang][key] == "" {
				t.Errorf("%s: no message for %q (%s)", lang, key, where)
			}
		}
	}
}

func TestTheTwoLanguagesSayTheSameThings(t *testing.T) {
	zh, en := messages()["zh"], messages()["en"]
	hole := regexp.MustCompile(`\{[a-zA-Z]+\}`)
	holes := func(s string) []string {
		all := hole.FindAllString(s, -1)
		slices.Sort(all)
		return slices.Compact(all)
	}
	for key, text := range zh {
		other, ok := en[key]
		if !ok {
			t.Errorf("%q has no English", key)
			continue
		}
		if a, b := holes(text), holes(other); !slices.Equal(a, b) {
			t.Errorf("%q is filled with %v in Chinese and %v in English", key, a, b)
		}
	}
	for key := range en {
		if zh[key] == "" {
			t.Errorf("%q has no Chinese", key)
		}
	}
}

// keysInSources finds every key that the program's own code makes an error of.
func keysInSources(t *testing.T) map[string]string {
	t.Helper()
	keys := map[string]string{}
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (d.Name() == "node_modules" || d.Name() == "tools" || strings.HasPrefix(d.Name(), ".") && d.Name() != "..") {
			return fs.SkipDir
		}
		if !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			for _, key := range keysIn(n, filepath.Base(filepath.Dir(path))) {
				if keyShape.MatchString(key) {
					keys[key] = path
				}
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return keys
}

// keysIn gives the keys that stand in one node of a file in a folder: an argument of a taker, or the
// Key of a Field or an Error; accounts also returns keys, of what is wrong with a password.
func keysIn(n ast.Node, folder string) (out []string) {
	switch n := n.(type) {
	case *ast.CallExpr:
		name := nameOf(n.Fun)
		for _, k := range takers {
			if k.name == name && (k.folder == "" || k.folder == folder) && len(n.Args) > k.arg {
				if s := literal(n.Args[k.arg]); s != "" {
					out = append(out, k.before+s+k.after)
				}
			}
		}
	case *ast.ReturnStmt:
		for _, v := range n.Results {
			if s := literal(v); strings.Contains(s, ".") && (folder == "accounts" || folder == "calendar") {
				out = append(out, s)
			}
		}
	case *ast.KeyValueExpr:
		if k, ok := n.Key.(*ast.Ident); ok && k.Name == "Key" {
			if s := literal(n.Value); strings.Contains(s, ".") && !strings.HasSuffix(s, ".") {
				out = append(out, s)
			}
		}
	}
	return out
}

func nameOf(f ast.Expr) string {
	switch f := f.(type) {
	case *ast.SelectorExpr:
		return f.Sel.Name
	case *ast.Ident:
		return f.Name
	}
	return ""
}

// literal gives the text of a literal, "" for anything else.
func literal(e ast.Expr) string {
	l, ok := e.(*ast.BasicLit)
	if !ok || l.Kind != token.STRING {
		return ""
	}
	s, _ := strconv.Unquote(l.Value) // the parser has read it
	return s
}
