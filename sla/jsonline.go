package sla

import (
	"encoding/json"
)

// lineError is what a bad line answers.
type lineError struct{ code, message string }

func (e *lineError) Error() string { return e.code + ": " + e.message }

func bad(code, message string) *lineError { return &lineError{code, message} }

// scanner reads the few shapes of JSON that a request is made of, strictly, without allocating. The
// line is valid UTF-8.
type scanner struct {
	b []byte
	i int
}

func (s *scanner) space() {
	for s.i < len(s.b) && (s.b[s.i] == ' ' || s.b[s.i] == '\t' || s.b[s.i] == '\r' || s.b[s.i] == '\n') {
		s.i++
	}
}

// next skips space and gives the next byte without taking it; 0 at the end.
func (s *scanner) next() byte {
	s.space()
	if s.i == len(s.b) {
		return 0
	}
	return s.b[s.i]
}

// take takes c if it is next.
func (s *scanner) take(c byte) bool {
	if s.next() != c || s.i == len(s.b) {
		return false
	}
	s.i++
	return true
}

// null takes the literal null if it is next.
func (s *scanner) null() bool {
	s.space()
	if len(s.b)-s.i >= 4 && string(s.b[s.i:s.i+4]) == "null" {
		s.i += 4
		return true
	}
	return false
}

// text reads a string.
func (s *scanner) text() ([]byte, *lineError) {
	if s.next() != '"' {
		return nil, bad("BAD_VALUE", "want a string")
	}
	start, escaped := s.i, false
	for i := start + 1; i < len(s.b); i++ {
		switch c := s.b[i]; {
		case c == '"':
			s.i = i + 1
			if escaped {
				return unescape(s.b[start:s.i])
			}
			return s.b[start+1 : i], nil
		case c == '\\':
			escaped = true
			i++
		case c < 0x20:
			return nil, bad("BAD_JSON", "a control character in a string")
		}
	}
	return nil, bad("BAD_JSON", "a string without an end")
}

func unescape(quoted []byte) ([]byte, *lineError) {
	var text string
	if json.Unmarshal(quoted, &text) != nil {
		return nil, bad("BAD_JSON", "an escape that JSON does not know")
	}
	return []byte(text), nil
}

// maxInteger bounds what integer reads, far above every limit of a field.
const maxInteger = 1_000_000_000

// integer reads a number written as an integer; larger ones than maxInteger give maxInteger.
func (s *scanner) integer() (int, *lineError) {
	negative := s.take('-')
	start, n := s.i, 0
	for ; s.i < len(s.b) && s.b[s.i] >= '0' && s.b[s.i] <= '9'; s.i++ {
		n = min(n*10+int(s.b[s.i]-'0'), maxInteger)
	}
	switch {
	case s.i == start:
		return 0, bad("BAD_VALUE", "want an integer")
	case s.b[start] == '0' && s.i > start+1:
		return 0, bad("BAD_JSON", "a number with a leading zero")
	case s.i < len(s.b) && (s.b[s.i] == '.' || s.b[s.i] == 'e' || s.b[s.i] == 'E'):
		return 0, bad("BAD_VALUE", "want an integer, without fraction or exponent")
	case negative:
		n = -n
	}
	return n, nil
}

// pairs reads an array of two-element arrays of strings and calls add for each.
func (s *scanner) pairs(add func(a, b []byte) *lineError) *lineError {
	wrong := bad("BAD_VALUE", "want a list of pairs of strings")
	if !s.take('[') {
		return wrong
	}
	if s.take(']') {
		return nil
	}
	for {
		if !s.take('[') {
			return wrong
		}
		a, err := s.text()
		if err != nil {
			return err
		}
		if !s.take(',') {
			return wrong
		}
		b, err := s.text()
		if err != nil {
			return err
		}
		if !s.take(']') {
			return wrong
		}
		if err := add(a, b); err != nil {
			return err
		}
		if s.take(']') {
			return nil
		}
		if !s.take(',') {
			return bad("BAD_JSON", "want , or ] in a list")
		}
	}
}

// digits reads decimal digits and nothing else.
func digits[T string | []byte](s T) (int, bool) {
	n := 0
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return 0, false
		}
		n = n*10 + int(s[i]-'0')
	}
	return n, len(s) > 0
}
