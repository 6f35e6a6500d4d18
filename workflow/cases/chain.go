package cases

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"time"

	"onestop.internal/models"
	"onestop.internal/store"
)

// VerifyChain holds the journal of one case against its hashes: no event is missing, moved or changed.
// An event whose payload and salt were erased by law is held against its digest alone. The error names
// the first event that is wrong.
func VerifyChain(events []models.Event) error {
	var prev models.Bytes
	for i := range events {
		e := &events[i]
		switch {
		case e.Seq != int64(i)+1:
			return fmt.Errorf("event %d: stands at place %d", e.Seq, i+1)
		case e.CaseID != events[0].CaseID:
			return fmt.Errorf("event %d: is of case %d", e.Seq, e.CaseID)
		case !store.KnownAlgo(e.Algo):
			return fmt.Errorf("event %d: hashed by %q", e.Seq, e.Algo)
		case !bytes.Equal(e.PrevHash, prev):
			return fmt.Errorf("event %d: does not follow the one before", e.Seq)
		case len(e.Salt) > 0 && !bytes.Equal(e.Digest, store.EventDigest(e)):
			return fmt.Errorf("event %d: payload, reason or a name was changed", e.Seq)
		case len(e.Salt) == 0 && !erased(e):
			return fmt.Errorf("event %d: has a payload, a reason or a name and no salt", e.Seq)
		case !bytes.Equal(e.Hash, store.EventHash(e)):
			return fmt.Errorf("event %d: was changed", e.Seq)
		}
		prev = e.Hash
	}
	return nil
}

// erased tells whether nothing is left of what the salt went with.
func erased(e *models.Event) bool {
	return len(e.Payload) == 0 && e.Reason == "" && e.ActorName == "" && e.ActingFor == ""
}

// rootAlgo names how daily roots are made.
const rootAlgo = "sha256/root/1"

// RootOf is SHA-256 over the day before's root, the day and the heads in the order of their cases.
func RootOf(prev models.Bytes, on models.Date, heads []store.Head) models.Bytes {
	h := sha256.New()
	h.Write(prev)
	h.Write([]byte(on.String()))
	for _, x := range heads {
		var b [16]byte
		binary.BigEndian.PutUint64(b[:8], uint64(x.CaseID))
		binary.BigEndian.PutUint64(b[8:], uint64(x.Seq))
		h.Write(b[:])
		h.Write(x.Hash)
	}
	return h.Sum(nil)
}

// rootAfter is how long after midnight a day is closed: a transaction that began on it has ended.
const rootAfter = 10 * time.Minute

// leaseTime is how long one instance may be silent before another takes its job.
const leaseTime = 2 * time.Minute

// WriteRoots writes the root of every day that has ended and has none yet, each chained to the day
// before, and gives how many. Several instances may call it: one works, and a day gets one root.
func (s *Service) WriteRoots(ctx context.Context, holder string) (int, error) {
	const name = "daily_roots"
	written := 0
	for {
		more := false
		err := s.Store.InTx(ctx, func(tx *store.Tx) error {
			l, err := tx.Take(name, holder, tx.Now.Add(leaseTime))
			if err != nil || l == nil {
				return err
			}
			more, err = writeRoot(tx)
			if err != nil || more {
				return err
			}
			return tx.GiveUp(name, holder)
		})
		if err != nil || !more {
			return written, err
		}
		written++
	}
}

// writeRoot writes the first root that is missing, false where none is.
func writeRoot(tx *store.Tx) (bool, error) {
	last, err := tx.LastRoot()
	if err != nil {
		return false, err
	}
	r := &models.DailyRoot{Algo: rootAlgo}
	if last != nil {
		r.OnDate, r.PrevRoot = last.OnDate+1, last.Root
	} else {
		first, err := tx.FirstEventAt()
		if err != nil || first == 0 {
			return false, err
		}
		r.OnDate = first.Date()
	}
	if r.OnDate.End().Add(rootAfter) > tx.Now {
		return false, nil
	}
	heads, err := tx.HeadsMoved(r.OnDate.Start(), r.OnDate.End())
	if err != nil {
		return false, err
	}
	r.Heads, r.Root = len(heads), RootOf(r.PrevRoot, r.OnDate, heads)
	return tx.CreateRoot(r)
}

// VerifyRoots makes every daily root anew from the journals and gives the first day that differs.
func (s *Service) VerifyRoots(ctx context.Context) error {
	roots, err := s.Store.Roots(ctx)
	if err != nil {
		return err
	}
	var prev models.Bytes
	for i, r := range roots {
		if i > 0 && r.OnDate != roots[i-1].OnDate+1 {
			return fmt.Errorf("daily root of %s: a day is missing before it", r.OnDate)
		}
		if !bytes.Equal(r.PrevRoot, prev) {
			return fmt.Errorf("daily root of %s: does not follow the day before", r.OnDate)
		}
		heads, err := s.Store.HeadsMoved(ctx, r.OnDate.Start(), r.OnDate.End())
		if err != nil {
			return err
		}
		if r.Heads != len(heads) || !bytes.Equal(r.Root, RootOf(prev, r.OnDate, heads)) {
			return fmt.Errorf("daily root of %s: the journals of that day have changed", r.OnDate)
		}
		prev = r.Root
	}
	return nil
}
