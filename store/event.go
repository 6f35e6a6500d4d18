package store

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"hash"
	"io"

	"gorm.io/gorm"

	"onestop.internal/models"
	"onestop.internal/policy"
)

// HashAlgo names how events are hashed now. firstAlgo left the names of the actor out of the digest; its
// events are still held against it.
const (
	HashAlgo  = "sha256/2"
	firstAlgo = "sha256/1"
)

// KnownAlgo tells whether events hashed so can be verified.
func KnownAlgo(algo string) bool { return algo == HashAlgo || algo == firstAlgo }

// AppendEvent writes the next event of a case: it takes the next seq, is chained to the head and
// becomes it. The caller saves the case in the same transaction.
func (tx *Tx) AppendEvent(c *models.Case, e *models.Event) error {
	e.CaseID, e.Seq, e.RecordedAt, e.Algo = c.ID, c.Seq+1, tx.Now, HashAlgo
	if e.LegalAt == 0 {
		e.LegalAt = tx.Now
	}
	e.Salt = make(models.Bytes, 16)
	if _, err := io.ReadFull(tx.store.random, e.Salt); err != nil {
		return fmt.Errorf("salt of an event: %w", err)
	}
	e.PrevHash = c.HeadHash
	e.Digest = EventDigest(e)
	e.Hash = EventHash(e)
	c.Seq, c.HeadHash = e.Seq, e.Hash
	_, err := put(tx, []*models.Event{e}, "")
	return err
}

// EventDigest is SHA-256(salt ‖ payload ‖ reason ‖ names), each with its length: it stands in the chain in
// the place of what may name people, so that a lawful erasure of these and of the salt does not break the
// chain.
func EventDigest(e *models.Event) models.Bytes {
	h := sha256.New()
	h.Write(e.Salt)
	if e.Algo == firstAlgo {
		h.Write(e.Payload)
		h.Write([]byte(e.Reason))
		return h.Sum(nil)
	}
	for _, s := range []string{string(e.Payload), e.Reason, e.ActorName, e.ActingFor} {
		writeInt(h, int64(len(s)))
		h.Write([]byte(s))
	}
	return h.Sum(nil)
}

// EventHash is SHA-256 over the hash before, the event's fields and its digest.
func EventHash(e *models.Event) models.Bytes {
	h := sha256.New()
	h.Write(e.PrevHash)
	for _, n := range []int64{
		e.CaseID, e.Seq, int64(e.LegalAt), int64(e.RecordedAt), e.ActorID, e.Corrects, e.SecondID, e.StepID,
	} {
		writeInt(h, n)
	}
	for _, s := range []string{
		e.Algo, e.Code, e.Verb, string(e.FromStatus), string(e.ToStatus), e.ActorRole, string(e.Source),
	} {
		writeInt(h, int64(len(s)))
		h.Write([]byte(s))
	}
	h.Write(e.Digest)
	return h.Sum(nil)
}

func writeInt(h hash.Hash, n int64) {
	var b [8]byte
	binary.BigEndian.PutUint64(b[:], uint64(n))
	h.Write(b[:])
}

// Events gives the journal of a case, in order.
func (s *Store) Events(ctx context.Context, caseID int64) ([]models.Event, error) {
	return events(s.often(ctx), caseID)
}

// Events gives the journal of a case, in order.
func (tx *Tx) Events(caseID int64) ([]models.Event, error) { return events(tx.db, caseID) }

func events(db *gorm.DB, caseID int64) ([]models.Event, error) {
	return findAll[models.Event](db.Where("case_id = ?", caseID).Order("seq"))
}

// MarkedEvents gives the events whose payload holds a mark, such as "late":, recorded between two instants, of
// cases within the scope, newest first. A quote inside a value is escaped, so that a mark is never a person's words.
func (s *Store) MarkedEvents(ctx context.Context, in policy.Scope, mark string, from, to models.Instant, limit int) (out []models.Event, err error) {
	db := s.q(ctx).Where("recorded_at >= ? AND recorded_at < ? AND payload LIKE ?", from, to, "%"+mark+"%").Scopes(ofCase("events", in))
	return out, db.Order("recorded_at DESC, id DESC").Limit(limit).Find(&out).Error
}
