// Package reads keeps the record of who of the county read what of enterprises' papers and people's data, for the
// security auditor (个人信息保护法 51, 54; GB/T 22239). An enterprise reading its own leaves none.
package reads

import (
	"context"
	"fmt"
	"sync"

	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/store"
)

// Read is the action of reading the records.
const Read policy.Action = "readlog:read"

// Filter narrows the records.
type Filter = store.ReadFilter

// KeptDays is how long a record is kept at least.
const KeptDays = 180

// Service writes and gives the records.
type Service struct {
	Store  *store.Store
	Policy *policy.Policy

	mu   sync.Mutex
	day  models.Date
	seen map[string]bool // what this instance has recorded today of what is recorded once a day
}

// maxSeen bounds what is remembered; beyond it the database alone knows.
const maxSeen = 50_000

// File records that a file was opened or downloaded. Where it cannot be written the file is not given.
func (s *Service) File(ctx context.Context, a policy.Actor, f *models.File) error {
	if a.Role == policy.Enterprise {
		return nil
	}
	r := s.of(a, models.ReadFile, f.ID, f.Name)
	r.CaseID = f.CaseID
	return s.Store.InTx(ctx, func(tx *store.Tx) error {
		if f.CaseID != 0 {
			c, err := tx.Case(policy.Everything("the number of a case whose file was opened"), f.CaseID)
			if err != nil {
				return err
			}
			r.CaseNumber = string(c.Number)
		}
		return tx.RecordRead(r)
	})
}

// Case records that a case was looked at with its form; once a day for each reader.
func (s *Service) Case(ctx context.Context, a policy.Actor, c *models.Case) error {
	r := s.of(a, models.ReadCase, c.ID, c.ItemName)
	r.CaseID, r.CaseNumber = c.ID, string(c.Number)
	return s.daily(ctx, a, r)
}

// PreCheck records that a draft was looked at on request; once a day for each reader.
func (s *Service) PreCheck(ctx context.Context, a policy.Actor, p *models.PreCheck) error {
	r := s.of(a, models.ReadPreCheck, p.ID, p.ItemName)
	r.CaseID = p.CaseID
	return s.daily(ctx, a, r)
}

func (s *Service) of(a policy.Actor, kind models.ReadKind, id int64, subject string) *models.ReadRecord {
	return &models.ReadRecord{
		Region: a.Region, UserID: a.UserID, UserName: a.Name, Role: string(a.Role), DeptCode: a.Dept, ForName: a.ForName,
		Kind: kind, SubjectID: id, Subject: subject,
	}
}

// daily writes a record unless one of the same is there today.
func (s *Service) daily(ctx context.Context, a policy.Actor, r *models.ReadRecord) error {
	if a.Role == policy.Enterprise {
		return nil
	}
	today := s.Store.Now().Date()
	key := fmt.Sprintf("%s:%d:%s:%d:%s", today, a.UserID, r.Kind, r.SubjectID, a.Role)
	if s.known(today, key) {
		return nil
	}
	r.Once = models.Text(key)
	if err := s.Store.InTx(ctx, func(tx *store.Tx) error { return tx.RecordRead(r) }); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.seen) < maxSeen {
		s.seen[key] = true
	}
	return nil
}

func (s *Service) known(today models.Date, key string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.day != today || s.seen == nil {
		s.day, s.seen = today, map[string]bool{}
	}
	return s.seen[key]
}

// Records gives a page of the records, newest first, to the auditor of a division.
func (s *Service) Records(ctx context.Context, a policy.Actor, f Filter) ([]models.ReadRecord, error) {
	scope, err := s.Policy.Scope(a, Read)
	if err != nil {
		return nil, err
	}
	return s.Store.ReadRecords(ctx, scope, f)
}

const pruneBatch = 1000

// Prune removes what is older than days, which are KeptDays at least, and gives how many.
func (s *Service) Prune(ctx context.Context, days int) (n int64, err error) {
	before := (s.Store.Now().Date() - models.Date(max(days, KeptDays))).Start()
	for {
		some, err := s.Store.PruneReads(ctx, before, pruneBatch)
		n += some
		if err != nil || some < pruneBatch {
			return n, err
		}
	}
}
