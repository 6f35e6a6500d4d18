package cases

import (
	"context"
	"slices"

	"onestop.internal/document"
	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/sla"
	"onestop.internal/workflow/county"
)

// endLicence is the action of ending a licence by the agency.
const endLicence policy.Action = "licence:end"

// LicenceAct is how an agency ends a licence (RULES §2.3).
type LicenceAct string

// Acts on a licence by its agency.
const (
	AnnulLicence    LicenceAct = "ANNUL"    // N06 撤销: it should not have been granted (行政许可法 69)
	WithdrawLicence LicenceAct = "WITHDRAW" // N07 撤回: the law or the circumstances changed (8(2))
	CancelLicence   LicenceAct = "CANCEL"   // N08, N09 注销 (70)
)

// EndLicenceInput is what the agency says when it ends a licence.
type EndLicenceInput struct {
	Version   int64      `json:"version"` // of the licence that was looked at
	Act       LicenceAct `json:"act"`
	Ground    string     `json:"ground"` // of licenceGrounds
	Facts     string     `json:"facts"`
	Indemnity string     `json:"indemnity"` // of a withdrawal: how loss is made good
	SecondID  int64      `json:"secondId"`
}

// licenceGround is one ground of the law.
type licenceGround struct {
	act     LicenceAct
	basis   string
	text    string
	from    []models.LicenceStatus
	barred  int // years in which the applicant may not apply again, where the item concerns safety (79)
	code    string
	to      models.LicenceStatus
	paper   string
	indemne bool
}

var (
	inForce = []models.LicenceStatus{models.LicenceValid, models.LicenceDeemedRenewed}
	revoked = []models.LicenceStatus{models.LicenceAnnulled, models.LicenceWithdrawn}
)

func annulment(basis, text string, years int) licenceGround {
	return licenceGround{
		act: AnnulLicence, basis: basis, text: text, from: inForce, barred: years, code: "N06", to: models.LicenceAnnulled, paper: "DOC-15A",
	}
}

func withdrawal(text string) licenceGround {
	return licenceGround{
		act: WithdrawLicence, basis: "行政许可法 art 8(2)", text: text, from: inForce, code: "N07", to: models.LicenceWithdrawn,
		paper: "DOC-15W", indemne: true,
	}
}

func cancellation(code, basis, text string, from []models.LicenceStatus) licenceGround {
	return licenceGround{act: CancelLicence, basis: basis, text: text, from: from, code: code, to: models.LicenceCancelled, paper: "DOC-15N"}
}

// licenceGrounds is the closed list of 行政许可法 art 8, 69 and 70.
var licenceGrounds = map[string]licenceGround{
	"ABUSE_OF_POWER":    annulment("行政许可法 art 69(1)(1)", "行政机关工作人员滥用职权、玩忽职守作出准予行政许可决定", 0),
	"BEYOND_COMPETENCE": annulment("行政许可法 art 69(1)(2)", "超越法定职权作出准予行政许可决定", 0),
	"PROCEDURE":         annulment("行政许可法 art 69(1)(3)", "违反法定程序作出准予行政许可决定", 0),
	"NOT_QUALIFIED":     annulment("行政许可法 art 69(1)(4)", "对不具备申请资格或者不符合法定条件的申请人准予行政许可", 0),
	"OTHER_BY_LAW":      annulment("行政许可法 art 69(1)(5)", "依法可以撤销行政许可的其他情形", 0),
	"FRAUD":             annulment("行政许可法 art 69(2)", "被许可人以欺骗、贿赂等不正当手段取得行政许可", 3),

	"LAW_CHANGED":           withdrawal("行政许可所依据的法律、法规、规章修改或者废止"),
	"CIRCUMSTANCES_CHANGED": withdrawal("准予行政许可所依据的客观情况发生重大变化"),

	"NOT_RENEWED":   cancellation("N08", "行政许可法 art 70(1)", "行政许可有效期届满未延续", []models.LicenceStatus{models.LicenceExpired}),
	"REVOKED":       cancellation("N08", "行政许可法 art 70(4)", "行政许可依法被撤销、撤回", revoked),
	"HOLDER_DEAD":   cancellation("N09", "行政许可法 art 70(2)", "赋予公民特定资格的行政许可，该公民死亡或者丧失行为能力", inForce),
	"HOLDER_ENDED":  cancellation("N09", "行政许可法 art 70(3)", "法人或者其他组织依法终止", inForce),
	"FORCE_MAJEURE": cancellation("N09", "行政许可法 art 70(5)", "因不可抗力导致行政许可事项无法实施", inForce),
}

// EndLicence ends a licence on a ground of the law, by two persons, with its decision. The event stands
// in the journal of the case that the licence was born of.
func (s *Service) EndLicence(ctx context.Context, a policy.Actor, licenceID int64, in *EndLicenceInput) (*models.Licence, error) {
	l, err := s.Store.Licence(ctx, licenceID)
	if err != nil {
		return nil, err
	}
	if l.CaseID == 0 {
		return nil, models.E(models.NotFound, "licence.not_found")
	}
	if err := s.SettleLicence(ctx, licenceID); err != nil { // in a transaction of its own: it writes to the same case
		return nil, err
	}
	_, err = s.do(ctx, a, endLicence, l.CaseID, 0, func(w *work) error {
		l, err = w.endLicence(licenceID, in)
		return err
	})
	if models.CodeOf(err) == models.NotFound {
		err = models.E(models.NotFound, "licence.not_found") // of another department's case
	}
	return l, err
}

func (w *work) endLicence(id int64, in *EndLicenceInput) (*models.Licence, error) {
	g, err := in.check()
	if err != nil {
		return nil, err
	}
	l, err := w.tx.Licence(id)
	if err != nil {
		return nil, err
	}
	if in.Version != 0 && in.Version != l.Version {
		return nil, models.E(models.Conflict, "licence.changed_meanwhile")
	}
	if l.NextTimerAt != 0 && l.NextTimerAt <= w.tx.Now {
		return nil, models.E(models.Conflict, "licence.changed_meanwhile") // its expiry comes first
	}
	if !slices.Contains(g.from, l.Status) {
		return nil, models.E(models.Illegal, "licence.act_not_allowed").With("act", string(in.Act)).With("status", string(l.Status))
	}
	if err := w.second(in.SecondID); err != nil {
		return nil, err
	}
	l.Status, l.EndedOn, l.NextTimerAt, l.EndReason = g.to, w.on(), 0, g.text
	if err := w.tx.SaveLicence(l); err != nil {
		return nil, err
	}
	e := w.event(g.code, "end_licence", Payload{LicenceID: l.ID, Ground: in.Ground, Basis: g.basis, Evidence: in.Facts})
	e.Reason, e.SecondID = in.Facts, in.SecondID
	if err := w.append(e); err != nil {
		return nil, err
	}
	if g.barred > 0 {
		if _, err := w.bar(g.barred); err != nil {
			return nil, err
		}
	}
	w.tellCancellation(l)
	return l, w.paper(g.paper, func(f *paperFacts) { f.endOfLicence(l, g, in) })
}

func (in *EndLicenceInput) check() (licenceGround, error) {
	e := models.E(models.Invalid, "licence.invalid")
	g, ok := licenceGrounds[in.Ground]
	if !ok || g.act != in.Act {
		e.At("ground", "licence.ground")
	}
	if in.Facts == "" {
		e.At("facts", "required")
	}
	if g.indemne && in.Indemnity == "" {
		e.At("indemnity", "required")
	}
	return g, e.OrNil()
}

// cancelWithin is how soon a licence that has ended is cancelled (N08).
var cancelWithin = models.Limit{Value: 10, Unit: models.WorkingDay}

// tellCancellation asks for the cancellation that has to follow an annulment or a withdrawal.
func (w *work) tellCancellation(l *models.Licence) {
	if slices.Contains(revoked, l.Status) {
		w.facts = append(w.facts, cancellationDue(w.snap, l, w.on()))
	}
}

// cancellationDue reminds the licence's department of the cancellation that is mandatory once it has ended
// (N08, 行政许可法 70): within ten working days.
func cancellationDue(snap *county.Snapshot, l *models.Licence, ended models.Date) models.Outbox {
	due := sla.DueOn(snap.Calendar, ended, cancelWithin, nil).On
	return models.Outbox{
		Kind: "licence.cancel_due", Region: l.Region, CaseID: l.CaseID,
		Payload: models.JSONOf(models.Tell{To: licenceDesks(snap, l), Args: map[string]any{"number": l.Number, "itemName": l.Name, "licence": l.ID, "due": due}}),
	}
}

// licenceDesks are the boxes of who reviews and decides at a licence's department.
func licenceDesks(snap *county.Snapshot, l *models.Licence) []string {
	region := snap.Settings.Region
	return []string{
		models.DeskKey(region, l.DeptCode, string(policy.Reviewer)), models.DeskKey(region, l.DeptCode, string(policy.Approver)),
	}
}

func (f *paperFacts) endOfLicence(l *models.Licence, g licenceGround, in *EndLicenceInput) {
	f.licenceID = l.ID
	f.Licence = &document.Licence{
		Name: l.Name, Number: string(l.Number), On: l.EndedOn, Ground: in.Facts + "，属于" + g.text, Indemnity: in.Indemnity,
	}
	f.Basis = document.Cite(g.basis)
	if f.Remedies != nil {
		f.Remedies.ReconsiderationFirst = slices.Contains(naturalResources, l.ItemCode) && in.Act != CancelLicence
	}
}

// naturalResources are the items whose result is a lawfully acquired right to use a natural resource, water or
// land: who loses it goes to reconsideration first (行政复议法 23(1)(2)).
var naturalResources = []string{"LX-13", "LX-18", "LX-03", "LX-04", "LX-07", "LX-17"}
