package main

import (
	"context"
	"fmt"
	"time"

	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/workflow/accounts"
)

// console is a system administrator at the machine itself: it proposes and never confirms.
func (c *core) console() policy.Actor {
	return policy.Actor{
		Name: "console", Role: policy.SystemAdmin, Region: c.county.Now().Settings.Region, Source: "console", Today: c.store.Now().Date(),
	}
}

// desk is the flags of the commands about accounts.
type desk struct {
	database
	storage
	Base string `help:"Address of the portal, for the link." default:"http://127.0.0.1:8080" env:"ONESTOP_URL"`
}

// with opens the database for one act.
func (d desk) with(ctx context.Context, f func(*core, *accounts.Service) error) error {
	st, err := d.migrated(ctx, time.Now)
	if err != nil {
		return err
	}
	defer closeStore(st)
	k, err := newCore(ctx, st)
	if err != nil {
		return err
	}
	key, err := d.key()
	if err != nil {
		return err
	}
	return f(k, k.accounts(key))
}

// tell prints a one-time link.
func (d desk) tell(token string, err error) error {
	if err == nil {
		say("%s/redeem#%s", d.Base, token)
	}
	return err
}

type userNewCmd struct {
	desk
	Login string `arg:"" help:"Login name."`
	Name  string `required:"" help:"The person's name."`
	Phone string `help:"Telephone number."`
	Email string `help:"Email address."`
}

// Run makes the account.
func (c userNewCmd) Run(ctx context.Context) error {
	return c.with(ctx, func(k *core, acc *accounts.Service) error {
		a := k.console()
		_, token, err := acc.CreateUser(ctx, a, accounts.UserInput{Login: c.Login, Name: c.Name, Phone: c.Phone, Email: c.Email, Region: a.Region})
		return c.tell(token, err)
	})
}

type userResetCmd struct {
	desk
	Login  string `arg:"" help:"Login name."`
	Reason string `required:"" help:"Why; kept in the journal."`
}

// Run makes the link.
func (c userResetCmd) Run(ctx context.Context) error {
	return c.with(ctx, func(k *core, acc *accounts.Service) error {
		u, err := called(ctx, k, acc, c.Login)
		if err != nil {
			return err
		}
		return c.tell(acc.ResetPassword(ctx, k.console(), u.ID, c.Reason))
	})
}

type userGrantCmd struct {
	desk
	Login  string `arg:"" help:"Login name."`
	Role   string `required:"" help:"WINDOW, REVIEWER, APPROVER …"`
	Dept   string `help:"Code of the department."`
	Region string `help:"Division of the post; the county's where it is left out."`
	Reason string `required:"" help:"Why; kept in the journal."`
}

// Run proposes the post.
func (c userGrantCmd) Run(ctx context.Context) error {
	return c.with(ctx, func(k *core, acc *accounts.Service) error {
		u, err := called(ctx, k, acc, c.Login)
		if err != nil {
			return err
		}
		a := k.console()
		in := accounts.GrantInput{UserID: u.ID, Role: policy.Role(c.Role), Region: c.Region, DeptCode: c.Dept, Reason: c.Reason}
		if in.Region == "" {
			in.Region = a.Region
		}
		g, err := acc.ProposeGrant(ctx, a, in)
		if err == nil {
			say("post %d is proposed; the security administrator confirms it", g.ID)
		}
		return err
	})
}

// called finds the account of a login name.
func called(ctx context.Context, k *core, acc *accounts.Service, login string) (*models.User, error) {
	all, err := acc.Users(ctx, k.console(), accounts.UserFilter{Query: login, Limit: 200})
	if err != nil {
		return nil, err
	}
	for i := range all {
		if all[i].Login == login {
			return &all[i].User, nil
		}
	}
	return nil, fmt.Errorf("no account %q in the county", login)
}
