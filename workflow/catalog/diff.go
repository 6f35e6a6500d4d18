package catalog

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
)

// Change is one value that differs between two versions. Old is nil where the value is new, New
// where it is gone.
type Change struct {
	Path string `json:"path"`
	Old  any    `json:"old"`
	New  any    `json:"new"`
}

// listKeys name the elements of the lists that are compared element by element.
var listKeys = []string{"code", "reason", "value", "item", "from"}

// Diff gives what differs between two versions of an item, by JSON path. Elements of lists go by
// their code ("materials[M2].nameZh"); another order of the same elements is one change of the list.
func Diff(a, b *Item) []Change { return DiffJSON(a.JSON(), b.JSON()) }

// DiffJSON compares two JSON documents as Diff does; a document that is no JSON counts as null.
func DiffJSON(a, b []byte) []Change {
	var x, y any
	if json.Unmarshal(a, &x) != nil {
		x = nil
	}
	if json.Unmarshal(b, &y) != nil {
		y = nil
	}
	out := diff("", x, y, nil)
	if out == nil {
		out = []Change{}
	}
	return out
}

func diff(path string, a, b any, out []Change) []Change {
	if reflect.DeepEqual(a, b) {
		return out
	}
	x, isX := a.(map[string]any)
	y, isY := b.(map[string]any)
	if isX && isY {
		return diffObjects(path, x, y, out)
	}
	l, isL := keyed(a)
	m, isM := keyed(b)
	if isL && isM {
		return diffLists(path, l, m, out)
	}
	return append(out, Change{Path: path, Old: a, New: b})
}

func diffObjects(path string, x, y map[string]any, out []Change) []Change {
	keys := make([]string, 0, len(x)+len(y))
	for k := range x {
		keys = append(keys, k)
	}
	for k := range y {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	for _, k := range slices.Compact(keys) {
		at := k
		if path != "" {
			at = path + "." + k
		}
		out = diff(at, x[k], y[k], out)
	}
	return out
}

// keyedList is a list whose elements have names.
type keyedList struct {
	names []string
	of    map[string]any
}

// keyed reads a list of objects that each have one of the listKeys, all different.
func keyed(v any) (keyedList, bool) {
	list, ok := v.([]any)
	l := keyedList{of: map[string]any{}}
	for _, e := range list {
		o, isObject := e.(map[string]any)
		if !isObject {
			return l, false
		}
		name := nameOf(o)
		if _, twice := l.of[name]; twice || name == "" {
			return l, false
		}
		l.names, l.of[name] = append(l.names, name), o
	}
	return l, ok
}

func nameOf(o map[string]any) string {
	for _, k := range listKeys {
		if s, ok := o[k].(string); ok && s != "" {
			return s
		}
	}
	return ""
}

func diffLists(path string, l, m keyedList, out []Change) []Change {
	var kept, keptNow []string
	for _, n := range l.names {
		if now, ok := m.of[n]; ok {
			kept = append(kept, n)
			out = diff(fmt.Sprintf("%s[%s]", path, n), l.of[n], now, out)
			continue
		}
		out = append(out, Change{Path: fmt.Sprintf("%s[%s]", path, n), Old: l.of[n]})
	}
	for _, n := range m.names {
		if _, ok := l.of[n]; ok {
			keptNow = append(keptNow, n)
			continue
		}
		out = append(out, Change{Path: fmt.Sprintf("%s[%s]", path, n), New: m.of[n]})
	}
	if !slices.Equal(kept, keptNow) {
		out = append(out, Change{Path: path, Old: l.names, New: m.names})
	}
	return out
}
