package cases

import (
	"context"
	"errors"

	"onestop.internal/document"
	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/sla"
)

// Outcome is what a move would bring about.
type Outcome struct {
	Case   *models.Case   `json:"case"`
	Clocks []ClockView    `json:"clocks"`
	Papers []OutcomePaper `json:"papers"`
}

// OutcomePaper is a paper that a move would write. Its number is given when it is written.
type OutcomePaper struct {
	Kind     string           `json:"kind"`
	Title    string           `json:"title"`
	Blocks   []document.Block `json:"blocks"`
	BlocksEn []document.Block `json:"blocksEn"`
}

// errTried takes a move back after it was tried.
var errTried = errors.New("cases: only tried")

// Preview tries a move and takes it back: the state, the dates and the papers that it would bring
// about, or the error that the move itself would give. Nothing is stored, no number is used up.
func (s *Service) Preview(ctx context.Context, a policy.Actor, id int64, verb models.Verb, in *MoveInput) (*Outcome, error) {
	f, ok := moves[verb]
	if !ok {
		return nil, models.E(models.NotFound, "case.verb_unknown")
	}
	var out *Outcome
	_, err := s.do(ctx, a, ActionOf(verb), id, in.Version, func(w *work) (err error) {
		w.verb = verb
		if err := w.allowed(verb); err != nil {
			return err
		}
		before := w.c.Seq
		if err := f(w, in); err != nil {
			return err
		}
		if err := w.finish(); err != nil {
			return err
		}
		if out, err = w.outcome(before); err != nil {
			return err
		}
		return errTried
	})
	if err != nil && !errors.Is(err, errTried) {
		return nil, err
	}
	return out, nil
}

// outcome reads what has become of the case since an event.
func (w *work) outcome(since int64) (*Outcome, error) {
	c := *w.c
	out := &Outcome{Case: &c, Clocks: []ClockView{}, Papers: []OutcomePaper{}}
	pic := w.picture()
	for _, k := range alertClocks(&pic) {
		if k.StartOn != 0 {
			out.Clocks = append(out.Clocks, clockView(k))
		}
	}
	papers, err := w.tx.PapersOf(w.c.ID)
	if err != nil {
		return nil, err
	}
	for i := range papers {
		p := &papers[i]
		if p.EventSeq <= since {
			continue
		}
		made, err := document.Recompose(p.Fields)
		if err != nil {
			return nil, err
		}
		out.Papers = append(out.Papers, OutcomePaper{Kind: p.Kind, Title: p.Title, Blocks: unnumbered(made.Blocks), BlocksEn: unnumbered(made.BlocksEn)})
	}
	return out, nil
}

// unnumbered leaves out the number and the code of verification: they are not this paper's.
func unnumbered(blocks []document.Block) []document.Block {
	out := make([]document.Block, 0, len(blocks))
	for _, b := range blocks {
		if b.Kind != document.BlockNumber && b.Kind != document.BlockQR {
			out = append(out, b)
		}
	}
	return out
}

// Part is one part of a set as the desk of the set shows it.
type Part struct {
	CaseLine
	Clocks  []ClockView `json:"clocks"`
	Sibling bool        `json:"sibling"` // only state and dates are shown
}

// Parts gives the parts of a joint set, in order. Of a part that is another department's, only its
// state and its dates are shown (R-PAR-07). NotFound where the set itself is out of the actor's sight.
func (s *Service) Parts(ctx context.Context, a policy.Actor, setID int64) ([]Part, error) {
	scope, err := s.Policy.Scope(a, Read)
	if err != nil {
		return nil, err
	}
	set, err := s.Store.CaseSeen(ctx, scope, setID)
	if err != nil {
		return nil, err
	}
	if a.Dept != "" { // a department that sees the set sees of every part at least where it stands
		scope = policy.Everything("siblings of a set")
	}
	all, err := s.Store.Children(ctx, scope, set.ID)
	if err != nil {
		return nil, err
	}
	out := make([]Part, 0, len(all))
	for i := range all {
		p, err := s.part(ctx, a, &all[i])
		if err != nil {
			return nil, err
		}
		out = append(out, p)
	}
	return out, nil
}

func (s *Service) part(ctx context.Context, a policy.Actor, c *models.Case) (Part, error) {
	snap, today := s.County.Now(), s.Store.Now().Date()
	v, err := snap.Version(c.ItemVersion)
	if err != nil {
		return Part{}, err
	}
	events, err := s.Store.Events(ctx, c.ID)
	if err != nil {
		return Part{}, err
	}
	p := Part{Clocks: []ClockView{}}
	f := foldFacts(c, v.Item, snap, events)
	pic := sla.Fold(snap.Calendar, &f, today)
	for _, k := range alertClocks(&pic) {
		if k.StartOn != 0 {
			p.Clocks = append(p.Clocks, clockView(k))
		}
	}
	whole, err := s.SeesWhole(ctx, a, c)
	if err != nil {
		return Part{}, err
	}
	if p.Sibling = !whole; p.Sibling {
		c.Form, c.Attrs = nil, nil
	}
	p.Case, p.Lamped = *c, lampOn(snap, c, today)
	return p, nil
}
