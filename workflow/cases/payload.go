package cases

import "onestop.internal/models"

// Payload is what an event says beyond its columns; each kind of event fills what is its own. It is
// what the clocks are folded from, so a field is never renamed once events hold it.
type Payload struct {
	Round         int                `json:"round,omitempty"`
	Round1        string             `json:"round1,omitempty"` // the county's reading of the acceptance date then (R-CLK-16)
	Defects       []Defect           `json:"defects,omitempty"`
	NewDefect     bool               `json:"newDefect,omitempty"`
	Merged        bool               `json:"merged,omitempty"` // told in the one notice of the set
	Parts         []int64            `json:"parts,omitempty"`  // of a set, accepted in one act
	CompetentBody string             `json:"competentBody,omitempty"`
	Evidence      string             `json:"evidence,omitempty"`
	Ground        string             `json:"ground,omitempty"`
	Missing       []string           `json:"missing,omitempty"`
	Material      string             `json:"material,omitempty"`
	GapDue        models.Date        `json:"gapDue,omitempty"`
	PauseSeq      int64              `json:"pauseSeq,omitempty"` // of the event that began the pause
	Reason        models.PauseReason `json:"pauseReason,omitempty"`
	From          models.Date        `json:"pauseFrom,omitempty"`
	PlannedEnd    models.Date        `json:"plannedEnd,omitempty"`
	End           models.Date        `json:"end,omitempty"`
	Cap           *models.Limit      `json:"cap,omitempty"`
	Basis         string             `json:"basis,omitempty"`
	Waived        bool               `json:"waived,omitempty"`
	Confirmed     bool               `json:"confirmed,omitempty"`
	ChairID       int64              `json:"chairId,omitempty"`
	RequestedOn   models.Date        `json:"requestedOn,omitempty"` // of a hearing
	CapOverrun    bool               `json:"capOverrun,omitempty"`
	Extend        *models.Limit      `json:"extend,omitempty"`
	OldDue        models.Date        `json:"oldDue,omitempty"`
	NewDue        models.Date        `json:"newDue,omitempty"`
	Moved         []DueMove          `json:"moved,omitempty"` // what a revision of the calendar moved
	Decision      *Decision          `json:"decision,omitempty"`
	Delivery      *Delivery          `json:"delivery,omitempty"`
	Answer        *AnswerInput       `json:"answer,omitempty"`
	Order         *OrderInput        `json:"order,omitempty"`
	LicenceID     int64              `json:"licenceId,omitempty"`
	CreditID      int64              `json:"creditId,omitempty"` // of the record of a broken promise
	PaperID       int64              `json:"paperId,omitempty"`  // that was signed for
	Step          *StepChange        `json:"step,omitempty"`
	NewLegalAt    models.Instant     `json:"newLegalAt,omitempty"` // of a correction of an earlier event's date
	Counter       *CounterNote       `json:"counter,omitempty"`    // who brought it to the counter, and what paper
	Hearing       *HearingNote       `json:"hearing,omitempty"`    // of a hearing, at one of its stages
	Late          *LateNote          `json:"late,omitempty"`       // of a late record or a correction: what it rests on
	CalendarRev   int64              `json:"calendarRev,omitempty"`
	OldVersion    int64              `json:"oldVersion,omitempty"` // migration to another item version
	NewVersion    int64              `json:"newVersion,omitempty"`
	Mapping       map[string]string  `json:"mapping,omitempty"`     // of its materials, old code to new
	ProjectCode   string             `json:"projectCode,omitempty"` // that a filing or an approval brought with it
	AgentID       int64              `json:"agentId,omitempty"`
	OldAgentID    int64              `json:"oldAgentId,omitempty"` // who helped before
	To            []string           `json:"to,omitempty"`         // recipients of a copy or reminder
}

// DueMove is the due date of one clock that a revision of the calendar moved; 0 is none.
type DueMove struct {
	Clock models.ClockKind `json:"clock"`
	Old   models.Date      `json:"old"`
	New   models.Date      `json:"new"`
}

// StepChange says what happened to a step.
type StepChange struct {
	Code     string           `json:"code"`
	From     models.StepState `json:"from"`
	To       models.StepState `json:"to"`
	Holder   string           `json:"holder,omitempty"`
	HolderID int64            `json:"holderId,omitempty"` // to whom it was handed over
	Result   string           `json:"result,omitempty"`
}

func (p Payload) raw() models.RawJSON {
	b := models.JSONOf(p)
	if string(b) == "{}" {
		return nil
	}
	return b
}
