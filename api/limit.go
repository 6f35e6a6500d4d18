package api

import (
	"net"
	"net/netip"
	"sync"

	"onestop.internal/models"
)

// limiter counts the requests of an address within a window. It is of this instance: two instances
// allow twice as many.
type limiter struct {
	most   int
	window int64 // milliseconds
	mu     sync.Mutex
	began  models.Instant
	counts map[string]int
}

func newLimiter(most int, window int64) *limiter {
	return &limiter{most: most, window: window, counts: map[string]int{}}
}

// take counts a request and tells whether it is still within the limit.
func (l *limiter) take(key string, now models.Instant) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if int64(now-l.began) >= l.window || now < l.began {
		l.began = now
		clear(l.counts)
	}
	l.counts[key]++
	return l.counts[key] <= l.most
}

// wait is the longest time, in seconds, until requests are taken again.
func (l *limiter) wait() int { return int(l.window / 1000) }

func ipNet(p netip.Prefix) *net.IPNet {
	return &net.IPNet{IP: p.Addr().AsSlice(), Mask: net.CIDRMask(p.Bits(), p.Addr().BitLen())}
}
