package bench

import (
	"context"
	"crypto/rand"
	"fmt"
	"net/http/httptest"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"onestop.internal/api"
	"onestop.internal/report"
	"onestop.internal/store"
	"onestop.internal/workflow/accounts"
	"onestop.internal/workflow/cases"
)

// world is a county served in this process, for profiles of the handlers: go test -bench . -cpuprofile.
type world struct {
	run    *run
	place  *place
	cases  *cases.Service
	addr   string
	drafts []draft
}

func newWorld(b *testing.B, drafts int) *world {
	b.Helper()
	r := &run{Config: Config{Now: time.Now}, dir: b.TempDir()}
	ctx := b.Context()
	k := &kind{name: "SQLite", dir: r.dir}
	if dsn := os.Getenv("TEST_DSN"); dsn != "" {
		k = &kind{name: "MariaDB", dsn: dsn, dir: r.dir, prefix: fmt.Sprintf("bench%d_%d", os.Getpid(), b.N)}
	}
	b.Cleanup(func() {
		if err := k.clear(context.Background()); err != nil { //nolint:usetesting // the benchmark's own has ended
			b.Error(err)
		}
	})
	p, err := r.found(ctx, k, "handlers")
	if err != nil {
		b.Fatal(err)
	}
	w := &world{run: r, place: p}
	if w.drafts, err = r.drafts(ctx, p, drafts); err != nil {
		b.Fatal(err)
	}
	st, err := store.Open(p.url, time.Now, store.Options{})
	if err != nil {
		b.Fatal(err)
	}
	if w.cases, err = service(ctx, st); err != nil {
		b.Fatal(err)
	}
	key := make([]byte, 32)
	_, _ = rand.Read(key)
	acc := &accounts.Service{
		Store: st, Policy: w.cases.Policy, Hasher: accounts.NewHasher(), Key: key,
		Settings: func() accounts.Settings {
			return accounts.Settings{Region: "140999000000", Demo: true, DemoExempt: true}
		},
	}
	srv := httptest.NewServer(api.New(api.Services{
		Policy: w.cases.Policy, County: w.cases.County, Cases: w.cases, Accounts: acc,
		Report: &report.Service{Store: st, Policy: w.cases.Policy, County: w.cases.County},
	}, api.Config{Now: st.Now}))
	w.addr = strings.TrimPrefix(srv.URL, "http://")
	b.Cleanup(func() {
		srv.Close()
		_ = st.Close()
		_ = p.close()
	})
	return w
}

func BenchmarkSubmitByHTTP(b *testing.B) {
	w := newWorld(b, b.N)
	firms, err := w.place.browsers(w.addr)
	if err != nil {
		b.Fatal(err)
	}
	a := &arena{place: w.place, firms: firms}
	b.ResetTimer()
	done := cpu(b)
	res := race(b.Context(), time.Now, plan{clients: 32, ops: b.N}, a.submit(w.drafts))
	done()
	if res.err() != nil {
		b.Fatal(res.err())
	}
}

func BenchmarkCasePageByHTTP(b *testing.B) {
	w := newWorld(b, firms)
	browsers, err := w.place.browsers(w.addr)
	if err != nil {
		b.Fatal(err)
	}
	a := &arena{place: w.place, firms: browsers}
	for i := range w.drafts {
		if err := a.submit(w.drafts)(b.Context(), 0, i); err != nil {
			b.Fatal(err)
		}
	}
	b.ResetTimer()
	defer cpu(b)()
	res := race(b.Context(), time.Now, plan{clients: 8, ops: b.N}, func(_ context.Context, _, i int) error {
		_, err := browsers[i%firms].send("GET", "/api/v1/cases/"+strconv.FormatInt(w.drafts[i%firms].id, 10), nil)
		return err
	})
	if res.err() != nil {
		b.Fatal(res.err())
	}
}

// cpu reports the CPU time of each operation: others use the machine meanwhile, so that time says little.
// The database's server, where there is one, and the load generator are not taken out.
func cpu(b *testing.B) (done func()) {
	from := ownCPU()
	return func() { b.ReportMetric(float64((ownCPU()-from).Microseconds())/float64(b.N), "cpu-µs/op") }
}
