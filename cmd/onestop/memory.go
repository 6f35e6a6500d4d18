package main

import (
	"context"
	"runtime/debug"
	"runtime/metrics"
)

// thrift gives memory back to the machine while the portal has little to do. The runtime alone would keep what
// the busiest minute needed, and the start needs more than most.
type thrift struct {
	seen  uint64 // bytes allocated up to the last look
	given uint64 // bytes allocated when memory was last given back
}

const (
	quietBytes = 32 << 20 // allocated between two looks, below which there is little to do
	worthBytes = 2 << 20  // allocated since memory was last given back, from which it is worth the work
)

// look gives memory back where little was done since the look before.
func (t *thrift) look(context.Context) error {
	s := []metrics.Sample{{Name: "/gc/heap/allocs:bytes"}}
	metrics.Read(s)
	now := s[0].Value.Uint64()
	quiet := t.seen != 0 && now-t.seen < quietBytes
	t.seen = now
	if !quiet || now-t.given < worthBytes {
		return nil
	}
	debug.FreeOSMemory()
	t.given = now
	return forgetText()
}
