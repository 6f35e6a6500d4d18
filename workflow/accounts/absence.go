package accounts

import (
	"context"
	"slices"

	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/store"
)

// AbsenceInput hands a person's posts to a substitute for some days, first and last included.
type AbsenceInput struct {
	UserID       int64       `json:"userId"` // 0: the actor
	SubstituteID int64       `json:"substituteId"`
	From         models.Date `json:"from"`
	To           models.Date `json:"to"`
	Reason       string      `json:"reason"`
}

// DeclareAbsence hands over the actor's own posts, or, by the head of a section or an agency, those
// of a person of the department. The substitute has a post in the same department, or the same role
// in the same division; is not away; and nobody stands in for one who stands in. The posts of the
// three administrators pass to nobody.
func (s *Service) DeclareAbsence(ctx context.Context, a policy.Actor, in AbsenceInput) (out *models.Absence, err error) {
	if _, err := s.may(a, AbsenceEdit); err != nil {
		return nil, err
	}
	if in.UserID == 0 {
		in.UserID = a.UserID
	}
	if in.Reason, err = s.checkAbsence(in); err != nil {
		return nil, err
	}
	return out, s.Store.InTx(ctx, func(tx *store.Tx) error {
		if err := mayHandOver(tx, a, in.UserID); err != nil {
			return err
		}
		if err := canStandIn(tx, in); err != nil {
			return err
		}
		row := models.Absence{
			UserID: in.UserID, SubstituteID: in.SubstituteID, FromOn: in.From, ToOn: in.To, Reason: in.Reason, CreatedBy: a.UserID,
		}
		if err := tx.CreateAbsence(&row); err != nil {
			return err
		}
		out = &row
		if err := tx.Emit(absenceFact("absence.declared", a, &row)); err != nil {
			return err
		}
		return note(ctx, tx, a, act{action: "absence.declare", kind: "absence", id: row.ID, after: row, reason: in.Reason})
	})
}

func (s *Service) checkAbsence(in AbsenceInput) (string, error) {
	bad := models.E(models.Invalid, "absence.invalid")
	reason := text(bad, "reason", in.Reason, false, 300)
	switch today := s.Store.Now().Date(); {
	case in.From == 0:
		bad.At("from", "field.required")
	case in.From < today:
		bad.At("from", "field.past")
	case in.To < in.From:
		bad.At("to", "field.before_start")
	case in.To-in.From > 366:
		bad.At("to", "absence.too_long")
	}
	if in.SubstituteID == 0 {
		bad.At("substituteId", "field.required")
	}
	if in.SubstituteID == in.UserID {
		bad.At("substituteId", "absence.self")
	}
	return reason, bad.OrNil()
}

func absenceFact(kind string, a policy.Actor, row *models.Absence) models.Outbox {
	return models.Outbox{Kind: kind, Region: a.Region, ActorID: a.UserID, Payload: models.JSONOf(map[string]int64{
		"absenceId": row.ID, "userId": row.UserID, "substituteId": row.SubstituteID,
	})}
}

// mayHandOver refuses an actor who is neither the person nor the head of a department of the person.
// One who stands in for a head may not: rights that are lent are not lent on.
func mayHandOver(tx *store.Tx, a policy.Actor, userID int64) error {
	if a.ForUserID != 0 {
		return models.E(models.Denied, "absence.lent_post")
	}
	if userID == a.UserID {
		return nil
	}
	if !isHead(a.Role) {
		return models.E(models.Denied, "absence.not_yours")
	}
	grants, err := tx.GrantsOf(userID, tx.Today())
	if err != nil {
		return err
	}
	for _, g := range grants {
		if g.DeptCode == a.Dept && policy.Covers(a.Region, g.Region) {
			return nil
		}
	}
	return models.E(models.NotFound, "user.not_found")
}

// isHead tells whether a role heads a section or an agency.
func isHead(r policy.Role) bool {
	return r == policy.SectionHead || r == policy.AgencyLeader || r == policy.AgencyPrincipalHead
}

// canStandIn refuses a substitute who is away, shares no work with the absent person, or would make a
// chain.
func canStandIn(tx *store.Tx, in AbsenceInput) error {
	sub, err := tx.User(everyone, in.SubstituteID)
	if models.CodeOf(err) == models.NotFound || err == nil && sub.Status != models.UserActive {
		return models.E(models.Invalid, "absence.invalid").At("substituteId", "user.not_found")
	}
	if err != nil {
		return err
	}
	touching, err := tx.AbsencesBetween(in.UserID, in.From, in.To)
	if err != nil {
		return err
	}
	switch {
	case slices.ContainsFunc(touching, func(t models.Absence) bool { return t.UserID == in.UserID }):
		return models.E(models.Conflict, "absence.overlaps")
	case len(touching) > 0:
		return models.E(models.Conflict, "absence.stands_in")
	}
	touching, err = tx.AbsencesBetween(in.SubstituteID, in.From, in.To)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(touching, func(t models.Absence) bool { return t.UserID == in.SubstituteID }) {
		return models.E(models.Invalid, "absence.invalid").At("substituteId", "absence.substitute_away")
	}
	return shareWork(tx, in)
}

// Substitutes lists the posts of those who may stand in for a person of the actor's department, or for
// the actor (0): each shares a role or a department with one of the person's posts.
func (s *Service) Substitutes(ctx context.Context, a policy.Actor, userID int64) ([]Colleague, error) {
	if _, err := s.may(a, AbsenceEdit); err != nil {
		return nil, err
	}
	if userID == 0 {
		userID = a.UserID
	}
	if userID != a.UserID && !isHead(a.Role) {
		return nil, models.E(models.Denied, "absence.not_yours")
	}
	today := s.Store.Now().Date()
	theirs, err := s.Store.GrantsOf(ctx, userID, today)
	if err != nil {
		return nil, err
	}
	all, err := s.Store.Colleagues(ctx, a.Region, "", "", today)
	out := []Colleague{}
	for _, c := range all {
		post := models.Grant{Role: c.Role, Region: c.Region, DeptCode: c.DeptCode}
		if c.UserID != userID && slices.ContainsFunc(theirs, func(t models.Grant) bool { return besides(t, post) }) {
			out = append(out, c)
		}
	}
	return out, err
}

// besides tells whether one at the post m may stand in at the post t.
func besides(t, m models.Grant) bool {
	if policy.IsAdministrator(policy.Role(t.Role)) || policy.IsAdministrator(policy.Role(m.Role)) || m.Region != t.Region {
		return false
	}
	return m.Role == t.Role || m.DeptCode != "" && m.DeptCode == t.DeptCode
}

// shareWork refuses a substitute without a post beside one of the absent person's.
func shareWork(tx *store.Tx, in AbsenceInput) error {
	theirs, err := tx.GrantsOf(in.UserID, tx.Today())
	if err != nil {
		return err
	}
	mine, err := tx.GrantsOf(in.SubstituteID, tx.Today())
	if err != nil {
		return err
	}
	for _, t := range theirs {
		if slices.ContainsFunc(mine, func(m models.Grant) bool { return besides(t, m) }) {
			return nil
		}
	}
	return models.E(models.Invalid, "absence.invalid").At("substituteId", "absence.no_shared_work")
}

// EndAbsence ends an absence at once and with it the substitute's sessions at those posts: by the
// absent person, who declared it, or the head of the department.
func (s *Service) EndAbsence(ctx context.Context, a policy.Actor, id int64) (out *models.Absence, err error) {
	if _, err := s.may(a, AbsenceEdit); err != nil {
		return nil, err
	}
	return out, s.Store.InTx(ctx, func(tx *store.Tx) error {
		row, err := tx.Absence(id)
		if err != nil {
			return err
		}
		if row.CreatedBy != a.UserID {
			if err := mayHandOver(tx, a, row.UserID); err != nil {
				return models.E(models.NotFound, "absence.not_found")
			}
		}
		if row.EndedAt != 0 {
			return models.E(models.Illegal, "absence.ended")
		}
		row.EndedAt, row.EndedBy = tx.Now, a.UserID
		if err := tx.SaveAbsence(row); err != nil {
			return err
		}
		if err := tx.RevokeSessionsAt(row.ID, "absence ended"); err != nil {
			return err
		}
		out = row
		if err := tx.Emit(absenceFact("absence.ended", a, row)); err != nil {
			return err
		}
		return note(ctx, tx, a, act{action: "absence.end", kind: "absence", id: row.ID, after: row})
	})
}

// AbsenceLine is an absence with the names of both people.
type AbsenceLine struct {
	models.Absence
	UserName       string `json:"userName"`
	SubstituteName string `json:"substituteName"`
}

// Absences lists the absences in which the actor is away or stands in, newest first, and with dept
// those of the actor's department that have not passed.
func (s *Service) Absences(ctx context.Context, a policy.Actor, dept bool) ([]AbsenceLine, error) {
	if _, err := s.may(a, AbsenceEdit); err != nil {
		return nil, err
	}
	var rows []models.Absence
	var err error
	if dept && a.Dept != "" {
		rows, err = s.Store.AbsencesIn(ctx, a.Region, a.Dept, s.Store.Now().Date())
	} else {
		rows, err = s.Store.AbsencesOf(ctx, a.UserID)
	}
	if err != nil {
		return nil, err
	}
	var ids []int64
	for _, r := range rows {
		ids = append(ids, r.UserID, r.SubstituteID)
	}
	names, err := s.Store.Names(ctx, ids...)
	out := make([]AbsenceLine, len(rows))
	for i, r := range rows {
		out[i] = AbsenceLine{Absence: r, UserName: names[r.UserID], SubstituteName: names[r.SubstituteID]}
	}
	return out, err
}
