package main

import (
	"context"
	"fmt"
	"time"

	"onestop.internal/policy"
	"onestop.internal/workflow/county"
)

// countyCmd sets what a portal must know before its first case. What is left out stays as it is.
type countyCmd struct {
	database
	Name       string `help:"示范县"`
	NameEn     string `name:"name-en" help:"Demo County"`
	Region     string `help:"12-digit division code."`
	Government string `help:"示范县人民政府"`
	CityGov    string `name:"city-gov" help:"The municipal government."`
	Court      string `help:"The court named on adverse papers."`
	CityCourt  string `name:"city-court" help:"The intermediate court, named on the county government's own adverse papers."`
	Word       string `help:"First character of document numbers."`
	WindowDept string `name:"window-dept" help:"Code of the department that runs the window."`
}

// Run stores what was said.
func (c countyCmd) Run(ctx context.Context) error {
	st, err := c.migrated(ctx, time.Now)
	if err != nil {
		return err
	}
	defer closeStore(st)
	now, err := county.Open(ctx, st)
	if err != nil {
		return err
	}
	s := now.Now().Settings
	if c.Region != "" && !policy.Covers(c.Region, c.Region) {
		return fmt.Errorf("--region %q: want a division code of 12 digits", c.Region)
	}
	for _, f := range []struct {
		to   *string
		from string
	}{
		{&s.Name, c.Name},
		{&s.NameEn, c.NameEn},
		{&s.Region, c.Region},
		{&s.Government, c.Government},
		{&s.CityGov, c.CityGov},
		{&s.Court, c.Court},
		{&s.CityCourt, c.CityCourt},
		{&s.Word, c.Word},
		{&s.WindowDept, c.WindowDept},
	} {
		if f.from != "" {
			*f.to = f.from
		}
	}
	return county.Put(ctx, st, s, 0)
}
