package store

import (
	"context"

	"onestop.internal/models"
	"onestop.internal/policy"
)

// CreateContact stores a line of the log of calls and visits.
func (tx *Tx) CreateContact(c *models.Contact) error {
	c.CreatedAt = tx.Now
	return tx.db.Create(c).Error
}

// ContactFilter narrows the log. Zero fields do not narrow.
type ContactFilter struct {
	EnterpriseID int64
	ProjectID    int64
	CaseID       int64
	BeforeAt     models.Instant // keyset: newest first, then id
	BeforeID     int64
	Limit        int
}

// Contacts gives a page of the log within the scope, newest first: an agent's own lines with its
// present clients, or those with the enterprises of a division.
func (s *Store) Contacts(ctx context.Context, in policy.Scope, f ContactFilter) (out []models.Contact, err error) {
	r, ok := in.Rows()
	db := s.q(ctx).Model(&models.Contact{})
	switch {
	case !ok || r.EnterpriseID != 0:
		return nil, nil
	case r.AgentID != 0:
		db = db.Where("contacts.agent_id = ? AND (EXISTS (?) OR EXISTS (?))", r.AgentID,
			s.q(ctx).Model(&models.Enterprise{}).Select("1").Where("enterprises.id = contacts.enterprise_id").Scopes(enterprisesWithin(in)),
			s.q(ctx).Model(&models.Case{}).Select("1").Where("cases.enterprise_id = contacts.enterprise_id").Scopes(within(in)))
	case !r.All:
		db = db.Where("EXISTS (?)",
			s.q(ctx).Model(&models.Enterprise{}).Select("1").Where("enterprises.id = contacts.enterprise_id").Scopes(enterprisesWithin(in)))
	}
	if f.EnterpriseID != 0 {
		db = db.Where("contacts.enterprise_id = ?", f.EnterpriseID)
	}
	if f.ProjectID != 0 {
		db = db.Where("contacts.project_id = ?", f.ProjectID)
	}
	if f.CaseID != 0 {
		db = db.Where("contacts.case_id = ?", f.CaseID)
	}
	if f.BeforeID != 0 {
		db = db.Where("(contacts.happened_at < ? OR (contacts.happened_at = ? AND contacts.id < ?))", f.BeforeAt, f.BeforeAt, f.BeforeID)
	}
	return out, db.Order("contacts.happened_at DESC, contacts.id DESC").Limit(pageSize(f.Limit)).Find(&out).Error
}

// Client is an enterprise that an agent acts for, with where the work stands.
type Client struct {
	EnterpriseID int64          `json:"enterpriseId"`
	Name         string         `json:"name"`
	ContactName  string         `json:"contactName"`
	ContactPhone string         `json:"contactPhone"`
	MandateTo    models.Date    `json:"mandateTo"` // last day of the mandate that holds longest
	OpenCases    int            `json:"openCases"`
	NextDue      models.Date    `json:"nextDue"` // the first day that a case must meet
	LastContact  models.Instant `json:"lastContact"`
	NextContact  models.Date    `json:"nextContact"` // the first open task of a promise or a next contact
}

// Clients gives the enterprises whose mandate an agent holds on a day, those not spoken with for the
// longest time first.
func (s *Store) Clients(ctx context.Context, agentID int64, on models.Date) (out []Client, err error) {
	return out, s.q(ctx).Raw(`SELECT e.id AS enterprise_id, e.name, e.contact_name, e.contact_phone, m.mandate_to,
 (SELECT COUNT(*) FROM cases c WHERE c.enterprise_id = e.id AND c.agent_id = ? AND c.open_dept IS NOT NULL) AS open_cases,
 (SELECT MIN(c.due_on) FROM cases c WHERE c.enterprise_id = e.id AND c.agent_id = ? AND c.open_dept IS NOT NULL) AS next_due,
 (SELECT MAX(k.happened_at) FROM contacts k WHERE k.agent_id = ? AND k.enterprise_id = e.id) AS last_contact,
 (SELECT MIN(t.due_on) FROM todos t WHERE t.owner_id = ? AND t.status = ? AND t.enterprise_id = e.id AND t.kind <> ?) AS next_contact
 FROM (SELECT enterprise_id, MAX(valid_to) AS mandate_to FROM mandates
  WHERE agent_id = ? AND revoked_at IS NULL AND valid_from <= ? AND valid_to >= ? GROUP BY enterprise_id) m
 JOIN enterprises e ON e.id = m.enterprise_id
 ORDER BY last_contact IS NOT NULL, last_contact, e.id`,
		agentID, agentID, agentID, agentID, models.Open, models.TodoOwn, agentID, on, on).Scan(&out).Error
}

// AgentCases gives a page of the open cases that an agent helps with, within the scope, by what is due.
func (s *Store) AgentCases(ctx context.Context, in policy.Scope, agentID int64, afterDue models.Date, afterID int64, limit int) (out []CaseLine, err error) {
	db := s.q(ctx).Model(&models.Case{}).Scopes(within(in)).
		Select("cases.*, e.name AS enterprise, COALESCE(pr.name, '') AS project").
		Joins("JOIN enterprises e ON e.id = cases.enterprise_id").Joins("LEFT JOIN projects pr ON pr.id = cases.project_id").
		Where("cases.agent_id = ? AND cases.open_dept IS NOT NULL", agentID)
	switch {
	case afterID != 0 && afterDue != 0:
		db = db.Where("(cases.due_on > ? OR (cases.due_on = ? AND cases.id > ?) OR cases.due_on IS NULL)", afterDue, afterDue, afterID)
	case afterID != 0:
		db = db.Where("cases.due_on IS NULL AND cases.id > ?", afterID)
	}
	return out, db.Order("cases.due_on IS NULL, cases.due_on, cases.id").Limit(pageSize(limit)).Scan(&out).Error
}

// CreateNote stores a remark on a case.
func (tx *Tx) CreateNote(n *models.Note) error {
	n.CreatedAt = tx.Now
	return tx.db.Create(n).Error
}

// Notes gives the remarks on a case within the scope, oldest first; for an enterprise those shown to
// it alone.
func (s *Store) Notes(ctx context.Context, in policy.Scope, caseID int64) (out []models.Note, err error) {
	db := s.q(ctx).Where("case_id = ?", caseID).Scopes(ofCase("notes", in))
	if r, _ := in.Rows(); r.EnterpriseID != 0 {
		db = db.Where("shown = ?", true)
	}
	return out, db.Order("id").Find(&out).Error
}

// CreateMessage stores a line of a thread.
func (tx *Tx) CreateMessage(m *models.Message) error {
	m.CreatedAt = tx.Now
	return tx.db.Create(m).Error
}

// Message reads a line of the thread of a case.
func (tx *Tx) Message(caseID, id int64) (*models.Message, error) {
	var m models.Message
	err := tx.db.Where("id = ? AND case_id = ?", id, caseID).Take(&m).Error
	return &m, found(err, "message")
}

// Messages gives a page of the thread of a case within the scope, oldest first, after an id.
func (s *Store) Messages(ctx context.Context, in policy.Scope, caseID, after int64, limit int) (out []models.Message, err error) {
	return out, s.q(ctx).Where("case_id = ? AND id > ?", caseID, after).Scopes(ofCase("messages", in)).
		Order("id").Limit(pageSize(limit)).Find(&out).Error
}
