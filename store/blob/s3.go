package blob

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"strings"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"

	"onestop.internal/models"
)

// S3Config names a bucket of an S3-compatible store. The bucket must exist.
type S3Config struct {
	Endpoint  string // URL: http://127.0.0.1:9000, https://s3.example.cn
	Region    string // us-east-1 where empty
	Bucket    string
	Prefix    string // before every key: "onestop/"
	AccessKey string
	SecretKey string
	PathStyle bool // endpoint/bucket/key instead of bucket.endpoint/key
}

// S3 keeps objects in a bucket as prefix + key.
type S3 struct {
	client *minio.Client
	bucket string
	prefix string
}

var _ Store = (*S3)(nil)

// s3Part is the size of a part. One part is held in memory while it is sent, so that it can be sent again.
const s3Part = 8 << 20

// NewS3 makes a store; it does not yet talk to it.
func NewS3(c S3Config) (*S3, error) {
	u, err := url.Parse(c.Endpoint)
	if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") || strings.Trim(u.Path, "/") != "" {
		return nil, fmt.Errorf("s3 endpoint %q: want http://host:port or https://host:port", c.Endpoint)
	}
	if c.Bucket == "" {
		return nil, errors.New("s3: no bucket is named")
	}
	region := c.Region
	if region == "" {
		region = "us-east-1"
	}
	lookup := minio.BucketLookupDNS
	if c.PathStyle {
		lookup = minio.BucketLookupPath
	}
	client, err := minio.New(u.Host, &minio.Options{
		Creds:        credentials.NewStaticV4(c.AccessKey, c.SecretKey, ""),
		Secure:       u.Scheme == "https",
		Region:       region,
		BucketLookup: lookup,
		MaxRetries:   3,
	})
	if err != nil {
		return nil, fmt.Errorf("s3 endpoint %q: %w", c.Endpoint, err)
	}
	return &S3{client: client, bucket: c.Bucket, prefix: c.Prefix}, nil
}

// Put sends the object, one above 8 MiB in parts. What is sent is never completed before its digest
// is known to be right.
func (s *S3) Put(ctx context.Context, key Key, r io.Reader, size int64) error {
	if err := key.check(); err != nil {
		return err
	}
	var body io.Reader = verify(ctx, r, key, size)
	if size <= s3Part {
		b, err := io.ReadAll(body)
		if err != nil {
			return fmt.Errorf("put object %s: %w", key, err)
		}
		body = bytes.NewReader(b)
	}
	_, err := s.client.PutObject(ctx, s.bucket, s.prefix+string(key), body, size, minio.PutObjectOptions{
		ContentType: "application/octet-stream",
		PartSize:    s3Part,
		// The plainest request there is: not every store of this kind understands signed chunks and
		// trailing checksums. The server checks each part by its MD5.
		DisableContentSha256: true,
		SendContentMd5:       true,
	})
	if err != nil {
		return fmt.Errorf("put object %s: %w", key, s3Error(err))
	}
	return nil
}

// Open gives the object; each move to another position is a ranged request at the next Read.
func (s *S3) Open(ctx context.Context, key Key) (io.ReadSeekCloser, Info, error) {
	info, err := s.Stat(ctx, key)
	if err != nil {
		return nil, Info{}, err
	}
	obj, err := s.client.GetObject(ctx, s.bucket, s.prefix+string(key), minio.GetObjectOptions{})
	if err != nil {
		return nil, Info{}, fmt.Errorf("open object %s: %w", key, s3Error(err))
	}
	return obj, info, nil
}

// Stat gives size and age.
func (s *S3) Stat(ctx context.Context, key Key) (Info, error) {
	if err := key.check(); err != nil {
		return Info{}, err
	}
	st, err := s.client.StatObject(ctx, s.bucket, s.prefix+string(key), minio.StatObjectOptions{})
	if err != nil {
		return Info{}, fmt.Errorf("stat object %s: %w", key, s3Error(err))
	}
	return Info{Key: key, Size: st.Size, ModifiedAt: models.At(st.LastModified)}, nil
}

// Delete removes the object.
func (s *S3) Delete(ctx context.Context, key Key) error {
	if err := key.check(); err != nil {
		return err
	}
	err := s.client.RemoveObject(ctx, s.bucket, s.prefix+string(key), minio.RemoveObjectOptions{})
	if err = s3Error(err); err != nil && models.CodeOf(err) != models.NotFound {
		return fmt.Errorf("delete object %s: %w", key, err)
	}
	return nil
}

// Walk lists the bucket below the prefix, a page at a time.
func (s *S3) Walk(ctx context.Context, fn func(Info) error) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	list := s.client.ListObjectsIter(ctx, s.bucket, minio.ListObjectsOptions{Prefix: s.prefix, Recursive: true})
	for o := range list {
		if o.Err != nil {
			return fmt.Errorf("walk objects: %w", s3Error(o.Err))
		}
		key := Key(strings.TrimPrefix(o.Key, s.prefix))
		if key.check() != nil {
			continue // not ours
		}
		if err := fn(Info{Key: key, Size: o.Size, ModifiedAt: models.At(o.LastModified)}); err != nil {
			return err
		}
	}
	return nil
}

// Clean aborts the uploads in parts that were begun before the instant.
func (s *S3) Clean(ctx context.Context, before models.Instant) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	for m := range s.client.ListIncompleteUploads(ctx, s.bucket, s.prefix, true) {
		if m.Err != nil {
			return fmt.Errorf("clean objects: %w", s3Error(m.Err))
		}
		if models.At(m.Initiated) >= before {
			continue
		}
		core := minio.Core{Client: s.client}
		err := s3Error(core.AbortMultipartUpload(ctx, s.bucket, m.Key, m.UploadID))
		if err != nil && models.CodeOf(err) != models.NotFound {
			return fmt.Errorf("clean objects: %w", err)
		}
	}
	return nil
}

// Ready asks for the bucket.
func (s *S3) Ready(ctx context.Context) error {
	ok, err := s.client.BucketExists(ctx, s.bucket)
	if err != nil {
		return fmt.Errorf("bucket %s: %w", s.bucket, s3Error(err))
	}
	if !ok {
		return fmt.Errorf("bucket %s: %w", s.bucket, models.E(models.Unavailable, "storage.unreachable"))
	}
	return nil
}

// s3Error gives the answers of a store their types. What it cannot name, such as a refused key, it
// leaves: an operator has to look.
func s3Error(err error) error {
	var own *models.Error
	if err == nil || errors.As(err, &own) || errors.Is(err, context.Canceled) {
		return err
	}
	var answer minio.ErrorResponse
	if !errors.As(err, &answer) {
		return networkError(err)
	}
	const tooManyRequests, serverError, insufficientStorage = 429, 500, 507
	switch {
	case answer.Code == minio.NoSuchKey || answer.Code == minio.NoSuchUpload:
		return fmt.Errorf("%w (%w)", models.E(models.NotFound, "storage.not_found"), err)
	case answer.StatusCode == insufficientStorage || strings.Contains(answer.Code, "StorageFull") || strings.Contains(answer.Code, "QuotaExceeded"):
		return fmt.Errorf("%w (%w)", models.E(models.Unavailable, "storage.full"), err)
	case answer.StatusCode >= serverError || answer.StatusCode == tooManyRequests:
		return fmt.Errorf("%w (%w)", models.E(models.Unavailable, "storage.unreachable"), err)
	}
	return err
}

func networkError(err error) error {
	var u *url.Error
	var n net.Error
	if errors.As(err, &u) || errors.As(err, &n) || errors.Is(err, io.ErrUnexpectedEOF) {
		return fmt.Errorf("%w (%w)", models.E(models.Unavailable, "storage.unreachable"), err)
	}
	return err
}
