package models

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestACaseNumberIsRegionDaySerialAndCheck(t *testing.T) {
	s, err := NewCaseNumber("140999", MustDate("2026-03-02"), 17)
	if err != nil || s != "140999202603020000177" {
		t.Fatalf("%s %v", s, err)
	}
	if got := ShowCaseNumber(s); got != "140999-20260302-000017-7" {
		t.Error(got)
	}
	back, parts, err := ParseCaseNumber(" 140999-20260302-000017-７ ")
	if err != nil || back != s || parts != (CaseNumber{"140999", MustDate("2026-03-02"), 17}) {
		t.Errorf("%s %+v %v", back, parts, err)
	}
	if ShowCaseNumber("XM20260012") != "XM20260012" {
		t.Error("another text was cut")
	}
}

func TestACaseNumberSaysWhatIsWrongWithIt(t *testing.T) {
	signed := func(s string) string { return s + string(mod1110(s)) }
	for in, key := range map[string]string{
		"":                             "case_number.length",
		"14099920260302000017":         "case_number.length",
		"14099920260302000017A":        "case_number.alphabet",
		"140999202603020000178":        "case_number.check",
		signed("14099920260230000017"): "case_number.date",
		signed("14099920260302000000"): "case_number.serial",
	} {
		if _, _, err := ParseCaseNumber(in); KeyOf(err) != key {
			t.Errorf("%q: %v, want %s", in, err, key)
		}
	}
	day := MustDate("2026-03-02")
	for _, x := range []struct {
		region string
		day    Date
		serial int
		key    string
	}{
		{"14099", day, 1, "case_number.region"},
		{"14099A", day, 1, "case_number.region"},
		{"140999", 0, 1, "case_number.date"},
		{"140999", day, 0, "case_number.serial"},
		{"140999", day, 1_000_000, "case_number.serial"},
	} {
		if _, err := NewCaseNumber(x.region, x.day, x.serial); KeyOf(err) != x.key {
			t.Errorf("%+v: %v", x, err)
		}
	}
}

func TestAWrongDigitOfACaseNumberIsFound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s, err := NewCaseNumber("140999", Date(rapid.IntRange(16000, 24000).Draw(t, "day")), rapid.IntRange(1, 999_999).Draw(t, "serial"))
		if err != nil {
			t.Fatal(err)
		}
		if back, _, err := ParseCaseNumber(ShowCaseNumber(s)); err != nil || back != s {
			t.Fatalf("%s does not come back: %s %v", s, back, err)
		}
		b := []byte(s)
		at := rapid.IntRange(0, 20).Draw(t, "at")
		b[at] = '0' + (b[at]-'0'+byte(rapid.IntRange(1, 9).Draw(t, "by")))%10
		if _, _, err := ParseCaseNumber(string(b)); KeyOf(err) != "case_number.check" {
			t.Fatalf("%s passes: %v", b, err)
		}
	})
}

func TestADocumentNumberHasHexagonalBracketsAndNoLeadingZeros(t *testing.T) {
	for _, x := range []struct {
		letter string
		n      int
		want   string
	}{
		{"受", 17, "示审受〔2026〕17号"},
		{"补", 5, "示审补〔2026〕5号"},
		{"准", 12, "示审准〔2026〕12号"},
		{"不", 1, "示审不〔2026〕1号"},
		{"延", 2, "示审延〔2026〕2号"},
		{"特", 3, "示审特〔2026〕3号"},
	} {
		if got, err := DocumentNumber("示审", x.letter, 2026, x.n); err != nil || got != x.want {
			t.Errorf("%s %v, want %s", got, err, x.want)
		}
	}
	if _, err := DocumentNumber("", "受", 2026, 1); KeyOf(err) != "document_number.word" {
		t.Error(err)
	}
	for _, n := range []int{0, -1} {
		if _, err := DocumentNumber("示审", "受", 2026, n); KeyOf(err) != "document_number.range" {
			t.Error(err)
		}
	}
}

func TestAQueryCodeHasEightCharactersNobodyMistakes(t *testing.T) {
	all := make([]byte, 256)
	for i := range all {
		all[i] = byte(i)
	}
	count := map[rune]int{}
	for r := bytes.NewReader(all); r.Len() > 0; {
		s, err := NewQueryCode(r)
		if err != nil || len(s) != 8 || strings.ContainsAny(s, "01IO") {
			t.Fatalf("%q %v", s, err)
		}
		for _, c := range s {
			count[c]++
		}
	}
	if len(count) != 32 {
		t.Errorf("%d characters are used", len(count))
	}
	for c, n := range count {
		if n != 8 {
			t.Errorf("%c comes %d times in 256", c, n)
		}
	}
	if _, err := NewQueryCode(strings.NewReader("short")); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Error("a source that runs dry:", err)
	}
	if s, err := ParseQueryCode(" ab2c-ｄ3ef "); err != nil || s != "AB2CD3EF" {
		t.Errorf("%q %v", s, err)
	}
	for _, in := range []string{"", "AB2CD3E", "AB2CD3E0", "AB2CD3EFG", "AB2CD3é"} {
		if _, err := ParseQueryCode(in); KeyOf(err) != "query_code.shape" {
			t.Errorf("%q: %v", in, err)
		}
	}
}
