package models

import (
	"database/sql/driver"
	"encoding/hex"
	"encoding/json"
	"fmt"
)

// RawJSON is JSON kept as it is: text in the database, itself in JSON. Empty means none (NULL).
type RawJSON []byte

// JSONOf gives v as RawJSON. It panics where v cannot be marshalled: a programming error.
func JSONOf(v any) RawJSON {
	b, err := json.Marshal(v)
	if err != nil {
		panic("models: " + err.Error())
	}
	return b
}

// Into reads r into v; an empty r leaves v as it is.
func (r RawJSON) Into(v any) error {
	if len(r) == 0 {
		return nil
	}
	return json.Unmarshal(r, v)
}

// Value stores r as text.
func (r RawJSON) Value() (driver.Value, error) {
	if len(r) == 0 {
		return nil, nil
	}
	return string(r), nil
}

// Scan reads r from the database.
func (r *RawJSON) Scan(v any) error {
	switch v := v.(type) {
	case nil:
		*r = nil
	case string:
		*r = RawJSON(v)
	case []byte:
		*r = append(RawJSON(nil), v...)
	default:
		return fmt.Errorf("json column: cannot read %T", v)
	}
	return nil
}

// MarshalJSON writes r as it is, null where it is empty.
func (r RawJSON) MarshalJSON() ([]byte, error) {
	if len(r) == 0 {
		return []byte("null"), nil
	}
	return r, nil
}

// UnmarshalJSON keeps b.
func (r *RawJSON) UnmarshalJSON(b []byte) error {
	if string(b) == "null" {
		*r = nil
		return nil
	}
	*r = append(RawJSON(nil), b...)
	return nil
}

// Bytes is a short binary value, such as a hash: a blob in the database, hexadecimal in JSON.
type Bytes []byte

// Value stores b.
func (b Bytes) Value() (driver.Value, error) {
	if len(b) == 0 {
		return nil, nil
	}
	return []byte(b), nil
}

// Scan reads b.
func (b *Bytes) Scan(v any) error {
	switch v := v.(type) {
	case nil:
		*b = nil
	case []byte:
		*b = append(Bytes(nil), v...)
	case string:
		*b = Bytes(v)
	default:
		return fmt.Errorf("binary column: cannot read %T", v)
	}
	return nil
}

// MarshalText writes hexadecimal.
func (b Bytes) MarshalText() ([]byte, error) { return []byte(hex.EncodeToString(b)), nil }

// UnmarshalText reads hexadecimal.
func (b *Bytes) UnmarshalText(t []byte) (err error) {
	*b, err = hex.DecodeString(string(t))
	return err
}

// Text is a text that is NULL in the database where it is empty: for unique and for open-only indexes.
type Text string

// Value stores t.
func (t Text) Value() (driver.Value, error) {
	if t == "" {
		return nil, nil
	}
	return string(t), nil
}

// Scan reads t.
func (t *Text) Scan(v any) error {
	switch v := v.(type) {
	case nil:
		*t = ""
	case string:
		*t = Text(v)
	case []byte:
		*t = Text(v)
	default:
		return fmt.Errorf("text column: cannot read %T", v)
	}
	return nil
}
