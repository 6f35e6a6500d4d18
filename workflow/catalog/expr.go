package catalog

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Bounds of an expression; beyond them it is refused.
const (
	maxExprBytes = 2000
	maxExprDepth = 32
)

// Tri is the answer to an expression over attributes of which some are not known.
type Tri string

// Answers (Kleene's three values).
const (
	True    Tri = "TRUE"
	False   Tri = "FALSE"
	Unknown Tri = "UNKNOWN"
)

// Expr is a condition over attributes:
//
//	expr := and ('||' and)*; and := prim ('&&' prim)*
//	prim := '!' prim | '(' expr ')' | attr | attr op literal | attr 'in' '[' literal, … ']'
//
// The zero Expr is no condition. In YAML and JSON it is its text, or null.
type Expr struct {
	text string
	root *node
	err  error // why the text is no expression; found by CheckItem
}

type node struct {
	op   string // || && ! ; attr ; == != < <= > >= ; in
	kids []*node
	attr string
	lits []literal
}

type literal struct {
	kind AttrType // ENUM for a quoted code, DECIMAL for a number, BOOL
	code string
	num  float64
	yes  bool
}

// Parse reads an expression. The error says what is wrong and where.
func Parse(text string) (Expr, error) {
	e := Expr{text: text}
	e.root, e.err = parse(text)
	if e.err != nil {
		e.err = fmt.Errorf("expression %q: %w", clip(text), e.err)
	}
	return e, e.err
}

func clip(s string) string {
	if r := []rune(s); len(r) > 80 {
		return string(r[:80]) + "…"
	}
	return s
}

// String gives the text.
func (e Expr) String() string { return e.text }

// IsZero tells whether there is no condition.
func (e Expr) IsZero() bool { return e.text == "" && e.err == nil }

// MarshalJSON writes the text, or null.
func (e Expr) MarshalJSON() ([]byte, error) {
	if e.IsZero() {
		return []byte("null"), nil
	}
	return json.Marshal(e.text)
}

// UnmarshalJSON reads a text or null. A text that is no expression is kept; CheckItem refuses it.
func (e *Expr) UnmarshalJSON(b []byte) error {
	var text *string
	if err := json.Unmarshal(b, &text); err != nil {
		return fmt.Errorf("expression: %w", err)
	}
	*e = Expr{}
	if text != nil {
		*e, _ = Parse(*text) // the error is kept in e.err for CheckItem, which knows the path
	}
	return nil
}

// UnmarshalYAML reads a text.
func (e *Expr) UnmarshalYAML(n *yaml.Node) error {
	*e, _ = Parse(n.Value) // the error is kept in e.err for CheckItem, which knows the path
	return nil
}

// Eval answers e; no condition is True. An attribute that is absent, nil or of a wrong type makes a
// comparison Unknown.
func (e Expr) Eval(attrs Attrs) Tri {
	switch {
	case e.IsZero():
		return True
	case e.root == nil:
		return Unknown
	}
	return e.root.eval(attrs)
}

// Unknowns gives the attributes that must be asked before e has an answer, in the order of the text;
// none where it has one already.
func (e Expr) Unknowns(attrs Attrs) []string {
	if e.root == nil || e.Eval(attrs) != Unknown {
		return nil
	}
	return e.root.unknowns(attrs, nil)
}

// Attributes gives the attributes that e mentions, each once.
func (e Expr) Attributes() []string {
	if e.root == nil {
		return nil
	}
	return e.root.attributes(nil)
}

func (n *node) attributes(out []string) []string {
	if n.attr != "" && !slices.Contains(out, n.attr) {
		out = append(out, n.attr)
	}
	for _, k := range n.kids {
		out = k.attributes(out)
	}
	return out
}

func (n *node) unknowns(attrs Attrs, out []string) []string {
	if n.eval(attrs) != Unknown {
		return out
	}
	if n.attr != "" && !slices.Contains(out, n.attr) {
		out = append(out, n.attr)
	}
	for _, k := range n.kids {
		out = k.unknowns(attrs, out)
	}
	return out
}

func (n *node) eval(attrs Attrs) Tri {
	switch n.op {
	case "||":
		return n.fold(attrs, True, False)
	case "&&":
		return n.fold(attrs, False, True)
	case "!":
		return not(n.kids[0].eval(attrs))
	}
	v := attrs[n.attr]
	switch n.op {
	case "attr":
		yes, ok := v.(bool)
		return tri(yes, ok)
	case "!=":
		return not(n.lits[0].equals(v))
	case "==", "in":
		return n.among(v)
	}
	return n.order(v)
}

// fold answers || and &&: one kid that is decisive decides; else unknown wins over rest.
func (n *node) fold(attrs Attrs, decisive, rest Tri) Tri {
	out := rest
	for _, k := range n.kids {
		switch k.eval(attrs) {
		case decisive:
			return decisive
		case Unknown:
			out = Unknown
		}
	}
	return out
}

func (n *node) among(v any) Tri {
	out := False
	for _, l := range n.lits {
		switch l.equals(v) {
		case True:
			return True
		case Unknown:
			out = Unknown
		}
	}
	return out
}

func (n *node) order(v any) Tri {
	f, ok := number(v)
	want := n.lits[0].num
	switch n.op {
	case "<":
		return tri(f < want, ok)
	case "<=":
		return tri(f <= want, ok)
	case ">":
		return tri(f > want, ok)
	}
	return tri(f >= want, ok)
}

func (l literal) equals(v any) Tri {
	switch l.kind {
	case Bool:
		yes, ok := v.(bool)
		return tri(yes == l.yes, ok)
	case Enum:
		s, ok := v.(string)
		return tri(s == l.code, ok && s != "")
	}
	f, ok := number(v)
	return tri(f == l.num, ok)
}

func tri(yes, known bool) Tri {
	switch {
	case !known:
		return Unknown
	case yes:
		return True
	}
	return False
}

func not(t Tri) Tri {
	switch t {
	case True:
		return False
	case False:
		return True
	}
	return Unknown
}

// checkExpr tells whether e fits the attributes: a bare one is BOOL, order needs a number, ENUM
// literals are listed values.
func (c *Catalogue) checkExpr(e Expr) error {
	if e.err != nil || e.root == nil {
		return e.err
	}
	return c.checkNode(e.root)
}

func (c *Catalogue) checkNode(n *node) error {
	for _, k := range n.kids {
		if err := c.checkNode(k); err != nil {
			return err
		}
	}
	if n.attr == "" {
		return nil
	}
	a := c.attrs[n.attr]
	numeric := a != nil && (a.Type == Int || a.Type == Decimal)
	switch {
	case a == nil:
		return fmt.Errorf("unknown attribute %s", n.attr)
	case n.op == "attr" && a.Type != Bool:
		return fmt.Errorf("%s is not BOOL", n.attr)
	case strings.ContainsAny(n.op, "<>") && !numeric:
		return fmt.Errorf("%s on %s %s", n.op, a.Type, n.attr)
	}
	for _, l := range n.lits {
		if !l.fits(a) {
			return fmt.Errorf("%s does not take %s", n.attr, l)
		}
	}
	return nil
}

func (l literal) fits(a *Attribute) bool {
	switch a.Type {
	case Enum:
		return l.kind == Enum && a.Value(l.code) != nil
	case Bool:
		return l.kind == Bool
	case Int, Decimal:
		return l.kind == Decimal
	}
	return false
}

func (l literal) String() string {
	switch l.kind {
	case Enum:
		return "'" + l.code + "'"
	case Bool:
		return strconv.FormatBool(l.yes)
	}
	return strconv.FormatFloat(l.num, 'f', -1, 64)
}

// parser reads tokens from left to right.
type parser struct {
	toks  []string
	depth int
}

func parse(text string) (*node, error) {
	if len(text) > maxExprBytes {
		return nil, errors.New("too long")
	}
	toks, err := tokens(text)
	if err != nil {
		return nil, err
	}
	p := &parser{toks: toks}
	n, err := p.expr()
	if err == nil && len(p.toks) > 0 {
		err = fmt.Errorf("more after the end: %s", p.toks[0])
	}
	if err != nil {
		return nil, err
	}
	return n, nil
}

func (p *parser) peek() string {
	if len(p.toks) == 0 {
		return ""
	}
	return p.toks[0]
}

func (p *parser) next() string {
	t := p.peek()
	if t != "" {
		p.toks = p.toks[1:]
	}
	return t
}

func (p *parser) want(tok string) error {
	if got := p.next(); got != tok {
		return fmt.Errorf("want %s, got %q", tok, got)
	}
	return nil
}

func (p *parser) expr() (*node, error) { return p.chain("||", p.and) }
func (p *parser) and() (*node, error)  { return p.chain("&&", p.prim) }

func (p *parser) chain(op string, part func() (*node, error)) (*node, error) {
	n, err := part()
	if err != nil || p.peek() != op {
		return n, err
	}
	out := &node{op: op, kids: []*node{n}}
	for p.peek() == op {
		p.next()
		k, err := part()
		if err != nil {
			return nil, err
		}
		out.kids = append(out.kids, k)
	}
	return out, nil
}

func (p *parser) prim() (*node, error) {
	if p.depth++; p.depth > maxExprDepth {
		return nil, errors.New("nested too deep")
	}
	defer func() { p.depth-- }()
	switch tok := p.next(); {
	case tok == "!":
		k, err := p.prim()
		if err != nil {
			return nil, err
		}
		return &node{op: "!", kids: []*node{k}}, nil
	case tok == "(":
		n, err := p.expr()
		if err != nil {
			return nil, err
		}
		return n, p.want(")")
	case isName(tok) && tok != "true" && tok != "false" && tok != "in":
		return p.compare(tok)
	default:
		return nil, fmt.Errorf("want an attribute, got %q", tok)
	}
}

func (p *parser) compare(attr string) (*node, error) {
	n := &node{op: "attr", attr: attr}
	switch p.peek() {
	case "==", "!=", "<", "<=", ">", ">=":
		n.op = p.next()
		l, err := p.literal()
		n.lits = []literal{l}
		return n, err
	case "in":
		n.op = p.next()
		return n, p.list(n)
	}
	return n, nil
}

func (p *parser) list(n *node) error {
	if err := p.want("["); err != nil {
		return err
	}
	for {
		l, err := p.literal()
		if err != nil {
			return err
		}
		n.lits = append(n.lits, l)
		if p.peek() != "," {
			return p.want("]")
		}
		p.next()
	}
}

func (p *parser) literal() (literal, error) {
	tok := p.next()
	switch {
	case tok == "true" || tok == "false":
		return literal{kind: Bool, yes: tok == "true"}, nil
	case strings.HasPrefix(tok, "'"):
		return literal{kind: Enum, code: strings.Trim(tok, "'")}, nil
	case tok != "" && tok[0] >= '0' && tok[0] <= '9':
		f, err := strconv.ParseFloat(tok, 64)
		return literal{kind: Decimal, num: f}, err
	}
	return literal{}, fmt.Errorf("want a literal, got %q", tok)
}

var symbols = []string{"||", "&&", "==", "!=", "<=", ">=", "<", ">", "!", "(", ")", "[", "]", ","}

// tokens cuts an expression.
func tokens(s string) ([]string, error) {
	var out []string
	for s = strings.TrimSpace(s); s != ""; s = strings.TrimLeft(s, " \t\r\n") {
		n := tokenLength(s)
		if n == 0 {
			return nil, fmt.Errorf("bad token at %q", clip(s))
		}
		out = append(out, s[:n])
		s = s[n:]
	}
	if len(out) == 0 {
		return nil, errors.New("empty")
	}
	return out, nil
}

func tokenLength(s string) int {
	for _, sym := range symbols {
		if strings.HasPrefix(s, sym) {
			return len(sym)
		}
	}
	switch {
	case s[0] == '\'':
		if end := strings.IndexByte(s[1:], '\''); end >= 0 {
			return end + 2
		}
		return 0
	case s[0] >= '0' && s[0] <= '9':
		return numberLength(s)
	}
	n := 0
	for n < len(s) && (s[n] >= 'a' && s[n] <= 'z' || s[n] == '_' || s[n] == '.') {
		n++
	}
	if !isName(s[:n]) {
		return 0
	}
	return n
}

func digits(s string) int {
	n := 0
	for n < len(s) && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	return n
}

func numberLength(s string) int {
	n := digits(s)
	if n < len(s) && s[n] == '.' {
		if d := digits(s[n+1:]); d > 0 {
			return n + 1 + d
		}
	}
	return n
}

// isName tells whether s is parts of a–z and _ between single dots.
func isName(s string) bool {
	for part := range strings.SplitSeq(s, ".") {
		if part == "" || strings.Trim(part, "abcdefghijklmnopqrstuvwxyz_") != "" {
			return false
		}
	}
	return true
}
