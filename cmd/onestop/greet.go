package main

import (
	"context"
	"net"

	"onestop.internal/workflow/seed"
)

// greet prints what a newcomer needs: the demo accounts on a demo database, the one-time link of the
// first administrator on an empty one. at is where the portal listens.
func (c *serveCmd) greet(ctx context.Context, p *portal, at net.Addr) error {
	if p.core.county.Now().Settings.Demo {
		showAccounts(seed.Accounts())
		return nil
	}
	token, err := p.accounts.FirstAdminLink(ctx)
	if err != nil || token == "" {
		return err
	}
	base := c.URL
	if base == "" {
		base = "http://" + at.String()
	}
	say("首位管理员一次性链接 / one-time link of the first administrator:\n  %s/redeem#%s", base, token)
	return nil
}
