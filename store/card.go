package store

import (
	"context"

	"onestop.internal/models"
	"onestop.internal/policy"
)

// CardFilter narrows a list of cards. Zero fields do not narrow; a card that was taken back is never listed.
type CardFilter struct {
	Colour   models.CardColour
	DeptCode string
	From, To models.Date // of the violation
	BeforeID int64       // newest first
	Limit    int
}

// CardLine is one card with the case that it follows.
type CardLine struct {
	models.Card `gorm:"embedded"`
	Number      models.Text `json:"number"`
	ItemCode    string      `json:"itemCode"`
	ItemName    string      `json:"itemName"`
	Enterprise  string      `json:"enterprise"`
}

// Cards gives the cards of cases within the scope, newest first, in one statement.
func (s *Store) Cards(ctx context.Context, in policy.Scope, f CardFilter) (out []CardLine, err error) {
	db := s.q(ctx).Table("cards").Select("cards.*, cases.number, cases.item_code, cases.item_name, e.name AS enterprise").
		Joins("JOIN cases ON cases.id = cards.case_id").Joins("JOIN enterprises e ON e.id = cases.enterprise_id").
		Scopes(within(in)).Where("cards.status <> ?", models.CardVoided)
	if f.Colour != "" {
		db = db.Where("cards.colour = ?", f.Colour)
	}
	if f.DeptCode != "" {
		db = db.Where("cards.dept_code = ?", f.DeptCode)
	}
	if f.From != 0 {
		db = db.Where("cards.on_date >= ?", f.From)
	}
	if f.To != 0 {
		db = db.Where("cards.on_date <= ?", f.To)
	}
	if f.BeforeID != 0 {
		db = db.Where("cards.id < ?", f.BeforeID)
	}
	return out, db.Order("cards.id DESC").Limit(pageSize(f.Limit)).Scan(&out).Error
}
