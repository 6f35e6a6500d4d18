package api

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humaecho"

	"onestop.internal/models"
	"onestop.internal/workflow/files"
)

func (s *Server) fileRoutes() []Route {
	return []Route{
		{Method: http.MethodGet, Path: "/files", Action: files.Read, ID: "list-reusable-files", Summary: "本企业以往材料", Tag: tagCase, Do: do(s.listFiles)},
		{Method: http.MethodGet, Path: "/files/{id}/content", Action: files.Read, ID: "download-file", Summary: "下载材料", Tag: tagCase, Do: do(s.download), Slow: true},
		{Method: http.MethodPost, Path: "/cases/{id}/materials/{code}/reuse", Action: files.Write, ID: "reuse-file", Summary: "复用以往材料", Tag: tagCase, Do: do(s.reuseFile)},
		{Method: http.MethodDelete, Path: "/cases/{id}/files/{file}", Action: files.Write, ID: "remove-file", Summary: "移除材料文件", Tag: tagCase, Do: do(s.removeFile)},
		{Method: http.MethodPost, Path: "/cases/{id}/materials/{code}/check", Action: "material:check", ID: "check-material", Summary: "窗口核对材料", Tag: tagCase, Do: do(s.checkMaterial)},
	}
}

type fileQuery struct {
	Before int64 `query:"before" minimum:"0"`
	Limit  int   `query:"limit" minimum:"1" maximum:"200" default:"50"`
}

func (s *Server) listFiles(ctx context.Context, in *fileQuery) (*body[list[models.File]], error) {
	return rows(s.Files.Library(ctx, actorOf(ctx), in.Before, in.Limit))
}

// download gives a file as an attachment: whatever it holds, it is never a page of the portal.
func (s *Server) download(ctx context.Context, in *oneID) (*huma.StreamResponse, error) {
	f, r, err := s.Files.Open(ctx, actorOf(ctx), in.ID)
	if err != nil {
		return nil, err
	}
	if err := s.Reads.File(ctx, actorOf(ctx), f); err != nil {
		return nil, errors.Join(err, r.Close())
	}
	return &huma.StreamResponse{Body: func(h huma.Context) {
		defer r.Close()
		c := humaecho.Unwrap(h)
		w := c.Response()
		w.Header().Set("Content-Type", f.MIME)
		w.Header().Set("Content-Disposition", files.Disposition(f.Name))
		w.Header().Set("Content-Security-Policy", "sandbox; default-src 'none'")
		w.Header().Set("Cache-Control", "private, no-cache")
		w.Header().Set("ETag", `"`+f.SHA256+`"`)
		req := c.Request()
		if strings.Contains(req.Header.Get("Range"), ",") {
			req.Header.Del("Range") // the whole file instead (RFC 9110, 14.2): many parts would be more than the file
		}
		out := &ranged{ResponseWriter: w}
		http.ServeContent(out, req, "", f.UploadedAt.Time(), io.ReadSeeker(r))
		if out.refused {
			w.Header().Del("ETag")
			s.writeProblem(c, s.problemOf(ctx, rangeProblem(ctx)))
		}
	}}, nil
}

// ranged keeps back the plain text with which a range outside of the file is refused.
type ranged struct {
	http.ResponseWriter
	refused bool
}

// WriteHeader passes a status on, unless the range is refused.
func (w *ranged) WriteHeader(status int) {
	if w.refused = status == http.StatusRequestedRangeNotSatisfiable; !w.refused {
		w.ResponseWriter.WriteHeader(status)
	}
}

// Write passes bytes on, unless the range is refused.
func (w *ranged) Write(b []byte) (int, error) {
	if w.refused {
		return len(b), nil
	}
	return w.ResponseWriter.Write(b)
}

// rangeProblem refuses a part that the file does not have; Content-Range tells its size.
func rangeProblem(ctx context.Context) *Problem {
	r := requestOf(ctx)
	p := worded(r.lang, http.StatusRequestedRangeNotSatisfiable, models.Invalid, "request.range", nil)
	p.RequestID = r.id
	return p
}

// MaterialPath names a material of a case.
type MaterialPath struct {
	ID   int64  `path:"id" minimum:"1"`
	Code string `path:"code" maxLength:"20"`
}

type reuseRequest struct {
	MaterialPath
	Body struct {
		FileID int64 `json:"fileId"`
	}
}

func (s *Server) reuseFile(ctx context.Context, in *reuseRequest) (*body[*models.File], error) {
	return answer(s.Files.Reuse(ctx, actorOf(ctx), in.ID, in.Code, in.Body.FileID))
}

type removeRequest struct {
	ID   int64 `path:"id" minimum:"1"`
	File int64 `path:"file" minimum:"1"`
}

func (s *Server) removeFile(ctx context.Context, in *removeRequest) (*none, error) {
	return done(s.Files.Remove(ctx, actorOf(ctx), in.ID, in.File))
}

type checkRequest struct {
	MaterialPath
	Body struct {
		Defect string `json:"defect" maxLength:"1000" doc:"empty where the material is in order"`
	}
}

func (s *Server) checkMaterial(ctx context.Context, in *checkRequest) (*body[*models.Case], error) {
	return answer(s.Cases.CheckMaterial(ctx, actorOf(ctx), in.ID, in.Code, in.Body.Defect))
}
