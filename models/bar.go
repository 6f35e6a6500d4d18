package models

// ApplicantBar keeps an enterprise from applying for one item until a day: one year for false
// materials at application, three after a grant by fraud (行政许可法 78, 79), only for items that
// concern safety.
type ApplicantBar struct {
	ID           int64   `json:"id"`
	EnterpriseID int64   `json:"enterpriseId"`
	ItemCode     string  `json:"itemCode"`
	FromCase     int64   `json:"fromCase"`
	UntilOn      Date    `json:"untilOn"` // last day on which it may not apply
	CreatedAt    Instant `json:"createdAt"`
}
