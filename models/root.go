package models

// DailyRoot is one hash over the heads of all journals that moved on a Shanghai day, chained to the day
// before: who keeps it elsewhere can tell later whether any journal was rewritten.
type DailyRoot struct {
	OnDate    Date    `json:"on" gorm:"primaryKey"`
	Heads     int     `json:"heads"`
	Root      Bytes   `json:"root"`
	PrevRoot  Bytes   `json:"prevRoot"`
	Algo      string  `json:"algo"`
	CreatedAt Instant `json:"createdAt"`
}
