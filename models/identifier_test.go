package models

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestACreditCodeIsJudgedAsThePublishedExamplesSay(t *testing.T) {
	b, err := os.ReadFile("testdata/uscc.json")
	if err != nil {
		t.Fatal(err)
	}
	var examples []struct {
		Input, Normalised, OrgCode, Warning, Why string
		Valid                                    bool
	}
	if err := json.Unmarshal(b, &examples); err != nil {
		t.Fatal(err)
	}
	if len(examples) < 14 {
		t.Fatalf("only %d examples", len(examples))
	}
	for _, x := range examples {
		u, err := ParseUSCC(x.Input)
		if (err == nil) != x.Valid {
			t.Errorf("%s: %v, want valid %v (%s)", x.Input, err, x.Valid, x.Why)
			continue
		}
		if err == nil && (u.Code != x.Normalised || u.Org != x.OrgCode || u.Warning != x.Warning) {
			t.Errorf("%s: got %+v", x.Input, u)
		}
	}
}

func TestACreditCodeSaysWhatIsWrongWithIt(t *testing.T) {
	for in, key := range map[string]string{
		"":                            "uscc.length",
		"91140999MA0D3M013":           "uscc.length",
		"91140999MA0D3M013L1":         "uscc.length",
		"91140999IA0D3M013L":          "uscc.alphabet",
		"91140999MA0D3M013ſ":          "uscc.alphabet", // upper case of the long s is S
		"91140999MA0D3M01３Ｌ":          "",
		"9114099AMA0D3M013L":          "uscc.region",
		"91140999MA0D3M013M":          "uscc.check",
		"91140999MB0D3M013L":          "uscc.check",
		"91104999MA0D3M013L":          "uscc.check",
		"9114 0999 MA0D 3M01\u30003L": "",
	} {
		_, err := ParseUSCC(in)
		if KeyOf(err) != key || key != "" && CodeOf(err) != Invalid {
			t.Errorf("%q: got %v, want %q", in, err, key)
		}
	}
}

func TestACreditCodeNamesTheKindOfItsHolder(t *testing.T) {
	for in, want := range map[string]string{
		"91140999MA0D3M013L": "企业", "92140999MA0D3M021C": "个体工商户", "93140999MA0D3M03X1": "农民专业合作社",
		"11140999012345671L": "机关", "12140999MB0D3M05XG": "事业单位",
	} {
		u, err := ParseUSCC(in)
		if err != nil || u.Kind.Zh() != want || u.Region != "140999" {
			t.Errorf("%s: %+v %v, want %s", in, u, err, want)
		}
	}
	s := "31140999MA0D3M013" // 司法行政 is not told apart
	if u, err := ParseUSCC(s + string(usccCheck(s))); err != nil || u.Kind != OrgOther {
		t.Errorf("another authority: %+v %v", u, err)
	}
}

func TestADemoCreditCodeIsValidAndItsOwn(t *testing.T) {
	seen := map[string]bool{}
	for seq := range 2000 {
		s := MakeUSCC("140999", seq)
		u, err := ParseUSCC(s)
		if err != nil || u.Warning != "" || u.Kind != OrgEnterprise || u.Region != "140999" || seen[s] {
			t.Fatalf("seq %d: %s %+v %v seen %v", seq, s, u, err, seen[s])
		}
		seen[s] = true
	}
	if a := MakeUSCC("140999", 7); a != MakeUSCC("140999", 7) {
		t.Error("the same seq gave two codes")
	}
	if _, err := ParseUSCC(MakeUSCC("140999", MaxUSCCSeq-1)); err != nil {
		t.Error("the last seq:", err)
	}
}

func TestOneWrongCharacterOfACreditCodeIsFound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := []byte(MakeUSCC("140999", rapid.IntRange(0, MaxUSCCSeq-1).Draw(t, "seq")))
		at := rapid.IntRange(0, 17).Draw(t, "at")
		c := usccAlphabet[rapid.IntRange(0, 30).Draw(t, "character")]
		if b[at] == c {
			return
		}
		b[at] = c
		if _, err := ParseUSCC(string(b)); err == nil {
			t.Fatalf("%s passes", b)
		}
	})
}

func TestAnIdentityNumberIsCheckedAndSaysWhatIsWrong(t *testing.T) {
	for in, key := range map[string]string{
		"360426199101010071": "", "44011320141005001X": "", "44011320141005001x": "", "110102199101010078": "",
		"412723199010050012": "", "440301197110292910": "", " ４４０１１３２０１４１００５００１Ｘ": "",
		"44030819990110":     "citizen_id.length",
		"440308199902301512": "citizen_id.date",
		"500154199302305886": "citizen_id.date",
		"360426199113010079": "citizen_id.date",
		"440308199901101513": "citizen_id.check",
		"11010119900307867X": "citizen_id.check",
		"36042619910102009X": "citizen_id.check",
		"T60426199101010078": "citizen_id.alphabet",
		"36042619910101007é": "citizen_id.alphabet",
		"990426199112010074": "citizen_id.region",
	} {
		if _, err := ParseCitizenID(in); KeyOf(err) != key || key != "" && CodeOf(err) != Invalid {
			t.Errorf("%q: got %v, want %q", in, err, key)
		}
	}
	id, err := ParseCitizenID("440301197110292910")
	if err != nil || id.Born != MustDate("1971-10-29") || id.Female || id.Region != "440301" {
		t.Errorf("%+v %v", id, err)
	}
}

func TestAnIdentityNumberIsShownMasked(t *testing.T) {
	id, err := ParseCitizenID("44011320141005001x")
	if err != nil || id.Mask() != "440***********001X" {
		t.Errorf("%s %v", id.Mask(), err)
	}
	for _, s := range []string{"", "1", "1234567", "身份证号码错"} {
		if m := MaskCitizenID(s); strings.Trim(m, "*") != "" {
			t.Errorf("%q shows %q", s, m)
		}
	}
}

func TestAPhoneNumberHasAMainlandShape(t *testing.T) {
	for in, want := range map[string]string{
		"13800138000": "13800138000", "+86 138-0013-8000": "13800138000", "１３８００１３８０００": "13800138000",
		"008613800138000": "13800138000", "0359-1234567": "03591234567", "(010) 12345678": "01012345678",
		"+86 10 12345678": "01012345678",
	} {
		if got, err := ParsePhone(in); err != nil || got != want {
			t.Errorf("%q: %q %v", in, got, err)
		}
	}
	for _, in := range []string{"", "12800138000", "1380013800", "138001380000", "12345678", "+1 2025550123", "1380013800a"} {
		if _, err := ParsePhone(in); KeyOf(err) != "phone.shape" {
			t.Errorf("%q: %v", in, err)
		}
	}
	if !IsMobile("13800138000") || IsMobile("03591234567") {
		t.Error("mobile and landline are not told apart")
	}
	if MaskPhone("13800138000") != "138****8000" {
		t.Error(MaskPhone("13800138000"))
	}
}

func TestAProjectCodeIsReadByItsShape(t *testing.T) {
	p, err := ParseProjectCode(" ２６０３－140999-04-01-123456 ")
	want := ProjectCode{"2603-140999-04-01-123456", "2603", "140999", "04", "01", "123456"}
	if err != nil || p != want {
		t.Errorf("%+v %v", p, err)
	}
	for _, in := range []string{"", "2603-140999-04-01-12345", "2603140999040112345678", "26O3-140999-04-01-123456", "2603-140999-04-01-1234567"} {
		if _, err := ParseProjectCode(in); KeyOf(err) != "project_code.shape" {
			t.Errorf("%q: %v", in, err)
		}
	}
}

func TestAProjectNumberHoldsYearAndSerial(t *testing.T) {
	s, err := ProjectNumber(2026, 12)
	if err != nil || s != "XM20260012" {
		t.Errorf("%q %v", s, err)
	}
	if s, y, n, err := ParseProjectNumber(" xm20260012"); err != nil || s != "XM20260012" || y != 2026 || n != 12 {
		t.Errorf("%q %d %d %v", s, y, n, err)
	}
	for _, n := range []int{0, -1, 10000} {
		if _, err := ProjectNumber(2026, n); KeyOf(err) != "project_number.range" {
			t.Errorf("%d: %v", n, err)
		}
	}
	for _, in := range []string{"XM20260000", "XM2026012", "YM20260012", ""} {
		if _, _, _, err := ParseProjectNumber(in); KeyOf(err) != "project_number.shape" {
			t.Errorf("%q: %v", in, err)
		}
	}
}
