package cases

import (
	"reflect"
	"testing"

	"onestop.internal/document"
	"onestop.internal/models"
)

func TestAReceiptGivesTheHashOfEachFileOfAMaterial(t *testing.T) {
	line := document.Material{Name: "图纸", NameEn: "Drawings", Form: document.FormElectronic, Copies: 1}
	with := func(name, en, hash string) document.Material {
		m := line
		m.Name, m.NameEn, m.SHA256 = name, en, hash
		return m
	}
	for _, tt := range []struct {
		name  string
		files []models.File
		want  []document.Material
	}{
		{"no file", nil, []document.Material{line}},
		{"another material's", []models.File{{MaterialID: 8, SHA256: "x"}}, []document.Material{line}},
		{
			"one, replaced once",
			[]models.File{{MaterialID: 7, SHA256: "old", ReplacedBy: 2}, {MaterialID: 7, Name: "b.pdf", SHA256: "new"}},
			[]document.Material{with("图纸", "Drawings", "new")},
		},
		{
			"two",
			[]models.File{{MaterialID: 7, Name: "一.pdf", SHA256: "a"}, {MaterialID: 7, Name: "二.pdf", SHA256: "b"}},
			[]document.Material{with("图纸（一.pdf）", "Drawings (一.pdf)", "a"), with("图纸（二.pdf）", "Drawings (二.pdf)", "b")},
		},
	} {
		if got := linesOf(line, 7, tt.files); !reflect.DeepEqual(got, tt.want) {
			t.Errorf("%s: %+v", tt.name, got)
		}
	}
}
