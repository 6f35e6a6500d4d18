package store

import (
	"gorm.io/gorm/clause"

	"onestop.internal/models"
)

// CountTries applies f to the count of each key, in key order so that two transactions never wait for
// one another crosswise, and stores it unless f refuses.
func (tx *Tx) CountTries(keys []string, f func(*models.LoginTry) error) error {
	for _, key := range keys {
		var rows []models.LoginTry
		if err := tx.forChange().Where("try_key = ?", key).Limit(1).Find(&rows).Error; err != nil {
			return err
		}
		t := models.LoginTry{TryKey: key}
		if len(rows) == 1 {
			t = rows[0]
		}
		if err := f(&t); err != nil {
			return err
		}
		t.LastAt = tx.Now
		if err := tx.putTry(&t, len(rows) == 1); err != nil {
			return err
		}
	}
	return nil
}

// putTry stores a count; where another transaction began the row first, the whole is run again.
func (tx *Tx) putTry(t *models.LoginTry, there bool) error {
	if there {
		return tx.db.Clauses(clause.OnConflict{UpdateAll: true}).Create(t).Error
	}
	err := tx.db.Create(t).Error
	if isDuplicate(err) {
		return errRunAgain
	}
	return err
}

// ForgetTries clears the counts of these keys.
func (tx *Tx) ForgetTries(keys ...string) error {
	return tx.db.Where("try_key IN ?", keys).Delete(&models.LoginTry{}).Error
}
