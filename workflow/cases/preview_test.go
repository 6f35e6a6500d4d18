package cases_test

import (
	"testing"

	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/workflow/cases"
)

func TestAMoveThatIsOnlyTriedShowsItsDatesAndPapersAndLeavesNothing(t *testing.T) {
	p := begin(t, "SG-05", monday)
	before, events, papers := *p.c, len(p.journal()), p.papersOf()
	in := &cases.MoveInput{Version: p.c.Version, Defects: []cases.Defect{defect("M1")}}

	got, err := p.Cases.Preview(t.Context(), p.window, p.c.ID, models.VerbRequireCorrection, in)
	if err != nil {
		t.Fatal(err)
	}
	if got.Case.Status != models.CorrectionRequired || len(got.Papers) != 1 || got.Papers[0].Kind != "DOC-03" || len(got.Papers[0].Blocks) == 0 {
		t.Errorf("the outcome is %s with %d papers", got.Case.Status, len(got.Papers))
	}
	for _, b := range got.Papers[0].Blocks {
		if b.Kind == "number" || b.Kind == "qr" {
			t.Errorf("a paper that was not written has a block %s", b.Kind)
		}
	}
	now, err := p.Store.Case(t.Context(), policy.Everything("test"), p.c.ID)
	if err != nil {
		t.Fatal(err)
	}
	if now.Status != before.Status || now.Version != before.Version || len(p.journal()) != events || p.papersOf() != papers {
		t.Errorf("the case is %s, version %d, with %d events and %d papers", now.Status, now.Version, len(p.journal()), p.papersOf())
	}

	p.do(p.window, models.VerbRequireCorrection, *in)
	if n := p.paper("DOC-03"); n.Serial > 1 {
		t.Errorf("the trial has used up a number: the notice has serial %d", n.Serial)
	}
}

func (p *play) papersOf() int {
	p.t.Helper()
	list, err := p.Cases.Papers(p.t.Context(), p.window, p.c.ID)
	if err != nil {
		p.t.Fatal(err)
	}
	return len(list)
}

func TestATrialGivesTheErrorThatTheMoveWouldGive(t *testing.T) {
	p := begin(t, "SG-05", monday)
	for _, c := range []struct {
		name string
		a    policy.Actor
		verb models.Verb
		in   cases.MoveInput
		key  string
	}{
		{"another role's", p.firm, models.VerbAccept, cases.MoveInput{}, "denied"},
		{"not in this state", p.window, models.VerbDeliver, cases.MoveInput{}, "case.move_not_allowed"},
		{"an older copy", p.window, models.VerbAccept, cases.MoveInput{Version: 99}, "case.changed_meanwhile"},
		{"nothing told", p.window, models.VerbRequireCorrection, cases.MoveInput{}, "case.invalid"},
		{"no such verb", p.window, "dance", cases.MoveInput{}, "case.verb_unknown"},
	} {
		_, err := p.Cases.Preview(t.Context(), c.a, p.c.ID, c.verb, &c.in)
		if err == nil {
			t.Errorf("%s: no error", c.name)
			continue
		}
		wantKey(t, err, c.key)
	}
}

func TestTheDeskOfASetShowsItsPartsAndOfASiblingOnlyStateAndDates(t *testing.T) { // R-PAR-07
	p := begin(t, "JY-07", monday)
	part := p.part("JY-02")
	worker := p.Staff(policy.Reviewer, part.DeptCode, "消防承办人")
	parts, err := p.Cases.Parts(t.Context(), p.lead(), p.c.ID)
	if err != nil {
		t.Fatal(err)
	}
	if len(parts) < 2 {
		t.Fatalf("the set has %d parts", len(parts))
	}
	seen, err := p.Cases.Parts(t.Context(), worker, p.c.ID)
	if err != nil {
		t.Fatal(err)
	}
	if len(seen) != len(parts) {
		t.Errorf("%s sees %d of %d parts", worker.Dept, len(seen), len(parts))
	}
	for _, s := range seen {
		if own := s.DeptCode == worker.Dept; s.Sibling == own || !own && (s.Form != nil || s.Attrs != nil) {
			t.Errorf("%s of %s: as a sibling %v, with its form %v", s.ItemCode, s.DeptCode, s.Sibling, s.Form != nil)
		}
	}
	if _, err := p.Cases.Parts(t.Context(), p.Staff(policy.Reviewer, "JRJ", "外人"), p.c.ID); models.CodeOf(err) != models.NotFound {
		t.Errorf("an outsider sees the set: %v", err)
	}
}
