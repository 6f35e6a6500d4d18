package api_test

import (
	"encoding/json"
	"strings"
	"testing"

	"onestop.internal/api"
	"onestop.internal/models"
	"onestop.internal/policy"
)

func TestAnEditOfAnItemOrItsFormIsRefusedAtTheFieldInBothLanguages(t *testing.T) {
	p := newPortal(t)
	y := p.as(t, p.person(policy.SystemAdmin))
	var have struct{ InForce int64 }
	y.call("get-item-history", at{"code": "LX-13"}, nil).is(200, "").into(&have)
	var v models.ItemVersion
	y.call("copy-item-version", at{"id": have.InForce}, map[string]any{}).is(200, "").into(&v)
	for _, c := range []struct{ what, old, with, path, code string }{
		{"body", `"nameZh"`, `"colour":1,"nameZh"`, "colour", "catalog.unknown_key"},
		{"body", `"nameZh":`, `"NameZh":`, "nameZh", "catalog.missing_key"},
		{"body", `"limitWd":`, `"limitwd":`, "steps[0].limitWd", "catalog.missing_key"},
		{"body", `"promised":{"value":`, `"promised":{"value":"x`, "promised.value", "catalog.wrong_type"},
		{"body", `"promised":{"value":`, `"promised":{"value":9`, "promised.value", "catalog.promise_above_law"},
		{"form", `"x-widget":"text"`, `"x-widget":"map"`, "x-widget", "catalog.not_in_list"},
		{"form", `"titleEn":"`, `"titleEn":"","x":"`, "layout.sections[0].x", "catalog.unknown_key"},
		{"form", `"fields":["`, `"fields":["noSuchField","`, "form.layout.sections[0].fields[0]", "catalog.form_placed"},
		{"form", `"x-en":"`, "", "form.schema.properties.", "catalog.form_title"},
	} {
		text := map[string]string{"body": string(v.Body), "form": string(v.Form)}
		was := text[c.what]
		text[c.what] = strings.Replace(was, c.old, c.with, 1)
		if c.with == "" { // the text is left empty
			head, rest, _ := strings.Cut(was, c.old)
			_, rest, _ = strings.Cut(rest, `"`)
			text[c.what] = head + c.old + `"` + rest
		}
		if c.code == "catalog.wrong_type" {
			text[c.what] = quoted(was, `"promised":{"value":`)
		}
		if text[c.what] == was || !json.Valid([]byte(text[c.what])) {
			t.Fatalf("%s: the change makes no other document: %s", c.code, c.old)
		}
		body := map[string]any{"hash": v.Hash, "body": json.RawMessage(text["body"]), "form": json.RawMessage(text["form"])}
		said := map[string]string{}
		for _, lang := range []string{"zh", "en"} {
			var got api.Problem
			y.call("edit-item-draft", at{"id": v.ID}, body, "Accept-Language", lang).is(422, "").into(&got)
			for _, f := range got.Errors {
				if f.Code == c.code && strings.Contains(f.Path, c.path) {
					said[lang] = f.Message
				}
			}
			if said[lang] == "" {
				t.Errorf("%s %s: %+v", c.path, c.code, got.Errors)
			}
		}
		if said["zh"] == said["en"] {
			t.Errorf("%s says %q in both languages", c.code, said["zh"])
		}
	}
}

// quoted makes a text of the number after some key.
func quoted(doc, key string) string {
	head, rest, _ := strings.Cut(doc, key)
	end := strings.IndexAny(rest, ",}")
	return head + key + `"` + rest[:end] + `"` + rest[end:]
}
