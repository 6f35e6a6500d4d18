package models

import (
	"testing"
	"unicode/utf8"
)

// FuzzAnIdentifierIsReadTheSameTwice: what a reader takes it writes so that it is taken again and stays
// as it is; whatever else is refused, and none panics.
func FuzzAnIdentifierIsReadTheSameTwice(f *testing.F) {
	for _, seed := range []string{
		MakeUSCC("140999", 1), "９１１４０９９９ＭＡ０００００１", "91140999ma000001x1", "110101199003077758", "11010119900307775Ｘ", "13800138000", "+86 138-0013-8000",
		"0351-1234567", "2603-140999-04-01-123456", "2603１40999-04-01-123456", "XM20269001", "", "\xff\xfe", "一二三", "000000000000000000", "---", "\u202e1",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		readers := map[string]func(string) (string, error){
			"USCC":       func(s string) (string, error) { v, err := ParseUSCC(s); return v.Code, err },
			"citizen id": func(s string) (string, error) { v, err := ParseCitizenID(s); return v.Code, err },
			"phone":      ParsePhone,
			"project":    func(s string) (string, error) { v, err := ParseProjectCode(s); return v.Code, err },
			"number":     func(s string) (string, error) { v, _, _, err := ParseProjectNumber(s); return v, err },
			"date":       func(s string) (string, error) { d, err := ParseDate(s); return d.String(), err },
		}
		for name, read := range readers {
			once, err := read(s)
			if err != nil {
				continue
			}
			twice, err := read(once)
			if err != nil || twice != once || !utf8.ValidString(once) {
				t.Errorf("%s %q is read as %q, and that as %q (%v)", name, s, once, twice, err)
			}
		}
		_, _ = MaskCitizenID(s), MaskPhone(s)
	})
}
