package sla

import "onestop.internal/models"

// Round1 says which date acceptance has in the first round (R-CLK-16, a county switch).
type Round1 string

// Readings of the date of acceptance in round 1; "" is NoticeDate.
const (
	NoticeDate  Round1 = "NOTICE_DATE" // the date on the 受理通知书
	ReceiptDate Round1 = "RECEIVED"    // the day the file came in
)

// Terms are the limits of an item as bound to the case at submission. A zero Limit is no limit.
type Terms struct {
	Legal              models.Limit
	Promise            models.Limit
	StartsOn           models.StartsOn
	Window             models.Limit
	Lapse              models.Lapse
	BareDayUnit        models.Unit  // reads DAY_BARE wherever it stands; default CALENDAR_DAY
	DeliverGrant       models.Limit // zero: 10 wd, 行政许可法 art 44
	DeliverRefusal     models.Limit // zero: 10 wd, by analogy
	Round1AcceptedOn   Round1
	InspectionByAgency bool // two staff within 5 wd of acceptance, 行政许可法 art 55(2)
}

// Round is one handing-in of the file.
type Round struct {
	ReceivedOn   models.Date // R-CLK-16: when the round reached the system or the counter
	CorrectionOn models.Date // date of the correction notice that ended the round's window; 0 none
}

// Pause is a special procedure or a suspension, in whole days, first and last included.
type Pause struct {
	Reason      models.PauseReason // SUSPENSION has no planned end
	From        models.Date
	PlannedEnd  models.Date  // as last notified (T12, T13b)
	End         models.Date  // when it finished; 0 while it runs
	Cap         models.Limit // longest it may last; zero: none (R-CLK-08)
	CapWaived   bool         // the case is recorded as complex, so that the cap does not end it
	RequestedOn models.Date  // of a hearing: when it was asked for; 0: on the first day
	Basis       string       // the article, for the ledger
	By          string       // who decided it, for the ledger
	Confirmed   bool         // a section head confirmed a pause begun on the due date (R-CLK-19 c)
	CapOverrun  bool         // set by Settle: the cap ended it before its planned end
	TimerClosed bool         // set by Settle: T13 fired for it
}

// Extension is an approved and served extension. It counts only if it was in time (T14).
type Extension struct {
	By         models.Limit
	ApprovedOn models.Date // the later of approval and service
}

// Facts is what the events of a case say, as far as its clocks go. A zero Date is: not yet.
type Facts struct {
	Terms      Terms
	Rounds     []Round
	NoticeOn   models.Date // date on the notice of acceptance
	Deemed     bool        // T08 has fired: accepted by silence (行政许可法 art 32)
	KeptStart  models.Date // earliest start kept by a merge or split (R-CLK-10)
	Pauses     []Pause
	Extensions []Extension

	GapDue      models.Date // 容缺 accepted with gaps: the promised date
	GapClosedOn models.Date
	InspectorOn models.Date // two staff were assigned to inspect
	DecidedOn   models.Date
	Granted     bool
	DeliveredOn models.Date
	EndedOn     models.Date // withdrawn, terminated, not accepted, returned: no decision
}

// AcceptedOn gives the date of acceptance (R-CLK-16), 0 while there is none.
func (f *Facts) AcceptedOn() models.Date {
	n := len(f.Rounds)
	switch {
	case n == 0, f.NoticeOn == 0 && !f.Deemed:
		return 0
	case f.Deemed, n > 1, f.Terms.Round1AcceptedOn == ReceiptDate:
		return f.Rounds[n-1].ReceivedOn
	}
	return f.NoticeOn
}

// LegalStart gives the day from which L and P run, 0 before acceptance.
func (f *Facts) LegalStart() models.Date {
	start := f.AcceptedOn()
	if start == 0 {
		return 0
	}
	if f.Terms.StartsOn == models.FromReceived {
		start = f.Rounds[len(f.Rounds)-1].ReceivedOn
	}
	if f.KeptStart != 0 {
		start = min(start, f.KeptStart)
	}
	return start
}

// over gives the date on which the case left review, 0 while it has not.
func (f *Facts) over() models.Date {
	if f.DecidedOn != 0 {
		return f.DecidedOn
	}
	return f.EndedOn
}
