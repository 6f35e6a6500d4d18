package models

// AgentProfile is a person's place in the pool of agents (帮办代办员).
type AgentProfile struct {
	UserID    int64   `json:"userId" gorm:"primaryKey;autoIncrement:false"`
	Region    string  `json:"region"` // the division that the agent serves, with all below it
	Skills    RawJSON `json:"skills"` // []string: stages or item codes; none: no speciality
	MaxLoad   int     `json:"maxLoad"`
	Active    bool    `json:"active"`
	NoAuto    bool    `json:"noAuto"` // assigned by hand only
	Note      string  `json:"note"`
	UpdatedBy int64   `json:"updatedBy"`
	UpdatedAt Instant `json:"updatedAt" gorm:"autoUpdateTime:false"`
	Version   int64   `json:"version"`
}

// Skill gives how well the agent knows an item: 2 for the item itself, 1 for its stage, 0 for neither.
func (p *AgentProfile) Skill(item, stage string) int {
	var skills []string
	_ = p.Skills.Into(&skills) // written by us
	best := 0
	for _, s := range skills {
		switch s {
		case "":
		case item:
			return 2
		case stage:
			best = 1
		}
	}
	return best
}

// ContactKind is by which way an agent and a client spoke.
type ContactKind string

// Kinds of contact.
const (
	ContactCall    ContactKind = "CALL"
	ContactVisit   ContactKind = "VISIT"
	ContactMeeting ContactKind = "MEETING"
	ContactOther   ContactKind = "OTHER"
)

// Contact is one line of an agent's log of calls and visits. A promise made in it becomes a Todo.
type Contact struct {
	ID           int64       `json:"id"`
	AgentID      int64       `json:"agentId"`
	EnterpriseID int64       `json:"enterpriseId"`
	ProjectID    int64       `json:"projectId"`
	CaseID       int64       `json:"caseId"`
	Kind         ContactKind `json:"kind"`
	HappenedAt   Instant     `json:"happenedAt"`
	WithWhom     string      `json:"withWhom"`
	Summary      string      `json:"summary"`
	Promise      string      `json:"promise"` // what was promised
	NextOn       Date        `json:"nextOn"`  // by when, or when to speak again
	CreatedAt    Instant     `json:"createdAt"`
}

// Kinds of todo.
const (
	TodoOwn          = "OWN"           // the agent's own
	TodoPromise      = "PROMISE"       // promised in a contact
	TodoNextContact  = "NEXT_CONTACT"  // the next contact that was agreed
	TodoFirstContact = "FIRST_CONTACT" // of a new assignment, within one working day (FLOWS §1.2)
)

// Todo is a dated task of an agent. Its status is OPEN, DONE or CANCELLED.
type Todo struct {
	ID           int64   `json:"id"`
	OwnerID      int64   `json:"ownerId"`
	Kind         string  `json:"kind"`
	EnterpriseID int64   `json:"enterpriseId"`
	ProjectID    int64   `json:"projectId"`
	CaseID       int64   `json:"caseId"`
	ContactID    int64   `json:"contactId"`
	Title        string  `json:"title"`
	DueOn        Date    `json:"dueOn"`
	Status       Status  `json:"status"`
	DoneAt       Instant `json:"doneAt"`
	DoneNote     string  `json:"doneNote"`
	CreatedBy    int64   `json:"createdBy"`
	CreatedAt    Instant `json:"createdAt"`
	Version      int64   `json:"version"`
}

// Note is a remark on a case, internal to agents and staff or shown to the enterprise.
type Note struct {
	ID         int64   `json:"id"`
	CaseID     int64   `json:"caseId"`
	AuthorID   int64   `json:"authorId"`
	AuthorName string  `json:"authorName"`
	AuthorRole string  `json:"authorRole"`
	Shown      bool    `json:"shown"` // to the enterprise
	Body       string  `json:"body"`
	CreatedAt  Instant `json:"createdAt"`
}

// Side is who speaks in the thread of a case.
type Side string

// Sides of a thread.
const (
	SideEnterprise Side = "ENTERPRISE"
	SideAgent      Side = "AGENT"
	SideStaff      Side = "STAFF"
)

// Message is one line of the questions thread of a case, seen by all who see the case.
type Message struct {
	ID         int64   `json:"id"`
	CaseID     int64   `json:"caseId"`
	AuthorID   int64   `json:"authorId"`
	AuthorName string  `json:"authorName"`
	AuthorRole string  `json:"authorRole"`
	ActingFor  string  `json:"actingFor"`
	Side       Side    `json:"side"`
	ReplyTo    int64   `json:"replyTo"` // a message of the same case; 0 for a new question
	Body       string  `json:"body"`
	CreatedAt  Instant `json:"createdAt"`
}
