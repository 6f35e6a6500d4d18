package models

// RatingLevel is one of the five levels of the good-bad rating (好差评, R-EVAL-01).
type RatingLevel int

// Levels; the last two are a bad rating (差评).
const (
	VeryDissatisfied RatingLevel = 1 // 非常不满意
	Dissatisfied     RatingLevel = 2 // 不满意
	BasicallyGood    RatingLevel = 3 // 基本满意
	Satisfactory     RatingLevel = 4 // 满意
	VerySatisfied    RatingLevel = 5 // 非常满意
)

// Valid tells whether l is one of the five.
func (l RatingLevel) Valid() bool { return l >= VeryDissatisfied && l <= VerySatisfied }

// Bad tells whether l is a 差评.
func (l RatingLevel) Bad() bool { return l == VeryDissatisfied || l == Dissatisfied }

// Score gives the points of a level: 100, 80, 60, 30, 0 for 5 … 1 (FLOWS §9).
func (l RatingLevel) Score() int {
	if !l.Valid() {
		return 0
	}
	return [...]int{0, 30, 60, 80, 100}[l-1]
}

// Rateable tells whether the case has come to a result that its applicant may rate, and on which day.
func (c *Case) Rateable() (on Date, ok bool) {
	switch c.Status {
	case Delivered, NotAccepted, NotRequired, Returned, Filed, Updated, Confirmed, Done, Terminated:
		for _, d := range []Date{c.DeliveredOn, c.EndedOn, c.DecidedOn, c.ReceivedOn} {
			if d != 0 {
				return d, true
			}
		}
	}
	return 0, false
}

// RatingLink invites the applicant of a case to rate it once. The rows are what participation is
// counted against; the token itself is not stored.
type RatingLink struct {
	CaseID    int64   `json:"caseId" gorm:"primaryKey;autoIncrement:false"`
	Region    string  `json:"region"`
	DeptCode  string  `json:"deptCode"`
	OnDate    Date    `json:"onDate"`
	TokenHash Bytes   `json:"-"` // SHA-256; a newer token replaces it
	IssuedAt  Instant `json:"issuedAt"`
	CreatedAt Instant `json:"createdAt"`
}

// Rating is what the applicant of a case thought of it: once a case, locked as it is handed in.
type Rating struct {
	ID           int64       `json:"id"`
	CaseID       int64       `json:"caseId"`
	Region       string      `json:"region"`
	DeptCode     string      `json:"deptCode"`
	ItemCode     string      `json:"itemCode"`
	EnterpriseID int64       `json:"-"`
	Level        RatingLevel `json:"level"`
	Comment      string      `json:"comment"`
	Anonymous    bool        `json:"anonymous"`
	RaterID      int64       `json:"-"`       // 0 where anonymous, or by link
	Via          string      `json:"via"`     // LINK, LOGIN
	Counted      bool        `json:"counted"` // false once found mistaken or malicious
	OnDate       Date        `json:"onDate"`
	LockedAt     Instant     `json:"lockedAt"`
}

// RectifyStatus is where the rectification of a bad rating stands (FLOWS §9).
type RectifyStatus string

// States of a rectification.
const (
	RectifyOpen       RectifyStatus = "OPEN"
	RectifyStarted    RectifyStatus = "STARTED"
	RectifyClassified RectifyStatus = "CLASSIFIED"
	RectifyReplied    RectifyStatus = "REPLIED"
	RectifyClosed     RectifyStatus = "CLOSED"
)

// RatingClass is what a call-back found of a bad rating.
type RatingClass string

// Classes (R-EVAL-02).
const (
	ClassClear     RatingClass = "CLEAR"     // 清楚合理: fixed at once
	ClassComplex   RatingClass = "COMPLEX"   // explained, on the ledger, with a longer limit
	ClassNoGround  RatingClass = "NO_GROUND" // explained
	ClassMalicious RatingClass = "MALICIOUS" // 误评恶意: not counted; two persons
)

// Rectification is the work that a bad rating opens, with its own clock (R-EVAL-02, 03).
type Rectification struct {
	ID            int64         `json:"id"`
	RatingID      int64         `json:"ratingId"`
	CaseID        int64         `json:"caseId"`
	Region        string        `json:"region"`
	DeptCode      string        `json:"deptCode"`
	Status        RectifyStatus `json:"status"`
	OpenedOn      Date          `json:"openedOn"`
	StartDue      Date          `json:"startDue"`
	DueOn         Date          `json:"dueOn"`
	Provisional   bool          `json:"provisional"`
	StartedOn     Date          `json:"startedOn"`
	OwnerID       int64         `json:"ownerId"` // 谁办理、谁负责
	CalledAt      Instant       `json:"calledAt"`
	CalledBy      int64         `json:"calledBy"`
	CallNote      string        `json:"callNote"`
	Class         RatingClass   `json:"class"`
	ClassReason   string        `json:"classReason"`
	ClassifiedBy  int64         `json:"classifiedBy"`
	SecondID      int64         `json:"secondId"`
	Reply         string        `json:"reply"`
	RepliedBy     int64         `json:"repliedBy"`
	RepliedOn     Date          `json:"repliedOn"`
	SecondLevel   RatingLevel   `json:"secondLevel"`
	SecondComment string        `json:"secondComment"`
	SecondAt      Instant       `json:"secondAt"`
	Rounds        int           `json:"rounds"` // replies that were given
	ClosedBy      int64         `json:"closedBy"`
	ClosedOn      Date          `json:"closedOn"`
	CloseNote     string        `json:"closeNote"`
	Version       int64         `json:"version"`
	CreatedAt     Instant       `json:"createdAt"`
}

// Late tells whether a step of the work is past its day: not started, or not answered.
func (r *Rectification) Late(on Date) bool {
	switch r.Status {
	case RectifyOpen:
		return on > r.StartDue
	case RectifyStarted, RectifyClassified:
		return on > r.DueOn
	}
	return false
}
