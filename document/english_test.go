package document

import (
	"strings"
	"testing"
)

func TestTheReadingAidSaysTheProgramsOwnSentencesInEnglish(t *testing.T) {
	english := func(k Kind, change func(*Facts)) string { return plain(compose(t, k, change).BlocksEn) }
	for _, tt := range []struct {
		kind   Kind
		change func(*Facts)
		want   []string
	}{
		{Receipt, func(f *Facts) {
			f.Materials = []Material{
				{Name: FormOnline, Form: FormElectronic}, {Name: "营业执照", NameEn: "Business licence", Form: FormNotNeeded},
			}
		}, []string{"Application form (filled in online) | electronic file", "Business licence | not to be handed in: already held", "受理专用章 (seal for acceptance)"}},
		{CorrectionNotice, func(f *Facts) {
			f.Correction.Where = WhereToCorrect
			f.Correction.Defects[0].MaterialEn = "Site plan"
		}, []string{"Site plan", "come to the general window."}},
		{Tolerant, func(f *Facts) {
			f.Gap.Consequence = GapConsequence
			f.Gap.Items = []GapItem{{Material: "图纸", MaterialEn: "Drawings", Form: FormGuide}}
		}, []string{"Drawings | electronic file or original", "the case is terminated and the broken promise enters the credit record."}},
		{CommitmentPaper, func(f *Facts) {
			f.Commitment.Promises, f.Commitment.Verification, f.Commitment.Consequence = []string{PromiseKnown}, VerifiedSoon, FalsePromise
		}, []string{"we know and understand all", "within 20 working days of delivering", "the credit record says so."}},
		{Termination, func(f *Facts) { f.Ending.MaterialsReturn = MaterialsReturn }, []string{"the window returns paper originals."}},
		{LicenceChange, func(f *Facts) {
			f.Licence.Ground = GroundMet
			f.Licence.Changes = []Change{{Name: "用地面积", NameEn: "Land", Before: "100亩", BeforeEn: "100 mu", After: "120亩", AfterEn: "120 mu"}}
		}, []string{"It was examined and meets the conditions", "Land | 100 mu | 120 mu"}},
		{FilingChange, func(f *Facts) {
			f.Filing.Changes = []Change{{Name: FiledContent, Before: AsFiled, After: "总投资3.5亿元"}}
		}, []string{"Filed information | as filed | 总投资3.5亿元"}},
		{ProofOfDelivery, func(f *Facts) {
			f.Delivery.Papers = []Served{{Title: "准予行政许可决定书", TitleEn: "Decision granting the permit", Number: "示审准〔2026〕12号"}}
			f.Delivery.Relation = "法定代表人"
		}, []string{"Decision granting the permit (示审准〔2026〕12号)", "legal representative"}},
	} {
		got := english(tt.kind, tt.change)
		for _, want := range tt.want {
			if !strings.Contains(got, want) {
				t.Errorf("%s: no %q in\n%s", tt.kind, want, got)
			}
		}
	}
}
