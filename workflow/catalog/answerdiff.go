package catalog

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"time"
)

// AnswerChange is one answer, or one row of a table, that differs. An absent answer is empty.
type AnswerChange struct{ Name, Before, After Text }

// AnswerChanges lists what differs between the answers given earlier in the form was and those in f, in
// the order of f, then what only was asks for. Tables are compared row by row, by position. Answers that
// cannot be read count as empty.
func (f *Form) AnswerChanges(was *Form, earlier, now []byte) []AnswerChange {
	before, _ := readAnswer(earlier)
	after, _ := readAnswer(now)
	var out []AnswerChange
	names := f.fields()
	for _, name := range was.fields() {
		if f.root.Properties[name] == nil {
			names = append(names, name)
		}
	}
	for _, name := range names {
		out = append(out, fieldChanges(was.root.Properties[name], f.root.Properties[name], before[name], after[name])...)
	}
	return out
}

func fieldChanges(was, is *formSchema, before, after any) []AnswerChange {
	label := is
	if label == nil {
		label = was
	}
	title := Text{label.Title, label.En}
	if label.Type == "array" {
		return rowChanges(title, was, is, before, after)
	}
	return differing(nil, title, was.say(before), is.say(after))
}

func differing(out []AnswerChange, name, before, after Text) []AnswerChange {
	if before.Zh == after.Zh {
		return out
	}
	return append(out, AnswerChange{name, before, after})
}

func rowChanges(title Text, was, is *formSchema, before, after any) (out []AnswerChange) {
	old, _ := before.([]any)
	rows, _ := after.([]any)
	for i := range max(len(old), len(rows)) {
		name := Text{title.Zh + "（第" + strconv.Itoa(i+1) + "行）", title.En + " (row " + strconv.Itoa(i+1) + ")"}
		out = differing(out, name, was.row(old, i), is.row(rows, i))
	}
	return out
}

// row says one row of a table: its columns in their order.
func (s *formSchema) row(rows []any, i int) (t Text) {
	if s == nil || s.Items == nil || i >= len(rows) {
		return t
	}
	cells, _ := rows[i].(map[string]any)
	for _, name := range s.Items.order() {
		col := s.Items.Properties[name]
		v := col.say(cells[name])
		if v.Zh == "" {
			continue
		}
		if t.Zh != "" {
			t.Zh, t.En = t.Zh+"；", t.En+"; "
		}
		t.Zh, t.En = t.Zh+col.Title+"："+v.Zh, t.En+col.En+": "+v.En
	}
	return t
}

func (s *formSchema) order() []string {
	if len(s.Order) > 0 {
		return s.Order
	}
	return slices.Sorted(maps.Keys(s.Properties))
}

// say gives an answer as a person reads it, with its unit.
func (s *formSchema) say(v any) Text {
	if s == nil || v == nil {
		return Text{}
	}
	for _, o := range s.Options {
		if fmt.Sprint(o.Value) == fmt.Sprint(v) {
			return Text{o.Zh, o.En}
		}
	}
	switch v := v.(type) {
	case string:
		return s.sayText(v)
	case bool:
		if v {
			return Text{"是", "Yes"}
		}
		return Text{"否", "No"}
	case float64:
		return s.sayNumber(strconv.FormatFloat(v, 'f', -1, 64))
	case json.Number:
		return s.sayNumber(v.String())
	}
	return Text{fmt.Sprint(v), fmt.Sprint(v)}
}

func (s *formSchema) sayText(v string) Text {
	if d, err := time.Parse(time.DateOnly, v); s.Format == "date" && err == nil {
		return Text{d.Format("2006年1月2日"), d.Format("2 January 2006")}
	}
	return Text{v, v}
}

// unitsEn are the units of the forms that read otherwise in English.
var unitsEn = map[string]string{
	"万元": "CNY 10,000", "元": "CNY", "亩": "mu", "公顷": "ha", "㎡": "m²", "立方米": "m³", "万立方米": "10,000 m³", "米": "m", "公里": "km",
	"层": "storeys", "个": "pieces", "台": "units", "人": "people", "户": "households", "年": "years", "个月": "months", "天": "days",
	"吨": "t", "吨/年": "t a year", "吨标准煤": "tce", "升/秒": "L/s", "千瓦": "kW", "千伏安": "kVA", "万千瓦时": "10,000 kWh", "吉焦": "GJ",
}

func (s *formSchema) sayNumber(n string) Text {
	if s.Unit == "" {
		return Text{n, n}
	}
	en := unitsEn[s.Unit]
	if en == "" {
		en = s.Unit
	}
	return Text{n + s.Unit, n + " " + en}
}
