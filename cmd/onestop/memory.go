package main

import (
	"context"
	"os"
	"runtime/debug"
	"runtime/metrics"
)

// thrift gives memory back to the machine while the portal has little to do. The runtime alone would keep what
// the busiest minute needed, and the start needs more than most.
type thrift struct {
	seen  uint64 // bytes allocated up to the last look
	given uint64 // bytes allocated when memory was last given back
	share int    // the collector's percentage as it was last set
}

const (
	quietBytes = 32 << 20 // allocated between two looks, below which there is little to do
	worthBytes = 2 << 20  // allocated since memory was last given back, from which it is worth the work
	roomBytes  = 96 << 20 // garbage that may gather between two collections
)

// room gives the collector's percentage for a heap of which so many bytes live: rare collections as long as the
// garbage between them is little, the runtime's own 100 for a large heap.
func room(live uint64) int { return int(min(500, max(100, 100*roomBytes/max(live, 1)))) }

// look gives memory back where little was done since the look before.
func (t *thrift) look(context.Context) error {
	s := []metrics.Sample{{Name: "/gc/heap/allocs:bytes"}, {Name: "/gc/heap/live:bytes"}}
	metrics.Read(s)
	now := s[0].Value.Uint64()
	if share := room(s[1].Value.Uint64()); share != t.share && os.Getenv("GOGC") == "" {
		t.share = share
		debug.SetGCPercent(share)
	}
	quiet := t.seen != 0 && now-t.seen < quietBytes
	t.seen = now
	if !quiet || now-t.given < worthBytes {
		return nil
	}
	debug.FreeOSMemory()
	t.given = now
	return forgetText()
}
