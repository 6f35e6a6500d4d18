package document

import (
	"regexp"
	"strconv"
	"strings"
)

// Act is what a paper does, for which a law gives the power.
type Act string

// Acts with a default basis.
const (
	ActAccept       Act = "ACCEPT"
	ActDeemed       Act = "DEEMED"
	ActCorrect      Act = "CORRECT"
	ActReturn       Act = "RETURN"
	ActNotAccept    Act = "NOT_ACCEPT"
	ActUnmet        Act = "UNMET"
	ActFalse        Act = "FALSE"
	ActNotRequired  Act = "NOT_REQUIRED"
	ActTolerate     Act = "TOLERATE"
	ActCommit       Act = "COMMIT"
	ActPause        Act = "PAUSE"
	ActGrant        Act = "GRANT"
	ActChange       Act = "CHANGE" // of a licence
	ActRenew        Act = "RENEW"
	ActRefuse       Act = "REFUSE"
	ActFile         Act = "FILE"
	ActChangeFiling Act = "CHANGE_FILING"
)

const permitLaw = "《中华人民共和国行政许可法》"

// byPermitLaw are the articles of 行政许可法. An item that is no permit never cites them.
var byPermitLaw = map[Act]string{
	ActAccept:      permitLaw + "第三十二条第一款第五项",
	ActDeemed:      permitLaw + "第三十二条第一款第四项",
	ActCorrect:     permitLaw + "第三十二条第一款第四项",
	ActReturn:      permitLaw + "第三十二条第一款第四项",
	ActNotAccept:   permitLaw + "第三十二条第一款第二项",
	ActUnmet:       permitLaw + "第三十二条第一款第五项",
	ActFalse:       permitLaw + "第七十八条",
	ActNotRequired: permitLaw + "第三十二条第一款第一项",
	ActPause:       permitLaw + "第四十五条",
	ActGrant:       permitLaw + "第三十八条第一款",
	ActChange:      permitLaw + "第四十九条",
	ActRenew:       permitLaw + "第五十条第二款",
	ActRefuse:      permitLaw + "第三十八条第二款",
}

// byWindowLaw are the laws that set a window of their own, by the name in the item's window basis.
// They replace 行政许可法 art 32 for what is done in the window.
var byWindowLaw = []struct {
	law  string
	acts map[Act]string
}{
	{"不动产登记暂行条例", map[Act]string{
		ActAccept:    "《不动产登记暂行条例》第十七条第一款第一项",
		ActDeemed:    "《不动产登记暂行条例》第十七条第二款",
		ActCorrect:   "《不动产登记暂行条例》第十七条第一款第三项",
		ActUnmet:     "《不动产登记暂行条例》第十七条第一款第三项",
		ActNotAccept: "《不动产登记暂行条例》第十七条第一款第四项",
	}},
	{"排污许可管理条例", map[Act]string{
		ActAccept:      "《排污许可管理条例》第九条第一款第五项",
		ActDeemed:      "《排污许可管理条例》第九条第一款第四项",
		ActCorrect:     "《排污许可管理条例》第九条第一款第四项",
		ActUnmet:       "《排污许可管理条例》第九条第一款第五项",
		ActNotAccept:   "《排污许可管理条例》第九条第一款第二项",
		ActNotRequired: "《排污许可管理条例》第九条第一款第一项",
	}},
}

// byFilingLaw are the articles of the law on filing investment projects.
var byFilingLaw = map[Act]string{
	ActFile:         "《企业投资项目核准和备案管理条例》第十三条",
	ActChangeFiling: "《企业投资项目核准和备案管理条例》第十四条",
}

// Bases that no item changes: guidance of the State Council.
var byGuidance = map[Act]string{
	ActTolerate: "《国务院关于加快推进政务服务标准化规范化便利化的指导意见》（国发〔2022〕5号）",
	ActCommit:   "《国务院办公厅关于全面推行证明事项和涉企经营许可事项告知承诺制的指导意见》（国办发〔2020〕42号）",
}

// BasisFor gives the default legal basis of an act for an item, "" where none can be known: the law
// that sets the item's own window, else 行政许可法 for a permit, else the item's own basis. A grant
// cites the item's law as well, one that changes or renews a licence too.
func BasisFor(act Act, item Item) string {
	if s := byGuidance[act]; s != "" {
		return s
	}
	for _, w := range byWindowLaw {
		if s := w.acts[act]; s != "" && strings.Contains(item.WindowBasis, w.law) {
			return s
		}
	}
	own := ownBasis(item)
	if s := byFilingLaw[act]; s != "" && strings.Contains(own, "《企业投资项目核准和备案管理条例》") {
		return s
	}
	if item.Kind == "PERMIT" {
		if (act == ActGrant || act == ActChange || act == ActRenew) && own != "" {
			return byPermitLaw[act] + "和" + own
		}
		return byPermitLaw[act]
	}
	if (act == ActCorrect || act == ActReturn) && item.WindowBasis != "" {
		return Cite(item.WindowBasis)
	}
	if act == ActPause || act == ActFalse {
		return "" // only a law that says so
	}
	return own
}

// LimitBasis is why a limit runs as it does: the law that the catalogue names for it, else the item's own.
func LimitBasis(named string, item Item) string { return or(Cite(named), ownBasis(item)) }

func ownBasis(item Item) string {
	var cited []string
	for _, b := range item.LegalBasis {
		if c := Cite(b); c != "" {
			cited = append(cited, c)
		}
	}
	return strings.Join(cited, "、")
}

// shortNames are the laws that the catalogue calls by a short name.
var shortNames = map[string]string{
	"条例673": "企业投资项目核准和备案管理条例",
	"条例746": "市场主体登记管理条例",
	"实施细则":  "市场主体登记管理条例实施细则",
}

var (
	catalogueCitation = regexp.MustCompile(`^([^\s（(]+)(（[^）]*）)?\s*(?:arts?\s+)?(\d[\d\s,、()\-]*)?`)
	writtenCitation   = regexp.MustCompile(`^(.+?)\s*(第[零〇一二三四五六七八九十百千\d]+条.*)$`)
	articleNumber     = regexp.MustCompile(`(\d+)((?:\(\d+\))*)(?:-(\d+))?`)
	remark            = regexp.MustCompile(`\s*[（(](?:from |before|local|[^（）()]*unverified)[^（）()]*[）)]`)
	orderNumber       = regexp.MustCompile(`国务院令(\d+)号|([^（，]*[部局]令)(\d+)号`)
	bareOrder         = regexp.MustCompile(`[部院局办]令?\d+号|发[^〔]*〔\d{4}〕\d+号|规〔\d{4}〕\d+号`)
)

// Cite turns a citation of the catalogue ("城乡规划法 arts 37, 38；…") into the form that an official
// paper prints: 《中华人民共和国城乡规划法》第三十七条、第三十八条. (a)(b) after an article are
// paragraph and item. Remarks in brackets are left out; a numbered document without a title
// (国办发〔2019〕11号) stays as it is, and a remark in English is no citation.
func Cite(s string) string {
	var out []string
	for _, part := range strings.FieldsFunc(remark.ReplaceAllString(s, ""), func(r rune) bool { return r == '；' || r == ';' }) {
		if c := citeOne(strings.TrimSpace(part)); c != "" {
			out = append(out, c)
		}
	}
	return strings.Join(out, "、")
}

func citeOne(s string) string {
	if strings.Contains(s, "《") {
		return s
	}
	if inEnglish(s) {
		return ""
	}
	if m := writtenCitation.FindStringSubmatch(s); m != nil { // as people write one: 建筑法第八条
		if bareOrder.MatchString(m[1]) || strings.Contains(m[1], "令第") {
			return s
		}
		return lawTitle(m[1]) + m[2]
	}
	m := catalogueCitation.FindStringSubmatch(s)
	if m == nil {
		return s
	}
	name, order, arts := m[1], m[2], m[3]
	if bareOrder.MatchString(name) {
		return name
	}
	return lawTitle(name) + orderNumber.ReplaceAllStringFunc(order, func(o string) string {
		return strings.Replace(o, "令", "令第", 1)
	}) + articles(arts)
}

// lawTitle gives the title of a law in full, in its brackets.
func lawTitle(name string) string {
	if full, ok := shortNames[name]; ok {
		name = full
	}
	law := strings.HasSuffix(name, "法") && !strings.HasSuffix(name, "办法") || strings.HasSuffix(name, "法典")
	if law && !strings.HasPrefix(name, "中华人民共和国") {
		name = "中华人民共和国" + name
	}
	return "《" + name + "》"
}

// inEnglish tells of an editor's remark in place of a citation: "the law says 日; agencies publish it …".
func inEnglish(s string) bool {
	return s != "" && (s[0]|0x20 >= 'a' && s[0]|0x20 <= 'z')
}

// articles writes "37, 38", "9(3)" and "14-23" as 第三十七条、第三十八条, 第九条第三款 and 第十四条至第二十三条.
func articles(s string) string {
	var out []string
	for _, m := range articleNumber.FindAllStringSubmatch(s, -1) {
		a := article(m[1])
		for i, sub := range strings.FieldsFunc(m[2], func(r rune) bool { return r == '(' || r == ')' }) {
			a += ordinal(sub, []string{"款", "项"}[min(i, 1)])
		}
		if m[3] != "" {
			a += "至" + article(m[3])
		}
		out = append(out, a)
	}
	return strings.Join(out, "、")
}

func article(digits string) string { return ordinal(digits, "条") }

func ordinal(digits, unit string) string {
	n, err := strconv.Atoi(digits)
	if err != nil {
		return ""
	}
	return "第" + numeral(n) + unit
}

var englishLaws = strings.NewReplacer(
	"《中华人民共和国行政许可法》", "Administrative Licensing Law ",
	"《不动产登记暂行条例》", "Interim Regulations on Real Estate Registration ",
	"《排污许可管理条例》", "Regulations on Pollutant Discharge Permits ",
	"《企业投资项目核准和备案管理条例》", "Regulations on Verification and Filing of Enterprise Investment Projects ",
	"《中华人民共和国城乡规划法》", "Urban and Rural Planning Law ",
	"《中华人民共和国建筑法》", "Construction Law ",
	"《中华人民共和国土地管理法》", "Land Administration Law ",
)

var chineseArticle = regexp.MustCompile(`第([零一二三四五六七八九十百千]+)(条|款|项)`)

// basisText gives a citation for both languages: in English laws of known name and the numbers.
func basisText(s string) text {
	en := chineseArticle.ReplaceAllStringFunc(englishLaws.Replace(strings.ReplaceAll(s, "款和", "款 and ")), func(a string) string {
		m := chineseArticle.FindStringSubmatch(a)
		n := strconv.Itoa(value(m[1]))
		if m[2] == "条" {
			return "art. " + n
		}
		return "(" + n + ")"
	})
	en = strings.NewReplacer("至art. ", "–", "、", ", ", "》art.", "》 art.").Replace(en)
	return text{s, en}
}

// value reads what numeral wrote.
func value(s string) int {
	total, d := 0, 0
	for _, r := range s {
		switch r {
		case '千', '百', '十':
			total += max(d, 1) * map[rune]int{'千': 1000, '百': 100, '十': 10}[r]
			d = 0
		default:
			d = strings.Index("零一二三四五六七八九", string(r)) / len("零")
		}
	}
	return total + d
}
