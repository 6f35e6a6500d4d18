package api

import (
	"context"
	"io"
	"net/http"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"onestop.internal/models"
	"onestop.internal/workflow/files"
)

// tus is the version of the protocol of uploads that resume (tus.io, core with creation, checksum,
// expiration and termination).
const tus = "1.0.0"

func (s *Server) uploadRoutes() []Route {
	return []Route{
		{Method: http.MethodPost, Path: "/uploads", Action: files.Write, ID: "begin-upload", Summary: "开始上传", Tag: tagCase, Do: do(s.beginUpload), Status: created},
		{Method: http.MethodHead, Path: "/uploads/{upload}", Action: files.Write, ID: "upload-status", Summary: "上传进度", Tag: tagCase, Do: do(s.uploadStatus)},
		{Method: http.MethodPatch, Path: "/uploads/{upload}", Action: files.Write, ID: "append-upload", Summary: "续传", Tag: tagCase, Do: do(s.appendUpload), Slow: true},
		{Method: http.MethodDelete, Path: "/uploads/{upload}", Action: files.Write, ID: "abort-upload", Summary: "放弃上传", Tag: tagCase, Do: do(s.abortUpload)},
		{Method: http.MethodPost, Path: "/uploads/{upload}/finish", Action: files.Write, ID: "finish-upload", Summary: "核对并归入材料", Tag: tagCase, Do: do(s.finishUpload), Slow: true},
	}
}

// uploadState is what every answer about an upload says.
type uploadState struct {
	Tus      string `header:"Tus-Resumable"`
	Location string `header:"Location"`
	Offset   string `header:"Upload-Offset"`
	Length   string `header:"Upload-Length"`
	Expires  string `header:"Upload-Expires"`
}

func stateOf(u files.Upload, err error) (*uploadState, error) {
	if err != nil {
		return nil, err
	}
	return &uploadState{
		Tus: tus, Offset: strconv.FormatInt(u.Offset, 10), Length: strconv.FormatInt(u.Size, 10), Expires: files.FormatExpires(u.ExpiresAt),
	}, nil
}

type beginRequest struct {
	Length   string `header:"Upload-Length" doc:"bytes"`
	Metadata string `header:"Upload-Metadata" doc:"tus metadata: case, material, filename, and optionally sha256"`
	Version  string `header:"Tus-Resumable" enum:"1.0.0"`
}

func (s *Server) beginUpload(ctx context.Context, in *beginRequest) (*uploadState, error) {
	size, err := files.ParseCount("Upload-Length", in.Length)
	if err != nil {
		return nil, err
	}
	meta, err := files.ParseMetadata(in.Metadata)
	if err != nil {
		return nil, err
	}
	id, err := strconv.ParseInt(meta["case"], 10, 64)
	if err != nil {
		return nil, models.E(models.Invalid, "upload.bad_metadata").At("header.Upload-Metadata", "request.required")
	}
	u, err := s.Files.Begin(ctx, actorOf(ctx), id, meta["material"], meta["filename"], size, meta["sha256"])
	out, err := stateOf(u, err)
	if err == nil {
		out.Location = Prefix + "/uploads/" + u.ID
	}
	return out, err
}

// UploadID names an upload.
type UploadID struct {
	Upload string `path:"upload" maxLength:"64"`
}

func (s *Server) uploadStatus(ctx context.Context, in *UploadID) (*uploadState, error) {
	return stateOf(s.Files.Status(ctx, actorOf(ctx), in.Upload))
}

// appendRequest takes the body as it comes: it may be as long as a file.
type appendRequest struct {
	UploadID
	Offset   string `header:"Upload-Offset"`
	Kind     string `header:"Content-Type"`
	Checksum string `header:"Upload-Checksum"`
	content  io.Reader
}

// Resolve keeps the reader of the body.
func (r *appendRequest) Resolve(h huma.Context) []error {
	r.content = h.BodyReader()
	return nil
}

func (s *Server) appendUpload(ctx context.Context, in *appendRequest) (*uploadState, error) {
	if kind, _, _ := strings.Cut(in.Kind, ";"); kind != "application/offset+octet-stream" {
		return nil, worded(requestOf(ctx).lang, http.StatusUnsupportedMediaType, models.Invalid, "request.media_type", nil)
	}
	offset, err := files.ParseCount("Upload-Offset", in.Offset)
	if err != nil {
		return nil, err
	}
	sum, err := files.ParseChecksum(in.Checksum)
	if err != nil {
		return nil, err
	}
	u, err := s.Files.Append(ctx, actorOf(ctx), in.Upload, offset, in.content, sum)
	return stateOf(u, err)
}

func (s *Server) abortUpload(ctx context.Context, in *UploadID) (*uploadState, error) {
	if err := s.Files.Abort(ctx, actorOf(ctx), in.Upload); err != nil {
		return nil, err
	}
	return &uploadState{Tus: tus}, nil
}

func (s *Server) finishUpload(ctx context.Context, in *UploadID) (*body[*models.File], error) {
	return answer(s.Files.Finish(ctx, actorOf(ctx), in.Upload))
}
