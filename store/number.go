package store

import "sync"

// numberBlocks hands out case serials from blocks taken by compare-and-set.
type numberBlocks struct {
	mu   sync.Mutex
	next map[string]block
}

type block struct{ next, end int64 }
