// Package files brings what applicants hand in from the upload to the case: an upload that can be
// broken off and taken up again becomes a file of one material, known by its SHA-256, with versions,
// and may serve again in a later case.
package files

import (
	"cmp"
	"context"
	"errors"
	"io"
	"strconv"
	"strings"

	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/store"
	"onestop.internal/store/blob"
	"onestop.internal/workflow/cases"
)

// Service is what one may do with files.
type Service struct {
	Store   *store.Store
	Policy  *policy.Policy
	Cases   *cases.Service
	Blob    blob.Store
	Uploads *blob.Uploads
}

// Upload is the state of an upload; Checksum guards a part of it.
type (
	Upload   = blob.Upload
	Checksum = blob.Checksum
)

// Actions on materials.
const (
	Write policy.Action = "material:write"
	Read  policy.Action = "material:read"
)

// keys of the metadata of an upload.
const (
	metaCase     = "case"
	metaMaterial = "material"
)

// Begin starts an upload for one material of a case that the actor may change; with caseID 0 for one
// of the own papers of the actor's enterprise.
func (s *Service) Begin(ctx context.Context, a policy.Actor, caseID int64, material, name string, size int64, sha256 string) (Upload, error) {
	if err := s.writable(ctx, a, caseID, material); err != nil {
		return Upload{}, err
	}
	return s.Uploads.Create(ctx, blob.Spec{
		Owner: a.UserID, Name: lastPart(name), Size: size, SHA256: sha256,
		Meta: map[string]string{metaCase: strconv.FormatInt(caseID, 10), metaMaterial: material},
	})
}

// writable tells whether the actor may add files to a material of the case now.
func (s *Service) writable(ctx context.Context, a policy.Actor, caseID int64, material string) error {
	if caseID == 0 {
		return s.ownWritable(a, material)
	}
	scope, err := s.Policy.Scope(a, Write)
	if err != nil {
		return err
	}
	c, err := s.Store.Case(ctx, scope, caseID)
	if err != nil {
		return err
	}
	mats, err := s.Store.Materials(ctx, caseID)
	if err != nil {
		return err
	}
	for _, m := range mats {
		if m.Code == material {
			return cases.Open(a, c, &m)
		}
	}
	return models.E(models.NotFound, "material.not_found")
}

// Status gives how far an upload has been confirmed.
func (s *Service) Status(ctx context.Context, a policy.Actor, id string) (Upload, error) {
	return s.Uploads.Status(ctx, a.UserID, id)
}

// Append adds to an upload from offset on; what was confirmed is never lost.
func (s *Service) Append(ctx context.Context, a policy.Actor, id string, offset int64, r io.Reader, sum Checksum) (Upload, error) {
	return s.Uploads.Append(ctx, a.UserID, id, offset, r, sum)
}

// Abort gives an upload up.
func (s *Service) Abort(ctx context.Context, a policy.Actor, id string) error {
	return s.Uploads.Abort(ctx, a.UserID, id)
}

// Finish checks a complete upload and attaches it to its material. Asked again it gives the same file:
// whoever did not hear the answer may ask once more.
func (s *Service) Finish(ctx context.Context, a policy.Actor, id string) (*models.File, error) {
	once := &store.Once{ActorID: a.UserID, Route: "finish-upload", Key: id, BodyHash: models.Bytes(id), Status: 200}
	up, err := s.Uploads.Status(ctx, a.UserID, id)
	if models.CodeOf(err) == models.NotFound {
		return s.finished(ctx, once, err)
	}
	if err != nil {
		return nil, err
	}
	caseID, err := strconv.ParseInt(up.Meta[metaCase], 10, 64)
	if err != nil {
		return nil, models.E(models.NotFound, "upload.not_found")
	}
	if err := s.writable(ctx, a, caseID, up.Meta[metaMaterial]); err != nil {
		return nil, err
	}
	done, err := s.Uploads.Finish(ctx, a.UserID, id)
	if models.CodeOf(err) == models.NotFound {
		return s.finished(ctx, once, err) // a twin was quicker
	}
	if err != nil {
		return nil, err
	}
	f := &models.File{Name: done.Name, Size: done.Size, MIME: done.MIME, SHA256: string(done.Key), UploadedBy: a.UserID}
	keyed := store.WithOnce(ctx, once)
	if caseID == 0 {
		err = s.keepOwn(keyed, a, f)
	} else {
		err = s.Cases.AttachFile(keyed, a, caseID, up.Meta[metaMaterial], f)
	}
	if once.Kept != nil {
		err = once.Kept.Answer.Into(f)
	}
	if err != nil {
		return nil, err
	}
	if err := s.Uploads.Abort(ctx, a.UserID, id); err != nil && models.CodeOf(err) != models.NotFound {
		return nil, err
	}
	return f, nil
}

// finished gives the file that an upload has become which is there no more; missing where it never was.
func (s *Service) finished(ctx context.Context, o *store.Once, missing error) (*models.File, error) {
	var kept *models.Idempotency
	err := s.Store.InTx(ctx, func(tx *store.Tx) (err error) {
		kept, err = tx.KeptAnswer(o.ActorID, o.Route, o.Key)
		return err
	})
	if err != nil {
		return nil, err
	}
	if kept == nil {
		return nil, missing
	}
	f := &models.File{}
	return f, kept.Answer.Into(f)
}

// Reuse lets a file that the enterprise handed in before serve in this case (一次提交、多次复用).
func (s *Service) Reuse(ctx context.Context, a policy.Actor, caseID int64, material string, fileID int64) (*models.File, error) {
	old, err := s.mine(ctx, a, fileID)
	if err != nil {
		return nil, err
	}
	today := s.Store.Now().Date()
	if old.ExpiresOn != 0 && old.ExpiresOn < today {
		return nil, models.E(models.Illegal, "file.expired").With("on", old.ExpiresOn.String())
	}
	f := &models.File{
		Name: old.Name, Size: old.Size, MIME: old.MIME, SHA256: old.SHA256, ReusedFrom: old.ID, ExpiresOn: old.ExpiresOn, UploadedBy: a.UserID,
		EnterpriseID: old.EnterpriseID,
	}
	return f, s.Cases.AttachFile(ctx, a, caseID, material, f)
}

// mine reads a file of a case, or of an enterprise, that the actor may see.
func (s *Service) mine(ctx context.Context, a policy.Actor, fileID int64) (*models.File, error) {
	scope, err := s.Policy.Scope(a, Read)
	if err != nil {
		return nil, err
	}
	f, err := s.Store.File(ctx, fileID)
	if err != nil {
		return nil, err
	}
	if !ofCase(f) {
		return f, s.ownSeen(ctx, a, f)
	}
	c, err := s.Store.CaseSeen(ctx, scope, f.CaseID)
	if models.CodeOf(err) == models.NotFound && a.IsStaff() { // a draft that its department was asked to look at
		open, err := s.Store.PreCheckOpens(ctx, scope, f.CaseID)
		if open && err == nil {
			return f, nil
		}
		return nil, cmp.Or(err, error(models.E(models.NotFound, "file.not_found")))
	}
	if err != nil {
		return nil, models.E(models.NotFound, "file.not_found")
	}
	whole, err := s.Cases.SeesWhole(ctx, a, c)
	if err != nil {
		return nil, err
	}
	if !whole {
		return nil, models.E(models.NotFound, "file.not_found")
	}
	return f, nil
}

// Library gives what the enterprise handed in before, newest first.
func (s *Service) Library(ctx context.Context, a policy.Actor, before int64, limit int) ([]models.File, error) {
	if !s.Policy.Can(a, Read) {
		return nil, models.E(models.Denied, "denied").With("action", string(Read))
	}
	if a.EnterpriseID == 0 {
		return []models.File{}, nil
	}
	return s.Store.EnterpriseFiles(ctx, a.EnterpriseID, before, limit)
}

// Open gives a file's bytes to somebody who may see its case. A sibling's right does not reach them.
func (s *Service) Open(ctx context.Context, a policy.Actor, fileID int64) (*models.File, io.ReadSeekCloser, error) {
	f, err := s.mine(ctx, a, fileID)
	if err != nil {
		return nil, nil, err
	}
	r, _, err := s.Blob.Open(ctx, blob.Key(f.SHA256))
	if err != nil {
		return nil, nil, err
	}
	return f, r, nil
}

// Remove takes a file off a material while the case may be changed; the row stays, dated.
func (s *Service) Remove(ctx context.Context, a policy.Actor, caseID, fileID int64) error {
	return s.Cases.DetachFile(ctx, a, caseID, fileID)
}

// Tidy removes uploads that nobody took up again and leftovers of broken writes. It is safe to run on
// every instance.
func (s *Service) Tidy(ctx context.Context) error {
	now := s.Store.Now()
	_, err := s.Uploads.Expire(ctx, now)
	return errors.Join(err, s.Blob.Clean(ctx, now-24*3600*1000))
}

// Accept gives the file endings that may be handed in, for the file input of a page.
func Accept() string { return blob.Accept() }

// lastPart gives a file's name without the folders that some browsers, or somebody, put before it.
func lastPart(name string) string { return name[strings.LastIndexAny(name, `/\`)+1:] }

// Disposition gives the header that serves a file as an attachment under its own name.
func Disposition(name string) string { return blob.Disposition(name) }

// Has tells whether a file's bytes are in the store with that size.
func (s *Service) Has(ctx context.Context, sha256 string, size int64) (bool, error) {
	info, err := s.Blob.Stat(ctx, blob.Key(sha256))
	if models.CodeOf(err) == models.NotFound {
		return false, nil
	}
	return err == nil && info.Size == size, err
}
