package models

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Line checks a line that a person typed: trimmed, no control characters, at most limit runes. It
// notes at path what is wrong and gives the trimmed line.
func (e *Error) Line(path, s string, needed bool, limit int) string {
	s = strings.TrimSpace(s)
	switch {
	case s == "" && needed:
		e.At(path, "field.required")
	case !utf8.ValidString(s) || strings.ContainsFunc(s, unicode.IsControl):
		e.At(path, "field.characters")
	case utf8.RuneCountInString(s) > limit:
		e.At(path, "field.too_long")
	}
	return s
}

// Paragraph is Line for text that may have several lines.
func (e *Error) Paragraph(path, s string, needed bool, limit int) string {
	e.Line(path, strings.NewReplacer("\n", " ", "\r", "", "\t", " ").Replace(s), needed, limit)
	return strings.TrimSpace(strings.ReplaceAll(s, "\r", ""))
}
