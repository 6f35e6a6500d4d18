package catalog

import (
	"reflect"
	"testing"
)

func formOf(t *testing.T, properties, fields string) *Form {
	t.Helper()
	f, err := StoredForm([]byte(`{"code":"X","schema":{"type":"object","properties":{` + properties + `}},"layout":{"sections":[{"titleZh":"一","titleEn":"One","fields":[` + fields + `]}]}}`))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestWhatDiffersBetweenTwoAnswersIsListedFieldByFieldAndRowByRow(t *testing.T) {
	kinds := `"kind":{"type":"string","title":"方式","x-en":"Mode","x-options":[{"value":"A","zh":"出让","en":"Grant"},{"value":"B","zh":"划拨","en":"Allocation"}]}`
	rows := `"posts":{"type":"array","title":"岗位","x-en":"Posts","items":{"type":"object","x-order":["name","count"],"properties":{
		"name":{"type":"string","title":"名称","x-en":"Name"},"count":{"type":"integer","title":"人数","x-en":"Number","x-unit":"人"}}}}`
	was := formOf(t, kinds+`,`+rows+`,"gone":{"type":"string","title":"旧栏","x-en":"Old field"},"same":{"type":"string","title":"不变","x-en":"Same"}`,
		`"kind","posts","gone","same"`)
	now := formOf(t, kinds+`,`+rows+`,"from":{"type":"string","format":"date","title":"开工日期","x-en":"Start"},"same":{"type":"string","title":"不变","x-en":"Same"},
		"area":{"type":"number","title":"用地面积","x-en":"Land","x-unit":"亩"}`, `"area","kind","from","posts","same"`)
	got := now.AnswerChanges(was,
		[]byte(`{"kind":"A","posts":[{"name":"焊工","count":2},{"name":"电工","count":1}],"gone":"旧","same":"同"}`),
		[]byte(`{"kind":"B","posts":[{"name":"焊工","count":3}],"from":"2026-03-02","same":"同","area":120.5}`))
	want := []AnswerChange{
		{Text{"用地面积", "Land"}, Text{}, Text{"120.5亩", "120.5 mu"}},
		{Text{"方式", "Mode"}, Text{"出让", "Grant"}, Text{"划拨", "Allocation"}},
		{Text{"开工日期", "Start"}, Text{}, Text{"2026年3月2日", "2 March 2026"}},
		{Text{"岗位（第1行）", "Posts (row 1)"}, Text{"名称：焊工；人数：2人", "Name: 焊工; Number: 2 people"}, Text{"名称：焊工；人数：3人", "Name: 焊工; Number: 3 people"}},
		{Text{"岗位（第2行）", "Posts (row 2)"}, Text{"名称：电工；人数：1人", "Name: 电工; Number: 1 people"}, Text{}},
		{Text{"旧栏", "Old field"}, Text{"旧", "旧"}, Text{}},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got\n%+v\nwant\n%+v", got, want)
	}
}
