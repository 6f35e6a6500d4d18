package blob

import (
	"archive/zip"
	"errors"
	"io"
	"mime"
	"slices"
	"strings"

	"github.com/gabriel-vasile/mimetype"

	"onestop.internal/models"
)

// Kind is a type of file that a material may be.
type Kind struct {
	Name       string   `json:"name"`
	Extensions []string `json:"extensions"` // lower case, no dot
	MIME       string   `json:"mime"`       // what is recorded and served
}

// Kinds are all types of file that are taken. OFD is the layout format of GB/T 33190.
var Kinds = []Kind{
	{"PDF", []string{"pdf"}, "application/pdf"},
	{"OFD", []string{"ofd"}, "application/ofd"},
	{"JPEG", []string{"jpg", "jpeg"}, "image/jpeg"},
	{"PNG", []string{"png"}, "image/png"},
	{"TIFF", []string{"tif", "tiff"}, "image/tiff"},
	{"DOC", []string{"doc"}, "application/msword"},
	{"DOCX", []string{"docx"}, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
	{"XLS", []string{"xls"}, "application/vnd.ms-excel"},
	{"XLSX", []string{"xlsx"}, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
	{"DWG", []string{"dwg"}, "image/vnd.dwg"},
	{"ZIP", []string{"zip"}, "application/zip"},
}

// Accept gives the extensions of all kinds for a file input: ".pdf,.ofd,…".
func Accept() string {
	var all []string
	for _, k := range Kinds {
		for _, e := range k.Extensions {
			all = append(all, "."+e)
		}
	}
	return strings.Join(all, ",")
}

// KindOf gives the kind that a file's name promises; Invalid material.type_not_allowed for another.
func KindOf(name string) (Kind, error) {
	ext := Extension(name)
	for _, k := range Kinds {
		if slices.Contains(k.Extensions, ext) {
			return k, nil
		}
	}
	return Kind{}, models.E(models.Invalid, "material.type_not_allowed").With("extension", ext).With("allowed", Accept())
}

// Check looks at the bytes: Invalid material.type_mismatch where they are not of kind k, and
// material.unreadable where the container cannot be opened.
func (k Kind) Check(r io.ReaderAt, size int64) error {
	sniffed, err := Sniff(r, size)
	if err != nil {
		return err
	}
	if sniffed != k.MIME {
		return models.E(models.Invalid, "material.type_mismatch").With("kind", k.Name).With("sniffed", sniffed)
	}
	return nil
}

// Sniff gives the MIME type of a file by its bytes alone. ZIP and OLE containers are told apart by
// what they hold, wherever in the file their directory lies.
func Sniff(r io.ReaderAt, size int64) (string, error) {
	head := make([]byte, min(size, 4096))
	if _, err := r.ReadAt(head, 0); err != nil && !errors.Is(err, io.EOF) {
		return "", err
	}
	m := mimetype.Detect(head)
	sniffed, _, err := mime.ParseMediaType(m.String())
	if err != nil {
		return "", err
	}
	switch {
	case isBelow(m, "application/zip"):
		return sniffZip(r, size, sniffed)
	case isBelow(m, "application/x-ole-storage"):
		return sniffOLE(r)
	case sniffed == "image/vnd.mozilla.apng":
		return "image/png", nil
	}
	return sniffed, nil
}

func isBelow(m *mimetype.MIME, root string) bool {
	for ; m != nil; m = m.Parent() {
		if m.Is(root) {
			return true
		}
	}
	return false
}

// zipMarks are the parts that make a ZIP container a document: a file, or a folder ending in "/".
var zipMarks = []struct{ part, mime string }{
	{"OFD.xml", "application/ofd"},
	{"word/", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
	{"xl/", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
	{"ppt/", "application/vnd.openxmlformats-officedocument.presentationml.presentation"},
}

// sniffZip reads the directory at the end of the container. Of Office documents it asks for the list
// of content types as well, so that an archive with a folder "word" stays an archive.
func sniffZip(r io.ReaderAt, size int64, sniffed string) (string, error) {
	b := &budget{r: r, left: zipBudget}
	z, err := zip.NewReader(b, size)
	if b.fault != nil {
		return "", b.fault
	}
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return "", models.E(models.Invalid, "material.unreadable").With("sniffed", sniffed)
	}
	office := slices.ContainsFunc(z.File, func(f *zip.File) bool { return f.Name == "[Content_Types].xml" })
	for _, m := range zipMarks {
		folder := strings.HasSuffix(m.part, "/")
		if folder && !office {
			continue
		}
		if slices.ContainsFunc(z.File, func(f *zip.File) bool {
			return f.Name == m.part || folder && strings.HasPrefix(f.Name, m.part)
		}) {
			return m.mime, nil
		}
	}
	for _, k := range Kinds {
		if k.MIME == sniffed {
			return "application/zip", nil // its first bytes looked like a document, its directory is none
		}
	}
	return sniffed, nil
}

// zipBudget bounds what the directory of an archive may make us read and hold: some 50,000 entries.
const zipBudget = 4 << 20

var errBudget = errors.New("archive directory too long")

// budget is a ReaderAt that gives no more than left bytes in all. It remembers a fault of the disk,
// which says nothing about the archive.
type budget struct {
	r     io.ReaderAt
	left  int64
	fault error
}

func (b *budget) ReadAt(p []byte, off int64) (int, error) {
	if b.left -= int64(len(p)); b.left < 0 {
		return 0, errBudget
	}
	n, err := b.r.ReadAt(p, off)
	if err != nil && !errors.Is(err, io.EOF) {
		b.fault = err
	}
	return n, err
}
