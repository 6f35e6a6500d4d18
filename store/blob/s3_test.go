package blob

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/minio/minio-go/v7"

	"onestop.internal/models"
)

// answering gives a store whose server says the same to everything.
func answering(t *testing.T, status int, code string) *S3 {
	t.Helper()
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(status)
		_, _ = fmt.Fprintf(w, "<Error><Code>%s</Code><Message>no</Message></Error>", code)
	}))
	t.Cleanup(srv.Close)
	s, err := NewS3(S3Config{Endpoint: srv.URL, Bucket: "materials", AccessKey: "k", SecretKey: "s", PathStyle: true})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestAnswersOfABadServerHaveTheirType(t *testing.T) {
	cases := []struct {
		status int
		code   string
		want   models.Code
		key    string
	}{
		{507, "XMinioStorageFull", models.Unavailable, "storage.full"},
		{400, "QuotaExceeded", models.Unavailable, "storage.full"},
		{501, "NotImplemented", models.Unavailable, "storage.unreachable"},
		{403, "AccessDenied", models.Internal, ""},
		{404, "NoSuchBucket", models.Internal, ""},
	}
	for _, c := range cases {
		t.Run(c.code, func(t *testing.T) {
			t.Parallel()
			b := []byte("x")
			err := answering(t, c.status, c.code).Put(t.Context(), keyOf(b), bytes.NewReader(b), 1)
			wantError(t, err, c.want, c.key)
		})
	}
}

func TestAServerThatIsNotThereIsUnreachable(t *testing.T) {
	srv := httptest.NewServer(http.NotFoundHandler())
	srv.Close()
	s, err := NewS3(S3Config{Endpoint: srv.URL, Bucket: "materials", PathStyle: true})
	if err != nil {
		t.Fatal(err)
	}
	wantError(t, s.Ready(t.Context()), models.Unavailable, "storage.unreachable")
	b := []byte("x")
	wantError(t, s.Put(t.Context(), keyOf(b), bytes.NewReader(b), 1), models.Unavailable, "storage.unreachable")
	_, err = s.Stat(t.Context(), keyOf(b))
	wantError(t, err, models.Unavailable, "storage.unreachable")
}

func TestABucketThatIsNotThereIsNotReady(t *testing.T) {
	s := newS3(t)
	s.bucket = "absent"
	wantError(t, s.Ready(t.Context()), models.Unavailable, "storage.unreachable")
}

func TestAWrongConfigurationIsToldAtTheStart(t *testing.T) {
	for _, c := range []S3Config{
		{Endpoint: "s3.example.cn:9000", Bucket: "b"},
		{Endpoint: "ftp://s3.example.cn", Bucket: "b"},
		{Endpoint: "https://s3.example.cn/path", Bucket: "b"},
		{Endpoint: "", Bucket: "b"},
		{Endpoint: "https://s3.example.cn"},
	} {
		if _, err := NewS3(c); err == nil {
			t.Errorf("%+v was taken", c)
		}
	}
}

func TestBothWaysOfNamingABucketAreSpoken(t *testing.T) {
	for _, pathStyle := range []bool{true, false} {
		s, err := NewS3(S3Config{Endpoint: "https://s3.example.cn", Bucket: "materials", Prefix: "p/", AccessKey: "k", SecretKey: "s", PathStyle: pathStyle})
		if err != nil {
			t.Fatal(err)
		}
		u, err := s.client.PresignedGetObject(t.Context(), s.bucket, "o", time.Hour, nil)
		if err != nil {
			t.Fatal(err)
		}
		if inHost := strings.HasPrefix(u.Host, "materials."); inHost == pathStyle {
			t.Errorf("path style %v asks %s%s", pathStyle, u.Host, u.Path)
		}
	}
}

func TestAnotherPrefixOfTheBucketIsNotOurs(t *testing.T) {
	s := newS3(t)
	put(t, s, []byte("theirs"))
	other := *s
	other.prefix = "other/"
	if all := keys(t, &other); len(all) != 0 {
		t.Errorf("walked %v", all)
	}
	_, err := other.Stat(t.Context(), keyOf([]byte("theirs")))
	wantError(t, err, models.NotFound, "storage.not_found")
}

func TestCleanAbortsUploadsInPartsThatAreOld(t *testing.T) {
	s := newS3(t)
	key := put(t, s, []byte("object"))
	core := minio.Core{Client: s.client}
	if _, err := core.NewMultipartUpload(t.Context(), s.bucket, s.prefix+string(key), minio.PutObjectOptions{}); err != nil {
		t.Fatal(err)
	}
	for _, step := range []struct {
		before time.Time
		left   int
	}{{time.Date(2001, 1, 1, 0, 0, 0, 0, time.UTC), 1}, {time.Date(2101, 1, 1, 0, 0, 0, 0, time.UTC), 0}} {
		if err := s.Clean(t.Context(), models.At(step.before)); err != nil {
			t.Fatal(err)
		}
		if n := incomplete(t.Context(), s); n != step.left {
			t.Errorf("before %v: %d are left, want %d", step.before, n, step.left)
		}
	}
	if _, err := s.Stat(t.Context(), key); err != nil {
		t.Errorf("the object: %v", err)
	}
}

func incomplete(ctx context.Context, s *S3) int {
	n := 0
	for range s.client.ListIncompleteUploads(ctx, s.bucket, s.prefix, true) {
		n++
	}
	return n
}
