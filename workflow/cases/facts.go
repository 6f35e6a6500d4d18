package cases

import (
	"onestop.internal/models"
	"onestop.internal/sla"
	"onestop.internal/workflow/catalog"
	"onestop.internal/workflow/county"
)

// foldFacts reads from the events of a case what its clocks need. It is the only way from the
// journal to a date; what is stored on the case is what sla.Fold makes of it.
func foldFacts(c *models.Case, item *catalog.Item, snap *county.Snapshot, events []models.Event) sla.Facts {
	return fold(c, item, snap, events).Facts
}

func fold(c *models.Case, item *catalog.Item, snap *county.Snapshot, events []models.Event) *folder {
	f := &folder{Facts: sla.Facts{Terms: termsOf(c, item, snap)}, flow: c.Flow, moved: correctedDates(events)}
	void := voided(events)
	for i := range events {
		if !void[events[i].Seq] {
			f.take(&events[i])
		}
	}
	return f
}

// voided gives the seqs of events that a compensating one has taken back: they stay in the journal and
// count for nothing.
func voided(events []models.Event) map[int64]bool {
	var out map[int64]bool
	for i := range events {
		if e := &events[i]; e.Code == codeVoid {
			if out == nil {
				out = map[int64]bool{}
			}
			out[e.Corrects] = true
		}
	}
	return out
}

// correctedDates gives the legal instants that a dual-control correction has put right, by seq.
func correctedDates(events []models.Event) map[int64]models.Instant {
	var out map[int64]models.Instant
	for i := range events {
		e := &events[i]
		if e.Code != codeCorrection || e.Corrects == 0 {
			continue
		}
		if out == nil {
			out = map[int64]models.Instant{}
		}
		if p := decode(e); p.NewLegalAt != 0 {
			out[e.Corrects] = p.NewLegalAt
		}
	}
	return out
}

// termsOf gives the limits that are bound to the case, with what its item version says beside them.
func termsOf(c *models.Case, item *catalog.Item, snap *county.Snapshot) sla.Terms {
	t := sla.Terms{
		Legal:              models.Limit{Value: c.LegalValue, Unit: c.LegalUnit},
		Promise:            models.Limit{Value: c.PromiseValue, Unit: c.PromiseUnit},
		StartsOn:           item.Statutory.StartsOn,
		BareDayUnit:        c.BareDayUnit,
		Round1AcceptedOn:   sla.Round1(snap.Settings.Round1AcceptedOn),
		InspectionByAgency: item.Inspected,
	}
	if item.Window != nil && c.Flow == models.FlowPermit {
		t.Window = models.Limit{Value: item.Window.Value, Unit: item.Window.Unit}
		t.Lapse = item.Window.Lapse
	}
	if c.Flow != models.FlowPermit { // 行政许可法 44: a decision on a permit is delivered; nothing else is
		t.DeliverGrant, t.DeliverRefusal = models.Limit{Unit: models.NoUnit}, models.Limit{Unit: models.NoUnit}
	}
	if c.Flow == models.FlowService || c.Flow == models.FlowTask {
		t.Legal, t.StartsOn = models.Limit{Unit: models.NoUnit}, models.FromReceived
	}
	return t
}

// folder takes events one by one.
type folder struct {
	sla.Facts
	flow     models.Flow
	moved    map[int64]models.Instant
	pauseSeq []int64 // of the event that began each of Pauses

	asked     map[string]bool // materials asked for after the acceptance that have not come (R-CLK-14)
	askedOn   models.Date
	forwarded bool // handed up (转报): from then on its time counts for nobody here
}

func decode(e *models.Event) (p Payload) {
	_ = e.Payload.Into(&p) // an erased payload says nothing
	return p
}

// take adds what one event says. The codes are those of the transition tables.
func (f *folder) take(e *models.Event) {
	on := e.LegalAt.Date()
	if at, ok := f.moved[e.Seq]; ok {
		on = at.Date()
	}
	if !f.takeWindow(e, on) && !f.takeReview(e, on) {
		f.takeEnd(e, on)
	}
}

// takeWindow adds what happens up to the acceptance: receipts, notices, the acceptance itself.
func (f *folder) takeWindow(e *models.Event, on models.Date) bool {
	switch e.Code {
	case "T01", "T01d", "T04", "F01", "F01d", "F03", "R01", "R01d", "K01", "K01d":
		f.receive(on)
	case "T01e", "F01e", "R01e", "K01e":
		f.Rounds = nil
	case "T03", "T05", "F02":
		f.correct(on)
	case "T02":
		f.accept(e, on)
	case "T08":
		f.Deemed = true
	case "T09":
		f.GapDue = decode(e).GapDue
		f.accept(e, on)
	default:
		return false
	}
	return true
}

// takeReview adds what happens between acceptance and decision.
func (f *folder) takeReview(e *models.Event, on models.Date) bool {
	switch e.Code {
	case "T09b":
		f.GapClosedOn = on
	case "T12", "T13", "T13b", "T20", "T20b":
		f.pause(e, on)
	case "T14":
		if p := decode(e); p.Extend != nil {
			f.Extensions = append(f.Extensions, sla.Extension{By: *p.Extend, ApprovedOn: on})
		}
	case codeSupplement, codeMaterial:
		f.supplement(e, on)
	case codeInspectors:
		if f.InspectorOn == 0 { // others in their place later do not undo it
			f.InspectorOn = on
		}
	default:
		return false
	}
	return true
}

// supplement adds what was asked for after the acceptance, and takes away what came.
func (f *folder) supplement(e *models.Event, on models.Date) {
	p := decode(e)
	if e.Code == codeMaterial { // handed in, or looked at as it is
		delete(f.asked, p.Material)
		return
	}
	if f.asked == nil {
		f.asked = map[string]bool{}
	}
	for _, d := range p.Defects {
		f.asked[d.Material] = true
	}
	f.askedOn = on
}

// supplementOn is when the last material was asked for that has not come, 0 where none is.
func (f *folder) supplementOn() models.Date {
	if len(f.asked) == 0 {
		return 0
	}
	return f.askedOn
}

// takeEnd adds the decision, its delivery, and every other end.
func (f *folder) takeEnd(e *models.Event, on models.Date) {
	switch e.Code {
	case "T15":
		f.decide(on, e.ToStatus == models.Approved)
	case "F04", "K03", "R06", "R07", "R08":
		f.decide(on, true)
	case "R10":
		f.reopen(e, on)
	case "T17":
		f.DeliveredOn = on
	case codeForward:
		f.EndedOn, f.forwarded = on, true
	case "T03b", "T06", "T06b", "T07", "T10", "T18", "T19", "F09", "R11", "K04":
		f.EndedOn = on
	}
}

// reopen goes on after a solution that the enterprise did not accept (FLOWS §10): what it lay with the enterprise is no
// day of the agency.
func (f *folder) reopen(e *models.Event, on models.Date) {
	if from := f.DecidedOn + 1; f.DecidedOn != 0 && from <= on {
		f.begin(sla.Pause{Reason: models.PauseConfirmation, From: from, End: on}, e.Seq)
	}
	f.DecidedOn = 0
}

// decide is a decision of the county: the upper body's stops no clock here.
func (f *folder) decide(on models.Date, granted bool) {
	if !f.forwarded {
		f.DecidedOn, f.Granted = on, granted
	}
}

// accept is an acceptance by a person. The county's reading of its date in round 1 is the one of then:
// a later change of the setting moves no case.
func (f *folder) accept(e *models.Event, on models.Date) {
	f.NoticeOn = on
	if r := decode(e).Round1; r != "" {
		f.Terms.Round1AcceptedOn = sla.Round1(r)
	}
}

// receive begins a round. A filing, a service and a task have no acceptance: their clocks run from
// receipt.
func (f *folder) receive(on models.Date) {
	f.Rounds = append(f.Rounds, sla.Round{ReceivedOn: on})
	if f.flow != models.FlowPermit {
		f.NoticeOn = on
	}
}

func (f *folder) correct(on models.Date) {
	if n := len(f.Rounds); n > 0 {
		f.Rounds[n-1].CorrectionOn = on
	}
	if f.flow != models.FlowPermit {
		f.NoticeOn = 0
	}
}

// pause begins, ends or re-plans a special procedure or a suspension.
func (f *folder) pause(e *models.Event, on models.Date) {
	p := decode(e)
	switch e.Code {
	case "T12":
		x := sla.Pause{
			Reason: p.Reason, From: p.From, PlannedEnd: p.PlannedEnd, Basis: p.Basis, By: e.ActorName,
			CapWaived: p.Waived, Confirmed: p.Confirmed, RequestedOn: p.RequestedOn,
		}
		if p.Cap != nil {
			x.Cap = *p.Cap
		}
		f.begin(x, e.Seq)
	case "T20":
		f.endOpen(on - 1)
		f.begin(sla.Pause{Reason: models.PauseSuspension, From: on, Basis: p.Basis, By: e.ActorName}, e.Seq)
	case "T13b":
		if i := f.find(p.PauseSeq); i >= 0 {
			f.Pauses[i].PlannedEnd = p.PlannedEnd
			f.Pauses[i].CapWaived = f.Pauses[i].CapWaived || p.Waived
		}
	case "T13":
		if i := f.find(p.PauseSeq); i >= 0 {
			f.Pauses[i].End = p.End
		}
	case "T20b":
		f.endOpen(on)
	}
}

func (f *folder) begin(p sla.Pause, seq int64) {
	f.Pauses = append(f.Pauses, p)
	f.pauseSeq = append(f.pauseSeq, seq)
}

// endOpen ends every pause that still runs. One that had not begun by then takes no day out.
func (f *folder) endOpen(on models.Date) {
	for i := range f.Pauses {
		if p := &f.Pauses[i]; p.End == 0 {
			p.End = on
		}
	}
}

func (f *folder) find(seq int64) int {
	for i, s := range f.pauseSeq {
		if s == seq {
			return i
		}
	}
	return -1
}

// openPauses gives the seqs of the special procedures that still run, by the events.
func openPauses(c *models.Case, item *catalog.Item, snap *county.Snapshot, events []models.Event) map[int64]sla.Pause {
	f := fold(c, item, snap, events)
	open := map[int64]sla.Pause{}
	for i, p := range f.Pauses {
		if p.End == 0 && !p.Suspension() {
			open[f.pauseSeq[i]] = p
		}
	}
	return open
}

// seqOfPause gives the seq of the event that began the i-th pause.
func seqOfPause(events []models.Event, i int) int64 {
	n, void := 0, voided(events)
	for j := range events {
		if c := events[j].Code; (c == "T12" || c == "T20") && !void[events[j].Seq] {
			if n == i {
				return events[j].Seq
			}
			n++
		}
	}
	return 0
}

// Codes of events that are no line of a transition table.
const (
	codeCorrection      = "X01" // a dual-control correction of an earlier event's legal date
	codeVoid            = "X02" // a timer's event that should not have been, taken back under dual control
	codeForward         = "V30" // 转报: handed up; the county's clocks end
	codeExtendJoint     = "V35" // the limit of a joint set was extended (行政许可法 42(2))
	codeMergedNotice    = "V36" // one notice for several parts of a set (R-PAR-04)
	codeInspectors      = "V31" // two staff assigned to inspect (行政许可法 art 55(2))
	codeAcceptJoint     = "V40" // parts of a set accepted in one act (R-PAR-02)
	codeCoordinate      = "V39" // 协调 asked for after a refused part (R-PAR-06)
	codeVerify          = "V41" // the check of a commitment asked for (R-COM-02); V40 with verb verify_commitment in older journals
	codeUrge            = "V37" // 催办 by the applicant
	codeSign            = "V38" // 签收 of a paper by its recipient
	codeVersion         = "V32" // a draft or a case moved to another version of its item
	codeCalendar        = "V33" // a revision of the calendar moved a date
	codeAgent           = "V34" // an agent was assigned or changed
	codeDraft           = "V01" // a draft was begun
	codeEdit            = "V02" // a draft was changed
	codeClaim           = "V10" // a step was taken
	codeStepDone        = "V11"
	codeTransfer        = "V12" // 转办
	codeDelegate        = "V13" // 委派
	codeDelegated       = "V14" // the delegate answered
	codeSendBack        = "V15" // 退回 to an earlier step
	codeRecall          = "V16" // 撤回
	codeAddSigner       = "V17" // 加签
	codeDropSigner      = "V18" // 减签
	codeCopy            = "V19" // 抄送
	codeRemind          = "V20" // 催办
	codeMaterial        = "V21" // a material was handed in or checked after the submission
	codeRemindApplicant = "V43" // the applicant was reminded of what waits for it
	codeSupplement      = "V42" // materials asked for after the acceptance (R-CLK-14)
	codeCreditRecord    = "V44" // 信用记录: a promise was broken in this case (R-TOL-01, R-COM-01)
	codeCreditRepair    = "V45" // 信用修复 of that record
	codeHearingTold     = "V50" // 听证告知 (行政许可法 46, 47)
	codeHearingAsked    = "V51" // a hearing was asked for
	codeHearingNotice   = "V52" // 听证通知: time and place
	codeHearingHeld     = "V53" // 听证笔录
	codeHearingDropped  = "V54" // the request was taken back, or nobody of those who asked came to it
	codeStatement       = "V55" // 陈述申辩 of the applicant or an interested party (36)
	codeScan            = "V46" // the scan of a material that came on paper
)
