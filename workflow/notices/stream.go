package notices

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"time"

	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/store"
)

// Signal tells a page that something changed; the page asks for what it shows. It carries no content
// of the fact.
type Signal struct {
	Kind   string `json:"kind"`
	CaseID int64  `json:"caseId,omitempty"`
	// Cursor is what a client resumes after: every fact up to it has been told. Facts become visible
	// out of order, so a client that resumes may hear of a fact again and never misses one.
	Cursor int64 `json:"-"`
}

// KindOpen is the first signal of a subscription: it gives the client a cursor.
const KindOpen = "stream.open"

// KindReset stands in its place and tells a page to ask for everything again: too much has happened since it left.
const KindReset = "stream.reset"

// ErrSlow ends a subscription whose reader did not keep up; it may resume.
var ErrSlow = errors.New("stream: the reader is too slow")

// errStopped ends the subscriptions of an instance that stops.
var errStopped = errors.New("stream: stopped")

const (
	buffer    = 64   // signals that wait for a reader
	window    = 20   // polls that a fact may be late for its place
	page      = 2000 // ids read at once
	maxResume = 1000 // facts that a resuming reader is told one by one
)

// Stream is the live source of one instance: one goroutine reads the outbox by id for all its readers.
// A change on any instance is seen within one Every.
type Stream struct {
	Cases *Service
	Every time.Duration // how often it looks; 0: half a second

	mu      sync.Mutex
	subs    map[*Subscription]bool
	stopped bool
	low     int64   // every fact up to here was told
	last    int64   // the newest fact seen
	heads   []int64 // what last was at the latest polls
	seen    map[int64]bool
	finds   int64 // polls that found something new
}

// Subscription is one reader. Signals is closed when it ends; Err then says why.
type Subscription struct {
	Signals <-chan Signal

	stream *Stream
	out    chan Signal
	scope  policy.Scope
	keys   []string
	err    error
}

// Run reads the outbox until ctx ends, and then ends all subscriptions.
func (s *Stream) Run(ctx context.Context) {
	t := time.NewTicker(orElse(s.Every, 500*time.Millisecond))
	defer t.Stop()
	for {
		if err := s.poll(ctx); err != nil && ctx.Err() == nil {
			slog.ErrorContext(ctx, "live stream", "err", err)
		}
		select {
		case <-ctx.Done():
			s.stop()
			return
		case <-t.C:
		}
	}
}

func (s *Stream) stop() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.stopped = true
	for sub := range s.subs {
		s.end(sub, errStopped)
	}
}

// end closes a subscription; the lock is held.
func (s *Stream) end(sub *Subscription, why error) {
	if s.subs[sub] {
		delete(s.subs, sub)
		sub.err = why
		close(sub.out)
	}
}

// Close ends the subscription. It may be called more than once.
func (sub *Subscription) Close() {
	sub.stream.mu.Lock()
	defer sub.stream.mu.Unlock()
	sub.stream.end(sub, nil)
}

// Err says why Signals was closed: nil after Close.
func (sub *Subscription) Err() error {
	sub.stream.mu.Lock()
	defer sub.stream.mu.Unlock()
	return sub.err
}

// Subscribe begins to follow what concerns the actor; after is the cursor of the last signal that the
// client saw, 0 for a first visit. What happened since is told first, or KindReset where that is too
// much or no longer known. The rows are those of the actor now: end the subscription when the session
// ends, and begin it anew from time to time.
func (s *Stream) Subscribe(ctx context.Context, a policy.Actor, after int64) (*Subscription, error) {
	if !s.Cases.Cases.Policy.Can(a, Follow) {
		return nil, models.E(models.Denied, "denied").With("action", string(Follow))
	}
	scope, err := s.Cases.caseScope(a)
	if err != nil {
		return nil, err
	}
	if err := s.begin(ctx); err != nil {
		return nil, err
	}
	for range maxTries {
		sub, again, err := s.join(ctx, a, scope, after)
		if err != nil || !again {
			return sub, err
		}
	}
	sub, _, err := s.join(ctx, a, scope, resetAll)
	return sub, err
}

// resetAll stands for a cursor of which nothing is known.
const resetAll = -1

const maxTries = 5

// join enters a reader with what was missed waiting for it. Where a poll found something new in the
// meantime, it is to be done again: that might be told by neither.
func (s *Stream) join(ctx context.Context, a policy.Actor, scope policy.Scope, after int64) (sub *Subscription, again bool, err error) {
	s.mu.Lock()
	finds := s.finds
	s.mu.Unlock()
	missed, reset, err := s.missed(ctx, after)
	if err != nil {
		return nil, false, err
	}
	reach, err := s.reach(ctx, missed)
	if err != nil {
		return nil, false, err
	}
	out := make(chan Signal, buffer+len(missed)+1)
	sub = &Subscription{Signals: out, out: out, stream: s, scope: scope, keys: boxes(a)}
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.stopped:
		return nil, false, errStopped
	case s.finds != finds && after > 0:
		return nil, true, nil
	case reset:
		out <- Signal{Kind: KindReset, Cursor: s.low}
	default:
		out <- Signal{Kind: KindOpen, Cursor: s.low}
	}
	for i := range missed {
		if f := &missed[i]; sub.concerns(f, reach) {
			out <- Signal{Kind: f.Kind, CaseID: f.CaseID, Cursor: min(f.ID, s.low)}
		}
	}
	if s.subs == nil {
		s.subs = map[*Subscription]bool{}
	}
	s.subs[sub] = true
	return sub, false, nil
}

// missed gives the facts after a cursor; reset where they are too many or gone.
func (s *Stream) missed(ctx context.Context, after int64) (facts []models.Outbox, reset bool, err error) {
	if after <= 0 {
		return nil, after == resetAll, nil
	}
	first, last, err := s.Cases.Cases.Store.OutboxBounds(ctx)
	if err != nil {
		return nil, false, err
	}
	if after > last || first > after+1 {
		return nil, true, nil
	}
	facts, err = s.Cases.Cases.Store.OutboxAfter(ctx, after, maxResume+1)
	if len(facts) > maxResume {
		return nil, true, err
	}
	return facts, false, err
}

// poll reads what is new and tells it.
func (s *Stream) poll(ctx context.Context) error {
	fresh, err := s.look(ctx)
	if err != nil {
		return err
	}
	var facts []models.Outbox
	if s.found(len(fresh)) {
		for part := range slices.Chunk(fresh, 500) {
			some, err := s.Cases.Cases.Store.Facts(ctx, part)
			if err != nil {
				return err
			}
			facts = append(facts, some...)
		}
	}
	reach, err := s.reach(ctx, facts)
	if err != nil {
		return err
	}
	s.tell(fresh, facts, reach)
	return nil
}

// found notes that a poll found n new facts and tells whether anybody wants to hear of them.
func (s *Stream) found(n int) bool {
	if n == 0 {
		return false
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.finds++
	return len(s.subs) > 0
}

// begin sets the marks to the newest fact, once: with the first poll or the first reader, whichever
// comes first, so that nothing after a reader came is taken for old.
func (s *Stream) begin(ctx context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.seen != nil {
		return nil
	}
	head, err := s.Cases.Cases.Store.OutboxHead(ctx)
	if err == nil {
		s.seen, s.low, s.last = map[int64]bool{}, head, head
	}
	return err
}

// look gives the ids that were not seen before, those that came late among them.
func (s *Stream) look(ctx context.Context) (fresh []int64, err error) {
	if err := s.begin(ctx); err != nil {
		return nil, err
	}
	for after := s.low; ; {
		ids, err := s.Cases.Cases.Store.OutboxIDs(ctx, after, page)
		if err != nil {
			return nil, err
		}
		for _, id := range ids {
			if !s.seen[id] {
				fresh = append(fresh, id)
			}
		}
		if len(ids) < page {
			return fresh, nil
		}
		after = ids[len(ids)-1]
	}
}

func (s *Stream) reach(ctx context.Context, facts []models.Outbox) (map[int64]*store.Reach, error) {
	var ids []int64
	for i := range facts {
		if id := facts[i].CaseID; id != 0 && !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	out := map[int64]*store.Reach{}
	for part := range slices.Chunk(ids, 500) {
		some, err := s.Cases.Cases.Store.Reach(ctx, part, s.Cases.Cases.Store.Now().Date())
		if err != nil {
			return nil, err
		}
		for id, r := range some {
			out[id] = r
		}
	}
	return out, nil
}

// tell gives every reader what concerns it and moves the marks on.
func (s *Stream) tell(fresh []int64, facts []models.Outbox, reach map[int64]*store.Reach) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, id := range fresh {
		s.seen[id] = true
		s.last = max(s.last, id)
	}
	s.heads = append(s.heads, s.last)
	if len(s.heads) > window {
		s.low, s.heads = s.heads[0], s.heads[1:]
		for id := range s.seen {
			if id <= s.low {
				delete(s.seen, id)
			}
		}
	}
	for sub := range s.subs {
		for i := range facts {
			if f := &facts[i]; sub.concerns(f, reach) && !sub.send(Signal{Kind: f.Kind, CaseID: f.CaseID, Cursor: s.low}) {
				s.end(sub, ErrSlow)
				break
			}
		}
	}
}

// send never waits: false where the reader has not kept up.
func (sub *Subscription) send(sig Signal) bool {
	select {
	case sub.out <- sig:
		return true
	default:
		return false
	}
}

// broadcast are the areas whose facts concern everybody signed in.
var broadcast = []string{"catalogue", "calendar", "setting"}

// concerns tells whether the reader may hear of a fact: of a case within its rows, of a notice in its
// boxes, or of something for everybody. Anything else is nobody's.
func (sub *Subscription) concerns(f *models.Outbox, reach map[int64]*store.Reach) bool {
	if f.CaseID != 0 {
		return reach[f.CaseID].Within(sub.scope)
	}
	var t models.Tell
	if err := f.Payload.Into(&t); err == nil && len(t.To) > 0 {
		return slices.ContainsFunc(t.To, func(key string) bool { return slices.Contains(sub.keys, key) })
	}
	area, _, _ := strings.Cut(f.Kind, ".")
	return slices.Contains(broadcast, area)
}
