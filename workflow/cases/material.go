package cases

import (
	"context"
	"slices"

	"onestop.internal/models"
	"onestop.internal/policy"
)

// writeMaterial is the action of handing in and taking back files.
const writeMaterial policy.Action = "material:write"

// Verbs of files that came after the submission: what the applicant handed in, and the scan of what came on paper.
const (
	handIn = "hand_in"
	scan   = "scan"
)

// filledIn tells whether a case is still with its applicant: a draft or a correction.
func filledIn(c *models.Case) bool {
	return c.Status == models.Draft || c.Status == models.CorrectionRequired || c.Status == models.InfoIncomplete
}

// TakesFiles tells whether files may be added to a material now: in a draft and a correction to each, in the
// review to what was promised (容缺) and to what was asked for (补充材料).
func TakesFiles(c *models.Case, m *models.Material) bool {
	if filledIn(c) || !c.InReview() {
		return filledIn(c)
	}
	switch m.State {
	case models.MaterialAsked, models.MaterialSupplied:
		return true
	case models.MaterialPromised, models.MaterialHandedIn:
		return c.Tolerant && c.GapClosedOn == 0
	case models.MaterialDefective: // what came for the promise was not good enough
		return m.MayFollow && c.Tolerant && c.GapClosedOn == 0
	}
	return false
}

// AttachFile makes a file the newest version of a material. The file is the answer that is kept where the
// request has a key.
func (s *Service) AttachFile(ctx context.Context, a policy.Actor, caseID int64, code string, f *models.File) error {
	_, err := s.do(ctx, a, writeMaterial, caseID, 0, func(w *work) error {
		m, err := w.openMaterial(code)
		if err != nil {
			return err
		}
		if a.IsStaff() { // a clerk does not scan what is his own
			if _, err := counterClient(w.tx, a, w.c.EnterpriseID); err != nil {
				return err
			}
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
		if a.IsStaff() {
			return w.note(codeScan, scan, 0, "", Payload{Material: code})
		}
		m.State = withFile(w.c, m.State)
		if err := w.tx.SaveMaterial(m); err != nil {
			return err
		}
		if w.c.Status == models.Draft {
			return nil
		}
		if err := w.note(codeMaterial, handIn, 0, "", Payload{Material: code}); err != nil {
			return err
		}
		w.suppliedSoFar()
		return nil
	})
	return err
}

// withFile is the state of a material to which a file came.
func withFile(c *models.Case, was string) string {
	switch {
	case was == models.MaterialPromised && !c.InReview():
		return was
	case was == models.MaterialAsked || was == models.MaterialSupplied:
		return models.MaterialSupplied
	}
	return models.MaterialHandedIn
}

// openMaterial gives a material to which a file may be added now.
func (w *work) openMaterial(code string) (*models.Material, error) {
	mats, err := w.materials()
	if err != nil {
		return nil, err
	}
	m := materialOf(mats, code)
	if m == nil {
		return nil, models.E(models.NotFound, "material.not_found")
	}
	return m, Open(w.actor, w.c, m)
}

// Open refuses a material to which the actor may add no file now. The applicant adds what he hands in; a
// clerk the scan of what came on paper, at any time, which changes nothing else.
func Open(a policy.Actor, c *models.Case, m *models.Material) error {
	if a.IsStaff() {
		if c.Source == models.SourceCounter && m.PaperForm != "" {
			return nil
		}
		return models.E(models.Illegal, "material.not_on_paper")
	}
	switch {
	case TakesFiles(c, m):
		return nil
	case c.InReview():
		return models.E(models.Illegal, "material.not_open")
	}
	return models.E(models.Illegal, "case.not_editable").With("status", string(c.Status))
}

// DetachFile takes a file off its material; the row stays with the date. Of an accepted case only what was promised
// may be taken back before it is checked; what was asked for stays once it is there, a newer version stands beside it.
func (s *Service) DetachFile(ctx context.Context, a policy.Actor, caseID, fileID int64) error {
	_, err := s.do(ctx, a, writeMaterial, caseID, 0, func(w *work) error {
		if a.IsStaff() { // a scan is followed by a better one, never taken away
			return models.E(models.Illegal, "material.not_on_paper")
		}
		files, err := w.tx.Files(caseID)
		if err != nil {
			return err
		}
		at := slices.IndexFunc(files, func(f models.File) bool { return f.ID == fileID })
		if at < 0 || files[at].Round != w.c.Round {
			return models.E(models.NotFound, "file.not_found")
		}
		m, err := w.loosened(files[at].MaterialID)
		if err != nil {
			return err
		}
		return w.detach(m, &files[at], files)
	})
	return err
}

// loosened gives the material of a file that may be taken off now.
func (w *work) loosened(materialID int64) (*models.Material, error) {
	mats, err := w.materials()
	if err != nil {
		return nil, err
	}
	for i := range mats {
		if m := &mats[i]; m.ID == materialID && TakesFiles(w.c, m) && m.State != models.MaterialAsked && m.State != models.MaterialSupplied {
			return m, nil
		}
	}
	return nil, models.E(models.Illegal, "case.not_editable").With("status", string(w.c.Status))
}

func (w *work) detach(m *models.Material, gone *models.File, files []models.File) error {
	gone.RemovedAt = w.tx.Now
	if err := w.tx.SaveFile(gone); err != nil {
		return err
	}
	left := slices.ContainsFunc(files, func(f models.File) bool { return f.MaterialID == m.ID && f.ID != gone.ID })
	if left || m.PaperForm != "" || m.State != models.MaterialHandedIn {
		return nil // another file, or the paper itself, is still there
	}
	m.State = models.MaterialMissing
	if w.c.InReview() { // the promise is still to be kept
		m.State = models.MaterialPromised
	}
	return w.tx.SaveMaterial(m)
}
