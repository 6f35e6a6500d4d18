package cases_test

import (
	"strings"
	"testing"

	"onestop.internal/models"
	"onestop.internal/workflow/cases"
)

// A paper left at the place needs the refusal, the place, and witnesses or a record (民事诉讼法 89, DOC-13).
func TestAPaperLeftAtThePlaceNamesItsWitnessesOrItsRecord(t *testing.T) {
	for _, tt := range []struct {
		name      string
		witnesses []string
		record    string
		want      string
	}{
		{"witnesses", []string{"孙丽", "何强"}, "", "孙丽"},
		{"a record", nil, "现场录像0312-1，存档案室", "现场录像0312-1"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := begin(t, "LX-13", monday).accepted().review().grant()
			p.do(p.window, models.VerbMakeCertificate, cases.MoveInput{})
			d := &cases.Delivery{How: "LEFT", Recipient: "王芳"}
			p.no(p.window, models.VerbDeliver, cases.MoveInput{Delivery: d}, "delivery.place")
			p.no(p.window, models.VerbDeliver, cases.MoveInput{Delivery: d}, "delivery.proof")
			p.no(p.window, models.VerbDeliver, cases.MoveInput{Delivery: d}, "case.delivery_witness")
			d.Place, d.Proof, d.Witnesses, d.Record = "创业路8号", "前台拒绝签收", tt.witnesses, tt.record
			p.do(p.window, models.VerbDeliver, cases.MoveInput{Delivery: d})
			text := p.reads("DOC-13")
			for _, want := range []string{"拒收人", "前台拒绝签收", tt.want, "创业路8号"} {
				if !strings.Contains(text, want) {
					t.Errorf("no %q in %s", want, text)
				}
			}
			if both := strings.Contains(text, "见证人") && strings.Contains(text, "影像记录"); both || strings.Contains(text, "收件人（签名") {
				t.Errorf("it says what was not: %s", text)
			}
		})
	}
}

func TestAPublicNoticeIsReceivedByNobodyAndSaysWhereItWas(t *testing.T) {
	p := begin(t, "LX-13", monday).accepted().review().grant()
	p.do(p.window, models.VerbMakeCertificate, cases.MoveInput{})
	p.no(p.window, models.VerbDeliver, cases.MoveInput{Delivery: &cases.Delivery{How: "NOTICE"}}, "delivery.proof")
	p.do(p.window, models.VerbDeliver, cases.MoveInput{Delivery: &cases.Delivery{How: "NOTICE", Proof: "县政府网站，2026年3月2日"}})
	text := p.reads("DOC-13")
	if !strings.Contains(text, "县政府网站，2026年3月2日") || strings.Contains(text, "收件人") || strings.Contains(text, "送达地点") {
		t.Error(text)
	}
}
