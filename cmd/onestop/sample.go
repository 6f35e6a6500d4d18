package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"onestop.internal/models"
	"onestop.internal/store/blob"
)

// samplePDF is one empty page: it stands for every upload of the demo.
const samplePDF = "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n" +
	"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\nxref\n0 4\n0000000000 65535 f \n0000000009 00000 n \n" +
	"0000000052 00000 n \n0000000101 00000 n \ntrailer<</Size 4/Root 1 0 R>>\nstartxref\n164\n%%EOF\n"

// sample puts the demo's file where files lie.
func (s storage) sample(ctx context.Context) (*models.File, error) {
	files, err := s.blob()
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256([]byte(samplePDF))
	f := &models.File{Name: "示例材料.pdf", Size: int64(len(samplePDF)), MIME: "application/pdf", SHA256: hex.EncodeToString(sum[:])}
	if err := files.Put(ctx, blob.Key(f.SHA256), bytes.NewReader([]byte(samplePDF)), f.Size); err != nil {
		return nil, fmt.Errorf("sample file: %w", err)
	}
	return f, nil
}
