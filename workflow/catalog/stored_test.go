package catalog

import (
	"reflect"
	"testing"

	"onestop.internal/models"
)

func TestAStoredFormJudgesAnswersAsWhenItWasEntered(t *testing.T) {
	c, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, code := range c.Codes() {
		entered := c.Form(code)
		data := models.JSONOf(entered)
		parsed, err := ParseForm(data) // compiles every form of the program
		if err != nil {
			t.Fatalf("%s: %v", code, err)
		}
		stored, err := StoredForm(data)
		if err != nil {
			t.Fatalf("%s: %v", code, err)
		}
		for _, answer := range [][]byte{c.Sample(code), []byte(`{}`), []byte(`{"nobodyAsked":1}`)} {
			want := parsed.Validate(answer)
			if got := stored.Validate(answer); !reflect.DeepEqual(got, want) {
				t.Errorf("%s, %.40s: stored %v, entered %v", code, answer, got, want)
			}
			if got, want := stored.Attrs(answer), parsed.Attrs(answer); !reflect.DeepEqual(got, want) {
				t.Errorf("%s, %.40s: attributes %v, entered %v", code, answer, got, want)
			}
		}
		if len(stored.Validate([]byte(`{"nobodyAsked":1}`))) == 0 {
			t.Errorf("%s takes an answer to what nobody asked", code)
		}
	}
	if _, err := StoredForm([]byte(`{`)); err == nil {
		t.Error("half a form is taken")
	}
}
