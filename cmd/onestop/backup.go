package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"onestop.internal/store"
	"onestop.internal/store/blob"
	"onestop.internal/workflow/backup"
	"onestop.internal/workflow/check"
)

type backupCmd struct {
	database
	storage
	Dir string `arg:"" help:"Folder of the copy; it must not be there yet."`
}

// Run copies the portal, which may serve meanwhile.
func (c backupCmd) Run(ctx context.Context) error {
	st, err := c.existing(time.Now)
	if err != nil {
		return err
	}
	defer closeStore(st)
	files, err := c.blob()
	if err != nil {
		return err
	}
	m, err := backup.Write(ctx, st, files, c.Dir, version)
	if err != nil {
		return err
	}
	tellCopy(c.Dir, m)
	say("keys are not in it: keep %s, or ONESTOP_KEY, elsewhere", filepath.Join(c.State, "secret.key"))
	for _, key := range m.Missing {
		say("file %s is named by a row and is not in the file store", key)
	}
	if len(m.Missing) > 0 {
		return errSilent
	}
	return nil
}

func tellCopy(dir string, m *backup.Manifest) {
	rows := int64(0)
	for i := range m.Tables {
		rows += m.Tables[i].Rows
	}
	say("%s: schema %d, %d tables, %d rows, %d files of %d bytes, as of %s", dir, m.Schema, len(m.Tables), rows, m.Files, m.Bytes, m.TakenAt.Time().Format(time.RFC3339))
	if m.Position.File != "" {
		say("binary log: %s %s, GTID %s", m.Position.File, m.Position.Pos, m.Position.GTID)
	}
}

type verifyCmd struct {
	Dir   string `arg:"" help:"Folder of the copy."`
	Quick bool   `help:"Only look whether it is as it was written; do not restore it to a temporary place and check it."`
}

// Run verifies a copy: its hashes, then, in a temporary database, every invariant.
func (c verifyCmd) Run(ctx context.Context) (err error) {
	m, err := backup.Verify(ctx, c.Dir)
	if err != nil {
		return err
	}
	tellCopy(c.Dir, m)
	if c.Quick {
		say("as it was written")
		return nil
	}
	dir, err := os.MkdirTemp("", "onestop-verify-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	st, err := store.Open("sqlite:"+filepath.Join(dir, "onestop.db"), time.Now, store.Options{Synchronous: "OFF"})
	if err != nil {
		return err
	}
	defer closeStore(st)
	files, err := blob.NewDisk(filepath.Join(dir, "files"))
	if err != nil {
		return err
	}
	if _, err := backup.Restore(ctx, c.Dir, st, files); err != nil {
		return err
	}
	return checked(ctx, st, storage{Files: filepath.Join(dir, "files"), State: dir})
}

// checked runs the check and says how it ended.
func checked(ctx context.Context, st *store.Store, s storage) error {
	k, err := newCore(ctx, st)
	if err != nil {
		return err
	}
	f, err := s.service(k)
	if err != nil {
		return err
	}
	n, err := check.Run(ctx, st, k.county, os.Stdout, check.Options{Blob: f.Has})
	if err != nil {
		return err
	}
	if n > 0 {
		say("%d problems", n)
		return errSilent
	}
	say("clean")
	return nil
}

type restoreCmd struct {
	database
	storage
	Dir string `arg:"" help:"Folder of the copy."`
}

// Run makes a portal of a copy, in an empty database, and checks it.
func (c restoreCmd) Run(ctx context.Context) error {
	st, err := c.open(time.Now)
	if err != nil {
		return err
	}
	defer closeStore(st)
	files, err := c.blob()
	if err != nil {
		return err
	}
	m, err := backup.Restore(ctx, c.Dir, st, files)
	if err != nil {
		return err
	}
	tellCopy(c.Dir, m)
	if err := checked(ctx, st, c.storage); err != nil {
		return fmt.Errorf("restored, but: %w", err)
	}
	return nil
}
