package cases

import (
	"context"

	"onestop.internal/models"
	"onestop.internal/policy"
)

// writeMaterial is the action of handing in and taking back files.
const writeMaterial policy.Action = "material:write"

// TakesMaterials tells whether files may be added to a case now: a draft, a correction, or a gap.
func TakesMaterials(c *models.Case) bool {
	switch c.Status {
	case models.Draft, models.CorrectionRequired, models.InfoIncomplete:
		return true
	}
	return c.Tolerant && c.GapClosedOn == 0 && c.InReview()
}

// AttachFile makes a file the newest version of a material. The file is the answer that is kept where the
// request has a key.
func (s *Service) AttachFile(ctx context.Context, a policy.Actor, caseID int64, code string, f *models.File) error {
	_, err := s.do(ctx, a, writeMaterial, caseID, 0, func(w *work) error {
		m, err := w.openMaterial(code)
		if err != nil {
			return err
		}
		files, err := w.tx.Files(caseID)
		if err != nil {
			return err
		}
		if f.ReusedFrom != 0 && f.EnterpriseID != w.c.EnterpriseID { // an agent sees the files of all its clients
			return models.E(models.NotFound, "file.not_found")
		}
		f.ID, f.CaseID, f.EnterpriseID, f.MaterialID, f.Round, f.VersionNo = 0, caseID, w.c.EnterpriseID, m.ID, w.c.Round, 1
		for _, old := range files {
			if old.MaterialID == m.ID {
				f.VersionNo = max(f.VersionNo, old.VersionNo+1)
			}
		}
		if err := w.tx.CreateFile(f); err != nil {
			return err
		}
		if err := w.tx.Answer(f); err != nil {
			return err
		}
		if m.State != models.MaterialPromised || w.c.InReview() {
			m.State = models.MaterialHandedIn
		}
		if err := w.tx.SaveMaterial(m); err != nil {
			return err
		}
		if w.c.Status == models.Draft {
			return nil
		}
		return w.note(codeMaterial, "hand_in", 0, "", Payload{Material: code})
	})
	return err
}

// openMaterial gives a material to which a file may be added now.
func (w *work) openMaterial(code string) (*models.Material, error) {
	if !TakesMaterials(w.c) {
		return nil, models.E(models.Illegal, "case.not_editable").With("status", string(w.c.Status))
	}
	mats, err := w.materials()
	if err != nil {
		return nil, err
	}
	m := materialOf(mats, code)
	if m == nil {
		return nil, models.E(models.NotFound, "material.not_found")
	}
	if w.c.InReview() && m.State != models.MaterialPromised && m.State != models.MaterialHandedIn {
		return nil, models.E(models.Illegal, "material.not_open")
	}
	return m, nil
}

// DetachFile takes a file off its material; the row stays with the date.
func (s *Service) DetachFile(ctx context.Context, a policy.Actor, caseID, fileID int64) error {
	_, err := s.do(ctx, a, writeMaterial, caseID, 0, func(w *work) error {
		if !TakesMaterials(w.c) {
			return models.E(models.Illegal, "case.not_editable").With("status", string(w.c.Status))
		}
		files, err := w.tx.Files(caseID)
		if err != nil {
			return err
		}
		return w.detach(files, fileID)
	})
	return err
}

func (w *work) detach(files []models.File, fileID int64) error {
	var gone *models.File
	left := 0
	for i := range files {
		if files[i].ID == fileID {
			gone = &files[i]
		}
	}
	if gone == nil || gone.Round != w.c.Round {
		return models.E(models.NotFound, "file.not_found")
	}
	for _, f := range files {
		if f.MaterialID == gone.MaterialID && f.ID != gone.ID {
			left++
		}
	}
	gone.RemovedAt = w.tx.Now
	if err := w.tx.SaveFile(gone); err != nil {
		return err
	}
	mats, err := w.materials()
	if err != nil {
		return err
	}
	for i := range mats {
		if m := &mats[i]; m.ID == gone.MaterialID && left == 0 && m.State == models.MaterialHandedIn {
			m.State = models.MaterialMissing
			return w.tx.SaveMaterial(m)
		}
	}
	return nil
}
