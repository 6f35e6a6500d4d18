package api_test

import (
	"encoding/base64"
	"fmt"
	"strings"
	"testing"

	"onestop.internal/api"
	"onestop.internal/models"
)

const pdf = "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"

// meta writes tus metadata.
func meta(pairs ...string) string {
	var out []string
	for i := 0; i+1 < len(pairs); i += 2 {
		out = append(out, pairs[i]+" "+base64.StdEncoding.EncodeToString([]byte(pairs[i+1])))
	}
	return strings.Join(out, ",")
}

func TestAnUploadThatBreaksOffGoesOnAndBecomesAMaterial(t *testing.T) {
	p := newPortal(t)
	a := p.Applicant()
	c, err := p.Cases.CreateDraft(t.Context(), a, draftOf(p, "LX-13"))
	must(t, err)
	mats, err := p.Store.Materials(t.Context(), c.ID)
	must(t, err)
	code := mats[0].Code
	firm, stranger := p.as(t, a), p.as(t, p.Stranger())
	begin := []string{
		"Upload-Length", fmt.Sprint(len(pdf)), "Tus-Resumable", "1.0.0",
		"Upload-Metadata", meta("case", fmt.Sprint(c.ID), "material", code, "filename", `C:\folder/../承诺书.pdf`),
	}
	stranger.call("begin-upload", nil, nil, begin...).is(404, "case.not_found")
	place := firm.call("begin-upload", nil, nil, begin...).is(201, "").Header().Get("Location")
	id := strings.TrimPrefix(place, api.Prefix+"/uploads/")
	send := func(c *client, from int, part string, kind string) *reply {
		return c.call("append-upload", at{"upload": id}, []byte(part), "Content-Type", kind, "Upload-Offset", fmt.Sprint(from), "Tus-Resumable", "1.0.0")
	}
	const stream = "application/offset+octet-stream"
	send(firm, 0, pdf[:20], "application/json").is(415, "request.media_type")
	send(firm, 0, pdf[:20], stream).is(204, "")
	send(firm, 0, pdf[:20], stream).is(409, "upload.offset")
	send(stranger, 20, pdf[20:], stream).is(404, "upload.not_found")
	if got := firm.call("upload-status", at{"upload": id}, nil).is(200, "").Header().Get("Upload-Offset"); got != "20" {
		t.Fatalf("%q bytes are confirmed", got)
	}
	firm.call("finish-upload", at{"upload": id}, nil).is(409, "upload.incomplete")
	send(firm, 20, pdf[20:], stream).is(204, "")
	var f models.File
	firm.call("finish-upload", at{"upload": id}, nil).is(200, "").into(&f)
	if f.Name != "承诺书.pdf" {
		t.Errorf("the file is called %q", f.Name)
	}
	var again models.File
	firm.call("finish-upload", at{"upload": id}, nil).is(200, "").into(&again) // who did not hear the answer asks once more
	if again != f {
		t.Errorf("finished as %+v, asked again %+v", f, again)
	}
	stranger.call("finish-upload", at{"upload": id}, nil).is(404, "upload.not_found")

	got := firm.call("download-file", at{"id": f.ID}, nil).is(200, "")
	if got.Body.String() != pdf {
		t.Errorf("%d bytes came back", got.Body.Len())
	}
	for name, want := range map[string]string{
		"Content-Type": "application/pdf", "X-Content-Type-Options": "nosniff", "Content-Security-Policy": "sandbox; default-src 'none'",
	} {
		if have := got.Header().Get(name); have != want {
			t.Errorf("%s is %q", name, have)
		}
	}
	if have := got.Header().Get("Content-Disposition"); !strings.HasPrefix(have, "attachment") {
		t.Errorf("it is served as %q", have)
	}
	if part := firm.call("download-file", at{"id": f.ID}, nil, "Range", "bytes=1-3").is(206, ""); part.Body.String() != "PDF" {
		t.Errorf("the range is %q", part.Body)
	}
	for _, outside := range []string{"bytes=5-2", "bytes=99999-", "lines=1-2"} {
		got := firm.call("download-file", at{"id": f.ID}, nil, "Range", outside).is(416, "request.range")
		if size := fmt.Sprintf("bytes */%d", len(pdf)); outside == "bytes=99999-" && got.Header().Get("Content-Range") != size {
			t.Errorf("range %s: Content-Range is %q, want %s", outside, got.Header().Get("Content-Range"), size)
		}
	}
	parts := "bytes=0-0" + strings.Repeat(",1-3", 500)
	if whole := firm.call("download-file", at{"id": f.ID}, nil, "Range", parts).is(200, ""); whole.Body.Len() != len(pdf) {
		t.Errorf("many ranges gave %d bytes of %d", whole.Body.Len(), len(pdf))
	}
	stranger.call("download-file", at{"id": f.ID}, nil).is(404, "file.not_found")
	var library struct{ Rows []models.File }
	firm.call("list-reusable-files", nil, nil).is(200, "").into(&library)
	if len(library.Rows) != 1 {
		t.Errorf("%d files may be used again", len(library.Rows))
	}
	firm.call("remove-file", at{"id": c.ID, "file": f.ID}, nil).is(204, "")
}

func TestAFileThatIsNotWhatItsNameSaysIsRefused(t *testing.T) {
	p := newPortal(t)
	a := p.Applicant()
	c, err := p.Cases.CreateDraft(t.Context(), a, draftOf(p, "LX-13"))
	must(t, err)
	mats, err := p.Store.Materials(t.Context(), c.ID)
	must(t, err)
	firm := p.as(t, a)
	describe := func(name string, size int) []string {
		return []string{"Upload-Length", fmt.Sprint(size), "Upload-Metadata", meta("case", fmt.Sprint(c.ID), "material", mats[0].Code, "filename", name)}
	}
	firm.call("begin-upload", nil, nil, describe("a.exe", 10)...).is(422, "material.type_not_allowed")
	firm.call("begin-upload", nil, nil, describe("a.pdf", 300<<20)...).is(413, "upload.too_large")
	firm.call("begin-upload", nil, nil, describe("a.pdf", 0)...).is(422, "upload.empty")
	firm.call("begin-upload", nil, nil, "Upload-Length", "x").is(422, "upload.bad_header")
	page := "<html><script>alert(1)</script></html>"
	id := strings.TrimPrefix(firm.call("begin-upload", nil, nil, describe("a.pdf", len(page))...).is(201, "").Header().Get("Location"), api.Prefix+"/uploads/")
	firm.call("append-upload", at{"upload": id}, []byte(page), "Content-Type", "application/offset+octet-stream", "Upload-Offset", "0").is(204, "")
	firm.call("finish-upload", at{"upload": id}, nil).is(422, "material.type_mismatch")
}
