// Package document composes official papers: from the facts of a case it makes the text blocks of a
// paper in Chinese, and of a reading aid in English, and freezes the facts with their hash. It is
// pure: it reads no clock and no database; a renderer draws the blocks.
package document

import (
	"crypto/sha256"
	"fmt"
	"strings"

	"onestop.internal/models"
)

// BlockKind says how a renderer draws a block.
type BlockKind string

// Kinds of blocks.
const (
	BlockTitle     BlockKind = "title"
	BlockNumber    BlockKind = "number"
	BlockRecipient BlockKind = "recipient"
	BlockPara      BlockKind = "para"
	BlockTable     BlockKind = "table"  // Head, Rows
	BlockList      BlockKind = "list"   // Items, numbered
	BlockRemedy    BlockKind = "remedy" // how to have the act reviewed
	BlockSign      BlockKind = "sign"   // Signer, Seal, Text (the date)
	BlockNote      BlockKind = "note"   // small print
	BlockQR        BlockKind = "qr"     // Text is the path of the verification page
	BlockInk       BlockKind = "ink"    // Signer is whose hand it is, Text an SVG path in a box of 600 × 200, Items the date
)

// Block is one piece of a paper, top to bottom. All text is plain: the renderer escapes it.
type Block struct {
	Kind   BlockKind  `json:"kind"`
	Text   string     `json:"text,omitempty"`
	Head   []string   `json:"head,omitempty"`
	Rows   [][]string `json:"rows,omitempty"`
	Items  []string   `json:"items,omitempty"`
	Signer string     `json:"signer,omitempty"`
	Seal   string     `json:"seal,omitempty"` // the seal that belongs here; "" for a signature by hand
}

// Paper is a composed paper. Fields is the canonical JSON of everything it was made from and Hash
// its SHA-256; Recompose gives the same paper from Fields alone.
type Paper struct {
	Kind            Kind    `json:"kind"`
	Title           string  `json:"title"`
	TitleEn         string  `json:"titleEn"`
	Number          string  `json:"number"`
	TemplateVersion int     `json:"templateVersion"`
	Fields          []byte  `json:"-"`
	Hash            []byte  `json:"-"`
	Blocks          []Block `json:"blocks"`
	BlocksEn        []Block `json:"blocksEn"` // an unofficial translation
}

// VerifyPath is where the public verification page lies in the portal. A QR block holds
// VerifyPath + verify code + "?h=" + hash in hex; the renderer puts the portal's address before it.
const VerifyPath = "/verify/"

// Compose writes a paper of a kind. A fact that the law asks for and that is absent blocks printing.
// Errors are Invalid paper.kind_unknown, or Illegal: paper.fact_missing (its Fields name each absent
// fact), paper.remedy_body_missing and paper.remedy_court_missing (the county has not said who
// reviews the act), paper.limit_unit_unresolved (a bare 日 that nobody resolved).
func Compose(kind Kind, f Facts) (Paper, error) {
	p, err := Freeze(kind, f)
	if err != nil {
		return Paper{}, err
	}
	return Recompose(p.Fields)
}

// Freeze is Compose without the blocks: what is stored of a paper, from which Recompose writes it. The
// errors are Compose's.
func Freeze(kind Kind, f Facts) (Paper, error) {
	spec, ok := SpecOf(kind)
	if !ok {
		return Paper{}, models.E(models.Invalid, "paper.kind_unknown").With("kind", string(kind))
	}
	if f.Basis == "" {
		f.Basis = spec.defaultBasis(&f)
	}
	if err := spec.check(&f); err != nil {
		return Paper{}, err
	}
	fields, err := CanonicalJSON(frozen{Kind: kind, Template: spec.Version, Facts: f})
	if err != nil {
		return Paper{}, fmt.Errorf("freeze the fields of %s: %w", kind, err)
	}
	title, sum := spec.title(&f), sha256.Sum256(fields)
	return Paper{
		Kind: kind, Title: title.zh, TitleEn: title.en, Number: f.Number, TemplateVersion: spec.Version, Fields: fields, Hash: sum[:],
	}, nil
}

// Recompose gives the paper that Compose froze as fields.
func Recompose(fields []byte) (Paper, error) {
	kind, version, f, err := Read(fields)
	if err != nil {
		return Paper{}, err
	}
	spec, ok := SpecOf(kind)
	if !ok || version != spec.Version {
		return Paper{}, models.E(models.Invalid, "paper.kind_unknown").With("kind", string(kind)).With("version", version)
	}
	title := spec.title(&f)
	p := page{f: &f, spec: spec}
	p.heading(title)
	spec.write(&p)
	p.closing(title)
	hash := Hash(fields)
	p.qr(hash)
	return Paper{
		Kind: kind, Title: title.zh, TitleEn: title.en, Number: f.Number, TemplateVersion: version,
		Fields: fields, Hash: hash, Blocks: p.zh, BlocksEn: p.en,
	}, nil
}

// page collects the blocks of a paper in both languages.
type page struct {
	f      *Facts
	spec   Spec
	zh, en []Block
}

func (p *page) add(zh, en Block) {
	p.zh = append(p.zh, zh)
	p.en = append(p.en, en)
}

// say adds a block of one text.
func (p *page) say(kind BlockKind, t text) {
	if t.zh != "" {
		p.add(Block{Kind: kind, Text: t.zh}, Block{Kind: kind, Text: t.en})
	}
}

// para adds a paragraph made of sentences; empty ones vanish.
func (p *page) para(ts ...text) { p.say(BlockPara, join(ts...)) }

// list adds numbered items: the program's own in both languages, what people wrote as they wrote it.
func (p *page) list(items []string) {
	if len(items) > 0 {
		en := make([]string, len(items))
		for i, item := range items {
			en[i] = said(item).en
		}
		p.add(Block{Kind: BlockList, Items: items}, Block{Kind: BlockList, Items: en})
	}
}

// table adds a table; a cell is in both languages.
func (p *page) table(zh, en []string, rows [][]text) {
	z, e := Block{Kind: BlockTable, Head: zh, Rows: [][]string{}}, Block{Kind: BlockTable, Head: en, Rows: [][]string{}}
	for _, row := range rows {
		var zhRow, enRow []string
		for _, cell := range row {
			zhRow, enRow = append(zhRow, cell.zh), append(enRow, cell.en)
		}
		z.Rows, e.Rows = append(z.Rows, zhRow), append(e.Rows, enRow)
	}
	p.add(z, e)
}

// pair is one line of a table of two columns.
type pair struct{ name, value text }

// pairs adds a table of names and values; a line without a value vanishes.
func (p *page) pairs(lines ...pair) {
	zh := Block{Kind: BlockTable, Head: []string{"栏目", "内容"}}
	en := Block{Kind: BlockTable, Head: []string{"Entry", "Content"}}
	for _, l := range lines {
		if l.value.zh == "" {
			continue
		}
		zh.Rows = append(zh.Rows, []string{l.name.zh, l.value.zh})
		en.Rows = append(en.Rows, []string{l.name.en, l.value.en})
	}
	p.add(zh, en)
}

func (p *page) heading(title text) {
	f := p.f
	p.en = append(p.en, Block{Kind: BlockNote, Text: "Unofficial English translation, for reading only. The Chinese text prevails."})
	head := title
	if !p.spec.byPeople {
		head = text{f.Issuer.Name + "\n" + title.zh, f.Issuer.NameEnOr() + "\n" + title.en}
	}
	p.say(BlockTitle, head)
	if f.Number != "" {
		p.say(BlockNumber, same(f.Number))
	}
	if p.spec.toIssuer {
		p.say(BlockRecipient, text{f.Issuer.Name + "：", "To " + f.Issuer.NameEnOr() + ":"})
		return
	}
	if !p.spec.noRecipient {
		p.say(BlockRecipient, text{f.Recipient.zh() + "：", "To " + f.Recipient.en() + ":"})
	}
}

// closing adds remedies, contact, seals and the date.
func (p *page) closing(title text) {
	f := p.f
	if p.spec.adverse(f) {
		p.say(BlockRemedy, remedySentence(f.Remedies, title))
	}
	if !p.spec.byPeople {
		p.say(BlockNote, f.Issuer.contact())
	}
	p.say(BlockNote, p.spec.note)
	for _, s := range p.spec.signers {
		if s == signActing && f.AgentName == "" || s == signReceiver && !f.Delivery.signed() {
			continue
		}
		zh, en := s.signer(f)
		date := text{dateZh(f.Date), dateEn(f.Date)}
		if s == signReceiver && f.Delivery.Signature != "" {
			p.add(Block{Kind: BlockInk, Signer: zh, Text: f.Delivery.Signature, Items: []string{date.zh}}, Block{Kind: BlockInk, Signer: en, Text: f.Delivery.Signature, Items: []string{date.en}})
			continue
		}
		if s != signIssuer && p.spec.blankDates {
			date = text{"　　年　　月　　日", "(date)"}
		}
		b := Block{Kind: BlockSign, Signer: zh, Text: date.zh}
		e := Block{Kind: BlockSign, Signer: en, Text: date.en}
		if s == signIssuer {
			b.Seal, e.Seal = string(p.spec.Seal), sealEn[p.spec.Seal]
		}
		p.add(b, e)
	}
}

func (p *page) qr(hash []byte) {
	if p.f.VerifyCode == "" {
		return
	}
	b := Block{Kind: BlockQR, Text: fmt.Sprintf("%s%s?h=%x", VerifyPath, p.f.VerifyCode, hash)}
	p.add(b, b)
}

// text is the same thing said in both languages.
type text struct{ zh, en string }

func same(s string) text { return text{s, s} }

// join puts sentences behind one another: Chinese without a blank, English with one.
func join(ts ...text) text {
	var zh, en []string
	for _, t := range ts {
		if t.zh != "" {
			zh, en = append(zh, t.zh), append(en, t.en)
		}
	}
	return text{strings.Join(zh, ""), strings.Join(en, " ")}
}

// say2 formats a sentence in both languages with arguments of their own.
func say2(zh, en string, args ...text) text {
	z, e := make([]any, len(args)), make([]any, len(args))
	for i, a := range args {
		z[i], e[i] = a.zh, a.en
	}
	return text{fmt.Sprintf(zh, z...), strings.ReplaceAll(fmt.Sprintf(en, e...), "  ", " ")}
}
