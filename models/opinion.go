package models

// OpinionStatus is where a request for an opinion stands.
type OpinionStatus string

// States of a request for an opinion.
const (
	OpinionOpen      OpinionStatus = "OPEN"
	OpinionAnswered  OpinionStatus = "ANSWERED"
	OpinionDeemed    OpinionStatus = "DEEMED" // silence counted as no objection; it still carries responsibility
	OpinionWithdrawn OpinionStatus = "WITHDRAWN"
)

// SilenceEffect is what it means that a department says nothing (R-PAR-05).
type SilenceEffect string

// Effects of silence.
const (
	SilenceNone   SilenceEffect = "NONE"
	SilenceDeemed SilenceEffect = "DEEMED_NO_OBJECTION" // only where a rule says so
)

// Verdict is what a department says to a case that is another's.
type Verdict string

// Verdicts.
const (
	VerdictNoObjection Verdict = "NO_OBJECTION"
	VerdictConditions  Verdict = "CONDITIONS" // no objection if the conditions are kept
	VerdictObjection   Verdict = "OBJECTION"
)

// OpinionRequest (征求意见) asks a department for its opinion on a case, within a limit of its own that
// touches no clock of the case (R-PAR-05).
type OpinionRequest struct {
	ID             int64         `json:"id"`
	CaseID         int64         `json:"caseId"`
	Region         string        `json:"region"`
	DeptCode       string        `json:"deptCode"` // who is asked
	AskerID        int64         `json:"askerId"`
	AskerDept      string        `json:"askerDept"`
	Question       string        `json:"question"`
	LimitDays      int           `json:"limitDays"` // working days
	AskedOn        Date          `json:"askedOn"`
	DueOn          Date          `json:"dueOn"`
	Provisional    bool          `json:"provisional"`
	SilenceEffect  SilenceEffect `json:"silenceEffect"`
	Rule           string        `json:"rule"` // that lets silence count as no objection
	Status         OpinionStatus `json:"status"`
	Verdict        Verdict       `json:"verdict"`
	Answer         string        `json:"answer"`
	AnsweredBy     int64         `json:"answeredBy"`
	AnsweredAt     Instant       `json:"answeredAt"`
	DeemedAt       Instant       `json:"deemedAt"` // when silence took effect: 24:00 of the due day
	WithdrawnBy    int64         `json:"withdrawnBy"`
	WithdrawnAt    Instant       `json:"withdrawnAt"`
	WithdrawReason string        `json:"withdrawReason"`
	Version        int64         `json:"version"`
	CreatedAt      Instant       `json:"createdAt"`
}

// Lapsed tells whether silence has come to mean no objection by now, marked or not yet. On a due day that is
// a guess, of a year that is not published, nobody has been silent yet (R-CAL-06).
func (o *OpinionRequest) Lapsed(now Instant) bool {
	return o.Status == OpinionOpen && o.SilenceEffect == SilenceDeemed && !o.Provisional && o.DueOn.End() <= now
}

// Fact tells a box of what became of the request on a case.
func (o *OpinionRequest) Fact(kind string, c *Case, actorID int64, to string) Outbox {
	return Outbox{
		Kind: kind, Region: c.Region, CaseID: c.ID, ActorID: actorID,
		Payload: JSONOf(Tell{To: []string{to}, Args: map[string]any{
			"number": c.Number, "item": c.ItemCode, "dept": o.DeptCode, "due": o.DueOn, "verdict": o.Verdict,
		}}),
	}
}

// Deem marks that silence has counted as no objection since the end of the due day.
func (o *OpinionRequest) Deem() {
	o.Status, o.Verdict, o.DeemedAt = OpinionDeemed, VerdictNoObjection, o.DueOn.End()
}
