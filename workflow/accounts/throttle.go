package accounts

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"time"

	"onestop.internal/models"
	"onestop.internal/store"
)

// brake is how tries of one kind are slowed: some are free, then each doubles the wait up to a limit.
type brake struct {
	free   int
	first  time.Duration
	most   time.Duration
	forget time.Duration // after so long without a failure all is free again
}

// A hall's clerks and visitors share one address, so an address is given many more tries.
var (
	accountBrake = brake{free: 5, first: 30 * time.Second, most: 15 * time.Minute, forget: 24 * time.Hour}
	linkBrake    = brake{free: 10, first: 10 * time.Minute, most: 24 * time.Hour, forget: 7 * 24 * time.Hour}
	addressBrake = brake{free: 60, first: time.Minute, most: 15 * time.Minute, forget: time.Hour}
)

// wait is how long to wait after n failures.
func (b brake) wait(n int) time.Duration {
	if n < b.free {
		return 0
	}
	return min(b.most, b.first<<min(n-b.free, 20))
}

// Keys of tries. That of an account is made from what was typed, so that an unknown name is slowed
// as a known one is.
func accountKey(login string) string {
	sum := sha256.Sum256([]byte(login))
	return "u:" + hex.EncodeToString(sum[:16])
}

func linkKey(token string) string   { return "l:" + hex.EncodeToString(hashToken(token)[:16]) }
func factorKey(userID int64) string { return "f:" + strconv.FormatInt(userID, 10) }
func addressKey(ip string) string   { return "ip:" + ip }
func registerKey(ip string) string  { return "r:" + ip }

// try is one key with its brake.
type try struct {
	key string
	brake
}

func loginTries(login, ip string) []try {
	out := []try{{accountKey(login), accountBrake}}
	if ip != "" {
		out = append(out, try{addressKey(ip), addressBrake})
	}
	return out
}

// countTry counts a try as failed before it is made, so that many at once are no way around the
// brake; success takes it back. Limited where it must wait.
func countTry(tx *store.Tx, tries ...try) error {
	for _, k := range tries {
		err := tx.CountTries([]string{k.key}, func(t *models.LoginTry) error {
			if t.BlockedUntil > tx.Now {
				wait := (t.BlockedUntil - tx.Now + 999) / 1000
				return &models.Error{Code: models.Limited, Key: "login.limited", RetryAfter: int(wait)}
			}
			if t.LastAt.Add(k.forget) < tx.Now {
				t.Failures = 0
			}
			t.Failures++
			t.BlockedUntil = 0
			if wait := k.wait(t.Failures); wait > 0 {
				t.BlockedUntil = tx.Now.Add(wait)
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// forgive takes a try back that succeeded: the account's are forgotten, the address's is one less.
func forgive(tx *store.Tx, tries ...try) error {
	if err := tx.ForgetTries(tries[0].key); err != nil {
		return err
	}
	for _, k := range tries[1:] {
		err := tx.CountTries([]string{k.key}, func(t *models.LoginTry) error {
			t.Failures = max(0, t.Failures-1)
			if k.wait(t.Failures) == 0 {
				t.BlockedUntil = 0
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}
