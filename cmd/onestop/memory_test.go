package main

import (
	"runtime"
	"runtime/metrics"
	"testing"
)

func released() uint64 {
	s := []metrics.Sample{{Name: "/memory/classes/heap/released:bytes"}}
	metrics.Read(s)
	return s[0].Value.Uint64()
}

func TestAPortalWithLittleToDoGivesMemoryBack(t *testing.T) {
	hold := make([][]byte, 64)
	var x thrift
	look := func() {
		t.Helper()
		if err := x.look(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	for i := range hold {
		hold[i] = make([]byte, 1<<20)
		for k := 0; k < len(hold[i]); k += 4096 {
			hold[i][k] = 1
		}
	}
	runtime.KeepAlive(hold)
	clear(hold)
	look()
	if x.given != 0 {
		t.Error("gave back at the first look, which knows nothing of what was done")
	}
	before := released()
	look()
	if x.given == 0 || released() < before+32<<20 {
		t.Errorf("released %d before and %d after", before, released())
	}
	was := x.given
	look()
	if x.given != was {
		t.Error("gave back again what was not used since")
	}
	x.seen -= quietBytes // as after a busy while
	x.given -= worthBytes
	was = x.given
	look()
	if x.given != was {
		t.Error("gave back in the middle of work")
	}
}

func TestGarbageMayGatherOnlySoFar(t *testing.T) {
	for live, want := range map[uint64]int{0: 500, 12 << 20: 500, 48 << 20: 200, 96 << 20: 100, 4 << 30: 100} {
		if got := room(live); got != want {
			t.Errorf("%d MB live: %d %%, want %d", live>>20, got, want)
		}
	}
}
