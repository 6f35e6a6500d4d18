package blob

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"onestop.internal/models"
)

// MaxName is the longest name of a file, in characters.
const MaxName = 255

// CheckName refuses a name that cannot be kept: empty, not UTF-8, or longer than MaxName. Every other
// is kept as it came, for it is data only.
func CheckName(name string) error {
	if strings.TrimSpace(name) == "" || !utf8.ValidString(name) || utf8.RuneCountInString(name) > MaxName {
		return models.E(models.Invalid, "upload.bad_name").With("max", MaxName)
	}
	return nil
}

// Extension gives what follows the last dot of a name, in lower case; "" where there is none.
func Extension(name string) string {
	name = strings.TrimSpace(name)
	i := strings.LastIndexAny(name, "./\\")
	if i < 0 || name[i] != '.' {
		return ""
	}
	return strings.ToLower(name[i+1:])
}

// SafeName makes a name fit for saving under on anybody's machine: no folders, no control, direction
// or other invisible characters, no name that Windows keeps for itself, at most 180 characters with
// the extension kept. It is never empty.
func SafeName(name string) string {
	name = name[strings.LastIndexAny(name, `/\`)+1:]
	name = strings.Map(safeRune, name)
	name = strings.TrimRight(strings.TrimSpace(name), ". ")
	name = strings.TrimLeft(name, ". ")
	name = shorten(name, 180)
	if name == "" {
		return "file"
	}
	if isDevice(name) {
		return "_" + name
	}
	return name
}

func safeRune(r rune) rune {
	switch {
	case r == utf8.RuneError, unicode.IsControl(r), unicode.In(r, unicode.Cf, unicode.Zl, unicode.Zp, unicode.Co):
		return -1
	case strings.ContainsRune(`:*?"<>|`, r):
		return '_'
	case unicode.IsSpace(r):
		return ' '
	}
	return r
}

func shorten(name string, limit int) string {
	runes := []rune(name)
	if len(runes) <= limit {
		return name
	}
	ext := []rune{}
	if i := strings.LastIndexByte(name, '.'); i >= 0 && len(name)-i <= 10 {
		ext = []rune(name[i:])
	}
	return string(runes[:limit-len(ext)]) + string(ext)
}

// isDevice tells whether Windows would open a device under this name.
func isDevice(name string) bool {
	stem, _, _ := strings.Cut(strings.ToUpper(name), ".")
	switch stem = strings.TrimSpace(stem); stem {
	case "CON", "PRN", "AUX", "NUL":
		return true
	}
	return len(stem) == 4 && (strings.HasPrefix(stem, "COM") || strings.HasPrefix(stem, "LPT")) && stem[3] >= '0' && stem[3] <= '9'
}

// Disposition gives the value of a Content-Disposition header that saves a file under its name:
// an ASCII name for old clients and the true one as RFC 5987 (RFC 6266).
func Disposition(name string) string {
	name = SafeName(name)
	return `attachment; filename="` + strings.Map(asciiRune, name) + `"; filename*=UTF-8''` + ExtValue(name)
}

func asciiRune(r rune) rune {
	if r < ' ' || r > '~' || strings.ContainsRune(`"\%`, r) {
		return '_'
	}
	return r
}

// ExtValue percent-encodes s as value-chars of RFC 5987.
func ExtValue(s string) string {
	const digits = "0123456789ABCDEF"
	var b strings.Builder
	for i := range len(s) {
		c := s[i]
		if isAttrChar(c) {
			b.WriteByte(c)
			continue
		}
		b.Write([]byte{'%', digits[c>>4], digits[c&15]})
	}
	return b.String()
}

func isAttrChar(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte("!#$&+-.^_`|~", c) >= 0
}
