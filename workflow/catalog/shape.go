package catalog

import (
	"bytes"
	"encoding"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strconv"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

// maxDepth bounds the nesting of whatever is read.
const maxDepth = 16

// shape says which keys a value may and must have. nil fits anything.
type shape struct {
	keys map[string]*shape
	must []string
	each *shape // of a list's elements
}

var itemShape = shapeOf(reflect.TypeFor[Item](), "json")

// shapeOf reads the shape of a type from its field tags: omitempty or omitzero makes a key optional.
func shapeOf(t reflect.Type, tag string) *shape {
	if t.Kind() == reflect.Pointer {
		return shapeOf(t.Elem(), tag)
	}
	switch {
	case readsItself(t):
		return nil
	case t.Kind() == reflect.Slice:
		return &shape{each: shapeOf(t.Elem(), tag)}
	case t.Kind() != reflect.Struct:
		return nil
	}
	s := &shape{keys: map[string]*shape{}}
	for i := range t.NumField() {
		f := t.Field(i)
		name, rest, _ := strings.Cut(f.Tag.Get(tag), ",")
		if !f.IsExported() || name == "-" {
			continue
		}
		if name == "" {
			name = strings.ToLower(f.Name)
		}
		s.keys[name] = shapeOf(f.Type, tag)
		if !strings.Contains(rest, "omit") {
			s.must = append(s.must, name)
		}
	}
	return s
}

func readsItself(t reflect.Type) bool {
	p := reflect.PointerTo(t)
	return p.Implements(reflect.TypeFor[json.Unmarshaler]()) || p.Implements(reflect.TypeFor[encoding.TextUnmarshaler]()) ||
		p.Implements(reflect.TypeFor[yaml.Unmarshaler]())
}

// tree is the skeleton of a document: its keys and elements; of JSON also its values.
type tree struct {
	keys []string // of an object; nil for a list
	vals []tree
	null bool
	list bool // of JSON: an array
	leaf any  // of JSON: a text, a json.Number, a boolean, nil
}

// size counts the keys and elements of t and below.
func (t tree) size() int {
	n := len(t.vals)
	for _, sub := range t.vals {
		n += sub.size()
	}
	return n
}

// check says which keys of t are unknown, repeated or missing.
func (s *shape) check(t tree, path string) []error {
	var errs []error
	seen := map[string]bool{}
	for i, sub := range t.vals {
		var at string
		var next *shape
		if t.keys != nil {
			key := t.keys[i]
			at = strings.TrimPrefix(path+"."+key, ".")
			if seen[key] {
				errs = append(errs, flawed(at, "repeated_key", "repeated key"))
			}
			seen[key] = true
			if s != nil && s.keys != nil {
				var known bool
				if next, known = s.keys[key]; !known {
					errs = append(errs, flawed(at, "unknown_key", "unknown key"))
				}
			}
		} else {
			at = path + "[" + strconv.Itoa(i) + "]"
			if s != nil {
				next = s.each
			}
		}
		errs = append(errs, next.check(sub, at)...)
	}
	if s == nil || t.null {
		return errs
	}
	for _, key := range s.must {
		if !seen[key] {
			errs = append(errs, flawed(strings.TrimPrefix(path+"."+key, "."), "missing_key", "missing key"))
		}
	}
	return errs
}

// checkKeys holds the keys of a JSON document against a shape.
func checkKeys(data []byte, s *shape) error {
	t, err := jsonTree(data)
	if err != nil {
		return err
	}
	return errors.Join(s.check(t, "")...)
}

// jsonTree reads the skeleton of one JSON document that is valid UTF-8 and not nested too deep.
func jsonTree(data []byte) (tree, error) {
	if !utf8.Valid(data) {
		return tree{}, errors.New("not valid UTF-8")
	}
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.UseNumber()
	t, err := nextTree(dec, 0)
	if err != nil {
		return tree{}, err
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return tree{}, errors.New("more than one value")
	}
	return t, nil
}

func nextTree(dec *json.Decoder, depth int) (tree, error) {
	if depth > maxDepth {
		return tree{}, errors.New("nested too deep")
	}
	tok, err := dec.Token()
	if err != nil {
		return tree{}, err
	}
	open, ok := tok.(json.Delim)
	if !ok {
		return tree{null: tok == nil, leaf: tok}, nil
	}
	t := tree{list: open == '['}
	if open == '{' {
		t.keys = []string{}
	}
	for dec.More() {
		if open == '{' {
			key, err := dec.Token()
			if err != nil {
				return tree{}, err
			}
			t.keys = append(t.keys, fmt.Sprint(key))
		}
		sub, err := nextTree(dec, depth+1)
		if err != nil {
			return tree{}, err
		}
		t.vals = append(t.vals, sub)
	}
	_, err = dec.Token()
	return t, err
}

// value gives what a JSON document says: maps, slices, texts, json.Number, booleans and nil.
func (t *tree) value() any {
	switch {
	case t.keys != nil:
		out := make(map[string]any, len(t.keys))
		for i, k := range t.keys {
			out[k] = t.vals[i].value()
		}
		return out
	case t.list:
		out := make([]any, len(t.vals))
		for i := range t.vals {
			out[i] = t.vals[i].value()
		}
		return out
	}
	return t.leaf
}

// yamlTree gives the skeleton of a YAML document. Anchors and aliases are refused.
func yamlTree(n *yaml.Node, depth int) (tree, error) {
	if depth > maxDepth {
		return tree{}, errors.New("nested too deep")
	}
	if n.Anchor != "" || n.Kind == yaml.AliasNode {
		return tree{}, fmt.Errorf("line %d: anchors are not used", n.Line)
	}
	t := tree{null: n.Tag == "!!null"}
	step, first := 1, 0
	switch n.Kind {
	case yaml.DocumentNode:
		return yamlTree(n.Content[0], depth)
	case yaml.MappingNode:
		step, first, t.keys = 2, 1, []string{}
	}
	for i := first; i < len(n.Content); i += step {
		if step == 2 {
			t.keys = append(t.keys, n.Content[i-1].Value)
		}
		sub, err := yamlTree(n.Content[i], depth+1)
		if err != nil {
			return tree{}, err
		}
		t.vals = append(t.vals, sub)
	}
	return t, nil
}

// readYAML reads one YAML document strictly: every key known, none repeated, none missing.
func readYAML(data []byte, into any) error {
	var doc yaml.Node
	if err := yaml.Unmarshal(data, &doc); err != nil {
		return err
	}
	if doc.Kind == 0 {
		return errors.New("empty file")
	}
	t, err := yamlTree(&doc, 0)
	if err != nil {
		return err
	}
	if err := errors.Join(shapeOf(reflect.TypeOf(into), "yaml").check(t, "")...); err != nil {
		return err
	}
	return doc.Decode(into)
}
