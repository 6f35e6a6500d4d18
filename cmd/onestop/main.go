// Command onestop is the portal: one program that serves, migrates, seeds, checks and measures. It is
// the only place where parts are put together and where the time of day is read.
package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"

	"onestop.internal/api"
	"onestop.internal/models"
)

// version is set by the build.
var version = "dev"

// cli is the command line. Every flag has its environment variable, and everything works with none set.
type cli struct {
	Log string `help:"Format of the log: text or json." enum:"text,json" default:"text" env:"ONESTOP_LOG"`

	Serve       serveCmd   `cmd:"" help:"Serve the portal."`
	Migrate     migrateCmd `cmd:"" help:"Bring the database's schema up to this program's."`
	County      countyCmd  `cmd:"" help:"Say whose portal it is: name, division code, authorities."`
	Seed        seedCmd    `cmd:"" help:"Fill an empty database with the demo county."`
	User        userCmd    `cmd:"" help:"Look after accounts from the console."`
	Sla         slaCmd     `cmd:"" help:"Work deadlines out: one JSON object a line in, one a line out."`
	Check       checkCmd   `cmd:"" help:"Verify every invariant of the database; exits 1 where one is broken."`
	Backup      backupCmd  `cmd:"" help:"Copy the whole portal into a folder, while it serves."`
	Verify      verifyCmd  `cmd:"" help:"Verify such a copy: its hashes, then every invariant in a temporary database."`
	Restore     restoreCmd `cmd:"" help:"Make a portal of a copy, in an empty database, and check it."`
	Bench       benchCmd   `cmd:"" help:"Measure the portal beside bare programs, in the same run."`
	Openapi     openapiCmd `cmd:"" help:"Print the API's OpenAPI document."`
	Healthcheck healthCmd  `cmd:"" help:"Ask a running portal whether it is well."`
	Version     versionCmd `cmd:"" help:"Print the version."`
}

// errSilent ends the program with status 1 where everything has been said already.
var errSilent = errors.New("")

func main() {
	var c cli
	k := kong.Parse(&c, kong.Name("onestop"), kong.Description("一站办: the one-stop portal of a county."),
		kong.ShortUsageOnError(), kong.Exit(leave))
	setLog(c.Log)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	k.BindTo(ctx, (*context.Context)(nil))
	err := k.Run()
	stop()
	if err == nil {
		return
	}
	if !errors.Is(err, errSilent) {
		complain(err)
	}
	os.Exit(1)
}

// leave ends the program; a command line that is wrong has status 2.
func leave(status int) {
	if status > 1 {
		status = 2
	}
	os.Exit(status)
}

// complain says what went wrong: what people may be told in both languages, and what lies beneath it.
func complain(err error) {
	var told *models.Error
	if !errors.As(err, &told) {
		fmt.Fprintln(os.Stderr, "onestop:", err)
		return
	}
	fmt.Fprintf(os.Stderr, "onestop: %s\n%s\n", api.Words("zh", told), api.Words("en", told))
	if err.Error() != told.Error() {
		fmt.Fprintln(os.Stderr, err)
	}
}

func setLog(format string) {
	var h slog.Handler = slog.NewTextHandler(os.Stderr, nil)
	if format == "json" {
		h = slog.NewJSONHandler(os.Stderr, nil)
	}
	slog.SetDefault(slog.New(h))
}

type versionCmd struct{}

// Run prints the version.
func (versionCmd) Run() error {
	_, err := fmt.Println(version)
	return err
}
