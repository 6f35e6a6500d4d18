package check

import "onestop.internal/store"

// counters compares the counters with the recount.
func (c *check) counters() error {
	err := c.store.EachCounter(c.ctx, func(r store.StoredCounter) {
		if want := c.counts.Take(r); want != r.N {
			c.problem("counter", name(r), "stands at %d, the cases make %d", r.N, want)
		}
	})
	if err != nil {
		return err
	}
	for r := range c.counts.Rows() {
		c.problem("counter", name(r), "is not there, the cases make %d", r.N)
	}
	c.counts = nil
	return nil
}

func name(r store.StoredCounter) string {
	return r.Period + "/" + r.StartsOn + "/" + r.Region + "/" + r.Dim + "/" + r.Key + "/" + r.Metric
}
