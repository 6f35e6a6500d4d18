package blob

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"math/rand/v2"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/johannesboyne/gofakes3"
	"github.com/johannesboyne/gofakes3/backend/s3mem"

	"onestop.internal/models"
)

func keyOf(b []byte) Key {
	sum := sha256.Sum256(b)
	return Key(hex.EncodeToString(sum[:]))
}

// randomBytes gives n bytes that are the same for the same n.
func randomBytes(n int) []byte {
	var seed [32]byte
	seed[0] = byte(n)
	b := make([]byte, n)
	_, _ = rand.NewChaCha8(seed).Read(b)
	return b
}

func newDisk(t *testing.T) *Disk {
	t.Helper()
	d, err := NewDisk(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	return d
}

func newS3(t *testing.T) *S3 {
	t.Helper()
	backend := s3mem.New()
	if err := backend.CreateBucket("materials"); err != nil {
		t.Fatal(err)
	}
	srv := httptest.NewServer(gofakes3.New(backend).Server())
	t.Cleanup(srv.Close)
	s, err := NewS3(S3Config{Endpoint: srv.URL, Bucket: "materials", Prefix: "onestop/", AccessKey: "key", SecretKey: "secret", PathStyle: true})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// onEachStore runs a test on a disk and on an S3 server.
func onEachStore(t *testing.T, f func(t *testing.T, s Store)) {
	t.Run("disk", func(t *testing.T) { t.Parallel(); f(t, newDisk(t)) })
	t.Run("s3", func(t *testing.T) { t.Parallel(); f(t, newS3(t)) })
}

func put(t *testing.T, s Store, b []byte) Key {
	t.Helper()
	key := keyOf(b)
	if err := s.Put(t.Context(), key, bytes.NewReader(b), int64(len(b))); err != nil {
		t.Fatal(err)
	}
	return key
}

func keys(t *testing.T, s Store) []Key {
	t.Helper()
	var all []Key
	if err := s.Walk(t.Context(), func(i Info) error { all = append(all, i.Key); return nil }); err != nil {
		t.Fatal(err)
	}
	return all
}

func wantError(t *testing.T, err error, code models.Code, key string) {
	t.Helper()
	if models.CodeOf(err) != code || models.KeyOf(err) != key {
		t.Fatalf("error is %v, want %s: %s", err, code, key)
	}
}

func TestWhatWasPutIsReadBack(t *testing.T) {
	for _, size := range []int{0, 1, 4095, 1 << 20, s3Part, s3Part + 1, 2*s3Part + 77} {
		onEachStore(t, func(t *testing.T, s Store) {
			want := randomBytes(size)
			key := put(t, s, want)
			f, info, err := s.Open(t.Context(), key)
			if err != nil {
				t.Fatal(err)
			}
			defer f.Close()
			got, err := io.ReadAll(f)
			if err != nil || !bytes.Equal(got, want) {
				t.Fatalf("%d bytes read back of %d, %v", len(got), size, err)
			}
			stat, err := s.Stat(t.Context(), key)
			if err != nil || stat != info || stat.Size != int64(size) || stat.Key != key || stat.ModifiedAt == 0 {
				t.Errorf("Stat is %+v, %v; Open said %+v", stat, err, info)
			}
		})
	}
}

func TestAnObjectIsReadFromAnyPosition(t *testing.T) {
	onEachStore(t, func(t *testing.T, s Store) {
		want := randomBytes(300_000)
		f, _, err := s.Open(t.Context(), put(t, s, want))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		if end, err := f.Seek(0, io.SeekEnd); err != nil || end != 300_000 {
			t.Fatalf("end is %d, %v", end, err)
		}
		for _, from := range []int64{299_990, 0, 123_456} {
			if _, err := f.Seek(from, io.SeekStart); err != nil {
				t.Fatal(err)
			}
			got := make([]byte, 10)
			if _, err := io.ReadFull(f, got); err != nil || !bytes.Equal(got, want[from:from+10]) {
				t.Errorf("at %d: %x, %v", from, got, err)
			}
		}
	})
}

func TestOnlyTheAnnouncedBytesAreKept(t *testing.T) {
	small, large := randomBytes(1000), randomBytes(s3Part+1000)
	broken := errors.New("line broken")
	cases := []struct {
		name string
		key  Key
		r    func() io.Reader
		size int
		want string
	}{
		{"too short", keyOf(small), func() io.Reader { return bytes.NewReader(small[:999]) }, 1000, "storage.size_mismatch"},
		{"too long", keyOf(small[:999]), func() io.Reader { return bytes.NewReader(small) }, 999, "storage.size_mismatch"},
		{"other bytes", keyOf(large), func() io.Reader { return bytes.NewReader(small) }, 1000, "storage.digest_mismatch"},
		{"large and too short", keyOf(large), func() io.Reader { return bytes.NewReader(large[:len(large)-1]) }, len(large), "storage.size_mismatch"},
		{"large and too long", keyOf(large), func() io.Reader { return io.MultiReader(bytes.NewReader(large), strings.NewReader("x")) }, len(large), "storage.size_mismatch"},
		{"large and other bytes", keyOf(small), func() io.Reader { return bytes.NewReader(large) }, len(large), "storage.digest_mismatch"},
		{"broken off", keyOf(large), func() io.Reader {
			return io.MultiReader(bytes.NewReader(large[:s3Part]), iotest.ErrReader(broken))
		}, len(large), ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			onEachStore(t, func(t *testing.T, s Store) {
				err := s.Put(t.Context(), c.key, c.r(), int64(c.size))
				if c.want == "" && !errors.Is(err, broken) {
					t.Errorf("error is %v, want the reader's", err)
				}
				if c.want != "" {
					wantError(t, err, models.Invalid, c.want)
				}
				if _, err := s.Stat(t.Context(), c.key); models.CodeOf(err) != models.NotFound {
					t.Errorf("it is there: %v", err)
				}
				if all := keys(t, s); len(all) != 0 {
					t.Errorf("kept %v", all)
				}
			})
		})
	}
}

func TestReadersThatGiveLittleAtATimeAreReadToTheEnd(t *testing.T) {
	b := randomBytes(5000)
	for name, r := range map[string]io.Reader{
		"one byte":       iotest.OneByteReader(bytes.NewReader(b)),
		"end with data":  iotest.DataErrReader(bytes.NewReader(b)),
		"half":           iotest.HalfReader(bytes.NewReader(b)),
		"nothing in use": bytes.NewReader(b),
	} {
		if err := newDisk(t).Put(t.Context(), keyOf(b), r, 5000); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestPuttingTwiceIsOnce(t *testing.T) {
	onEachStore(t, func(t *testing.T, s Store) {
		key := put(t, s, []byte("same"))
		put(t, s, []byte("same"))
		if all := keys(t, s); !slices.Equal(all, []Key{key}) {
			t.Errorf("kept %v", all)
		}
	})
}

func TestADeletedObjectIsGoneAndDeletingAgainIsNoError(t *testing.T) {
	onEachStore(t, func(t *testing.T, s Store) {
		key, other := put(t, s, []byte("a")), put(t, s, []byte("b"))
		for range 2 {
			if err := s.Delete(t.Context(), key); err != nil {
				t.Fatal(err)
			}
		}
		_, err := s.Stat(t.Context(), key)
		wantError(t, err, models.NotFound, "storage.not_found")
		_, _, err = s.Open(t.Context(), key)
		wantError(t, err, models.NotFound, "storage.not_found")
		if all := keys(t, s); !slices.Equal(all, []Key{other}) {
			t.Errorf("kept %v", all)
		}
	})
}

func TestWalkGoesInTheOrderOfKeysAndStopsAtAnError(t *testing.T) {
	onEachStore(t, func(t *testing.T, s Store) {
		var want []Key
		for i := range 40 {
			want = append(want, put(t, s, []byte{byte(i)}))
		}
		slices.Sort(want)
		if got := keys(t, s); !slices.Equal(got, want) {
			t.Errorf("walked %v\nwant %v", got, want)
		}
		stop, n := errors.New("enough"), 0
		err := s.Walk(t.Context(), func(Info) error { n++; return stop })
		if !errors.Is(err, stop) || n != 1 {
			t.Errorf("after the error: %d calls, %v", n, err)
		}
	})
}

func TestWhatIsNoKeyIsRefusedEverywhere(t *testing.T) {
	onEachStore(t, func(t *testing.T, s Store) {
		good := string(keyOf([]byte("x")))
		for _, bad := range []string{
			"", "..", "../../etc/passwd", "/etc/passwd", good[:63], good + "0", strings.ToUpper(good),
			good[:62] + "/.", good[:63] + "\x00", good[:63] + "g", "..%2f" + good[5:], "\\\\" + good[2:],
		} {
			ctx, key := t.Context(), Key(bad)
			_, err := s.Stat(ctx, key)
			wantError(t, err, models.Invalid, "storage.bad_key")
			_, _, err = s.Open(ctx, key)
			wantError(t, err, models.Invalid, "storage.bad_key")
			wantError(t, s.Delete(ctx, key), models.Invalid, "storage.bad_key")
			wantError(t, s.Put(ctx, key, strings.NewReader("x"), 1), models.Invalid, "storage.bad_key")
		}
	})
}

func TestACancelledPutLeavesNothing(t *testing.T) {
	onEachStore(t, func(t *testing.T, s Store) {
		ctx, cancel := context.WithCancel(t.Context())
		b := randomBytes(2*s3Part + 5)
		key := keyOf(b)
		cut := readerFunc(func(p []byte) (int, error) { cancel(); return copy(p, "xx"), nil })
		err := s.Put(ctx, key, io.MultiReader(bytes.NewReader(b[:s3Part]), cut), int64(len(b)))
		if !errors.Is(err, context.Canceled) {
			t.Errorf("error is %v", err)
		}
		if all := keys(t, s); len(all) != 0 {
			t.Errorf("kept %v", all)
		}
	})
}

type readerFunc func([]byte) (int, error)

func (f readerFunc) Read(p []byte) (int, error) { return f(p) }

func TestAStoreThatAnswersIsReady(t *testing.T) {
	onEachStore(t, func(t *testing.T, s Store) {
		if err := s.Ready(t.Context()); err != nil {
			t.Error(err)
		}
		if all := keys(t, s); len(all) != 0 {
			t.Errorf("asking left %v", all)
		}
	})
}
