package blob

import (
	"bytes"
	"context"
	"crypto/sha1"
	"encoding/base64"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/iotest"
	"time"

	"onestop.internal/models"
)

const owner = 7

var noon = models.MustDate("2026-03-02").Start().Add(12 * time.Hour)

// manager is an Uploads with a clock that a test moves.
type manager struct {
	*Uploads
	dir string
	now models.Instant
}

func newManager(t *testing.T, s Store, conf UploadsConfig) *manager {
	t.Helper()
	m := &manager{dir: t.TempDir(), now: noon}
	m.reopen(t, s, conf)
	return m
}

// reopen is what a restart does.
func (m *manager) reopen(t *testing.T, s Store, conf UploadsConfig) {
	t.Helper()
	conf.Now = func() models.Instant { return m.now }
	u, err := NewUploads(m.dir, s, conf)
	if err != nil {
		t.Fatal(err)
	}
	m.Uploads = u
	t.Cleanup(func() { _ = u.Close() })
}

// pdf gives a file of n bytes that looks like a PDF.
func pdf(n int) []byte {
	b := randomBytes(n)
	copy(b, "%PDF-1.7\n")
	return b
}

func (m *manager) begin(t *testing.T, size int) Upload {
	t.Helper()
	up, err := m.Create(t.Context(), Spec{Owner: owner, Name: "营业执照.pdf", Size: int64(size)})
	if err != nil {
		t.Fatal(err)
	}
	return up
}

func (m *manager) add(t *testing.T, up Upload, at int64, b []byte) Upload {
	t.Helper()
	got, err := m.Append(t.Context(), owner, up.ID, at, bytes.NewReader(b), Checksum{})
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func (m *manager) offset(t *testing.T, up Upload) int64 {
	t.Helper()
	got, err := m.Status(t.Context(), owner, up.ID)
	if err != nil {
		t.Fatal(err)
	}
	return got.Offset
}

// files lists what lies in the staging folder.
func (m *manager) files(t *testing.T) []string {
	t.Helper()
	all, err := filepath.Glob(filepath.Join(m.dir, "*", "*"))
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func content(t *testing.T, s Store, key Key) []byte {
	t.Helper()
	f, _, err := s.Open(t.Context(), key)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	b, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestAFileSentInPiecesBecomesAnObject(t *testing.T) {
	onEachStore(t, func(t *testing.T, s Store) {
		m := newManager(t, s, UploadsConfig{})
		want := pdf(2*checkpoint + 12345)
		up, err := m.Create(t.Context(), Spec{
			Owner: owner, Name: "营业执照.PDF", Size: int64(len(want)),
			SHA256: strings.ToUpper(string(keyOf(want))), Meta: map[string]string{"caseId": "12"},
		})
		if err != nil {
			t.Fatal(err)
		}
		for _, cut := range []int{1, 1000, checkpoint + 5000, len(want)} {
			got := m.add(t, up, up.Offset, want[up.Offset:cut])
			if got.Offset != int64(cut) || m.offset(t, up) != int64(cut) {
				t.Fatalf("offset %d, status %d; want %d", got.Offset, m.offset(t, up), cut)
			}
			up = got
		}
		done, err := m.Finish(t.Context(), owner, up.ID)
		if err != nil {
			t.Fatal(err)
		}
		if w := (Finished{Key: keyOf(want), Name: "营业执照.PDF", Size: int64(len(want)), MIME: "application/pdf"}); done != w {
			t.Errorf("finished %+v, want %+v", done, w)
		}
		if !bytes.Equal(content(t, s, done.Key), want) {
			t.Error("the object has other bytes")
		}
		again, err := m.Finish(t.Context(), owner, up.ID)
		if err != nil || again != done {
			t.Errorf("asked again: %+v, %v", again, err)
		}
		st, err := m.Status(t.Context(), owner, up.ID)
		if err != nil || st.Finished == nil || *st.Finished != done || st.Offset != st.Size || st.Meta["caseId"] != "12" {
			t.Errorf("status is %+v, %v", st, err)
		}
		_, err = m.Append(t.Context(), owner, up.ID, st.Offset, strings.NewReader("more"), Checksum{})
		wantError(t, err, models.Illegal, "upload.finished")
	})
}

func TestAnAnnouncementThatCannotHoldIsRefused(t *testing.T) {
	m := newManager(t, newDisk(t), UploadsConfig{MaxSize: 1000})
	cases := []struct {
		name string
		spec Spec
		code models.Code
		key  string
	}{
		{"empty", Spec{Owner: 1, Name: "a.pdf"}, models.Invalid, "upload.empty"},
		{"less than nothing", Spec{Owner: 1, Name: "a.pdf", Size: -1}, models.Invalid, "upload.empty"},
		{"too large", Spec{Owner: 1, Name: "a.pdf", Size: 1001}, models.TooLarge, "upload.too_large"},
		{"no name", Spec{Owner: 1, Size: 1}, models.Invalid, "upload.bad_name"},
		{"a program", Spec{Owner: 1, Name: "a.exe", Size: 1}, models.Invalid, "material.type_not_allowed"},
		{"a digest too short", Spec{Owner: 1, Name: "a.pdf", Size: 1, SHA256: "abc"}, models.Invalid, "upload.bad_digest"},
		{"no owner", Spec{Name: "a.pdf", Size: 1}, models.Internal, ""},
		{"a path for an owner", Spec{Owner: -1, Name: "a.pdf", Size: 1}, models.Internal, ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			_, err := m.Create(t.Context(), c.spec)
			wantError(t, err, c.code, c.key)
		})
	}
	if left := m.files(t); len(left) != 0 {
		t.Errorf("left %v", left)
	}
	if _, err := m.Create(t.Context(), Spec{Owner: 1, Name: "a.pdf", Size: 1000}); err != nil {
		t.Errorf("the largest allowed: %v", err)
	}
}

func TestAllNaughtyNamesAreKeptAsDataAndNeverAsPaths(t *testing.T) {
	disk := newDisk(t)
	m := newManager(t, disk, UploadsConfig{MaxOpen: 100})
	b := pdf(500)
	for _, name := range naughty {
		up, err := m.Create(t.Context(), Spec{Owner: owner, Name: name, Size: 500})
		if err != nil {
			t.Errorf("%q: %v", name, err)
			continue
		}
		m.add(t, up, 0, b)
		done, err := m.Finish(t.Context(), owner, up.ID)
		if err != nil || done.Name != name {
			t.Errorf("%q became %q, %v", name, done.Name, err)
		}
	}
	for _, p := range m.files(t) {
		id, _, _ := strings.Cut(filepath.Base(p), ".")
		if !validID(owner, id) {
			t.Errorf("a file is named %s", p)
		}
	}
	if all := keys(t, disk); len(all) != 1 {
		t.Errorf("objects are %v", all)
	}
}

func TestAnUploadIsItsOwnersAlone(t *testing.T) {
	m := newManager(t, newDisk(t), UploadsConfig{})
	up := m.begin(t, 100)
	for _, c := range []struct {
		owner int64
		id    string
	}{{8, up.ID}, {0, up.ID}, {owner, "../7/" + up.ID}, {owner, ""}, {owner, ".."}, {owner, up.ID + "\x00"}, {owner, strings.ToUpper(up.ID[:31]) + "G"}, {owner, strings.Repeat("0", 32)}} {
		_, err := m.Status(t.Context(), c.owner, c.id)
		wantError(t, err, models.NotFound, "upload.not_found")
		_, err = m.Append(t.Context(), c.owner, c.id, 0, strings.NewReader("x"), Checksum{})
		wantError(t, err, models.NotFound, "upload.not_found")
		_, err = m.Finish(t.Context(), c.owner, c.id)
		wantError(t, err, models.NotFound, "upload.not_found")
		wantError(t, m.Abort(t.Context(), c.owner, c.id), models.NotFound, "upload.not_found")
	}
	if m.offset(t, up) != 0 {
		t.Error("somebody else has moved it")
	}
}

func TestAnAppendAtAnotherOffsetIsToldTheRightOne(t *testing.T) {
	m := newManager(t, newDisk(t), UploadsConfig{})
	up := m.begin(t, 100)
	m.add(t, up, 0, pdf(40))
	for _, at := range []int64{0, 39, 41, 100, -1} {
		got, err := m.Append(t.Context(), owner, up.ID, at, strings.NewReader("x"), Checksum{})
		wantError(t, err, models.Conflict, "upload.offset")
		var e *models.Error
		if errors.As(err, &e); e.Args["offset"] != int64(40) || got.Offset != 40 {
			t.Errorf("at %d: told %v, %d", at, e.Args, got.Offset)
		}
	}
}

func TestATruncatedUploadIsNotFinished(t *testing.T) {
	m := newManager(t, newDisk(t), UploadsConfig{})
	up := m.begin(t, 100)
	m.add(t, up, 0, pdf(99))
	_, err := m.Finish(t.Context(), owner, up.ID)
	wantError(t, err, models.Illegal, "upload.incomplete")
	m.add(t, up, 99, []byte("x"))
	if _, err := m.Finish(t.Context(), owner, up.ID); err != nil {
		t.Errorf("whole at last: %v", err)
	}
}

func TestMoreThanAnnouncedRefusesTheUploadForGood(t *testing.T) {
	disk := newDisk(t)
	m := newManager(t, disk, UploadsConfig{})
	up := m.begin(t, 100)
	_, err := m.Append(t.Context(), owner, up.ID, 0, bytes.NewReader(pdf(101)), Checksum{})
	wantError(t, err, models.TooLarge, "upload.beyond_size")
	_, err = m.Append(t.Context(), owner, up.ID, 0, bytes.NewReader(pdf(100)), Checksum{})
	wantError(t, err, models.TooLarge, "upload.beyond_size")
	_, err = m.Finish(t.Context(), owner, up.ID)
	wantError(t, err, models.TooLarge, "upload.beyond_size")
	st, err := m.Status(t.Context(), owner, up.ID)
	if err != nil || st.Refused == nil || st.Refused.Key != "upload.beyond_size" {
		t.Errorf("status is %+v, %v", st, err)
	}
	if all := keys(t, disk); len(all) != 0 {
		t.Errorf("objects are %v", all)
	}
}

func TestWhatCameBeforeALineBrokeIsConfirmed(t *testing.T) {
	m := newManager(t, newDisk(t), UploadsConfig{})
	b := pdf(1000)
	up := m.begin(t, 1000)
	broken := errors.New("connection reset")
	got, err := m.Append(t.Context(), owner, up.ID, 0, io.MultiReader(bytes.NewReader(b[:600]), iotest.ErrReader(broken)), Checksum{})
	wantError(t, err, models.Invalid, "upload.broken_off")
	if !errors.Is(err, broken) || got.Offset != 600 || m.offset(t, up) != 600 {
		t.Errorf("offset %d, status %d, %v", got.Offset, m.offset(t, up), err)
	}
	m.add(t, up, 600, b[600:])
	done, err := m.Finish(t.Context(), owner, up.ID)
	if err != nil || done.Key != keyOf(b) {
		t.Errorf("finished %+v, %v", done, err)
	}
}

func TestACancelledAppendKeepsWhatCame(t *testing.T) {
	m := newManager(t, newDisk(t), UploadsConfig{})
	up := m.begin(t, 1000)
	ctx, cancel := context.WithCancel(t.Context())
	r := readerFunc(func(p []byte) (int, error) { cancel(); return copy(p, pdf(300)), nil })
	_, err := m.Append(ctx, owner, up.ID, 0, r, Checksum{})
	if !errors.Is(err, context.Canceled) || m.offset(t, up) != 300 {
		t.Errorf("offset %d, %v", m.offset(t, up), err)
	}
}

func TestAWrongChecksumKeepsNothingOfTheChunk(t *testing.T) {
	m := newManager(t, newDisk(t), UploadsConfig{})
	b := pdf(checkpoint + 5000)
	up := m.begin(t, len(b))
	m.add(t, up, 0, b[:1000])
	wrong, right := sha1.Sum([]byte("other")), sha1.Sum(b[1000:])
	for _, step := range []struct {
		digest [sha1.Size]byte
		key    string
		offset int64
	}{{wrong, "upload.checksum_mismatch", 1000}, {right, "", int64(len(b))}} {
		sum, err := ParseChecksum("sha1 " + base64.StdEncoding.EncodeToString(step.digest[:]))
		if err != nil {
			t.Fatal(err)
		}
		_, err = m.Append(t.Context(), owner, up.ID, 1000, bytes.NewReader(b[1000:]), sum)
		if models.KeyOf(err) != step.key || m.offset(t, up) != step.offset {
			t.Errorf("%v, offset %d; want %q, %d", err, m.offset(t, up), step.key, step.offset)
		}
	}
	if done, err := m.Finish(t.Context(), owner, up.ID); err != nil || done.Key != keyOf(b) {
		t.Errorf("finished %+v, %v", done, err)
	}
}

func TestBytesThatAreNotWhatTheySayAreRefusedForGood(t *testing.T) {
	cases := []struct {
		name, file, sha string
		b               []byte
		key             string
	}{
		{"a picture named as PDF", "a.pdf", "", samples["PNG"], "material.type_mismatch"},
		{"a program named as PDF", "a.pdf", "", append([]byte("MZ"), make([]byte, 200)...), "material.type_mismatch"},
		{"a page named as picture", "a.png", "", []byte("<html><script>"), "material.type_mismatch"},
		{"a Word file named as archive", "a.zip", "", samples["DOCX"], "material.type_mismatch"},
		{"a cut archive", "a.docx", "", samples["DOCX"][:200], "material.unreadable"},
		{"another digest", "a.pdf", strings.Repeat("0", 64), samples["PDF"], "upload.digest_mismatch"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			disk := newDisk(t)
			m := newManager(t, disk, UploadsConfig{})
			up, err := m.Create(t.Context(), Spec{Owner: owner, Name: c.file, Size: int64(len(c.b)), SHA256: c.sha})
			if err != nil {
				t.Fatal(err)
			}
			m.add(t, up, 0, c.b)
			for range 2 {
				_, err = m.Finish(t.Context(), owner, up.ID)
				wantError(t, err, models.Invalid, c.key)
			}
			m.reopen(t, disk, UploadsConfig{})
			_, err = m.Finish(t.Context(), owner, up.ID)
			wantError(t, err, models.Invalid, c.key)
			if all := keys(t, disk); len(all) != 0 {
				t.Errorf("objects are %v", all)
			}
		})
	}
}

func TestOfTwoAppendsAtOnceOneWins(t *testing.T) {
	disk := newDisk(t)
	m := newManager(t, disk, UploadsConfig{})
	other := &manager{dir: m.dir, now: noon} // a second process on the same folder
	other.reopen(t, disk, UploadsConfig{})
	b := pdf(1000)
	up := m.begin(t, 1000)
	m.add(t, up, 0, b[:100])

	r, w := io.Pipe()
	began, done := make(chan struct{}), make(chan error, 1)
	go func() {
		first := readerFunc(func(p []byte) (int, error) { close(began); return copy(p, b[100:101]), nil })
		_, err := m.Append(context.WithoutCancel(t.Context()), owner, up.ID, 100, io.MultiReader(io.LimitReader(first, 1), r), Checksum{})
		done <- err
	}()
	<-began
	for _, loser := range []*manager{m, other} {
		_, err := loser.Append(t.Context(), owner, up.ID, 100, bytes.NewReader(b[100:]), Checksum{})
		wantError(t, err, models.Conflict, "upload.busy")
		var e *models.Error
		if errors.As(err, &e); e.Args["offset"] != int64(100) {
			t.Errorf("told %v", e.Args)
		}
		_, err = loser.Finish(t.Context(), owner, up.ID)
		wantError(t, err, models.Conflict, "upload.busy")
		wantError(t, loser.Abort(t.Context(), owner, up.ID), models.Conflict, "upload.busy")
		if n, err := loser.Expire(t.Context(), noon.Add(1000*time.Hour)); n != 0 || err != nil {
			t.Errorf("expired %d under way, %v", n, err)
		}
	}
	_, _ = w.Write(b[101:])
	_ = w.Close()
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	if got, err := other.Finish(t.Context(), owner, up.ID); err != nil || got.Key != keyOf(b) {
		t.Errorf("finished %+v, %v", got, err)
	}
}

func TestManyAtOnceLoseNothing(t *testing.T) {
	m := newManager(t, newDisk(t), UploadsConfig{})
	b := pdf(50_000)
	up := m.begin(t, len(b))
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for {
				st, err := m.Status(t.Context(), owner, up.ID)
				if err != nil || st.Offset == st.Size {
					return
				}
				end := min(st.Offset+1000, st.Size)
				_, err = m.Append(t.Context(), owner, up.ID, st.Offset, bytes.NewReader(b[st.Offset:end]), Checksum{})
				if err != nil && models.CodeOf(err) != models.Conflict {
					t.Errorf("append: %v", err)
					return
				}
			}
		})
	}
	wg.Wait()
	if done, err := m.Finish(t.Context(), owner, up.ID); err != nil || done.Key != keyOf(b) {
		t.Errorf("finished %+v, %v", done, err)
	}
}

func TestAnUploadGoesOnAfterARestart(t *testing.T) {
	onEachStore(t, func(t *testing.T, s Store) {
		m := newManager(t, s, UploadsConfig{})
		b := pdf(30_000)
		up := m.begin(t, len(b))
		for at := 0; at < len(b); at += 10_000 {
			m.add(t, up, int64(at), b[at:at+10_000])
			// Written, but never confirmed: what a crash leaves behind the position.
			f, err := os.OpenFile(filepath.Join(m.dir, uploadPath(owner, up.ID, partExt)), os.O_WRONLY|os.O_APPEND, 0)
			if err != nil {
				t.Fatal(err)
			}
			_, _ = f.WriteString("garbage after a crash")
			_ = f.Close()
			m.reopen(t, s, UploadsConfig{})
			if got := m.offset(t, up); got != int64(at+10_000) {
				t.Fatalf("offset is %d after the restart at %d", got, at+10_000)
			}
		}
		done, err := m.Finish(t.Context(), owner, up.ID)
		if err != nil || done.Key != keyOf(b) || !bytes.Equal(content(t, s, done.Key), b) {
			t.Errorf("finished %+v, %v", done, err)
		}
	})
}

func TestAPositionCutShortFallsBackToTheOneBefore(t *testing.T) {
	m := newManager(t, newDisk(t), UploadsConfig{})
	b := pdf(300)
	up := m.begin(t, 300)
	m.add(t, up, 0, b[:100])
	m.add(t, up, 100, b[100:200])
	name := filepath.Join(m.dir, uploadPath(owner, up.ID, positionExt))
	raw, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	last, err := readPosition(bytes.NewReader(raw))
	if err != nil || last.Offset != 200 {
		t.Fatalf("position %+v, %v", last, err)
	}
	copy(raw[last.Seq%2*slotSize:], "torn")
	if err := os.WriteFile(name, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	if got := m.offset(t, up); got != 100 {
		t.Errorf("offset is %d, want 100", got)
	}
	m.add(t, up, 100, b[100:])
	if done, err := m.Finish(t.Context(), owner, up.ID); err != nil || done.Key != keyOf(b) {
		t.Errorf("finished %+v, %v", done, err)
	}
	for i := range raw {
		raw[i] = 0xAA
	}
	if err := os.WriteFile(name, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := m.Status(t.Context(), owner, up.ID); !errors.Is(err, errPosition) {
		t.Errorf("with no position at all: %v", err)
	}
}

func TestAPartShorterThanItsPositionCountsByItsLength(t *testing.T) {
	m := newManager(t, newDisk(t), UploadsConfig{})
	b := pdf(300)
	up := m.begin(t, 300)
	m.add(t, up, 0, b[:200])
	part := filepath.Join(m.dir, uploadPath(owner, up.ID, partExt))
	if err := os.Truncate(part, 50); err != nil {
		t.Fatal(err)
	}
	if got := m.offset(t, up); got != 50 {
		t.Fatalf("offset is %d, want 50", got)
	}
	// The position of before must not come back with a longer part, whether a crash leaves it before
	// the next confirmation or after.
	at := 50
	for _, more := range []int{0, 10} {
		m.add(t, up, int64(at), b[at:at+more])
		at += more
		if err := os.WriteFile(part, append(bytes.Clone(b[:at]), make([]byte, 200-at)...), 0o600); err != nil {
			t.Fatal(err)
		}
		if got := m.offset(t, up); got != int64(at) {
			t.Fatalf("offset is %d, want %d", got, at)
		}
	}
	m.add(t, up, int64(at), b[at:])
	if done, err := m.Finish(t.Context(), owner, up.ID); err != nil || done.Key != keyOf(b) {
		t.Errorf("finished %+v, %v", done, err)
	}
}

// flaky is a store that fails as long as it is told to.
type flaky struct {
	Store
	fail error
}

func (f *flaky) Put(ctx context.Context, key Key, r io.Reader, size int64) error {
	if f.fail != nil {
		return f.fail
	}
	return f.Store.Put(ctx, key, r, size)
}

func TestAStoreThatFailsLeavesTheUploadAsItIs(t *testing.T) {
	s := &flaky{Store: newDisk(t), fail: models.E(models.Unavailable, "storage.unreachable")}
	m := newManager(t, s, UploadsConfig{})
	b := pdf(300)
	up := m.begin(t, 300)
	m.add(t, up, 0, b)
	_, err := m.Finish(t.Context(), owner, up.ID)
	wantError(t, err, models.Unavailable, "storage.unreachable")
	if st, err := m.Status(t.Context(), owner, up.ID); err != nil || st.Finished != nil || st.Refused != nil || st.Offset != 300 {
		t.Errorf("status is %+v, %v", st, err)
	}
	s.fail = nil
	m.reopen(t, s, UploadsConfig{})
	if done, err := m.Finish(t.Context(), owner, up.ID); err != nil || !bytes.Equal(content(t, s, done.Key), b) {
		t.Errorf("finished %+v, %v", done, err)
	}
}

func TestAMovedFileIsAsYoungAsItsFinish(t *testing.T) {
	disk := newDisk(t)
	m := newManager(t, disk, UploadsConfig{})
	up := m.begin(t, 300)
	m.add(t, up, 0, pdf(300))
	old := time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)
	if err := os.Chtimes(filepath.Join(m.dir, uploadPath(owner, up.ID, partExt)), old, old); err != nil {
		t.Fatal(err)
	}
	done, err := m.Finish(t.Context(), owner, up.ID)
	if err != nil {
		t.Fatal(err)
	}
	if info, err := disk.Stat(t.Context(), done.Key); err != nil || info.ModifiedAt == models.At(old) {
		t.Errorf("still as old as %v, %v", info.ModifiedAt.Time(), err)
	}
}

func TestTwoUploadsOfOneContentAreOneObject(t *testing.T) {
	disk := newDisk(t)
	m := newManager(t, disk, UploadsConfig{})
	for range 2 {
		up := m.begin(t, 300)
		m.add(t, up, 0, pdf(300))
		if _, err := m.Finish(t.Context(), owner, up.ID); err != nil {
			t.Fatal(err)
		}
	}
	if all := keys(t, disk); len(all) != 1 {
		t.Errorf("objects are %v", all)
	}
}

func TestAnAbortedUploadIsGone(t *testing.T) {
	disk := newDisk(t)
	m := newManager(t, disk, UploadsConfig{})
	up, kept := m.begin(t, 300), m.begin(t, 300)
	m.add(t, up, 0, pdf(100))
	m.add(t, kept, 0, pdf(300))
	done, err := m.Finish(t.Context(), owner, kept.ID)
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{up.ID, kept.ID} {
		if err := m.Abort(t.Context(), owner, id); err != nil {
			t.Fatal(err)
		}
		wantError(t, m.Abort(t.Context(), owner, id), models.NotFound, "upload.not_found")
	}
	if left := m.files(t); len(left) != 0 {
		t.Errorf("left %v", left)
	}
	if _, err := disk.Stat(t.Context(), done.Key); err != nil {
		t.Errorf("the object of the finished one: %v", err)
	}
}

func TestAnUploadNobodyGoesOnWithExpires(t *testing.T) {
	m := newManager(t, newDisk(t), UploadsConfig{TTL: 24 * time.Hour})
	idle, busy := m.begin(t, 300), m.begin(t, 300)
	m.now = noon.Add(20 * time.Hour)
	if up := m.add(t, busy, 0, pdf(10)); up.ExpiresAt != noon.Add(44*time.Hour) {
		t.Errorf("expires at %v", up.ExpiresAt.Time())
	}
	m.now = noon.Add(24*time.Hour - 1)
	if n, err := m.Expire(t.Context(), m.now); n != 0 || err != nil || m.offset(t, idle) != 0 {
		t.Errorf("a millisecond early: %d, %v", n, err)
	}
	m.now++
	_, err := m.Status(t.Context(), owner, idle.ID)
	wantError(t, err, models.NotFound, "upload.not_found")
	_, err = m.Append(t.Context(), owner, idle.ID, 0, strings.NewReader("x"), Checksum{})
	wantError(t, err, models.NotFound, "upload.not_found")
	if n, err := m.Expire(t.Context(), m.now); n != 1 || err != nil {
		t.Errorf("expired %d, %v", n, err)
	}
	if m.offset(t, busy) != 10 || len(m.files(t)) != 3 {
		t.Errorf("left %v", m.files(t))
	}
}

func TestExpireClearsWhatACrashLeftOfCreatingAndRemoving(t *testing.T) {
	for _, lost := range [][]string{{recordExt}, {recordExt, partExt}} {
		m := newManager(t, newDisk(t), UploadsConfig{})
		up, other := m.begin(t, 300), m.begin(t, 300)
		for _, ext := range lost {
			if err := os.Remove(filepath.Join(m.dir, uploadPath(owner, up.ID, ext))); err != nil {
				t.Fatal(err)
			}
		}
		if n, err := m.Expire(t.Context(), noon); n != 1 || err != nil {
			t.Errorf("without %v: expired %d, %v", lost, n, err)
		}
		if m.offset(t, other) != 0 || len(m.files(t)) != 3 {
			t.Errorf("left %v", m.files(t))
		}
	}
}

func TestOneOwnerHasSoManyUploadsUnderWay(t *testing.T) {
	m := newManager(t, newDisk(t), UploadsConfig{MaxOpen: 2})
	first := m.begin(t, 300)
	m.begin(t, 300)
	_, err := m.Create(t.Context(), Spec{Owner: owner, Name: "a.pdf", Size: 1})
	wantError(t, err, models.Limited, "upload.too_many")
	if _, err := m.Create(t.Context(), Spec{Owner: owner + 1, Name: "a.pdf", Size: 1}); err != nil {
		t.Errorf("another owner: %v", err)
	}
	m.add(t, first, 0, pdf(300))
	if _, err := m.Finish(t.Context(), owner, first.ID); err != nil {
		t.Fatal(err)
	}
	m.begin(t, 300) // a finished one no longer counts
}
