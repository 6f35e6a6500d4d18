package main

import (
	"context"
	"os"
	"time"

	"onestop.internal/bench"
)

type benchCmd struct {
	MySQL string   `help:"A MySQL-compatible server to measure on as well: user:password@tcp(host:port)/ or user@unix(/path)/, without a database." name:"mysql"`
	JSON  string   `help:"Write the figures to this file as well." name:"json"`
	Full  bool     `help:"Ten million cases in the large database, however long it takes."`
	Small int      `help:"Cases of the small database." default:"10000"`
	Large int      `help:"Cases of the large database, at most: fewer where the load would take too long." default:"1000000"`
	Only  []string `help:"Only the steps of the run that give these rows (T1,T4,…)."`
	Quick bool     `help:"Short races: to see that it runs, not to measure."`
}

// Run measures. Rows that miss their target say so; the command fails only where it could not measure.
func (c benchCmd) Run(ctx context.Context) error {
	program, err := os.Executable()
	if err != nil {
		return err
	}
	large := c.Large
	if c.Full {
		large = 10_000_000
	}
	_, err = bench.Run(ctx, bench.Config{
		Program: program, Version: version, MySQL: c.MySQL, Small: c.Small, Large: large, Whole: c.Full, Only: c.Only, Quick: c.Quick,
		Now: time.Now, Out: os.Stdout, JSON: c.JSON,
	})
	return err
}
