package models

// ReadKind is what somebody of the county read.
type ReadKind string

// Kinds of reading.
const (
	ReadFile     ReadKind = "FILE"     // a material was opened or downloaded: every time
	ReadCase     ReadKind = "CASE"     // a case with its form, which names people: once a day
	ReadPreCheck ReadKind = "PRECHECK" // a draft that one was asked to look at: once a day
)

// ReadRecord says who of the county read what, when and in which post. It is kept at least 180 days, is read by the
// security auditor alone, and nobody changes it.
type ReadRecord struct {
	ID         int64    `json:"id"`
	At         Instant  `json:"at"`
	Region     string   `json:"region"` // of the reader's post
	UserID     int64    `json:"userId"`
	UserName   string   `json:"userName"`
	Role       string   `json:"role"`
	DeptCode   string   `json:"deptCode"`
	ForName    string   `json:"forName"` // the absent person whose post it is, "" for one's own
	Kind       ReadKind `json:"kind"`
	CaseID     int64    `json:"caseId"` // 0: of none
	CaseNumber string   `json:"caseNumber"`
	SubjectID  int64    `json:"subjectId"` // the file, the case or the pre-check
	Subject    string   `json:"subject"`   // the file's name, the item's
	Once       Text     `json:"-"`         // what is recorded once a day; empty where every time counts
}
