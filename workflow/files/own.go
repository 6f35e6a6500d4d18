package files

import (
	"context"
	"slices"

	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/store"
)

// Own papers are an enterprise's own, of no case: those by which a clerk verifies it.
var ownPapers = []string{"LICENCE", "AUTHORISATION"}

// enterpriseRead is the action under which a clerk sees an enterprise, and so its own papers.
const enterpriseRead policy.Action = "enterprise:read"

// ownWritable tells whether the actor may hand in an own paper: people of the enterprise alone, no agent.
func (s *Service) ownWritable(a policy.Actor, paper string) error {
	if !s.Policy.Can(a, Write) || a.Role != policy.Enterprise || a.EnterpriseID == 0 {
		return models.E(models.Denied, "denied").With("action", string(Write))
	}
	if !slices.Contains(ownPapers, paper) {
		return models.E(models.NotFound, "material.not_found")
	}
	return nil
}

// keepOwn stores a finished upload as an own paper of the actor's enterprise.
func (s *Service) keepOwn(ctx context.Context, a policy.Actor, f *models.File) error {
	return s.Store.InTx(ctx, func(tx *store.Tx) error {
		row := *f // the function may run again
		row.EnterpriseID, row.VersionNo = a.EnterpriseID, 1
		if err := tx.CreateFile(&row); err != nil {
			return err
		}
		*f = row
		return tx.Answer(f)
	})
}

// ofCase tells whether a case answers for the file; an own paper is of none.
func ofCase(f *models.File) bool { return f.CaseID != 0 }

// ownSeen tells whether the actor may see an own paper: whoever may see the enterprise.
func (s *Service) ownSeen(ctx context.Context, a policy.Actor, f *models.File) error {
	scope, err := s.Policy.Scope(a, enterpriseRead)
	if err != nil {
		return err
	}
	if _, err := s.Store.Enterprise(ctx, scope, f.EnterpriseID); err != nil {
		return models.E(models.NotFound, "file.not_found")
	}
	return nil
}
