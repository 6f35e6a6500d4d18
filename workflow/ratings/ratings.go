// Package ratings lets applicants rate a case (好差评, R-EVAL-01…04): five levels, once a case, locked as
// it is handed in. A bad rating opens a rectification with a clock of its own.
package ratings

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io"

	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/sla"
	"onestop.internal/store"
	"onestop.internal/workflow/cases"
)

// Actions.
const (
	Rate    policy.Action = "case:rate"
	Link    policy.Action = "rating:link" // print the link for the applicant's own phone
	See     policy.Action = "rating:see"  // of a case that one may read
	Read    policy.Action = "rating:read"
	Rectify policy.Action = "rating:rectify"
	Close   policy.Action = "rating:close"
)

// Codes of the events in the journal of the case.
const (
	codeRate     = "E01"
	codeStart    = "E02"
	codeCall     = "E03"
	codeClassify = "E04"
	codeReply    = "E05"
	codeSecond   = "E06"
	codeClose    = "E07"
)

// Service is what one may do with ratings.
type Service struct{ Cases *cases.Service }

// tokenBytes is the length of a link's secret.
const tokenBytes = 16

func hashOf(token string) models.Bytes {
	h := sha256.Sum256([]byte(token))
	return h[:]
}

// Kinds are the facts after which a case may be rated, for the dispatcher.
func Kinds() []string {
	var out []string
	for _, v := range []models.Verb{
		models.VerbDeliver, models.VerbNotAccept, models.VerbNotAcceptFalse, models.VerbNotRequired, models.VerbReturn, models.VerbRegister,
		models.VerbConfirm, models.VerbConfirmLapse, models.VerbFinish, models.VerbTerminate, models.VerbTerminateGap,
	} {
		out = append(out, "case."+string(v))
	}
	return out
}

// Handle invites the applicant of a case that has come to its result. It hears facts of Kinds.
func (s *Service) Handle(_ context.Context, tx *store.Tx, fact *models.Outbox) error {
	c, err := tx.CaseBrief(fact.CaseID)
	if err != nil {
		return err
	}
	if _, ok := c.Rateable(); !ok {
		return nil
	}
	return s.invite(tx, c)
}

// invite enters the case among those that may be rated, once.
func (s *Service) invite(tx *store.Tx, c *models.Case) error {
	on, _ := c.Rateable()
	fresh, err := tx.CreateRatingLink(&models.RatingLink{CaseID: c.ID, Region: c.Region, DeptCode: s.deptOf(c), OnDate: on})
	if err != nil || !fresh {
		return err
	}
	return tx.Emit(s.fact("rating.invited", 0, c, models.EnterpriseKey(c.EnterpriseID)))
}

// deptOf gives who handled the case: the window where it ended there (谁办理、谁负责).
func (s *Service) deptOf(c *models.Case) string {
	switch c.Status {
	case models.NotAccepted, models.NotRequired, models.Returned:
		return s.Cases.County.Now().Settings.WindowDept
	}
	return c.DeptCode
}

func (s *Service) fact(kind string, by int64, c *models.Case, to ...string) models.Outbox {
	args := map[string]any{"number": c.Number, "item": c.ItemCode, "itemName": c.ItemName}
	return models.Outbox{Kind: kind, Region: c.Region, CaseID: c.ID, ActorID: by, Payload: models.JSONOf(models.Tell{To: to, Args: args})}
}

// NewLink makes the token of the link (or QR code) by which the applicant rates on a device of his
// own. It is shown once and replaces the one before. Illegal where the case may not be rated, or was.
func (s *Service) NewLink(ctx context.Context, a policy.Actor, caseID int64) (token string, err error) {
	act := Link
	if a.Role == policy.Enterprise {
		act = Rate
	}
	scope, err := s.Cases.Policy.Scope(a, act)
	if err != nil {
		return "", err
	}
	var secret [tokenBytes]byte
	if _, err := io.ReadFull(s.Cases.Random, secret[:]); err != nil {
		return "", fmt.Errorf("draw a rating link: %w", err)
	}
	token = base64.RawURLEncoding.EncodeToString(secret[:])
	err = s.Cases.Store.InTx(ctx, func(tx *store.Tx) error {
		c, err := tx.Case(scope, caseID)
		if err != nil {
			return err
		}
		if err := unrated(tx, c); err != nil {
			return err
		}
		if err := s.invite(tx, c); err != nil {
			return err
		}
		return tx.SetRatingToken(c.ID, hashOf(token))
	})
	if err != nil {
		return "", err
	}
	return token, nil
}

// unrated refuses a case that has no result yet or was rated.
func unrated(tx *store.Tx, c *models.Case) error {
	if _, ok := c.Rateable(); !ok {
		return models.E(models.Illegal, "rating.not_yet").With("status", string(c.Status))
	}
	r, err := tx.RatingOf(c.ID)
	if err == nil && r != nil {
		return models.E(models.Illegal, "rating.given")
	}
	return err
}

// Invitation is what the holder of a link sees before rating.
type Invitation struct {
	Number   models.Text `json:"number"`
	ItemCode string      `json:"itemCode"`
	ItemName string      `json:"itemName"`
	DeptCode string      `json:"deptCode"`
	Rated    bool        `json:"rated"`
	Second   bool        `json:"second"` // the answer to a bad rating waits to be rated
	Reply    string      `json:"reply"`  // that answer
}

// Invited gives what a link is for; NotFound for a link that is none, or was replaced.
func (s *Service) Invited(ctx context.Context, token string) (*Invitation, error) {
	c, err := s.Cases.Store.CaseOfRatingToken(ctx, hashOf(token))
	if err != nil {
		return nil, err
	}
	in := &Invitation{Number: c.Number, ItemCode: c.ItemCode, ItemName: c.ItemName, DeptCode: s.deptOf(c)}
	scope := policy.Everything("rating by link")
	r, err := s.Cases.Store.RatingOf(ctx, scope, c.ID)
	if err != nil || r == nil {
		return in, err
	}
	in.Rated = true
	in.Second, in.Reply, err = s.second(ctx, c.ID)
	return in, err
}

// second tells whether the answer to the bad rating of a case waits to be rated, and that answer.
func (s *Service) second(ctx context.Context, caseID int64) (waits bool, reply string, err error) {
	list, err := s.Cases.Store.Rectifications(ctx, policy.Everything("second rating"), store.RectifyFilter{CaseID: caseID, Open: true})
	if err != nil || len(list) != 1 || !awaitsSecond(&list[0].Rectification) {
		return false, "", err
	}
	return true, list[0].Reply, nil
}

// Standing is how the rating of a case stands, for whoever may read the case; Rating is nil where
// there is none yet.
type Standing struct {
	Rating *models.Rating `json:"rating"`
	Second bool           `json:"second"` // the answer to a bad rating waits to be rated
	Reply  string         `json:"reply"`  // that answer
}

// Standing gives the rating of a case, and whether its applicant may rate the answer to it.
func (s *Service) Standing(ctx context.Context, a policy.Actor, caseID int64) (*Standing, error) {
	r, err := s.Of(ctx, a, caseID)
	if err != nil || r == nil {
		return &Standing{}, err
	}
	v := &Standing{Rating: r}
	v.Second, v.Reply, err = s.second(ctx, caseID)
	return v, err
}

// Input is a rating.
type Input struct {
	Level     models.RatingLevel `json:"level"`
	Comment   string             `json:"comment"`
	Anonymous bool               `json:"anonymous"`
}

func (in *Input) check() error {
	e := models.E(models.Invalid, "rating.invalid")
	if !in.Level.Valid() {
		e.At("level", "field.choice")
	}
	in.Comment = e.Paragraph("comment", in.Comment, false, 2000)
	return e.OrNil()
}

// rater is by which way somebody rates: signed in, or by a link, which names nobody.
type rater struct {
	actor policy.Actor
	scope policy.Scope
	via   string
	find  func(*store.Tx) (*models.Case, error)
}

func (s *Service) signedIn(a policy.Actor, caseID int64) (rater, error) {
	scope, err := s.Cases.Policy.Scope(a, Rate)
	find := func(tx *store.Tx) (*models.Case, error) { return tx.Case(scope, caseID) }
	return rater{a, scope, "LOGIN", find}, err
}

func byLink(token string) rater {
	find := func(tx *store.Tx) (*models.Case, error) { return tx.CaseOfRatingToken(hashOf(token)) }
	return rater{policy.Actor{Source: models.SourceWeb}, policy.Everything("rating by link"), "LINK", find}
}

// nameless takes out of a rater who it is: what is anonymous leaves no name anywhere.
func (r *rater) nameless() {
	r.actor = policy.Actor{Source: r.actor.Source}
}

// Rate rates a case, by the enterprise signed in. It is locked at once: nobody, the rater included,
// changes it.
func (s *Service) Rate(ctx context.Context, a policy.Actor, caseID int64, in Input) (*models.Rating, error) {
	who, err := s.signedIn(a, caseID)
	if err != nil {
		return nil, err
	}
	return s.rate(ctx, who, in)
}

// RateByLink rates a case, by who holds its link; such a rating is anonymous.
func (s *Service) RateByLink(ctx context.Context, token string, in Input) (*models.Rating, error) {
	in.Anonymous = true
	return s.rate(ctx, byLink(token), in)
}

func (s *Service) rate(ctx context.Context, who rater, in Input) (*models.Rating, error) {
	if err := in.check(); err != nil {
		return nil, err
	}
	if err := s.Cases.County.Fresh(ctx); err != nil {
		return nil, err
	}
	if in.Anonymous {
		who.nameless()
	}
	var r *models.Rating
	err := s.Cases.Store.InTx(ctx, func(tx *store.Tx) error {
		c, err := who.find(tx)
		if err != nil {
			return err
		}
		if err := unrated(tx, c); err != nil {
			return err
		}
		if err := s.invite(tx, c); err != nil {
			return err
		}
		r = &models.Rating{
			CaseID: c.ID, Region: c.Region, DeptCode: s.deptOf(c), ItemCode: c.ItemCode, EnterpriseID: c.EnterpriseID, Level: in.Level,
			Comment: in.Comment, Anonymous: in.Anonymous, RaterID: who.actor.UserID, Via: who.via, Counted: true,
		}
		if err := tx.CreateRating(r); err != nil {
			return err
		}
		if err := s.Cases.NoteIn(ctx, tx, who.actor, who.scope, c.ID, codeRate, "rate", "", cases.Payload{}); err != nil {
			return err
		}
		if !in.Level.Bad() {
			return nil
		}
		return s.openRectification(tx, c, r)
	})
	if err != nil {
		return nil, err
	}
	return r, nil
}

// Limits of a rectification in working days (R-EVAL-03): begun, answered, answered where it is complex.
const (
	startDays    = 1
	ordinaryDays = 5
	complexDays  = 15
)

func (s *Service) due(from models.Date, days int) sla.Due {
	return sla.DueOn(s.Cases.County.Now().Calendar, from, models.Limit{Value: days, Unit: models.WorkingDay}, nil)
}

func (s *Service) openRectification(tx *store.Tx, c *models.Case, r *models.Rating) error {
	start, due := s.due(r.OnDate, startDays), s.due(r.OnDate, ordinaryDays)
	owner := c.ReviewerID
	if r.DeptCode != c.DeptCode || owner == 0 {
		owner = c.ReceiverID
	}
	row := &models.Rectification{
		RatingID: r.ID, CaseID: c.ID, Region: c.Region, DeptCode: r.DeptCode, Status: models.RectifyOpen,
		OpenedOn: r.OnDate, StartDue: start.On, DueOn: due.On, Provisional: start.Provisional || due.Provisional, OwnerID: owner,
	}
	if err := tx.CreateRectification(row); err != nil {
		return err
	}
	region := s.Cases.County.Now().Settings.Region
	return tx.Emit(s.fact("rectify.opened", 0, c, ownerKey(row),
		models.DeskKey(region, r.DeptCode, string(policy.SectionHead)), models.DeskKey(region, "", string(policy.Supervisor))))
}

func ownerKey(r *models.Rectification) string {
	if r.OwnerID == 0 {
		return ""
	}
	return models.UserKey(r.OwnerID)
}

// Of gives the rating of a case, nil where there is none. Whoever sees the case sees it, once locked,
// and never who gave it where it is anonymous.
func (s *Service) Of(ctx context.Context, a policy.Actor, caseID int64) (*models.Rating, error) {
	scope, err := s.Cases.ScopeOn(ctx, a, cases.Read, caseID)
	if err != nil {
		return nil, err
	}
	return s.Cases.Store.RatingOf(ctx, scope, caseID)
}
