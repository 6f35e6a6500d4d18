package models

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// fold makes what a person typed comparable: full-width forms become half-width, a–z upper case,
// blanks of any kind vanish. Only ASCII letters are raised, so that no foreign letter turns into one.
func fold(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '！' && r <= '～' {
			r -= '！' - '!'
		}
		switch {
		case unicode.IsSpace(r), r == '\u200b', r == '\ufeff':
			return -1
		case r >= 'a' && r <= 'z':
			return r - 'a' + 'A'
		}
		return r
	}, s)
}

// digits tells whether s is made of 0–9 alone.
func digits(s string) bool {
	for _, c := range []byte(s) {
		if c < '0' || c > '9' {
			return false
		}
	}
	return true
}

// mask hides all but the first and last runes of s; all of it where too little would be hidden.
func mask(s string, first, last int) string {
	r := []rune(s)
	if len(r) < first+last+3 {
		return strings.Repeat("*", len(r))
	}
	return string(r[:first]) + strings.Repeat("*", len(r)-first-last) + string(r[len(r)-last:])
}

// The alphabet of GB 32100-2015: the digits and the capitals without I, O, S, V, Z.
const usccAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"

// Weights of the check characters: 3^(i-1) mod 31 of GB 32100, and those of GB 11714.
var (
	usccWeights = [17]int{1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28}
	orgWeights  = [8]int{3, 7, 9, 10, 5, 8, 4, 2}
)

// WarnOrgCheck marks a code whose 17th character does not fit GB 11714. Some early codes carry such
// an organisation code, so it is a warning and no error.
const WarnOrgCheck = "ORG_CHECK"

// OrgKind is what the first two characters of a USCC say about its holder.
type OrgKind string

// Kinds of holders: registering authority and class.
const (
	OrgEnterprise         OrgKind = "ENTERPRISE"
	OrgSoleTrader         OrgKind = "SOLE_TRADER"
	OrgCooperative        OrgKind = "COOPERATIVE"
	OrgAgency             OrgKind = "AGENCY"
	OrgInstitution        OrgKind = "INSTITUTION"
	OrgMassOrganisation   OrgKind = "MASS_ORGANISATION"
	OrgSocialOrganisation OrgKind = "SOCIAL_ORGANISATION"
	OrgPrivateNonProfit   OrgKind = "PRIVATE_NON_PROFIT"
	OrgFoundation         OrgKind = "FOUNDATION"
	OrgOther              OrgKind = "OTHER"
)

var orgKinds = map[string]OrgKind{
	"91": OrgEnterprise, "92": OrgSoleTrader, "93": OrgCooperative,
	"11": OrgAgency, "12": OrgInstitution, "13": OrgMassOrganisation,
	"51": OrgSocialOrganisation, "52": OrgPrivateNonProfit, "53": OrgFoundation,
}

var orgKindsZh = map[OrgKind]string{
	OrgEnterprise: "企业", OrgSoleTrader: "个体工商户", OrgCooperative: "农民专业合作社",
	OrgAgency: "机关", OrgInstitution: "事业单位", OrgMassOrganisation: "群众团体",
	OrgSocialOrganisation: "社会团体", OrgPrivateNonProfit: "民办非企业单位", OrgFoundation: "基金会",
	OrgOther: "其他",
}

// Zh gives the Chinese word for the kind.
func (k OrgKind) Zh() string { return orgKindsZh[k] }

// USCC is a 统一社会信用代码 (GB 32100-2015) that has passed its check.
type USCC struct {
	Code    string  `json:"code"` // 18 characters, normalised
	Kind    OrgKind `json:"kind"`
	Region  string  `json:"region"`  // 6 digits: where its holder is registered
	Org     string  `json:"org"`     // characters 9–17: the organisation code
	Warning string  `json:"warning"` // WarnOrgCheck or ""
}

// ParseUSCC normalises and checks a unified social credit code. Errors are Invalid with the key
// uscc.length, uscc.alphabet, uscc.region (characters 3–8 are no digits) or uscc.check.
func ParseUSCC(s string) (USCC, error) {
	s = fold(s)
	if len([]rune(s)) != 18 {
		return USCC{}, E(Invalid, "uscc.length")
	}
	for _, c := range s {
		if !strings.ContainsRune(usccAlphabet, c) {
			return USCC{}, E(Invalid, "uscc.alphabet").With("character", string(c))
		}
	}
	if !digits(s[2:8]) {
		return USCC{}, E(Invalid, "uscc.region")
	}
	if usccCheck(s[:17]) != s[17] {
		return USCC{}, E(Invalid, "uscc.check")
	}
	u := USCC{Code: s, Kind: OrgOther, Region: s[2:8], Org: s[8:17]}
	if k, ok := orgKinds[s[:2]]; ok {
		u.Kind = k
	}
	if orgCheck(u.Org[:8]) != u.Org[8] {
		u.Warning = WarnOrgCheck
	}
	return u, nil
}

// usccCheck gives the 18th character for the first 17.
func usccCheck(body string) byte {
	sum := 0
	for i, w := range usccWeights {
		sum += w * strings.IndexByte(usccAlphabet, body[i])
	}
	return usccAlphabet[(31-sum%31)%31]
}

// orgCheck gives the 9th character of an organisation code for its first 8 (GB 11714).
func orgCheck(body string) byte {
	sum := 0
	for i, w := range orgWeights {
		v := int(body[i] - '0')
		if body[i] >= 'A' {
			v = int(body[i]-'A') + 10
		}
		sum += w * v
	}
	switch c := 11 - sum%11; c {
	case 10:
		return 'X'
	case 11:
		return '0'
	default:
		return byte('0' + c)
	}
}

// MaxUSCCSeq is the first sequence number that MakeUSCC cannot hold: 31^6.
const MaxUSCCSeq = 887_503_681

// MakeUSCC makes the valid code of an invented enterprise, the same for the same region (6 digits)
// and seq (0 … MaxUSCCSeq-1), another for another. Use a region that GB/T 2260 does not assign, such
// as 140999, so that it can belong to no real firm. It panics on a region or seq of another shape.
func MakeUSCC(region string, seq int) string {
	if len(region) != 6 || !digits(region) || seq < 0 || seq >= MaxUSCCSeq {
		panic(fmt.Sprintf("no code for region %q and seq %d", region, seq))
	}
	body := []byte("MA000000")
	for i := 7; i >= 2; i-- {
		body[i] = usccAlphabet[seq%31]
		seq /= 31
	}
	s := "91" + region + string(body) + string(orgCheck(string(body)))
	return s + string(usccCheck(s))
}

// CitizenID is the number of a resident identity card (GB 11643-1999) that has passed its check.
// Store it encrypted and show Mask only.
type CitizenID struct {
	Code   string
	Region string // 6 digits: where it was first issued
	Born   Date
	Female bool
}

var citizenProvinces = map[string]bool{
	"11": true, "12": true, "13": true, "14": true, "15": true, "21": true, "22": true, "23": true,
	"31": true, "32": true, "33": true, "34": true, "35": true, "36": true, "37": true,
	"41": true, "42": true, "43": true, "44": true, "45": true, "46": true,
	"50": true, "51": true, "52": true, "53": true, "54": true,
	"61": true, "62": true, "63": true, "64": true, "65": true,
	"71": true, "81": true, "82": true, "83": true,
}

var citizenWeights = [17]int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2}

// ParseCitizenID normalises and checks an identity number. Errors are Invalid with the key
// citizen_id.length, citizen_id.alphabet, citizen_id.region (no such province in GB/T 2260),
// citizen_id.date or citizen_id.check (ISO 7064 MOD 11-2).
func ParseCitizenID(s string) (CitizenID, error) {
	s = fold(s)
	if len([]rune(s)) != 18 {
		return CitizenID{}, E(Invalid, "citizen_id.length")
	}
	if len(s) != 18 || !digits(s[:17]) || s[17] != 'X' && !digits(s[17:]) {
		return CitizenID{}, E(Invalid, "citizen_id.alphabet")
	}
	if !citizenProvinces[s[:2]] {
		return CitizenID{}, E(Invalid, "citizen_id.region")
	}
	born, err := time.Parse("20060102", s[6:14])
	if err != nil || born.Year() < 1800 {
		return CitizenID{}, E(Invalid, "citizen_id.date")
	}
	sum := 0
	for i, w := range citizenWeights {
		sum += w * int(s[i]-'0')
	}
	if "10X98765432"[sum%11] != s[17] {
		return CitizenID{}, E(Invalid, "citizen_id.check")
	}
	return CitizenID{Code: s, Region: s[:6], Born: Day(born.Date()), Female: (s[16]-'0')%2 == 0}, nil
}

// Mask gives the number as it may be shown: the first three and the last four characters.
func (c CitizenID) Mask() string { return MaskCitizenID(c.Code) }

// MaskCitizenID hides the middle of an identity number, valid or not.
func MaskCitizenID(s string) string { return mask(s, 3, 4) }

var (
	mobileShape   = regexp.MustCompile(`^1[3-9]\d{9}$`)
	landlineShape = regexp.MustCompile(`^0\d{9,11}$`)
)

// ParsePhone normalises a mainland telephone number and checks its shape: a mobile of 11 digits, or
// a landline with its area code (10 to 12 digits, first 0). Blanks, hyphens and +86 are taken off.
// The error is Invalid with the key phone.shape.
func ParsePhone(s string) (string, error) {
	s = strings.NewReplacer("-", "", "(", "", ")", "").Replace(fold(s))
	for _, p := range []string{"+86", "0086"} {
		if rest, ok := strings.CutPrefix(s, p); ok {
			s = rest
			if !mobileShape.MatchString(s) && !strings.HasPrefix(s, "0") {
				s = "0" + s
			}
			break
		}
	}
	if !mobileShape.MatchString(s) && !landlineShape.MatchString(s) {
		return "", E(Invalid, "phone.shape")
	}
	return s, nil
}

// IsMobile tells whether a number that ParsePhone gave can get a text message.
func IsMobile(s string) bool { return mobileShape.MatchString(s) }

// MaskPhone hides the middle of a number: 138****8000.
func MaskPhone(s string) string { return mask(s, 3, 4) }

// ProjectCode is the 项目代码 of an investment project by its segments (GB/T 40058-2021). The
// algorithm of its last digit is not public, so only the shape is checked; the national platform
// knows whether it exists. Codes of 2016–2020 look the same and mean their segments otherwise.
type ProjectCode struct {
	Code       string // 24 characters with 4 hyphens
	Time       string // YYMM
	Region     string // 6 digits
	Department string // 2 digits: the guiding department of the centre
	Type       string // 2 digits: the type of project
	Serial     string // 5 random digits and the check digit
}

var projectCodeShape = regexp.MustCompile(`^(\d{4})-(\d{6})-(\d{2})-(\d{2})-(\d{6})$`)

// ParseProjectCode normalises a project code and checks its shape. The error is Invalid with the key
// project_code.shape.
func ParseProjectCode(s string) (ProjectCode, error) {
	s = strings.NewReplacer("—", "-", "–", "-", "‐", "-", "−", "-").Replace(fold(s))
	m := projectCodeShape.FindStringSubmatch(s)
	if m == nil {
		return ProjectCode{}, E(Invalid, "project_code.shape")
	}
	return ProjectCode{Code: s, Time: m[1], Region: m[2], Department: m[3], Type: m[4], Serial: m[5]}, nil
}

var projectNumberShape = regexp.MustCompile(`^XM(\d{4})(\d{4})$`)

// ProjectNumber gives the number a project has in the portal before the national code exists:
// XM, the year and four digits. Errors are Invalid with the key project_number.range where the
// year or n (1 … 9999) does not fit.
func ProjectNumber(year, n int) (string, error) {
	if year < 1000 || year > 9999 || n < 1 || n > 9999 {
		return "", E(Invalid, "project_number.range")
	}
	return fmt.Sprintf("XM%04d%04d", year, n), nil
}

// ParseProjectNumber normalises a project number and gives its year and serial. The error is Invalid
// with the key project_number.shape.
func ParseProjectNumber(s string) (number string, year, n int, err error) {
	s = fold(s)
	m := projectNumberShape.FindStringSubmatch(s)
	if m == nil {
		return "", 0, 0, E(Invalid, "project_number.shape")
	}
	year, _ = strconv.Atoi(m[1]) // four digits by the shape
	n, _ = strconv.Atoi(m[2])
	if year < 1000 || n < 1 {
		return "", 0, 0, E(Invalid, "project_number.shape")
	}
	return s, year, n, nil
}
