package store

import (
	"context"
	"sync"

	"onestop.internal/models"
)

// numberBlocks hands out case serials of a day from blocks that this instance has taken.
type numberBlocks struct {
	mu   sync.Mutex
	next map[string]block
}

type block struct{ next, end int64 }

// blockSize is how many serials an instance takes at once. Those it does not use are lost: gaps are
// allowed, a number is never given twice.
const blockSize = 200

// CaseSerial gives a serial of the day that nobody else has or will get. It runs a transaction of its
// own now and then, so it is called before InTx, never inside.
func (s *Store) CaseSerial(ctx context.Context, region6 string, on models.Date) (int64, error) {
	s.blocks.mu.Lock()
	defer s.blocks.mu.Unlock()
	key := region6 + on.String()
	b := s.blocks.next[key]
	if b.next == b.end {
		var err error
		if b, err = s.takeBlock(ctx, region6, on); err != nil {
			return 0, err
		}
		if s.blocks.next == nil || len(s.blocks.next) > 64 { // the rests of past days are of no use
			s.blocks.next = map[string]block{}
		}
	}
	n := b.next
	b.next++
	s.blocks.next[key] = b
	return n, nil
}

func (s *Store) takeBlock(ctx context.Context, region6 string, on models.Date) (b block, err error) {
	err = s.InTx(ctx, func(tx *Tx) error {
		var from int64
		q := tx.db.Raw("SELECT next_serial FROM number_blocks WHERE region = ? AND on_date = ?", region6, on).Scan(&from)
		if q.Error != nil {
			return q.Error
		}
		if q.RowsAffected == 0 {
			err := tx.db.Exec("INSERT INTO number_blocks (region, on_date, next_serial) VALUES (?, ?, ?)", region6, on, 1+blockSize).Error
			if isDuplicate(err) {
				return errRunAgain
			}
			b = block{1, 1 + blockSize}
			return err
		}
		res := tx.db.Exec("UPDATE number_blocks SET next_serial = ? WHERE region = ? AND on_date = ? AND next_serial = ?",
			from+blockSize, region6, on, from)
		if res.Error == nil && res.RowsAffected == 0 {
			return errRunAgain
		}
		b = block{from, from + blockSize}
		return res.Error
	})
	return b, err
}

// SerialInTx gives a serial of the day from inside a transaction, for the parts of a set: it moves the
// row of blocks by one.
func (tx *Tx) SerialInTx(region6 string, on models.Date) (int64, error) {
	var next int64
	q := tx.db.Raw("SELECT next_serial FROM number_blocks WHERE region = ? AND on_date = ?", region6, on).Scan(&next)
	if q.Error != nil {
		return 0, q.Error
	}
	if q.RowsAffected == 0 {
		err := tx.db.Exec("INSERT INTO number_blocks (region, on_date, next_serial) VALUES (?, ?, ?)", region6, on, 2).Error
		if isDuplicate(err) {
			return 0, errRunAgain
		}
		return 1, err
	}
	res := tx.db.Exec("UPDATE number_blocks SET next_serial = ? WHERE region = ? AND on_date = ? AND next_serial = ?", next+1, region6, on, next)
	if res.Error == nil && res.RowsAffected == 0 {
		return 0, errRunAgain
	}
	return next, res.Error
}
