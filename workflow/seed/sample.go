package seed

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"strings"
	"unicode/utf16"

	"onestop.internal/models"
	"onestop.internal/store/blob"
)

// sampleKind is one kind of paper that the demo's applicants hand in: all materials of a kind have the
// same bytes, so the files of a whole demo are a handful.
type sampleKind struct {
	words []string // in the name of a material; none: every other
	zh    string
	draw  bool // a drawing: PNG
}

var sampleKinds = []sampleKind{
	{words: []string{"图", "照片", "坐标"}, draw: true},
	{words: []string{"表", "申请书", "表单"}, zh: "申请表"},
	{words: []string{"报告", "方案", "设计", "评价"}, zh: "报告"},
	{words: []string{"批复", "证", "许可", "意见", "决定", "文件"}, zh: "证明文件"},
	{words: []string{"承诺", "声明", "委托", "合同", "协议"}, zh: "承诺与合同"},
	{zh: "材料"},
}

// kindOfSample gives the index of the kind of a material by its name.
func kindOfSample(material string) int {
	for i, k := range sampleKinds {
		for _, word := range k.words {
			if strings.Contains(material, word) {
				return i
			}
		}
	}
	return len(sampleKinds) - 1
}

// samples are the files of the demo, by kind.
type samples []models.File

// of gives the file that stands for a material, by its name.
func (s samples) of(material string) models.File { return s[kindOfSample(material)] }

// putSamples puts the demo's files where files lie; none where there is no such place.
func putSamples(ctx context.Context, files blob.Store) (samples, error) {
	if files == nil {
		return nil, nil
	}
	out := make(samples, len(sampleKinds))
	for i, k := range sampleKinds {
		data, ext, mime := samplePDF(k.zh), ".pdf", "application/pdf"
		if k.draw {
			data, ext, mime = samplePNG(), ".png", "image/png"
		}
		sum := sha256.Sum256(data)
		out[i] = models.File{Name: ext, Size: int64(len(data)), MIME: mime, SHA256: hex.EncodeToString(sum[:])}
		if err := files.Put(ctx, blob.Key(out[i].SHA256), bytes.NewReader(data), out[i].Size); err != nil {
			return nil, fmt.Errorf("sample file: %w", err)
		}
	}
	return out, nil
}

// samplePDF makes one A4 page that says what it is. The Chinese font is one that every reader brings
// (Adobe-GB1), so the file holds none.
func samplePDF(kind string) []byte {
	page := fmt.Sprintf("BT /F1 26 Tf 90 700 Td <%s> Tj 0 -44 Td /F1 14 Tf <%s> Tj 0 -30 Td /F2 12 Tf (Demo sample. No legal effect.) Tj ET\n"+
		"0.75 w 70 640 455 120 re S\n", utf16Hex("演示材料："+kind), utf16Hex("仅供演示，不具法律效力"))
	objects := []string{
		"<</Type/Catalog/Pages 2 0 R>>",
		"<</Type/Pages/Kids[3 0 R]/Count 1>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 5 0 R/F2 6 0 R>>>>/Contents 4 0 R>>",
		fmt.Sprintf("<</Length %d>>stream\n%sendstream", len(page), page),
		"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[7 0 R]>>",
		"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
		"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>" +
			"/FontDescriptor 8 0 R/DW 1000>>",
		"<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[-25 -254 1000 880]/ItalicAngle 0/Ascent 880/Descent -120" +
			"/CapHeight 880/StemV 93>>",
	}
	var b bytes.Buffer
	b.WriteString("%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
	at := make([]int, len(objects))
	for i, o := range objects {
		at[i] = b.Len()
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	xref := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, n := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", n)
	}
	fmt.Fprintf(&b, "trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, xref)
	return b.Bytes()
}

// utf16Hex writes a text as UniGB-UCS2-H reads it.
func utf16Hex(s string) string {
	var b strings.Builder
	for _, u := range utf16.Encode([]rune(s)) {
		fmt.Fprintf(&b, "%04X", u)
	}
	return b.String()
}

// samplePNG draws a site plan: a frame, a grid and a plot.
func samplePNG() []byte {
	white, line, plot := color.Gray{255}, color.Gray{200}, color.Gray{120}
	const side = 320
	img := image.NewPaletted(image.Rect(0, 0, side, side), color.Palette{white, line, plot})
	for y := range side {
		for x := range side {
			switch {
			case x > 90 && x < 230 && y > 120 && y < 250:
				img.SetColorIndex(x, y, 2)
			case x%40 == 0 || y%40 == 0:
				img.SetColorIndex(x, y, 1)
			}
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		panic(err) // into memory: it cannot fail
	}
	return b.Bytes()
}
