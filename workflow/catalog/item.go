package catalog

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"onestop.internal/models"
)

// Item is one version of a service item (政务服务事项). It is stored as JSON and sent to the pages
// as it is. A key without omitempty must be present in a file and in an edit.
type Item struct {
	Code          string            `yaml:"code" json:"code"`
	NameZh        string            `yaml:"name_zh" json:"nameZh"`
	NameEn        string            `yaml:"name_en" json:"nameEn"`
	Stage         string            `yaml:"stage" json:"stage"`
	Kind          Kind              `yaml:"kind" json:"kind"`
	Flow          models.Flow       `yaml:"flow" json:"flow"`   // follows from Kind
	Level         string            `yaml:"level" json:"level"` // where it is decided
	CountyRole    models.CountyRole `yaml:"county_role" json:"countyRole"`
	Dept          Dept              `yaml:"dept" json:"dept"`
	IsAct         bool              `yaml:"administrative_act" json:"administrativeAct"`
	DecidedBy     DecidedBy         `yaml:"decided_by" json:"decidedBy"` // "": nobody, or the county has yet to say
	DecidedByNote string            `yaml:"decided_by_note,omitempty" json:"decidedByNote,omitempty"`
	AppliesWhen   Expr              `yaml:"applies_when" json:"appliesWhen"` // none: chosen by the user, not derived

	LegalBasis         []string       `yaml:"legal_basis" json:"legalBasis"`
	LegalBasisVersions []BasisVersion `yaml:"legal_basis_versions,omitempty" json:"legalBasisVersions,omitempty"`

	Statutory Statutory     `yaml:"statutory_limit" json:"statutoryLimit"`
	Promised  Promise       `yaml:"promised" json:"promised"`
	Variants  *Variants     `yaml:"variants,omitempty" json:"variants,omitempty"`
	Window    *Window       `yaml:"acceptance_window" json:"acceptanceWindow"`
	Extension *Extension    `yaml:"extension" json:"extension"`
	Excluded  []Exclusion   `yaml:"excluded" json:"excluded"`
	Suspend   []Suspension  `yaml:"suspend" json:"suspend"`
	Instant   bool          `yaml:"instant" json:"instant"`
	Safety    bool          `yaml:"safety_related" json:"safetyRelated"`
	Inspected bool          `yaml:"inspection_by_agency" json:"inspectionByAgency"`
	Licence   *LicenceTerms `yaml:"licence" json:"licence"`
	Renewal   *RenewalLead  `yaml:"renewal_lead" json:"renewalLead"`
	VoidAfter *VoidRule     `yaml:"void_if_not_started,omitempty" json:"voidIfNotStarted,omitempty"`

	Materials     []Material     `yaml:"materials" json:"materials"`
	Steps         []Step         `yaml:"steps" json:"steps"` // none for a composite
	Parallel      bool           `yaml:"parallel" json:"parallel"`
	ParallelGroup string         `yaml:"parallel_group" json:"parallelGroup"`
	Preconditions []Precondition `yaml:"preconditions" json:"preconditions"`
	Children      []string       `yaml:"children,omitempty" json:"children,omitempty"` // parts of a composite
	StageSet      bool           `yaml:"-" json:"stageSet,omitempty"`                  // the joint entrance of a stage (并联审批), no service of its own
	PartOf        []string       `yaml:"part_of,omitempty" json:"partOf,omitempty"`    // decided in the same act as one of these
	Result        string         `yaml:"result_document" json:"resultDocument"`
	Evidence      Evidence       `yaml:"evidence" json:"evidence"`
	Note          string         `yaml:"note,omitempty" json:"note,omitempty"`

	CountyConfirm []string          `yaml:"county_confirm" json:"countyConfirm"` // JSON paths that the county should settle at set-up
	Origins       map[string]Origin `yaml:"origins" json:"origins"`              // by JSON path; see IsDefault
}

// Dept says which departments handle an item.
type Dept struct {
	Lead         string   `yaml:"lead" json:"lead"`
	CoApprovers  []string `yaml:"co_approvers" json:"coApprovers"`  // must consent
	Alternatives []string `yaml:"alternatives" json:"alternatives"` // the county names one of them as lead
	Consulted    []string `yaml:"consulted" json:"consulted"`       // give an opinion
}

// BasisVersion is the legal basis in force from one date to another, both included.
type BasisVersion struct {
	From       models.Date `yaml:"from,omitempty" json:"from,omitempty"`
	Until      models.Date `yaml:"until,omitempty" json:"until,omitempty"`
	Basis      string      `yaml:"basis" json:"basis"`
	NameChange string      `yaml:"document_name_change,omitempty" json:"documentNameChange,omitempty"`
}

// Statutory is the limit that the law sets.
type Statutory struct {
	Value            int              `yaml:"value" json:"value"`
	Unit             models.Unit      `yaml:"unit" json:"unit"`
	StartsOn         models.StartsOn  `yaml:"starts_on" json:"startsOn"`
	Basis            string           `yaml:"basis,omitempty" json:"basis,omitempty"`
	IfPossible       bool             `yaml:"immediate_if_possible,omitempty" json:"immediateIfPossible,omitempty"`
	CorrectionShifts bool             `yaml:"correction_shifts_start,omitempty" json:"correctionShiftsStart,omitempty"` // R-CLK-16
	CorrectionBasis  string           `yaml:"correction_basis,omitempty" json:"correctionBasis,omitempty"`
	Periods          []Period         `yaml:"process_periods,omitempty" json:"processPeriods,omitempty"`
	Deadline         *ApplicantPeriod `yaml:"applicant_deadline,omitempty" json:"applicantDeadline,omitempty"`
}

// Limit gives the length of the statutory limit.
func (s *Statutory) Limit() models.Limit { return models.Limit{Value: s.Value, Unit: s.Unit} }

// Period is a length of time that the procedure itself must keep, such as a public notice.
type Period struct {
	Code  string      `yaml:"code" json:"code"`
	Value int         `yaml:"value" json:"value"`
	Unit  models.Unit `yaml:"unit" json:"unit"`
	Bound string      `yaml:"bound" json:"bound"` // MIN, MAX
}

// ApplicantPeriod is by when the applicant must come.
type ApplicantPeriod struct {
	Value     int         `yaml:"value" json:"value"`
	Unit      models.Unit `yaml:"unit" json:"unit"`
	Anchor    string      `yaml:"anchor" json:"anchor"`
	Direction string      `yaml:"direction" json:"direction"`
}

// Promise is the limit that the county promises (承诺时限).
type Promise struct {
	Value  int         `yaml:"value" json:"value"`
	Unit   models.Unit `yaml:"unit" json:"unit"`
	Origin Origin      `yaml:"origin,omitempty" json:"origin,omitempty"`
}

// Limit gives the length of the promise.
func (p *Promise) Limit() models.Limit { return models.Limit{Value: p.Value, Unit: p.Unit} }

// Variants replace limit, promise and instant by the value of an ENUM attribute.
type Variants struct {
	Selector string    `yaml:"selector" json:"selector"`
	Cases    []Variant `yaml:"cases" json:"cases"`
}

// Variant is one of an item's variants.
type Variant struct {
	Value    string       `yaml:"value" json:"value"`
	LabelZh  string       `yaml:"label_zh" json:"labelZh"`
	Limit    models.Limit `yaml:"limit" json:"limit"`
	Promised Promise      `yaml:"promised" json:"promised"`
	Instant  bool         `yaml:"instant" json:"instant"`
}

// Commits tells whether a variant of the item is handled by notification and commitment (告知承诺,
// 国办发〔2020〕42号): its label says so.
func (i *Item) Commits(variant string) bool {
	return i.Variants != nil && slices.ContainsFunc(i.Variants.Cases, func(v Variant) bool {
		return v.Value == variant && strings.Contains(v.LabelZh, "告知承诺")
	})
}

// Window is the time in which the one-time notice must be given (行政许可法 art 32).
type Window struct {
	Value    int             `yaml:"value" json:"value"`
	Unit     models.Unit     `yaml:"unit" json:"unit"`
	OnDefect models.OnDefect `yaml:"on_defect" json:"onDefect"`
	Lapse    models.Lapse    `yaml:"lapse" json:"lapse"`
	Basis    string          `yaml:"basis" json:"basis"`
	Origin   Origin          `yaml:"origin" json:"origin"`
}

// Extension is by how much a limit may be extended, once.
type Extension struct {
	Max      int             `yaml:"max" json:"max"`
	Unit     models.Unit     `yaml:"unit" json:"unit"`
	Approver models.Approver `yaml:"approver" json:"approver"`
	Times    int             `yaml:"times" json:"times"`
	Grounds  string          `yaml:"grounds" json:"grounds"`
	Basis    string          `yaml:"basis" json:"basis"`
	Origin   Origin          `yaml:"origin" json:"origin"`
}

// Exclusion is a ground on which an item's clock may stand still, with its cap.
type Exclusion struct {
	Reason   models.PauseReason `yaml:"reason" json:"reason"`
	Cap      int                `yaml:"cap" json:"cap"` // 0 with CapUnit NONE: no cap
	CapUnit  models.Unit        `yaml:"cap_unit" json:"capUnit"`
	Waivable bool               `yaml:"cap_waivable" json:"capWaivable"` // may be passed if the case is recorded as complex
	Mode     Mode               `yaml:"mode" json:"mode"`
	Basis    string             `yaml:"basis" json:"basis"`
	Evidence Evidence           `yaml:"evidence,omitempty" json:"evidence,omitempty"`
}

// Suspension is a ground on which the item may be suspended (中止).
type Suspension struct {
	Reason string `yaml:"reason" json:"reason"`
	Basis  string `yaml:"basis" json:"basis"`
}

// LicenceTerms say what licence a grant creates.
type LicenceTerms struct {
	NameZh    string   `yaml:"name_zh" json:"nameZh"`
	Months    int      `yaml:"validity_months" json:"validityMonths"` // 0: no end date, or not known
	Renewable bool     `yaml:"renewable" json:"renewable"`
	Evidence  Evidence `yaml:"evidence,omitempty" json:"evidence,omitempty"`
	Origin    Origin   `yaml:"origin,omitempty" json:"origin,omitempty"`
}

// RenewalLead is how long before expiry a renewal must be asked for.
type RenewalLead struct {
	Value  int         `yaml:"value" json:"value"`
	Unit   models.Unit `yaml:"unit" json:"unit"`
	Anchor string      `yaml:"anchor" json:"anchor"`
	OnLate string      `yaml:"on_late" json:"onLate"`
	Basis  string      `yaml:"basis" json:"basis"`
	Origin Origin      `yaml:"origin,omitempty" json:"origin,omitempty"`
}

// VoidRule says when a grant lapses because nothing was begun.
type VoidRule struct {
	Value  int         `yaml:"value" json:"value"`
	Unit   models.Unit `yaml:"unit" json:"unit"`
	Effect VoidEffect  `yaml:"effect" json:"effect"`
	Basis  string      `yaml:"basis" json:"basis"`
}

// Need says whether a material must be handed in.
type Need string

// Needs. In a catalogue file they are written true, false and conditional.
const (
	Required Need = "REQUIRED"
	Optional Need = "OPTIONAL"
	IfWhen   Need = "CONDITIONAL"
)

// UnmarshalYAML reads true, false or conditional.
func (n *Need) UnmarshalYAML(node *yaml.Node) error {
	words := map[string]Need{"true": Required, "false": Optional, "conditional": IfWhen}
	need, ok := words[node.Value]
	if !ok {
		return fmt.Errorf("line %d: required: %q is not true, false or conditional", node.Line, node.Value)
	}
	*n = need
	return nil
}

// Material is one paper or file that an item asks for. Its code stays the same from version to version.
type Material struct {
	Code        string   `yaml:"code" json:"code"` // M1 …
	NameZh      string   `yaml:"name_zh" json:"nameZh"`
	NameEn      string   `yaml:"name_en" json:"nameEn"`
	Required    Need     `yaml:"required" json:"required"`
	When        Expr     `yaml:"when,omitempty" json:"when,omitzero"`
	MayFollow   bool     `yaml:"may_follow" json:"mayFollow"`     // 容缺
	AlreadyHeld []string `yaml:"already_held" json:"alreadyHeld"` // any one granted result of these items replaces the upload
	Copies      int      `yaml:"copies" json:"copies"`
	Origin      Origin   `yaml:"origin" json:"origin"` // of the Chinese name only
}

// Step is one step of an item, in the order S1, S2 ….
type Step struct {
	Code    string          `yaml:"code" json:"code"`
	NameZh  string          `yaml:"name_zh" json:"nameZh"`
	Kind    models.StepKind `yaml:"kind" json:"kind"`
	Role    DeptRole        `yaml:"dept_role" json:"deptRole"`
	LimitWD int             `yaml:"limit_wd" json:"limitWd"` // working days
	Origin  Origin          `yaml:"origin" json:"origin"`
}

// Precondition is an item, or one of several, that must have its result first.
type Precondition struct {
	Item     string   `yaml:"item,omitempty" json:"item,omitempty"`
	AnyOf    []Member `yaml:"any_of,omitempty" json:"anyOf,omitempty"`
	Strength Strength `yaml:"strength" json:"strength"`
	When     Expr     `yaml:"when,omitempty" json:"when,omitzero"`
}

// Member is one alternative of a precondition; it counts while its condition is true.
type Member struct {
	Item string `yaml:"item" json:"item"`
	When Expr   `yaml:"when,omitempty" json:"when,omitzero"`
}

// Members gives the alternatives of p: itself where it has none.
func (p *Precondition) Members() []Member {
	if len(p.AnyOf) > 0 {
		return p.AnyOf
	}
	return []Member{{Item: p.Item, When: p.When}}
}

// normalise gives empty lists for none, so that the pages always get a list.
func (it *Item) normalise() {
	for _, l := range []*[]string{&it.LegalBasis, &it.CountyConfirm, &it.Dept.CoApprovers, &it.Dept.Alternatives, &it.Dept.Consulted} {
		if *l == nil {
			*l = []string{}
		}
	}
	if it.Excluded == nil {
		it.Excluded = []Exclusion{}
	}
	if it.Suspend == nil {
		it.Suspend = []Suspension{}
	}
	if it.Steps == nil {
		it.Steps = []Step{}
	}
	if it.Preconditions == nil {
		it.Preconditions = []Precondition{}
	}
	if it.Origins == nil {
		it.Origins = map[string]Origin{}
	}
	for i := range it.Materials {
		if it.Materials[i].AlreadyHeld == nil {
			it.Materials[i].AlreadyHeld = []string{}
		}
	}
}

// JSON gives the item as it is stored: the keys in a fixed order.
func (it *Item) JSON() models.RawJSON { return models.JSONOf(it) }

// ItemHash is SHA-256 over the stored form of an item and of its form; f may be nil.
func ItemHash(it *Item, f *Form) models.Bytes {
	h := sha256.New()
	h.Write(it.JSON())
	h.Write([]byte{0})
	if f != nil {
		h.Write(models.JSONOf(f))
	}
	return h.Sum(nil)
}

// DecodeItem reads an item from JSON: a stored version, or an administrator's edit. Unknown,
// repeated and missing keys and values of a wrong type are refused (models.Invalid,
// catalog.item_unreadable). What the values mean is CheckItem's question.
func DecodeItem(data []byte) (*Item, error) {
	if err := checkKeys(data, itemShape); err != nil {
		return nil, unreadable(err)
	}
	it := new(Item)
	if err := json.Unmarshal(data, it); err != nil {
		return nil, unreadable(err)
	}
	it.normalise()
	return it, nil
}

func unreadable(err error) error {
	e := models.E(models.Invalid, "catalog.item_unreadable").With("detail", err.Error())
	e.Fields = placesOf(err)
	return e
}
