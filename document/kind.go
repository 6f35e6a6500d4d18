package document

import "onestop.internal/models"

// Kind names a paper. Kinds that share a number of the list of papers are told apart by a letter.
type Kind string

// Kinds, in the order of the list.
const (
	Receipt           Kind = "DOC-01"  // 收件回执
	Acceptance        Kind = "DOC-02"  // 受理通知书
	DeemedAcceptance  Kind = "DOC-02D" // 受理通知书（视为受理）
	CorrectionNotice  Kind = "DOC-03"  // 一次性补正告知书
	ReturnNotice      Kind = "DOC-03R" // 一次性告知单，退还材料
	NonAcceptance     Kind = "DOC-04"  // 不予受理决定书
	NotRequiredNotice Kind = "DOC-04N" // 不受理告知书
	Tolerant          Kind = "DOC-05"  // 容缺受理通知书
	TolerantPromise   Kind = "DOC-05P" // 容缺受理承诺书
	CommitmentPaper   Kind = "DOC-06"  // 告知承诺书
	SpecialProcedure  Kind = "DOC-07"  // 特别程序告知书
	SpecialContinued  Kind = "DOC-07C" // 特别程序告知书（续）
	ExtensionNotice   Kind = "DOC-08"  // 延期通知书
	HearingRight      Kind = "DOC-09"  // 听证告知书
	HearingNotice     Kind = "DOC-09N" // 听证通知书
	HearingRecord     Kind = "DOC-09R" // 听证笔录
	Grant             Kind = "DOC-10"  // 准予行政许可决定书
	Refusal           Kind = "DOC-11"  // 不予行政许可决定书
	Certificate       Kind = "DOC-12"  // 证照、批复
	ProofOfDelivery   Kind = "DOC-13"  // 送达回证
	SuspensionNotice  Kind = "DOC-14S" // 中止通知书
	ResumptionNotice  Kind = "DOC-14R" // 恢复审批通知书
	Termination       Kind = "DOC-14T" // 终止办理决定书
	WithdrawalConfirm Kind = "DOC-14W" // 撤回申请确认书
	Annulment         Kind = "DOC-15A" // 撤销行政许可决定书
	AgencyWithdrawal  Kind = "DOC-15W" // 撤回行政许可决定书
	Deregistration    Kind = "DOC-15N" // 注销行政许可决定书
	LicenceChange     Kind = "DOC-15V" // 变更行政许可决定书
	LicenceRenewal    Kind = "DOC-15R" // 延续行政许可决定书
	FilingProof       Kind = "DOC-15F" // 备案证明
	FilingGuidance    Kind = "DOC-15G" // 指导补正单
	FilingChange      Kind = "DOC-15U" // 备案变更告知书
	FilingOrder       Kind = "DOC-15O" // 责令改正（停止使用）通知书
	FilingCorrected   Kind = "DOC-15C" // 整改确认书
	FilingCancelled   Kind = "DOC-15X" // 注销备案通知书
	MandatePaper      Kind = "DOC-16"  // 帮办代办委托书
)

// Seal is the seal that belongs on a paper.
type Seal string

// Seals.
const (
	SealNone     Seal = ""
	SealReceive  Seal = "受理专用章"
	SealApproval Seal = "行政审批专用章"
	SealOfficial Seal = "公章"
)

// Spec says what a kind of paper is. Letter is its 文种, "" where it takes no document number; kinds
// that share a letter share one row of serials within issuer and year, so that no number comes twice.
type Spec struct {
	Kind     Kind
	Title    string // in full; a round, an item's kind or an order may change what is printed
	TitleEn  string
	Letter   string
	Remedies bool // adverse: needs reconsideration body and court
	Seal     Seal
	Version  int // of the template

	act         Act // whose default basis it takes
	needs       []need
	write       func(*page)
	retitle     func(*Facts) text
	mild        func(*Facts) bool // not adverse in this case
	signers     []signer
	noRecipient bool
	toIssuer    bool // addressed to the agency
	byPeople    bool // written by people, not by the agency: no head, no contact
	blankDates  bool // people write their own dates
	note        text
}

type signer int

const (
	signIssuer signer = iota
	signApplicant
	signAgent
	signActing // who acted for the applicant, where somebody did
	signPrincipal
	signReceiver
	signServer
	signChair
	signClerk
	signAttended
)

var (
	byIssuer  = []signer{signIssuer}
	byActing  = []signer{signApplicant, signActing}
	byBoth    = []signer{signApplicant, signIssuer}
	copies    = text{"本文书一式两份，一份送达当事人，一份由本机关存档。", "Made in two copies: one is served, one is kept by the agency."}
	twoCopies = text{"本文书一式两份，申请人和审批机关各执一份。", "Made in two copies: one for the applicant, one for the agency."}
)

// SpecOf gives the specification of a kind, false for an unknown one.
func SpecOf(k Kind) (Spec, bool) {
	for _, s := range specs() {
		if s.Kind == k {
			return s, true
		}
	}
	return Spec{}, false
}

// Kinds gives all kinds in the order of the list.
func Kinds() []Kind {
	var ks []Kind
	for _, s := range specs() {
		ks = append(ks, s.Kind)
	}
	return ks
}

// Needs names the facts without which the paper is not printed, by their JSON paths.
func (s Spec) Needs() []string {
	var names []string
	for _, n := range s.all() {
		names = append(names, n.path)
	}
	return names
}

// HasNumber tells whether the kind takes a document number.
func (s Spec) HasNumber() bool { return s.Letter != "" }

func (s Spec) adverse(f *Facts) bool { return s.Remedies && (s.mild == nil || !s.mild(f)) }

func (s Spec) title(f *Facts) text {
	if s.retitle != nil {
		return s.retitle(f)
	}
	return text{s.Title, s.TitleEn}
}

// defaultBasis gives what the paper cites where the engine names nothing else.
func (s Spec) defaultBasis(f *Facts) string {
	act := s.act
	switch {
	case act == "":
		return ""
	case act == ActPause && f.Pause != nil && !art45[f.Pause.Reason]:
		return "" // only the item's own law allows it
	case act == ActNotAccept && f.NotAccept != nil:
		act = actOfGround[f.NotAccept.Ground]
	}
	return BasisFor(act, f.Item)
}

var actOfGround = map[Ground]Act{
	GroundNotCompetent: ActNotAccept, GroundDefectsUnmet: ActUnmet, GroundDefectList: ActCorrect,
	GroundFalse: ActFalse, GroundBarred: ActFalse,
}

// need is a fact that must be there.
type need struct {
	path string
	met  func(*Facts) bool
}

func (s Spec) all() []need {
	all := []need{
		{"date", func(f *Facts) bool { return f.Date != 0 }},
	}
	if !s.byPeople || s.toIssuer {
		all = append(all, need{"issuer.name", func(f *Facts) bool { return f.Issuer.Name != "" }})
	}
	if !s.noRecipient {
		all = append(all, need{"recipient.name", func(f *Facts) bool { return f.Recipient.Name != "" }})
	}
	if s.Letter != "" {
		all = append(all, need{"number", func(f *Facts) bool { return f.Number != "" }})
	}
	return append(all, s.needs...)
}

// check says what keeps the paper from being printed.
func (s Spec) check(f *Facts) error {
	err := models.E(models.Illegal, "paper.fact_missing").With("kind", string(s.Kind))
	for _, n := range s.all() {
		if !n.met(f) {
			err.At(n.path, "required")
		}
	}
	if len(err.Fields) > 0 {
		return err.With("fact", err.Fields[0].Path)
	}
	if f.hasBareDay() {
		return models.E(models.Illegal, "paper.limit_unit_unresolved").With("kind", string(s.Kind))
	}
	if s.adverse(f) {
		return f.Remedies.check(s.Kind)
	}
	return nil
}

func (r *Remedies) check(k Kind) error {
	if r == nil || len(r.Bodies) == 0 {
		return models.E(models.Illegal, "paper.remedy_body_missing").With("kind", string(k))
	}
	for _, b := range r.Bodies {
		if b == "" {
			return models.E(models.Illegal, "paper.remedy_body_missing").With("kind", string(k))
		}
	}
	if r.Court == "" {
		return models.E(models.Illegal, "paper.remedy_court_missing").With("kind", string(k))
	}
	return nil
}

func (f *Facts) hasBareDay() bool {
	return f.Limits != nil && unresolved(f.Limits.Legal, f.Limits.Promise) ||
		f.Window != nil && unresolved(f.Window.Limit) ||
		f.Pause != nil && unresolved(f.Pause.Need) ||
		f.Extension != nil && unresolved(f.Extension.Length)
}

func (s signer) signer(f *Facts) (zh, en string) {
	switch s {
	case signApplicant:
		name := f.Recipient.Name
		if r := f.Recipient.Representative; r != "" {
			return "申请人（盖章）：" + name + "　法定代表人（签字）：" + r, "Applicant (seal): " + name + "; legal representative (signature): " + r
		}
		return "申请人（签章）：" + name, "Applicant (signature or seal): " + name
	case signPrincipal:
		return "委托人（签章）：" + f.Recipient.Name, "Principal (signature or seal): " + f.Recipient.Name
	case signActing:
		return "代理人（签字）：" + f.AgentName, "Agent (signature): " + f.AgentName
	case signAgent:
		return "受托人（签字）：" + f.Mandate.AgentName, "Agent (signature): " + f.Mandate.AgentName
	case signReceiver:
		return "收件人（签名或者盖章）：" + f.Delivery.Receiver, "Received by (signature or seal): " + f.Delivery.Receiver
	case signChair:
		return "主持人（签名）：" + f.Hearing.Chair, "Presiding (signature): " + f.Hearing.Chair
	case signClerk:
		return "记录人（签名）：" + f.Hearing.Clerk, "Record taken by (signature): " + f.Hearing.Clerk
	case signAttended:
		return "听证参加人（确认无误后签字或者盖章）：", "Participants (signature or seal, found correct):"
	case signServer:
		return "送达人（签名）：" + f.Delivery.Server, "Served by (signature): " + f.Delivery.Server
	}
	return f.Issuer.Name, f.Issuer.NameEnOr()
}
