package bench

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/store"
	"onestop.internal/workflow/cases"
	"onestop.internal/workflow/county"
	"onestop.internal/workflow/seed"
)

// item is what the submits are of: a permit of four steps with one material, not of a project.
const item = "KB-05"

// firms are the enterprises that act, each from a browser of its own.
const firms = 32

// demoDay is the end of the demo that the small databases begin with: a month of it gives departments,
// people at their posts and verified enterprises.
var demoDay = models.MustDate("2024-02-01")

// place is a county in a database.
type place struct {
	kind  *kind
	url   string
	raw   *sql.DB // as a bare program sees it
	firms []policy.Actor
	names []string // logins of firms
}

// found makes a small county in a fresh database.
func (r *run) found(ctx context.Context, k *kind, name string) (*place, error) {
	url, err := k.make(ctx, name, r.Now)
	if err != nil {
		return nil, err
	}
	_, err = seed.Demo(ctx, r.deps(url), seed.Options{Date: demoDay, Seed: 1, Cases: 1})
	if err != nil {
		return nil, fmt.Errorf("a county on %s: %w", k.name, err)
	}
	return r.visit(ctx, k, url)
}

func (r *run) deps(url string) seed.Deps {
	return seed.Deps{
		Open:  func(now func() time.Time, opt store.Options) (*store.Store, error) { return store.Open(url, now, opt) },
		Clock: r.Now,
	}
}

// visit opens a county that is there and finds its enterprises.
func (r *run) visit(ctx context.Context, k *kind, url string) (*place, error) {
	raw, err := k.open(url)
	if err != nil {
		return nil, err
	}
	p := &place{kind: k, url: url, raw: raw}
	rows, err := raw.QueryContext(ctx, `SELECT u.id, u.login, u.name, e.id, e.name, e.region FROM enterprises e
 JOIN memberships m ON m.enterprise_id = e.id JOIN users u ON u.id = m.user_id
 WHERE e.status = 'VERIFIED' AND m.status = 'ACTIVE' ORDER BY e.id LIMIT ?`, firms)
	if err != nil {
		return nil, errors.Join(err, raw.Close())
	}
	defer rows.Close()
	for rows.Next() {
		a := policy.Actor{Role: policy.Enterprise, Source: models.SourceWeb, Today: models.At(r.Now()).Date()}
		var login string
		if err := rows.Scan(&a.UserID, &login, &a.Name, &a.EnterpriseID, &a.EnterpriseName, &a.Region); err != nil {
			return nil, errors.Join(err, raw.Close())
		}
		p.firms, p.names = append(p.firms, a), append(p.names, login)
	}
	if len(p.firms) == 0 {
		return nil, errors.Join(errors.New("the county has no verified enterprise"), rows.Err(), raw.Close())
	}
	return p, rows.Err()
}

func (p *place) close() error { return p.raw.Close() }

// draft is a case that is ready to be handed in.
type draft struct {
	id   int64
	firm int
}

// drafts makes n drafts with everything handed in, through the use cases, in turn for each enterprise.
func (r *run) drafts(ctx context.Context, p *place, n int) ([]draft, error) {
	st, err := store.Open(p.url, r.Now, store.Options{Synchronous: "OFF"})
	if err != nil {
		return nil, err
	}
	svc, err := service(ctx, st)
	if err != nil {
		return nil, errors.Join(err, st.Close())
	}
	out := make([]draft, n)
	var next atomic.Int64
	var wg sync.WaitGroup
	errs := make([]error, 8)
	for worker := range errs {
		wg.Go(func() {
			for errs[worker] == nil {
				i := int(next.Add(1)) - 1
				if i >= n {
					return
				}
				out[i], errs[worker] = p.draft(ctx, svc, i%len(p.firms))
			}
		})
	}
	wg.Wait()
	return out, errors.Join(errors.Join(errs...), st.Checkpoint(ctx), st.Close())
}

// service is the engine on a store, as the portal has it.
func service(ctx context.Context, st *store.Store) (*cases.Service, error) {
	pol, err := policy.New()
	if err != nil {
		return nil, err
	}
	if _, _, err := county.Install(ctx, st); err != nil {
		return nil, err
	}
	c, err := county.Open(ctx, st)
	if err != nil {
		return nil, err
	}
	return &cases.Service{Store: st, Policy: pol, County: c, Random: rand.Reader}, nil
}

func (p *place) draft(ctx context.Context, s *cases.Service, firm int) (draft, error) {
	c, err := s.CreateDraft(ctx, p.firms[firm], &cases.DraftInput{ItemCode: item, Form: s.County.Now().Base.Sample(item)})
	if err != nil {
		return draft{}, fmt.Errorf("draft: %w", err)
	}
	return draft{c.ID, firm}, s.Store.InTx(ctx, func(tx *store.Tx) error { return tx.HandIn(c, nil, nil) })
}

// browsers signs every enterprise in, on a connection for each of the clients.
func (p *place) browsers(addr string) ([]*client, error) {
	var out []*client
	for _, name := range p.names {
		c := newClient(addr)
		if err := c.login(name, password()); err != nil {
			return nil, err
		}
		out = append(out, c)
	}
	return out, nil
}

// staff signs one person of the demo in, on several connections.
func staff(addr, login string, n int) ([]*client, error) {
	c := newClient(addr)
	if err := c.login(login, password()); err != nil {
		return nil, err
	}
	out := []*client{c}
	for len(out) < n {
		out = append(out, c.again())
	}
	return out, nil
}

// password is that of all demo accounts.
func password() string { return seed.Accounts()[0].Password }
