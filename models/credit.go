package models

// CreditKind is how a promise was broken.
type CreditKind string

// Kinds of broken promises.
const (
	BrokenGap    CreditKind = "GAP"           // 容缺: what was promised did not come, the case was terminated (T10; R-TOL-01)
	FalsePromise CreditKind = "FALSE_PROMISE" // 告知承诺: the check found it false (R-COM-01, R-COM-02)
)

// CreditRecord (信用记录) says that an enterprise broke a promise in a case. While one stands, nothing of the
// enterprise is accepted with a gap (R-TOL-01); it stands until it is repaired (信用修复), and is never deleted.
type CreditRecord struct {
	ID           int64      `json:"id"`
	EnterpriseID int64      `json:"enterpriseId"`
	CaseID       int64      `json:"caseId"`
	Kind         CreditKind `json:"kind"`
	CaseNumber   string     `json:"caseNumber"`
	ItemCode     string     `json:"itemCode"`
	ItemName     string     `json:"itemName"`
	DeptCode     string     `json:"deptCode"` // the department that recorded it, and repairs it
	BrokenAt     Instant    `json:"brokenAt"` // when it was broken, or found false
	Reason       string     `json:"reason"`
	RepairedAt   Instant    `json:"repairedAt"` // 0: it stands
	RepairedBy   int64      `json:"repairedBy"`
	SecondID     int64      `json:"secondId"`
	RepairReason string     `json:"repairReason"`
	CreatedAt    Instant    `json:"createdAt"`
}

// Stands tells whether the record was not repaired.
func (r *CreditRecord) Stands() bool { return r.RepairedAt == 0 }
