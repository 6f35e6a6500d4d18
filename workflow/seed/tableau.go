package seed

import "onestop.internal/models"

// tableau are cases that stand in a state today, so that every page of the demo shows something:
// begun so many working days ago, with the fate that leads there.
var tableau = []struct {
	item string
	stop models.Status
	ago  []int
	fate fate
}{
	{"SG-06", models.Submitted, []int{1, 3, 5, 7}, fate{}},
	{"KB-03", models.Submitted, []int{1, 4, 6}, fate{}},
	{"ZY-04", models.CorrectionRequired, []int{3, 8, 25}, fate{defects: 1}},
	{"SG-09", models.Accepted, []int{2, 3, 6}, fate{}},
	{"ZY-04", models.Accepted, []int{3, 5, 7, 12}, fate{}},
	{"ZY-06", models.UnderReview, []int{3, 4, 5, 6, 9, 16}, fate{}},
	{"SG-06", models.UnderReview, []int{2, 4, 5, 6, 8, 30}, fate{}},
	{"LX-13", models.UnderReview, []int{4, 9, 12, 14, 15, 20, 55}, fate{}},
	{"LX-13", models.Suspended, []int{12, 30}, fate{suspends: true}},
	{"ZY-04", models.InSpecialProcedure, []int{6, 8, 9}, fate{special: true}},
	{"SG-07", models.InSpecialProcedure, []int{5, 7}, fate{special: true}},
	{"LX-13", models.InSpecialProcedure, []int{9, 11}, fate{special: true}},
	{"ZY-03", models.Approved, []int{5, 8, 19}, fate{}},
	{"JY-12", models.CertificateMaking, []int{4, 7, 18}, fate{}},
	{"ZY-02", models.CertificateMaking, []int{3, 6}, fate{}},
	{"ZY-03", models.Refused, []int{6, 9}, fate{refused: true}},
	{"KB-08", models.Submitted, []int{1, 2, 4}, fate{}},
	{"JY-14", models.Submitted, []int{1, 2}, fate{}},
	{"KB-04", models.InfoIncomplete, []int{3, 12}, fate{defects: 1}},
	{"YS-04", models.Raised, []int{1, 2}, fate{}},
	{"YS-12", models.Assigned, []int{2, 4, 5, 7}, fate{}},
	{"YS-05", models.Answered, []int{6, 9, 13}, fate{}},
	{"YS-03", models.Construction, []int{4, 6}, fate{}},
	{"YS-09", models.Connected, []int{5, 8}, fate{}},
	{"YS-13", models.Satisfied, []int{5, 7}, fate{}},
	{"YS-16", models.NotPossible, []int{13, 17, 22}, fate{refused: true}},
	{"ZY-04", models.Terminated, []int{55, 210}, fate{terminates: true}},
	{"ZY-06", models.Draft, []int{1, 4, 20}, fate{drafts: true}},
}

// inHand are cases in the hands of the demo's own accounts: the enterprise's, those to be reviewed, and
// those to be signed in one act.
var inHand = []struct {
	item  string
	ago   []int
	fate  fate
	story bool // of the enterprise that the story is about
}{
	{"LX-07", []int{2, 3, 5, 9}, fate{stop: models.UnderReview}, false},
	{"GJ-04", []int{2, 4}, fate{stop: models.UnderReview}, false},
	{"LX-07", []int{3, 4, 6, 7}, fate{unsigned: true}, false},
	{"GJ-04", []int{3, 5, 8}, fate{unsigned: true}, false},
	{"ZY-04", []int{6}, fate{stop: models.CorrectionRequired, defects: 1}, true},
	{"ZY-06", []int{3}, fate{stop: models.UnderReview}, true},
	{"ZY-03", []int{5}, fate{stop: models.CertificateMaking}, true},
	{"ZY-02", []int{1}, fate{drafts: true}, true},
}

// pose plans the tableau and what is in hand. The review is brisk up to where it stops.
func (w *world) pose(today models.Date) {
	for _, t := range inHand {
		for i, ago := range t.ago {
			at := w.cal().Nth(today, -ago).Start() + models.Instant(10*60+20+i*11)*minute
			w.agenda.plan(at, func() error {
				f, p := w.firms[0], (*project)(nil)
				if !t.story {
					f, p = w.whoMay(t.item)
				}
				if f == nil {
					return nil
				}
				k := w.apply(f, p, t.item, w.clock.instant()+minute, nil)
				k.fate = t.fate
				k.fate.pace = 0.12
				k.n -= k.n % 10 // the first of the desk has it, and takes its steps
				return nil
			})
		}
	}
	for _, t := range tableau {
		for i, ago := range t.ago {
			at := w.cal().Nth(today, -ago).Start() + models.Instant(9*60+10+i*7+len(t.item))*minute
			w.agenda.plan(at, func() error {
				f, p := w.whoMay(t.item)
				if f == nil { // each of them has it: one changes what it has
					if p = w.projectFor(w.county.Base.Item(t.item), false); p == nil {
						return nil
					}
					f = p.firm
				}
				k := w.apply(f, p, t.item, w.clock.instant()+minute, nil)
				k.fate = t.fate
				k.fate.pace, k.fate.stop = 0.12, t.stop
				k.n += 1 - k.n%10 // its steps are taken, and nobody ends its procedure early
				return nil
			})
		}
	}
}
