package document

import (
	"strings"

	"onestop.internal/models"
)

// Facts is everything a paper may say. The engine fills what the kind needs (Spec.Needs); the rest
// stays empty. All of it is frozen with the paper. Free text stays in the language it was written
// in; a Basis is a Chinese citation as Cite gives it, in force on the paper's date (R-EVT-03).
type Facts struct {
	Number     string      `json:"number,omitempty"` // 示审受〔2026〕17号; needed where the kind has a Letter
	Date       models.Date `json:"date,omitempty"`   // the paper's date
	VerifyCode string      `json:"verifyCode,omitempty"`
	QueryCode  string      `json:"queryCode,omitempty"`

	Issuer    Issuer    `json:"issuer"`
	Recipient Recipient `json:"recipient"`
	AgentName string    `json:"agentName,omitempty"` // who acted for the applicant, "" for itself
	Item      Item      `json:"item"`

	CaseNumber  string `json:"caseNumber,omitempty"`  // 21 digits; printed with hyphens
	ProjectCode string `json:"projectCode,omitempty"` // the national code, or the XM number before it
	ProjectName string `json:"projectName,omitempty"`

	ReceivedAt models.Instant `json:"receivedAt,omitempty"` // of this round
	ReceivedOn models.Date    `json:"receivedOn,omitempty"` // of this round
	AcceptedOn models.Date    `json:"acceptedOn,omitempty"`
	Round      int            `json:"round,omitempty"` // 1 for the first

	Basis     string     `json:"basis,omitempty"` // of the act; Compose fills the default of BasisFor
	Window    *Window    `json:"window,omitempty"`
	Limits    *Limits    `json:"limits,omitempty"`
	Materials []Material `json:"materials,omitempty"`
	Pending   []Pending  `json:"pending,omitempty"` // receipt of a joint set: the parts that are not received yet

	Correction *Correction `json:"correction,omitempty"`
	NotAccept  *NotAccept  `json:"notAccept,omitempty"`
	Gap        *Gap        `json:"gap,omitempty"`
	Commitment *Commitment `json:"commitment,omitempty"`
	Pause      *Pause      `json:"pause,omitempty"`
	Extension  *Extension  `json:"extension,omitempty"`
	Hearing    *Hearing    `json:"hearing,omitempty"`
	Decision   *Decision   `json:"decision,omitempty"`
	Ending     *Ending     `json:"ending,omitempty"`
	Filing     *Filing     `json:"filing,omitempty"`
	Licence    *Licence    `json:"licence,omitempty"`
	Remedies   *Remedies   `json:"remedies,omitempty"`
	Delivery   *Delivery   `json:"delivery,omitempty"`
	Mandate    *Mandate    `json:"mandate,omitempty"`
}

// Issuer is the agency that writes the paper.
type Issuer struct {
	Code    string `json:"code,omitempty"`
	Name    string `json:"name"` // full name
	NameEn  string `json:"nameEn,omitempty"`
	Word    string `json:"word,omitempty"` // 机关代字: 示审
	Contact string `json:"contact,omitempty"`
	Phone   string `json:"phone,omitempty"`
	Address string `json:"address,omitempty"`
}

// NameEnOr gives the English name, the Chinese one where there is none.
func (i Issuer) NameEnOr() string { return or(i.NameEn, i.Name) }

func (i Issuer) contact() text {
	var t text
	add := func(zh, en, v string) {
		if v != "" {
			t.zh, t.en = t.zh+zh+v+"；", t.en+en+said(v).en+"; "
		}
	}
	add("联系人：", "Contact: ", i.Contact)
	add("联系电话：", "Telephone: ", i.Phone)
	add("地址：", "Address: ", i.Address)
	return text{strings.TrimSuffix(t.zh, "；"), strings.TrimSuffix(t.en, "; ")}
}

// Recipient is the applicant, or whoever the paper is for.
type Recipient struct {
	Name           string `json:"name"`
	USCC           string `json:"uscc,omitempty"`
	MaskedID       string `json:"maskedId,omitempty"` // of a natural person, masked
	Representative string `json:"representative,omitempty"`
}

func (r Recipient) zh() string {
	switch {
	case r.USCC != "":
		return r.Name + "（统一社会信用代码：" + r.USCC + "）"
	case r.MaskedID != "":
		return r.Name + "（身份证件号码：" + r.MaskedID + "）"
	}
	return r.Name
}

func (r Recipient) en() string {
	switch {
	case r.USCC != "":
		return r.Name + " (unified social credit code " + r.USCC + ")"
	case r.MaskedID != "":
		return r.Name + " (identity number " + r.MaskedID + ")"
	}
	return r.Name
}

// Item is the service item as the case is bound to it.
type Item struct {
	Code   string `json:"code"`
	Name   string `json:"name"`
	NameEn string `json:"nameEn,omitempty"`
	Kind   string `json:"kind,omitempty"` // PERMIT, CONFIRMATION, OTHER_POWER, FILING …
	// LegalBasis is the item's basis in force on the paper's date, as the catalogue writes it.
	LegalBasis []string `json:"legalBasis,omitempty"`
	// WindowBasis is the basis of its acceptance window, as the catalogue writes it.
	WindowBasis string `json:"windowBasis,omitempty"`
}

func (i Item) text() text {
	return text{i.Name + "（事项编码：" + i.Code + "）", or(i.NameEn, i.Name) + " (item " + i.Code + ")"}
}

// Window is the time in which the one-time notice must be given.
type Window struct {
	Limit  models.Limit `json:"limit"`
	Due    models.Date  `json:"due,omitempty"` // its last day
	Deemed bool         `json:"deemed"`        // silence means acceptance

	Provisional bool `json:"provisional,omitempty"` // a year of the calendar is not published
}

// Limits are both limits of an accepted case.
type Limits struct {
	Legal       models.Limit         `json:"legal"` // NONE where the law sets none
	LegalDue    models.Date          `json:"legalDue,omitempty"`
	Promise     models.Limit         `json:"promise"` // NONE where nothing was promised
	PromiseDue  models.Date          `json:"promiseDue,omitempty"`
	Start       models.Date          `json:"start,omitempty"`
	StartsOn    models.StartsOn      `json:"startsOn,omitempty"`
	StartBasis  string               `json:"startBasis,omitempty"`  // the law that sets limit and start
	Excluded    []models.PauseReason `json:"excluded,omitempty"`    // of this item; the sentence is left out if empty
	Provisional bool                 `json:"provisional,omitempty"` // a year of the calendar is not published
}

// Material is one line of the list on a receipt.
type Material struct {
	Code   string `json:"code,omitempty"` // of the item's list: M1 …
	Name   string `json:"name"`
	NameEn string `json:"nameEn,omitempty"`
	Form   string `json:"form,omitempty"` // 原件, 复印件, 电子件, 免提交
	Copies int    `json:"copies,omitempty"`
	Pages  int    `json:"pages,omitempty"`
	SHA256 string `json:"sha256,omitempty"` // hex, of an electronic file
}

// Pending is a part of a joint set that waits for the result of another item (T01c).
type Pending struct {
	Item    string `json:"item"`
	ItemEn  string `json:"itemEn,omitempty"`
	Waits   string `json:"waits"` // for which items' results
	WaitsEn string `json:"waitsEn,omitempty"`
}

// Defect is one line of a notice: what is wrong and how to put it right (R-ACC-01).
type Defect struct {
	Item         string `json:"item,omitempty"` // the child of a joint set, "" outside
	Material     string `json:"material"`
	MaterialEn   string `json:"materialEn,omitempty"`
	Problem      string `json:"problem"`
	Basis        string `json:"basis"`
	HowToCorrect string `json:"howToCorrect"`
	Sample       string `json:"sample,omitempty"`
	New          bool   `json:"new,omitempty"` // not in an earlier notice (T05)
}

// Correction is what a notice asks for.
type Correction struct {
	Defects     []Defect    `json:"defects,omitempty"`
	Where       string      `json:"where,omitempty"`       // how to hand the corrections in
	By          models.Date `json:"by,omitempty"`          // local time limit, 0 for none
	LocalRule   string      `json:"localRule,omitempty"`   // the rule that sets it
	Provisional bool        `json:"provisional,omitempty"` // that limit rests on a year that is not published
	OverrideBy  string      `json:"overrideBy,omitempty"`  // who allowed new defects in a later round
	Body        string      `json:"body,omitempty"`        // DOC-15G: the body that is competent instead
}

// Ground is why an application is not accepted (T06, T06b).
type Ground string

// Grounds.
const (
	GroundNotCompetent Ground = "NOT_COMPETENT"
	GroundDefectsUnmet Ground = "DEFECTS_UNMET"
	GroundDefectList   Ground = "DEFECT_LIST"
	GroundFalse        Ground = "FALSE_MATERIALS" // comes with a warning (行政许可法 78)
	GroundBarred       Ground = "BARRED"
)

// NotAccept says why an application is not accepted, or needs no permit (DOC-04N: Reason only).
type NotAccept struct {
	Ground        Ground      `json:"ground,omitempty"`
	Reason        string      `json:"reason,omitempty"`
	CompetentBody string      `json:"competentBody,omitempty"`
	Defects       []Defect    `json:"defects,omitempty"`
	BarredUntil   models.Date `json:"barredUntil,omitempty"` // last day on which it may not apply
}

// Gap is what may follow after a tolerant acceptance (容缺).
type Gap struct {
	Items       []GapItem   `json:"items"`
	Due         models.Date `json:"due"`
	Consequence string      `json:"consequence"`
}

// GapItem is one material that may follow.
type GapItem struct {
	Material   string `json:"material"`
	MaterialEn string `json:"materialEn,omitempty"`
	Form       string `json:"form"` // what it must look like
}

// Commitment is a notification-and-commitment (告知承诺, 国办发〔2020〕42号).
type Commitment struct {
	Conditions   []string `json:"conditions"`
	Promises     []string `json:"promises"`
	Consequence  string   `json:"consequence"`
	Verification string   `json:"verification"`
}

// Pause is a special procedure.
type Pause struct {
	Reason        models.PauseReason `json:"reason"`
	Content       string             `json:"content,omitempty"` // what exactly is examined
	From          models.Date        `json:"from"`
	PlannedEnd    models.Date        `json:"plannedEnd"`
	OldPlannedEnd models.Date        `json:"oldPlannedEnd,omitempty"` // DOC-07C
	Why           string             `json:"why,omitempty"`           // DOC-07C: why it takes longer
	Need          models.Limit       `json:"need"`                    // the time needed
	NewLegalDue   models.Date        `json:"newLegalDue,omitempty"`   // if the planned end holds; 0 without a legal limit
	NewPromiseDue models.Date        `json:"newPromiseDue,omitempty"`
}

// Hearing is a hearing (听证) at one of its stages.
type Hearing struct {
	Applicant string         `json:"applicant"`        // whose application it is about
	Matter    string         `json:"matter"`           // what is to be heard, in words
	Public    bool           `json:"public,omitempty"` // held on the agency's own motion (行政许可法 46)
	AskBy     models.Date    `json:"askBy,omitempty"`  // DOC-09: last day to ask for it
	At        models.Instant `json:"at,omitempty"`     // DOC-09N, DOC-09R
	Place     string         `json:"place,omitempty"`  // DOC-09N, DOC-09R
	Chair     string         `json:"chair,omitempty"`  // DOC-09N, DOC-09R: who presides
	Clerk     string         `json:"clerk,omitempty"`  // DOC-09N, DOC-09R: who takes the record
	Closed    string         `json:"closed,omitempty"` // why it is not public, "" where it is
	Attended  []string       `json:"attended,omitempty"`
	Minutes   string         `json:"minutes,omitempty"` // DOC-09R
}

// Extension is an extension of the legal limit.
type Extension struct {
	OldDue       models.Date     `json:"oldDue"`
	Length       models.Limit    `json:"length"`
	NewDue       models.Date     `json:"newDue"`
	Reason       string          `json:"reason"`
	Approver     models.Approver `json:"approver"`
	ApproverName string          `json:"approverName"`
}

// Decision is a grant or a refusal.
type Decision struct {
	On             models.Date `json:"on"`
	Facts          string      `json:"facts,omitempty"`       // refusal: what was found
	Reasons        string      `json:"reasons,omitempty"`     // refusal
	Unmet          string      `json:"unmet,omitempty"`       // refusal: the provision that is not met
	Warned         bool        `json:"warned,omitempty"`      // refusal for false materials: with a warning (行政许可法 78)
	BarredUntil    models.Date `json:"barredUntil,omitempty"` // of such a refusal: last day on which it may not apply
	Content        string      `json:"content,omitempty"`     // grant: what is permitted
	Conditions     []string    `json:"conditions,omitempty"`
	ValidFrom      models.Date `json:"validFrom,omitempty"`
	ValidUntil     models.Date `json:"validUntil,omitempty"` // 0: no end date
	LicenceName    string      `json:"licenceName,omitempty"`
	LicenceNumber  string      `json:"licenceNumber,omitempty"`
	CertificateDue models.Date `json:"certificateDue,omitempty"` // last day of issue and delivery
	Provisional    bool        `json:"provisional,omitempty"`    // that day rests on a year that is not published
	Public         bool        `json:"public,omitempty"`         // published (行政许可法 40)
}

// Ending is a withdrawal, termination, suspension or resumption.
type Ending struct {
	On              models.Date `json:"on"`
	Reason          string      `json:"reason"`
	MaterialsReturn string      `json:"materialsReturn,omitempty"` // how the materials go back
	SuspendedOn     models.Date `json:"suspendedOn,omitempty"`     // DOC-14R
	NewLegalDue     models.Date `json:"newLegalDue,omitempty"`     // DOC-14R
	NewPromiseDue   models.Date `json:"newPromiseDue,omitempty"`   // DOC-14R
}

// Filing is what papers of a filing say.
type Filing struct {
	FiledOn     models.Date `json:"filedOn,omitempty"` // when all information had been received
	Info        []Entry     `json:"info,omitempty"`
	Changes     []Change    `json:"changes,omitempty"`
	ChangedOn   models.Date `json:"changedOn,omitempty"`
	Grounds     string      `json:"grounds,omitempty"`     // order, cancellation
	Requirement string      `json:"requirement,omitempty"` // order: what must be done
	Due         models.Date `json:"due,omitempty"`         // order
	StopUse     bool        `json:"stopUse,omitempty"`     // order: 责令停止使用
	OrderNumber string      `json:"orderNumber,omitempty"` // confirmation: of the order
	Checked     string      `json:"checked,omitempty"`     // confirmation: what the check found
	EndedOn     models.Date `json:"endedOn,omitempty"`     // cancellation
	Voluntary   bool        `json:"voluntary,omitempty"`   // cancellation: the applicant gave the project up
}

// Entry is one named value.
type Entry struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// Change is one changed value; the English is absent where it is the same.
type Change struct {
	Name     string `json:"name"`
	NameEn   string `json:"nameEn,omitempty"`
	Before   string `json:"before"`
	BeforeEn string `json:"beforeEn,omitempty"`
	After    string `json:"after"`
	AfterEn  string `json:"afterEn,omitempty"`
}

// Licence is the licence a licence decision acts on.
type Licence struct {
	Name       string      `json:"name"`
	Number     string      `json:"number"`
	On         models.Date `json:"on"`     // the day of effect
	Ground     string      `json:"ground"` // the statutory ground and its facts
	Changes    []Change    `json:"changes,omitempty"`
	ValidUntil models.Date `json:"validUntil,omitempty"` // renewal
	Indemnity  string      `json:"indemnity,omitempty"`  // withdrawal by the agency: compensation
}

// Remedies say where an adverse act may be reviewed (R-RGT-01).
type Remedies struct {
	Bodies               []string `json:"bodies"` // reconsideration bodies; several are alternatives
	Court                string   `json:"court"`
	ReconsiderationFirst bool     `json:"reconsiderationFirst,omitempty"` // 复议前置 (行政复议法 23)
}

// How a paper is served.
const (
	ServeElectronic = "ELECTRONIC"
	ServeDirect     = "DIRECT"
	ServeMail       = "MAIL"
	ServeLeft       = "LEFT"
	ServeNotice     = "NOTICE"
)

// Delivery is the proof of service.
type Delivery struct {
	Papers    []Served       `json:"papers"`
	Method    string         `json:"method"` // ServeDirect …
	Place     string         `json:"place"`  // address, consented system, or where it was published
	At        models.Instant `json:"at"`
	Server    string         `json:"server"`              // who served it
	Receiver  string         `json:"receiver,omitempty"`  // who signed
	Relation  string         `json:"relation,omitempty"`  // to the recipient: 本人, 法定代表人, 代理人 …
	IDTail    string         `json:"idTail,omitempty"`    // the last four characters of the receiver's document
	Signature string         `json:"signature,omitempty"` // the receiver's, drawn on the screen: an SVG path in a box of 600 × 200
	Tracking  string         `json:"tracking,omitempty"`  // mail
	Consent   string         `json:"consent,omitempty"`   // electronic: when and how it was agreed
	Refusal   string         `json:"refusal,omitempty"`   // left: how it was refused
	Witnesses []string       `json:"witnesses,omitempty"` // left
	Record    string         `json:"record,omitempty"`    // left: photo or video instead of witnesses
	Published string         `json:"published,omitempty"` // public notice: where and when
	Effective models.Date    `json:"effective,omitempty"` // public notice: when it counts as served
}

// Served is one paper that was served.
type Served struct {
	Title   string `json:"title"`
	TitleEn string `json:"titleEn,omitempty"`
	Number  string `json:"number,omitempty"`
}

// Mandate is a 帮办代办委托书: free and voluntary (R-RGT-04).
type Mandate struct {
	AgentName  string      `json:"agentName"`
	AgentUnit  string      `json:"agentUnit,omitempty"`
	AgentPhone string      `json:"agentPhone,omitempty"`
	Items      []string    `json:"items"`
	Powers     []string    `json:"powers"`
	From       models.Date `json:"from"`
	Until      models.Date `json:"until"`
}

func or(a, b string) string {
	if a != "" {
		return a
	}
	return b
}
