package models

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
