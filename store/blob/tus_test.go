package blob

import (
	"maps"
	"math"
	"strings"
	"testing"

	"onestop.internal/models"
)

func TestMetadataIsReadAsTheProtocolSays(t *testing.T) {
	for header, want := range map[string]map[string]string{
		"": {}, " ": {},
		"filename d29ybGRfZG9taW5hdGlvbl9wbGFuLnBkZg==,is_confidential": {"filename": "world_domination_plan.pdf", "is_confidential": ""},
		"filename 6JCl5Lia5omn54WnLnBkZg==, caseId MTI=":                {"filename": "营业执照.pdf", "caseId": "12"},
		"empty ": {"empty": ""},
	} {
		got, err := ParseMetadata(header)
		if err != nil || !maps.Equal(got, want) {
			t.Errorf("%q: %q, %v; want %q", header, got, err, want)
		}
	}
}

func TestBrokenMetadataIsRefused(t *testing.T) {
	for _, header := range []string{
		",", "a,", ",a", "a YQ==,a YQ==", "a YQ", "a !!", "a YQ==YQ==", " a\tYQ==", "a  b YQ==", "ключ YQ==", "a\x00 YQ==", "a /w==", "a Y\r\nQ==", "a YR==",
		"a " + strings.Repeat("YWFh", 3000), strings.Repeat("k,", 33) + "z",
	} {
		if got, err := ParseMetadata(header); models.KeyOf(err) != "upload.bad_metadata" {
			t.Errorf("%.40q: %q, %v", header, got, err)
		}
	}
}

func FuzzMetadataIsRefusedOrWrittenBackTheSame(f *testing.F) {
	for _, s := range []string{"", "a", "a YQ==", "filename 6JCl5Lia5omn54WnLnBkZg==,b", "a YQ==,,", "a  YQ==", "\x00 ,"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, header string) {
		got, err := ParseMetadata(header)
		if err != nil {
			if models.KeyOf(err) != "upload.bad_metadata" {
				t.Errorf("error is %v", err)
			}
			return
		}
		again, err := ParseMetadata(FormatMetadata(got))
		if err != nil || !maps.Equal(got, again) {
			t.Errorf("%q: %q, then %q, %v", header, got, again, err)
		}
	})
}

func TestACountIsDigitsAlone(t *testing.T) {
	for s, want := range map[string]int64{"0": 0, "42": 42, "007": 7, "9223372036854775807": math.MaxInt64} {
		if n, err := ParseCount("Upload-Length", s); err != nil || n != want {
			t.Errorf("%q: %d, %v", s, n, err)
		}
	}
	for _, s := range []string{"", "-1", "+1", "1.0", "1e3", "0x10", " 1", "1 ", "1_0", "１", "9223372036854775808", "NaN"} {
		if n, err := ParseCount("Upload-Length", s); models.KeyOf(err) != "upload.bad_header" {
			t.Errorf("%q: %d, %v", s, n, err)
		}
	}
}

func TestAChecksumNamesAKnownAlgorithmAndAWholeDigest(t *testing.T) {
	for header, want := range map[string]string{
		"":                                  "",
		"sha1 Kq5sNclPz7QV2+lfQIuc6R7oRu0=": "",
		"sha256 47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=": "",
		"md5 1B2M2Y8AsgTpgAmY7PhCfg==":                        "upload.checksum_algorithm",
		"sha1":                                                "upload.bad_header",
		"sha1 Kq5s":                                           "upload.bad_header",
		"sha1 ***":                                            "upload.bad_header",
		"sha256 Kq5sNclPz7QV2+lfQIuc6R7oRu0=":                 "upload.bad_header",
		" sha1 Kq5sNclPz7QV2+lfQIuc6R7oRu0=":                  "upload.checksum_algorithm",
	} {
		if _, err := ParseChecksum(header); models.KeyOf(err) != want {
			t.Errorf("%q: %v, want %q", header, err, want)
		}
	}
}

func TestTheDateOfExpiryIsWrittenForHTTP(t *testing.T) {
	at := models.MustDate("2026-03-03").Start() // 16:00 the day before in Greenwich
	if got := FormatExpires(at); got != "Mon, 02 Mar 2026 16:00:00 GMT" {
		t.Errorf("got %s", got)
	}
}
