package blob

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"onestop.internal/models"
)

// archive makes a ZIP with files of these names.
func archive(names ...string) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, n := range names {
		w, err := z.Create(n)
		if err != nil {
			panic(err)
		}
		_, _ = io.WriteString(w, strings.Repeat("content ", 20))
	}
	if err := z.Close(); err != nil {
		panic(err)
	}
	return b.Bytes()
}

// compound makes an OLE container of 512-byte sectors whose root holds streams of these names. Its
// directory lies behind gap sectors, as where Word has written it last. A name after "/" lies one storage deeper.
func compound(gap int, names ...string) []byte {
	le := binary.LittleEndian
	entry := func(name string, kind byte, right, child uint32) []byte {
		e := make([]byte, oleEntry)
		for i, u := range utf16.Encode([]rune(name)) {
			le.PutUint16(e[2*i:], u)
		}
		le.PutUint16(e[64:], uint16(2*len(name)+2))
		e[66] = kind
		le.PutUint32(e[68:], oleNoEntry)
		le.PutUint32(e[72:], right)
		le.PutUint32(e[76:], child)
		return e
	}
	none := uint32(oleNoEntry)
	dir := entry("Root Entry", 5, none, 1)
	for i, n := range names {
		right := uint32(i + 2)
		if i == len(names)-1 {
			right = none
		}
		if strings.HasPrefix(n, "/") {
			dir = append(dir, entry("ObjectPool", 1, right, uint32(len(names)+1))...)
			continue
		}
		dir = append(dir, entry(n, 2, right, none)...)
	}
	for _, n := range names {
		if deep, ok := strings.CutPrefix(n, "/"); ok {
			dir = append(dir, entry(deep, 2, none, none)...)
		}
	}
	for len(dir)%512 != 0 {
		dir = append(dir, make([]byte, oleEntry)...)
	}
	sectors := gap + len(dir)/512
	tables := (sectors + 127 + 127) / 127 // room for themselves too
	fat := make([]byte, tables*512)
	for i := 0; i < len(fat); i += 4 {
		le.PutUint32(fat[i:], 0xFFFFFFFE)
	}
	for i := range len(dir)/512 - 1 {
		le.PutUint32(fat[4*(gap+i):], uint32(gap+i+1))
	}
	h := make([]byte, oleHeader)
	copy(h, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")
	le.PutUint16(h[24:], 0x3E)
	le.PutUint16(h[26:], 3)
	le.PutUint16(h[28:], 0xFFFE)
	le.PutUint16(h[30:], 9)
	le.PutUint16(h[32:], 6)
	le.PutUint32(h[44:], uint32(tables))
	le.PutUint32(h[48:], uint32(gap))
	le.PutUint32(h[56:], 4096)
	le.PutUint32(h[60:], 0xFFFFFFFE)
	le.PutUint32(h[68:], 0xFFFFFFFE)
	for i := range 109 {
		le.PutUint32(h[76+4*i:], none)
		if i < tables {
			le.PutUint32(h[76+4*i:], uint32(sectors+i))
		}
	}
	return slices.Concat(h, make([]byte, gap*512), dir, fat)
}

// samples are a small file of each kind.
var samples = map[string][]byte{
	"PDF":  []byte("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n%%EOF\n"),
	"OFD":  archive("OFD.xml", "Doc_0/Document.xml"),
	"JPEG": []byte("\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xff\xd9"),
	"PNG":  []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00"),
	"TIFF": []byte("II*\x00\x08\x00\x00\x00\x00\x00\x00\x00\x00\x00"),
	"DOC":  compound(40, "1Table", "WordDocument", "\x05SummaryInformation"),
	"DOCX": archive("[Content_Types].xml", "_rels/.rels", "word/document.xml"),
	"XLS":  compound(40, "Workbook", "\x05SummaryInformation"),
	"XLSX": archive("[Content_Types].xml", "_rels/.rels", "xl/workbook.xml"),
	"DWG":  []byte("AC1032\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"),
	"ZIP":  archive("图纸/总平面图.pdf", "说明.txt"),
}

func TestEachKindIsKnownByItsBytesAndNoOther(t *testing.T) {
	if len(samples) != len(Kinds) {
		t.Fatalf("%d samples for %d kinds", len(samples), len(Kinds))
	}
	for _, is := range Kinds {
		b := samples[is.Name]
		for _, claimed := range Kinds {
			err := claimed.Check(bytes.NewReader(b), int64(len(b)))
			if claimed.Name == is.Name && err != nil {
				t.Errorf("a %s is not taken: %v", is.Name, err)
			}
			if claimed.Name != is.Name && models.KeyOf(err) != "material.type_mismatch" {
				t.Errorf("a %s that claims to be %s: %v", is.Name, claimed.Name, err)
			}
		}
	}
}

func TestTheTypeIsFoundWhereverTheContainerKeepsIt(t *testing.T) {
	padding := []string{"[Content_Types].xml"}
	for i := range 400 {
		padding = append(padding, "customXml/item"+strings.Repeat("x", i%50)+".xml")
	}
	cases := []struct {
		name, want string
		b          []byte
	}{
		{"a Word file whose text comes late", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", archive(append(padding, "word/document.xml")...)},
		{"an OFD file that names its start last", "application/ofd", archive("Doc_0/Document.xml", "OFD.xml")},
		{"an archive with a folder named word", "application/zip", archive("word/letter.txt", "xl/a.txt")},
		{"a presentation", "application/vnd.openxmlformats-officedocument.presentationml.presentation", archive("[Content_Types].xml", "ppt/presentation.xml")},
		{"a Java archive", "application/java-archive", archive("META-INF/MANIFEST.MF", "A.class")},
		{"a letter with a sheet in it", "application/msword", compound(40, "WordDocument", "/Workbook")},
		{"a sheet with a letter in it", "application/vnd.ms-excel", compound(40, "/WordDocument", "Workbook")},
		{"an old sheet", "application/vnd.ms-excel", compound(0, "Book")},
		{"a long directory far away", "application/msword", compound(9000, "a", "b", "c", "d", "e", "f", "g", "WordDocument")},
		{"a container of another program", "application/x-ole-storage", compound(40, "EncryptedPackage", "EncryptionInfo")},
		{"a big-endian TIFF", "image/tiff", []byte("MM\x00*\x00\x00\x00\x08\x00\x00")},
		{"a program", "application/vnd.microsoft.portable-executable", append([]byte("MZ"), make([]byte, 100)...)},
		{"a page", "text/html", []byte("<html><script>alert(1)</script>")},
		{"a drawing that runs scripts", "image/svg+xml", []byte(`<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>`)},
		{"nothing at all", "text/plain", nil},
	}
	for _, c := range cases {
		got, err := Sniff(bytes.NewReader(c.b), int64(len(c.b)))
		if err != nil || got != c.want {
			t.Errorf("%s: %q, %v; want %q", c.name, got, err, c.want)
		}
	}
}

func TestABrokenContainerIsUnreadable(t *testing.T) {
	z, o := samples["DOCX"], bytes.Clone(samples["DOC"])
	circle := compound(40, "a", "b", "c", "d")
	binary.LittleEndian.PutUint32(circle[48:], 0x00FFFFFF)
	var names []string
	for i := range 80 {
		names = append(names, strings.Repeat("n", 60_000)+string(rune('a'+i%26)))
	}
	for name, b := range map[string][]byte{
		"a cut archive":                      z[:len(z)-30],
		"a cut compound":                     o[:600],
		"a compound whose directory is away": circle,
		"a directory longer than we read":    archive(names...),
	} {
		_, err := Sniff(bytes.NewReader(b), int64(len(b)))
		if models.KeyOf(err) != "material.unreadable" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestAFaultOfTheDiskIsNotBlamedOnTheFile(t *testing.T) {
	fault := errors.New("input/output error")
	for _, kind := range []string{"DOCX", "DOC"} {
		b := samples[kind]
		n := 0
		r := readerAtFunc(func(p []byte, off int64) (int, error) {
			if n++; n > 1 {
				return 0, fault
			}
			return bytes.NewReader(b).ReadAt(p, off)
		})
		if _, err := Sniff(r, int64(len(b))); !errors.Is(err, fault) {
			t.Errorf("%s: error is %v", kind, err)
		}
	}
}

type readerAtFunc func([]byte, int64) (int, error)

func (f readerAtFunc) ReadAt(p []byte, off int64) (int, error) { return f(p, off) }

func TestTheKindIsPromisedByTheExtension(t *testing.T) {
	for name, want := range map[string]string{
		"营业执照.pdf": "PDF", "a.PDF": "PDF", "b.Jpeg": "JPEG", "c.tar.zip": "ZIP", "d.xlsx ": "XLSX", ".ofd": "OFD",
		"x.exe": "", "x.pdf.exe": "", "pdf": "", "x.": "", "": "", "a.pdf/b": "", `a.pdf\b`: "", "x.svg": "", "x.docm": "", "x.html": "",
		"报告\u202Efdp.exe": "",
	} {
		k, err := KindOf(name)
		if k.Name != want || (want == "") != (models.KeyOf(err) == "material.type_not_allowed") {
			t.Errorf("%q is %q, %v; want %q", name, k.Name, err, want)
		}
	}
}

func FuzzSniffNeverFailsButByType(f *testing.F) {
	for _, b := range samples {
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		got, err := Sniff(bytes.NewReader(b), int64(len(b)))
		if err != nil && models.KeyOf(err) != "material.unreadable" {
			t.Errorf("error is %v", err)
		}
		if err == nil && !strings.Contains(got, "/") {
			t.Errorf("type is %q", got)
		}
	})
}
