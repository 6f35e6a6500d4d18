package models

// Outbox is a fact that was committed with the change it tells of: the live stream reads it by id,
// handlers get it at least once.
type Outbox struct {
	ID        int64   `json:"id"`
	Kind      string  `json:"kind"` // case.moved, step.moved, notice.new, alert.fired, catalogue.published …
	Region    string  `json:"region"`
	CaseID    int64   `json:"caseId"`
	ActorID   int64   `json:"actorId"`
	Payload   RawJSON `json:"payload"`
	CreatedAt Instant `json:"createdAt"`
}

// TableName names the outbox.
func (Outbox) TableName() string { return "outbox" }

// Delivery is one handler's copy of an outbox row.
type Delivery struct {
	OutboxID   int64
	Handler    string
	LeaseUntil Instant
	LeaseBy    string
	Tries      int
	LastError  string
	DoneAt     Instant
}

// Idempotency keeps the first answer to a keyed request for seven days.
type Idempotency struct {
	ActorID   int64
	Route     string
	Key       string `gorm:"column:idem_key"`
	BodyHash  Bytes
	Status    int
	Answer    RawJSON
	CreatedAt Instant
}

// TableName names the table of kept answers.
func (Idempotency) TableName() string { return "idempotency" }

// Setting is one county setting; the revision of all of them moves with each change.
type Setting struct {
	Key       string  `gorm:"column:setting_key" json:"key"`
	Value     RawJSON `gorm:"column:setting_value" json:"value"`
	UpdatedAt Instant `json:"updatedAt" gorm:"autoUpdateTime:false"`
	UpdatedBy int64   `json:"updatedBy"`
}

// ItemVersion is one version of a service item, immutable once published.
type ItemVersion struct {
	ID          int64   `json:"id"`
	ItemCode    string  `json:"itemCode"`
	VersionNo   int     `json:"versionNo"`
	Status      string  `json:"status"` // PROPOSED, DRAFT, PUBLISHED, WITHDRAWN, REJECTED
	InForceFrom Date    `json:"inForceFrom"`
	Body        RawJSON `json:"body"`
	Form        RawJSON `json:"form"`
	Hash        Bytes   `json:"hash"`
	Origin      string  `json:"origin"` // file (the program's), admin
	BasedOn     int64   `json:"basedOn"`
	Note        string  `json:"note"`
	CreatedBy   int64   `json:"createdBy"`
	CreatedAt   Instant `json:"createdAt"`
	PublishedBy int64   `json:"publishedBy"`
	PublishedAt Instant `json:"publishedAt"`
}

// Version states of an item.
const (
	VersionProposed  = "PROPOSED"
	VersionDraft     = "DRAFT"
	VersionPublished = "PUBLISHED"
	VersionWithdrawn = "WITHDRAWN"
	VersionRejected  = "REJECTED" // a proposal of the program's files that was dealt with
)

// CalendarEntry is one imported notice or one local day: what changes the built-in calendar.
type CalendarEntry struct {
	ID        int64   `json:"id"`
	Kind      string  `json:"kind"` // NOTICE, LOCAL
	Year      int     `json:"year"`
	DocNo     string  `json:"docNo"`
	Body      RawJSON `json:"body"`
	Status    string  `json:"status"` // DRAFT, APPLIED, REVOKED
	Rev       int64   `json:"rev"`    // the revision that it made
	CreatedBy int64   `json:"createdBy"`
	CreatedAt Instant `json:"createdAt"`
	AppliedAt Instant `json:"appliedAt"`
}
