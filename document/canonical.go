package document

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"

	"onestop.internal/models"
)

// frozen is what a paper keeps of its making.
type frozen struct {
	Kind     Kind  `json:"kind"`
	Template int   `json:"template"`
	Facts    Facts `json:"facts"`
}

// CanonicalJSON writes v as JSON in the one form that is hashed: keys sorted, no blanks, no HTML
// escapes, numbers as they are. Values that mean the same give the same bytes.
func CanonicalJSON(v any) ([]byte, error) {
	b, err := json.Marshal(v)
	if err != nil {
		return nil, fmt.Errorf("canonical JSON: %w", err)
	}
	var tree any
	d := json.NewDecoder(bytes.NewReader(b))
	d.UseNumber() // a large number must not pass through a float
	if err := d.Decode(&tree); err != nil {
		return nil, fmt.Errorf("canonical JSON: %w", err)
	}
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	if err := e.Encode(tree); err != nil {
		return nil, fmt.Errorf("canonical JSON: %w", err)
	}
	return bytes.TrimRight(out.Bytes(), "\n"), nil
}

// Hash is the SHA-256 (32 bytes) of frozen fields. Fields that a database has written out anew
// (blanks, order of keys) hash alike; bytes that are no JSON are hashed as they are.
func Hash(fields []byte) []byte {
	if b, err := CanonicalJSON(json.RawMessage(fields)); err == nil {
		fields = b
	}
	h := sha256.Sum256(fields)
	return h[:]
}

// Read gives kind, template version and facts of frozen fields. The error is Invalid paper.fields
// where they are none.
func Read(fields []byte) (Kind, int, Facts, error) {
	var z frozen
	d := json.NewDecoder(bytes.NewReader(fields))
	d.DisallowUnknownFields()
	if err := d.Decode(&z); err != nil {
		return "", 0, Facts{}, models.E(models.Invalid, "paper.fields").With("cause", err.Error())
	}
	return z.Kind, z.Template, z.Facts, nil
}
