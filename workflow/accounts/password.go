package accounts

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	_ "embed"
	"encoding/base64"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"

	"onestop.internal/models"
)

//go:embed common.txt
var commonText string

var common = commonWords()

func commonWords() map[string]bool {
	out := map[string]bool{}
	for w := range strings.FieldsSeq(commonText) {
		out[w] = true
	}
	return out
}

const maxPassword = 256 // bytes

// checkPassword tells what is wrong with a new password, "" where nothing: at least 12 characters, or
// 10 of three kinds (capitals, small letters, digits, others); not the login name; not a common word
// with something tacked on; not one character or a row of the keyboard over and over.
func checkPassword(password, login string) string {
	n := utf8.RuneCountInString(password)
	folded := strings.ToLower(password)
	switch {
	case !utf8.ValidString(password) || strings.ContainsRune(password, 0):
		return "password.characters"
	case len(password) > maxPassword:
		return "password.too_long"
	case n < 10, n < 12 && kinds(password) < 3:
		return "password.too_short"
	case login != "" && strings.Contains(folded, login):
		return "password.contains_login"
	case isCommon(folded):
		return "password.common"
	}
	return ""
}

// kinds counts the kinds of characters: capitals, small letters, digits, others.
func kinds(s string) int {
	var upper, lower, digit, other int
	for _, r := range s {
		switch {
		case unicode.IsUpper(r):
			upper = 1
		case unicode.IsLower(r):
			lower = 1
		case unicode.IsDigit(r):
			digit = 1
		default:
			other = 1
		}
	}
	return upper + lower + digit + other
}

// isCommon tells whether a password, in lower case, is one of those that are tried first.
func isCommon(s string) bool {
	seen := map[rune]bool{}
	for _, r := range s {
		seen[r] = true
	}
	if len(seen) < 5 {
		return true
	}
	core := strings.Trim(s, "0123456789!@#$%^&*()_-+=.?~ ")
	return core == "" && isRow(s) || common[core] || common[leet.Replace(core)] || common[strings.Trim(leet.Replace(s), "0123456789!#%^&*()_-+=.?~ ")]
}

// leet puts letters in the place of the digits and signs that stand for them.
var leet = strings.NewReplacer("0", "o", "1", "l", "3", "e", "4", "a", "5", "s", "@", "a", "$", "s")

// isRow tells whether every character is the next, the same or the one before of its neighbour: 1234…,
// or whether s repeats a piece of itself.
func isRow(s string) bool {
	if i := strings.Index((s + s)[1:], s); i >= 0 && i+1 < len(s) {
		return true
	}
	steps := 0
	for i := 1; i < len(s); i++ {
		if d := int(s[i]) - int(s[i-1]); d < -1 || d > 1 {
			steps++
		}
	}
	return steps <= 1
}

// Hasher makes and checks argon2id hashes, so many at a time as there are processors: one takes
// 19 MiB and some 30 ms.
type Hasher struct {
	memory uint32 // KiB
	time   uint32
	slots  chan struct{}
	dummy  func() string // made when first wanted: it costs as much as a login
}

// NewHasher makes a hasher with the parameters of production: 19 MiB, two passes, one lane (OWASP).
func NewHasher() *Hasher { return newHasher(19*1024, 2) }

func newHasher(memory, time uint32) *Hasher {
	h := &Hasher{memory: memory, time: time, slots: make(chan struct{}, runtime.NumCPU())}
	h.dummy = sync.OnceValue(func() string { return h.encode(rand.Text()) })
	return h
}

// Hash gives the hash of a password in the PHC form. It waits for a free processor.
func (h *Hasher) Hash(ctx context.Context, password string) (string, error) {
	if err := h.take(ctx); err != nil {
		return "", err
	}
	defer h.give()
	return h.encode(password), nil
}

// Check tells whether password has this hash, in the same time whether or not there is one. again is
// set where the hash was made with other parameters and should be made anew.
func (h *Hasher) Check(ctx context.Context, hash, password string) (ok, again bool, err error) {
	if err := h.take(ctx); err != nil {
		return false, false, err
	}
	defer h.give()
	there := hash != ""
	if !there {
		hash = h.dummy()
	}
	p, err := parsePHC(hash)
	if err != nil {
		return false, false, err
	}
	got := argon2.IDKey([]byte(password), p.salt, p.time, p.memory, 1, uint32(len(p.sum)))
	ok = subtle.ConstantTimeCompare(got, p.sum) == 1 && there
	return ok, ok && (p.memory != h.memory || p.time != h.time), nil
}

func (h *Hasher) take(ctx context.Context) error {
	select {
	case h.slots <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (h *Hasher) give() { <-h.slots }

func (h *Hasher) encode(password string) string {
	salt := make([]byte, 16)
	_, _ = rand.Read(salt) // never fails (crypto/rand)
	sum := argon2.IDKey([]byte(password), salt, h.time, h.memory, 1, 32)
	b64 := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=1$%s$%s", argon2.Version, h.memory, h.time, b64.EncodeToString(salt), b64.EncodeToString(sum))
}

// phc is a hash taken apart.
type phc struct {
	memory, time uint32
	salt, sum    []byte
}

var errHash = errors.New("password hash: cannot be read")

// parsePHC reads a hash. It refuses parameters that would stop the machine.
func parsePHC(s string) (p phc, err error) {
	f := strings.Split(s, "$")
	if len(f) != 6 || f[1] != "argon2id" || f[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return p, errHash
	}
	if _, err := fmt.Sscanf(f[3], "m=%d,t=%d,p=1", &p.memory, &p.time); err != nil {
		return p, errHash
	}
	salt, err1 := base64.RawStdEncoding.DecodeString(f[4])
	sum, err2 := base64.RawStdEncoding.DecodeString(f[5])
	if err1 != nil || err2 != nil || len(salt) < 8 || len(sum) < 16 || p.memory > 256*1024 || p.time == 0 || p.time > 10 {
		return p, errHash
	}
	p.salt, p.sum = salt, sum
	return p, nil
}

// newPassword checks a password and gives its hash; the error is Invalid with the field path.
func (s *Service) newPassword(ctx context.Context, path, password, login string) (string, error) {
	if key := checkPassword(password, login); key != "" {
		return "", models.E(models.Invalid, "password.invalid").At(path, key)
	}
	return s.Hasher.Hash(ctx, password)
}
