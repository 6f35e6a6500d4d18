package accounts

import (
	"context"

	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/store"
)

// ReviewBody is where a department's decisions may be taken to reconsideration, and by which article.
type ReviewBody struct {
	Body  string `json:"body"`
	Basis string `json:"basis"`
}

// DepartmentInput is what a county sets for a department. Version is that of the copy looked at; 0
// makes a new department.
type DepartmentInput struct {
	Version         int64        `json:"version"`
	Region          string       `json:"region"` // of a new department
	Code            string       `json:"code"`   // of a new department
	NameZh          string       `json:"nameZh"`
	NameEn          string       `json:"nameEn"`
	BodyType        string       `json:"bodyType"`
	ActsInNameOf    string       `json:"actsInNameOf"`
	Reconsideration []ReviewBody `json:"reconsideration"`
	Word            string       `json:"word"`
	Hall            string       `json:"hall"`
	WindowNo        string       `json:"windowNo"`
	Hours           string       `json:"hours"`
	Address         string       `json:"address"`
	Phone           string       `json:"phone"`
	Active          bool         `json:"active"`
}

// Departments lists the departments of a division; "" for the county's. They are public.
func (s *Service) Departments(ctx context.Context, region string) ([]models.Department, error) {
	if region == "" {
		region = s.settings().Region
	}
	return s.Store.Departments(ctx, region)
}

// fill checks in and puts it into d.
func (in DepartmentInput) fill(bad *models.Error, d *models.Department) {
	d.NameZh = text(bad, "nameZh", in.NameZh, true, 100)
	d.NameEn = text(bad, "nameEn", in.NameEn, true, 200)
	d.BodyType = text(bad, "bodyType", in.BodyType, true, 24)
	d.ActsInNameOf = text(bad, "actsInNameOf", in.ActsInNameOf, false, 24)
	d.Word = text(bad, "word", in.Word, true, 12)
	d.Hall = text(bad, "hall", in.Hall, false, 200)
	d.WindowNo = text(bad, "windowNo", in.WindowNo, false, 60)
	d.Hours = text(bad, "hours", in.Hours, false, 200)
	d.Address = text(bad, "address", in.Address, false, 300)
	d.Phone = phone(bad, "phone", in.Phone, false)
	d.Active, d.Origin, d.Reconsideration = in.Active, "county", nil
	if len(in.Reconsideration) > 8 {
		bad.At("reconsideration", "field.too_long")
	}
	for i := range in.Reconsideration {
		b := &in.Reconsideration[i]
		b.Body = text(bad, "reconsideration.body", b.Body, true, 100)
		b.Basis = text(bad, "reconsideration.basis", b.Basis, true, 200)
	}
	in.checkActs(bad)
	if len(in.Reconsideration) > 0 {
		d.Reconsideration = models.JSONOf(in.Reconsideration)
	}
}

// checkActs: what is done in the name of the government or of the municipal bureau goes to the municipal government
// and to no other body (行政复议法 24(1)(2), R-RGT-01).
func (in DepartmentInput) checkActs(bad *models.Error) {
	switch in.ActsInNameOf {
	case "", "SELF", "PARENT_DEPARTMENT":
	case "COUNTY_GOV", "CITY_BUREAU":
		for _, b := range in.Reconsideration {
			if b.Body != "CITY_GOV" {
				bad.At("reconsideration.body", "department.body_of_acts")
				return
			}
		}
	default:
		bad.At("actsInNameOf", "field.choice")
	}
}

// CreateDepartment makes a department of the actor's division.
func (s *Service) CreateDepartment(ctx context.Context, a policy.Actor, in DepartmentInput) (out *models.Department, err error) {
	if _, err := s.may(a, DepartmentEdit); err != nil {
		return nil, err
	}
	bad := models.E(models.Invalid, "department.invalid")
	row := models.Department{Region: in.Region, Code: text(bad, "code", in.Code, true, 16), UpdatedBy: a.UserID}
	region(bad, in.Region, a.Region)
	in.fill(bad, &row)
	if err := bad.OrNil(); err != nil {
		return nil, err
	}
	return out, s.Store.InTx(ctx, func(tx *store.Tx) error {
		d := row // the function may run again
		out = &d
		if err := tx.CreateDepartment(&d); err != nil {
			return err
		}
		if err := wordFree(tx, &d); err != nil {
			return err
		}
		return s.departmentDone(ctx, tx, a, "department.create", nil, &d)
	})
}

// EditDepartment changes a department of the actor's division. Code and division never change.
func (s *Service) EditDepartment(ctx context.Context, a policy.Actor, id int64, in DepartmentInput) (out *models.Department, err error) {
	scope, err := s.may(a, DepartmentEdit)
	if err != nil {
		return nil, err
	}
	bad := models.E(models.Invalid, "department.invalid")
	in.fill(bad, &models.Department{})
	if err := bad.OrNil(); err != nil {
		return nil, err
	}
	return out, s.Store.InTx(ctx, func(tx *store.Tx) error {
		d, err := tx.Department(scope, id)
		if err != nil {
			return err
		}
		before := *d
		if d.Version != in.Version {
			return models.E(models.Conflict, "department.changed_meanwhile")
		}
		in.fill(bad, d)
		d.UpdatedBy = a.UserID
		if err := wordFree(tx, d); err != nil {
			return err
		}
		if err := tx.SaveDepartment(d); err != nil {
			return err
		}
		out = d
		return s.departmentDone(ctx, tx, a, "department.edit", before, d)
	})
}

// wordFree refuses a 机关代字 that another department of the division has: their papers would bear the same numbers.
func wordFree(tx *store.Tx, d *models.Department) error {
	taken, err := tx.WordTaken(d)
	if err != nil || !taken {
		return err
	}
	return models.E(models.Invalid, "department.invalid").At("word", "department.word_taken")
}

// departmentDone writes the journal and moves the revision of the configuration.
func (s *Service) departmentDone(ctx context.Context, tx *store.Tx, a policy.Actor, name string, before any, d *models.Department) error {
	if _, err := tx.BumpConfig(); err != nil {
		return err
	}
	return note(ctx, tx, a, act{action: name, kind: "department", id: d.ID, region: d.Region, before: before, after: d})
}

// SeedDepartments stores the departments of the catalogue that a division does not have yet; those it
// has stay as the county set them.
func (s *Service) SeedDepartments(ctx context.Context, all []models.Department) error {
	return s.Store.InTx(ctx, func(tx *store.Tx) error {
		for i := range all {
			d := all[i]
			there, err := tx.HasDepartment(d.Region, d.Code)
			if err != nil {
				return err
			}
			if there {
				continue
			}
			d.ID, d.Origin, d.Active = 0, "default", true
			if err := tx.CreateDepartment(&d); err != nil {
				return err
			}
		}
		_, err := tx.BumpConfig()
		return err
	})
}
