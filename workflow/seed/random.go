package seed

import (
	"encoding/binary"
	"math"
	"math/rand/v2"
)

// dice is the source of everything that the seed leaves to chance: the same number gives the same
// county.
type dice struct{ *rand.Rand }

// newDice begins a source; purpose keeps two sources of one seed number apart.
func newDice(seed uint64, purpose string) dice {
	return dice{rand.New(source(seed, purpose))} //nolint:gosec // a demo must repeat itself
}

func source(seed uint64, purpose string) *rand.ChaCha8 {
	var key [32]byte
	binary.BigEndian.PutUint64(key[:], seed)
	copy(key[8:], purpose)
	return rand.NewChaCha8(key)
}

// chance is true in so many of 1,000 cases.
func (d dice) chance(permille int) bool { return d.IntN(1000) < permille }

// between gives a number from a to b, both included.
func (d dice) between(a, b int) int { return a + d.IntN(b-a+1) }

// lognormal gives a positive number whose median is median and whose logarithm spreads by sigma.
func (d dice) lognormal(median, sigma float64) float64 {
	return median * math.Exp(sigma*d.NormFloat64())
}

// pick gives one of a list.
func pick[T any](d dice, list []T) T { return list[d.IntN(len(list))] }
