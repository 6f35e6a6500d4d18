package store

import "onestop.internal/models"

// tables are the rows that gorm reads and writes, one of each; a test compares them with the real
// schema on both dialects. Tables that are written in SQL alone stand in bareTables.
var tables = []any{
	&models.Case{}, &models.CaseParty{}, &models.Step{}, &models.Event{}, &models.ClockRow{}, &models.Alert{},
	&models.Outbox{}, &models.Delivery{}, &models.Idempotency{}, &models.Setting{}, &models.ItemVersion{}, &models.CalendarEntry{},
	&models.Paper{}, &models.Serial{}, &models.Licence{}, &models.Card{}, &models.Material{}, &models.File{}, &models.Project{}, &models.ApplicantBar{}, &models.CreditRecord{},
	&models.User{}, &models.RecoveryCode{}, &models.Grant{}, &models.Session{}, &models.LoginTry{}, &models.OneTimeLink{},
	&models.Enterprise{}, &models.Membership{}, &models.Mandate{}, &models.MandateItem{}, &models.Absence{},
	&models.Department{}, &models.PolicyRule{}, &models.AdminEvent{}, &models.DailyRoot{},
	&models.AgentProfile{}, &models.Contact{}, &models.Todo{}, &models.Note{}, &models.Message{},
	&models.RatingLink{}, &models.Rating{}, &models.Rectification{}, &models.Notice{}, &models.OpinionRequest{}, &models.PreCheck{}, &models.ReadRecord{},
}

// bareTables have no model.
var bareTables = []string{"counters", "leases", "number_blocks", "config_revs", "project_counters", "goose_db_version"}
