package blob

import (
	"mime"
	"path/filepath"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"onestop.internal/models"
)

// naughty are names that have hurt somebody.
var naughty = []string{
	"../../../etc/passwd.pdf", `..\..\windows\system32\a.pdf`, "/etc/passwd.pdf", "C:\\a.pdf", "....pdf", ".pdf", ". .pdf", "~root.pdf",
	"a\x00.pdf", "a\r\nSet-Cookie: x=1\r\n.pdf", "a\";filename=\"b.exe.pdf", "a'; DROP TABLE files;--.pdf", "%2e%2e%2fa.pdf", "%00.pdf",
	"<script>alert(1)</script>.pdf", "$(rm -rf .).pdf", "`id`.pdf", "a|b>c.pdf", "a:b*c?.pdf", "CON.pdf", "lpt1.tar.pdf", "nul .pdf",
	"\u202Efdp.exe.pdf", "\u200B\u200D\uFEFF.pdf", "\u2028line\u2029.pdf", "田中さんにあげて下さい.pdf", "𠜎𠜱𠝹.pdf", "👩🏽‍💻.pdf", "ﷺ.pdf", "Z̮̞̠͙a̡l̹g̰o.pdf",
	"İstanbul.PDF", "ａｂｃ.pdf", "\u0085\u00A0 .pdf", strings.Repeat("长", 251) + ".pdf", "undefined.pdf", "-rf.pdf", "name with  spaces .pdf",
}

func TestANaughtyNameIsSafeToSaveUnder(t *testing.T) {
	for _, name := range append(naughty, "", "...", "\xff\xfe.pdf", "con") {
		safe := SafeName(name)
		if safe == "" || safe != filepath.Base(safe) || strings.HasPrefix(safe, ".") || utf8.RuneCountInString(safe) > 181 || !utf8.ValidString(safe) {
			t.Errorf("%q became %q", name, safe)
		}
		if strings.ContainsAny(safe, `/\:*?"<>|`) || strings.ContainsFunc(safe, func(r rune) bool { return unicode.IsControl(r) || unicode.Is(unicode.Cf, r) }) {
			t.Errorf("%q became %q", name, safe)
		}
		if SafeName(safe) != safe {
			t.Errorf("%q became %q and then %q", name, safe, SafeName(safe))
		}
	}
}

func TestAHeaderCarriesTheNameToOldAndNewClients(t *testing.T) {
	for name, want := range map[string]string{
		"licence.pdf":       `attachment; filename="licence.pdf"; filename*=UTF-8''licence.pdf`,
		"营业执照.pdf":          `attachment; filename="____.pdf"; filename*=UTF-8''%E8%90%A5%E4%B8%9A%E6%89%A7%E7%85%A7.pdf`,
		"a b;(1).pdf":       `attachment; filename="a b;(1).pdf"; filename*=UTF-8''a%20b%3B%281%29.pdf`,
		"100%.pdf":          `attachment; filename="100_.pdf"; filename*=UTF-8''100%25.pdf`,
		"CON.pdf":           `attachment; filename="_CON.pdf"; filename*=UTF-8''_CON.pdf`,
		"../x\r\nY: z.pdf":  `attachment; filename="xY_ z.pdf"; filename*=UTF-8''xY_%20z.pdf`,
		"\u202Efdp.exe.pdf": `attachment; filename="fdp.exe.pdf"; filename*=UTF-8''fdp.exe.pdf`,
	} {
		if got := Disposition(name); got != want {
			t.Errorf("%q:\n got %s\nwant %s", name, got, want)
		}
	}
}

func TestABrowserReadsBackWhatTheHeaderSays(t *testing.T) {
	for _, name := range naughty {
		kind, params, err := mime.ParseMediaType(Disposition(name))
		if err != nil || kind != "attachment" || params["filename"] != SafeName(name) {
			t.Errorf("%q: %s %q, %v", name, kind, params["filename"], err)
		}
	}
}

func TestAnExtensionOutlivesShortening(t *testing.T) {
	got := SafeName(strings.Repeat("长", 300) + ".xlsx")
	if utf8.RuneCountInString(got) != 180 || Extension(got) != "xlsx" {
		t.Errorf("became %q", got)
	}
}

func TestANameThatCannotBeKeptIsRefused(t *testing.T) {
	for _, name := range []string{"", " \t", "\xff.pdf", strings.Repeat("长", 252) + ".pdf"} {
		if err := CheckName(name); models.KeyOf(err) != "upload.bad_name" {
			t.Errorf("%q: %v", name, err)
		}
	}
	for _, name := range naughty {
		if err := CheckName(name); err != nil {
			t.Errorf("%q: %v", name, err)
		}
	}
}

func FuzzSafeName(f *testing.F) {
	for _, name := range naughty {
		f.Add(name)
	}
	f.Fuzz(func(t *testing.T, name string) {
		safe := SafeName(name)
		if safe == "" || strings.ContainsAny(safe, "/\\\r\n\x00") || SafeName(safe) != safe {
			t.Errorf("%q became %q, then %q", name, safe, SafeName(safe))
		}
		for _, c := range []byte(Disposition(name)) {
			if c < ' ' || c > '~' {
				t.Fatalf("header of %q has byte %#x", name, c)
			}
		}
	})
}
