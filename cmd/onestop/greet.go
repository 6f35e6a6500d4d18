package main

import (
	"context"

	"onestop.internal/workflow/accounts"
	"onestop.internal/workflow/seed"
)

// greet prints what a newcomer needs: the demo accounts on a demo database, the one-time link of the
// first administrator on an empty one.
func (c serveCmd) greet(ctx context.Context, k *core, acc *accounts.Service) error {
	if k.county.Now().Settings.Demo {
		showAccounts(seed.Accounts())
		return nil
	}
	token, err := acc.FirstAdminLink(ctx)
	if err != nil || token == "" {
		return err
	}
	base := c.URL
	if base == "" {
		base = "http://" + c.Addr
	}
	say("首位管理员一次性链接 / one-time link of the first administrator:\n  %s/redeem#%s", base, token)
	return nil
}
