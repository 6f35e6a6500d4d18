package models

import "strconv"

// Notice is one in-app message to a person, an enterprise or a desk. Pages write it in the reader's
// language from TextKey and Args.
type Notice struct {
	ID        int64   `json:"id"`
	ToKey     string  `json:"toKey"` // "u<user id>", "e<enterprise id>" or "q<region>:<dept>:<role>"
	OutboxID  int64   `json:"outboxId"`
	Kind      string  `json:"kind"` // of the fact that it tells of
	CaseID    int64   `json:"caseId"`
	TextKey   string  `json:"textKey"`
	Args      RawJSON `json:"args"`
	CreatedAt Instant `json:"createdAt"`
	ReadAt    Instant `json:"readAt"` // of an enterprise's or a desk's: when the first of them read it
	ReadBy    int64   `json:"readBy"`
}

// UserKey is the box of a person.
func UserKey(id int64) string { return "u" + strconv.FormatInt(id, 10) }

// EnterpriseKey is the box of an enterprise, shared by its members.
func EnterpriseKey(id int64) string { return "e" + strconv.FormatInt(id, 10) }

// DeskKey is the box of a desk: everybody with the role in the department of a division.
func DeskKey(region, dept, role string) string { return "q" + region + ":" + dept + ":" + role }

// Tell is the payload of a fact that says itself whom it is for; Args fill the text of the notice.
type Tell struct {
	To   []string       `json:"to,omitempty"` // keys of boxes
	Args map[string]any `json:"args,omitempty"`
}
