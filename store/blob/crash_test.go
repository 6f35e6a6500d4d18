package blob

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"

	"onestop.internal/models"
)

// TestMain plays a part in a process of its own where the environment names one: a process can be
// killed, and have a limit on the size of its files, without the tests around it.
func TestMain(m *testing.M) {
	part, ok := map[string]func(dir string) error{
		"append and hang": appendAndHang,
		"fill the disk":   fillTheDisk,
	}[os.Getenv("BLOB_TEST_PART")]
	if !ok {
		os.Exit(m.Run())
	}
	if err := part("."); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func play(t *testing.T, part, dir string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), self)
	cmd.Env = append(os.Environ(), "BLOB_TEST_PART="+part)
	cmd.Dir = dir
	cmd.Stderr = os.Stderr
	return cmd
}

func openBoth(dir string) (*Disk, *Uploads, error) {
	d, err := NewDisk(dir + "/objects")
	if err != nil {
		return nil, nil, err
	}
	u, err := NewUploads(dir+"/uploads", d, UploadsConfig{Now: func() models.Instant { return noon }})
	return d, u, err
}

const hangSize = 2*checkpoint + 3000

// appendAndHang confirms a first append, then takes 8 MiB and more of a second that never ends.
func appendAndHang(dir string) error {
	_, u, err := openBoth(dir)
	if err != nil {
		return err
	}
	ctx, b := context.Background(), pdf(hangSize)
	up, err := u.Create(ctx, Spec{Owner: owner, Name: "a.pdf", Size: hangSize})
	if err != nil {
		return err
	}
	if _, err := u.Append(ctx, owner, up.ID, 0, bytes.NewReader(b[:1000]), Checksum{}); err != nil {
		return err
	}
	hang := readerFunc(func([]byte) (int, error) {
		_, _ = os.Stdout.WriteString(up.ID)
		_ = os.Stdout.Close()
		select {}
	})
	_, err = u.Append(ctx, owner, up.ID, 1000, io.MultiReader(bytes.NewReader(b[1000:checkpoint+2000]), hang), Checksum{})
	return err
}

func TestWhatWasConfirmedOutlivesAKill(t *testing.T) {
	dir := t.TempDir()
	cmd := play(t, "append and hang", dir)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	id, err := io.ReadAll(out)
	if err != nil || len(id) != 32 {
		t.Fatalf("the process said %q, %v", id, err)
	}
	d, u, err := openBoth(dir)
	if err != nil {
		t.Fatal(err)
	}
	_, err = u.Append(t.Context(), owner, string(id), 0, strings.NewReader("x"), Checksum{})
	wantError(t, err, models.Conflict, "upload.busy") // it still runs
	if err := cmd.Process.Signal(syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait() // killed

	up, err := u.Status(t.Context(), owner, string(id))
	if err != nil || up.Offset < 1000+checkpoint {
		t.Fatalf("offset is %d, %v; %d bytes were confirmed", up.Offset, err, 1000+checkpoint)
	}
	b := pdf(hangSize)
	if _, err := u.Append(t.Context(), owner, up.ID, up.Offset, bytes.NewReader(b[up.Offset:]), Checksum{}); err != nil {
		t.Fatal(err)
	}
	done, err := u.Finish(t.Context(), owner, up.ID)
	if err != nil || !bytes.Equal(content(t, d, done.Key), b) {
		t.Errorf("finished %+v, %v", done, err)
	}
}

// fillTheDisk does everything under a limit of 1 MB a file.
func fillTheDisk(dir string) error {
	d, u, err := openBoth(dir)
	if err != nil {
		return err
	}
	ctx, b := context.Background(), pdf(3<<20)
	up, err := u.Create(ctx, Spec{Owner: owner, Name: "a.pdf", Size: int64(len(b))})
	if err != nil {
		return err
	}
	const limit = 1 << 20
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: limit, Max: limit}); err != nil {
		return err
	}
	if _, err := u.Append(ctx, owner, up.ID, 0, bytes.NewReader(b[:700_000]), Checksum{}); err != nil {
		return err
	}
	got, err := u.Append(ctx, owner, up.ID, 700_000, bytes.NewReader(b[700_000:]), Checksum{})
	if !isFull(err) || got.Offset != 700_000 {
		return fmt.Errorf("append on a full disk: offset %d, %w", got.Offset, err)
	}
	if st, err := u.Status(ctx, owner, up.ID); err != nil || st.Offset != 700_000 {
		return fmt.Errorf("status on a full disk: offset %d, %w", st.Offset, err)
	}
	err = d.Put(ctx, keyOf(b), bytes.NewReader(b), int64(len(b)))
	if !isFull(err) {
		return fmt.Errorf("put on a full disk: %w", err)
	}
	return d.Walk(ctx, func(i Info) error { return errors.New("half an object: " + string(i.Key)) })
}

func isFull(err error) bool {
	return models.CodeOf(err) == models.Unavailable && models.KeyOf(err) == "storage.full"
}

func TestAFullDiskLosesNothingConfirmedAndKeepsNothingHalf(t *testing.T) {
	dir := t.TempDir()
	if err := play(t, "fill the disk", dir).Run(); err != nil {
		t.Fatal(err)
	}
	d, u, err := openBoth(dir) // with room again
	if err != nil {
		t.Fatal(err)
	}
	if left, err := os.ReadDir(dir + "/objects/" + tmpDir); err != nil || len(left) != 0 {
		t.Errorf("left %v, %v", left, err)
	}
	parts, err := os.ReadDir(dir + "/uploads/7")
	if err != nil || len(parts) != 3 {
		t.Fatalf("the upload is %v, %v", parts, err)
	}
	id, _, _ := strings.Cut(parts[0].Name(), ".")
	if st, err := os.Stat(dir + "/uploads/" + uploadPath(owner, id, partExt)); err != nil || st.Size() != 700_000 {
		t.Errorf("the part is %+v, %v: what was refused still takes room", st, err)
	}
	b := pdf(3 << 20)
	if _, err := u.Append(t.Context(), owner, id, 700_000, bytes.NewReader(b[700_000:]), Checksum{}); err != nil {
		t.Fatal(err)
	}
	done, err := u.Finish(t.Context(), owner, id)
	if err != nil || !bytes.Equal(content(t, d, done.Key), b) {
		t.Errorf("finished %+v, %v", done, err)
	}
}
