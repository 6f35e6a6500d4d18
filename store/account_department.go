package store

import (
	"context"

	"onestop.internal/models"
	"onestop.internal/policy"
)

// Departments lists the departments of a division and of all below it; they are public.
func (s *Store) Departments(ctx context.Context, region string) (out []models.Department, err error) {
	return out, s.q(ctx).Where("region BETWEEN ? AND ?", regionLow(region), regionHigh(region)).Order("id").Find(&out).Error
}

// Department reads a department within the scope, for a change.
func (tx *Tx) Department(in policy.Scope, id int64) (*models.Department, error) {
	var d models.Department
	err := tx.forChange().Scopes(accountsWithin(in, "departments.region")).Where("id = ?", id).Take(&d).Error
	return &d, found(err, "department")
}

// DepartmentExists tells whether a division has an active department with this code, itself or in the
// division above it that serves it.
func (tx *Tx) DepartmentExists(region, code string) (bool, error) {
	var all []models.Department
	err := tx.db.Where("code = ? AND active = ?", code, true).Find(&all).Error
	for _, d := range all {
		if policy.Covers(d.Region, region) {
			return true, err
		}
	}
	return false, err
}

// CreateDepartment stores a new department; Conflict with the key department.exists where the
// division has one with that code.
func (tx *Tx) CreateDepartment(d *models.Department) error {
	d.UpdatedAt, d.Version = tx.Now, 1
	err := tx.db.Create(d).Error
	if isDuplicate(err) {
		return models.E(models.Conflict, "department.exists").At("code", "department.exists")
	}
	return err
}

// SaveDepartment stores a changed department, unless it changed since it was read (Conflict).
func (tx *Tx) SaveDepartment(d *models.Department) error {
	read := d.Version
	d.Version++
	d.UpdatedAt = tx.Now
	return saveVersion(tx.db, d, read, "department")
}

// WordTaken tells whether another department of the division writes its numbers with the same 机关代字.
func (tx *Tx) WordTaken(d *models.Department) (bool, error) {
	var n int64
	err := tx.db.Model(&models.Department{}).Where("region = ? AND word = ? AND id <> ?", d.Region, d.Word, d.ID).Count(&n).Error
	return n > 0, err
}

// HasDepartment tells whether a division has a department with this code, active or not.
func (tx *Tx) HasDepartment(region, code string) (bool, error) {
	var n int64
	err := tx.db.Model(&models.Department{}).Where("region = ? AND code = ?", region, code).Count(&n).Error
	return n > 0, err
}
