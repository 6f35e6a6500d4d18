package accounts

import (
	"context"
	"time"

	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/store"
)

// RegisterInput is what a person gives to register with an enterprise.
type RegisterInput struct {
	USCC           string `json:"uscc"`
	EnterpriseName string `json:"enterpriseName"`
	LegalPerson    string `json:"legalPerson"`
	Region         string `json:"region"` // "": the county
	Address        string `json:"address"`
	Industry       string `json:"industry"`
	Scale          string `json:"scale"`
	Login          string `json:"login"`
	Name           string `json:"name"`
	Phone          string `json:"phone"`
	Email          string `json:"email"`
	Password       string `json:"password"`
	IP             string `json:"-"`
	Demo           bool   `json:"-"` // marks a demo account; heeded in a demo database only
}

// registerBrake slows what one address registers.
var registerBrake = brake{free: 20, first: time.Minute, most: time.Hour, forget: time.Hour}

// Register makes an account for a person of an enterprise. A code that is new makes the enterprise,
// unverified, with the person as its administrator; one that is known asks that enterprise's
// administrator to let the person in. No error and no other answer tells which it was, nor whether
// the login name was free: where it was taken nothing is made. Invalid with a field for each thing
// wrong with the input itself.
func (s *Service) Register(ctx context.Context, in RegisterInput) error {
	e, u, err := s.checkRegistration(in)
	if err != nil {
		return err
	}
	if in.IP != "" {
		err := s.Store.InTx(ctx, func(tx *store.Tx) error { return countTry(tx, try{registerKey(in.IP), registerBrake}) })
		if err != nil {
			return err
		}
	}
	if u.PasswordHash, err = s.Hasher.Hash(ctx, in.Password); err != nil {
		return err
	}
	err = s.Store.InTx(ctx, func(tx *store.Tx) error {
		enterprise, person := *e, *u // the function may run again
		return s.enter(ctx, tx, &enterprise, &person)
	})
	if models.KeyOf(err) == "login.taken" {
		return nil
	}
	return err
}

// checkRegistration gives the rows that the input asks for.
func (s *Service) checkRegistration(in RegisterInput) (*models.Enterprise, *models.User, error) {
	bad := models.E(models.Invalid, "register.invalid")
	code, err := models.ParseUSCC(in.USCC)
	if err != nil {
		bad.At("uscc", models.KeyOf(err))
	}
	county := s.settings().Region
	if in.Region == "" {
		in.Region = county
	}
	region(bad, in.Region, county)
	e := &models.Enterprise{
		USCC: code.Code, Kind: code.Kind, Region: in.Region, Status: models.EnterpriseUnverified,
		Name:        text(bad, "enterpriseName", in.EnterpriseName, true, 200),
		LegalPerson: text(bad, "legalPerson", in.LegalPerson, true, 100),
		Address:     text(bad, "address", in.Address, false, 300),
		Industry:    text(bad, "industry", in.Industry, false, 100),
		Scale:       scale(bad, "scale", in.Scale),
	}
	u := &models.User{
		Login: loginName(bad, "login", in.Login), Region: in.Region, Status: models.UserActive,
		Name:  text(bad, "name", in.Name, true, 100),
		Phone: phone(bad, "phone", in.Phone, true),
		Email: email(bad, "email", in.Email),
		Demo:  in.Demo && s.settings().Demo,
	}
	e.ContactName, e.ContactPhone = u.Name, u.Phone
	if key := checkPassword(in.Password, u.Login); key != "" {
		bad.At("password", key)
	}
	return e, u, bad.OrNil()
}

// scale checks the size class of an enterprise (统计上大中小微型企业划分办法).
func scale(e *models.Error, path, s string) string {
	switch s {
	case "", "MICRO", "SMALL", "MEDIUM", "LARGE":
	default:
		e.At(path, "field.choice")
	}
	return s
}

// enter stores a person and the enterprise, or the request to be let into it.
func (s *Service) enter(ctx context.Context, tx *store.Tx, e *models.Enterprise, u *models.User) error {
	if err := tx.CreateUser(u); err != nil {
		return err
	}
	m := models.Membership{UserID: u.ID, Role: models.MemberOperator, Status: models.MemberRequested}
	known, err := tx.EnterpriseByUSCC(everyone, e.USCC)
	switch models.CodeOf(err) {
	case "":
		e = known
	case models.NotFound:
		if err := tx.CreateEnterprise(e); err != nil {
			return err
		}
		m.Role, m.Status = models.MemberOwner, models.MemberActive
	default:
		return err
	}
	m.EnterpriseID = e.ID
	if err := tx.CreateMembership(&m); err != nil {
		return err
	}
	if m.Status == models.MemberRequested {
		if err := tx.Emit(memberFact("member.requested", e, u.ID)); err != nil {
			return err
		}
	}
	who := policy.Actor{UserID: u.ID, Name: u.Name, Role: policy.Person}
	return note(ctx, tx, who, act{action: "register", kind: "enterprise", id: e.ID, region: e.Region, after: m})
}

// memberFact tells an enterprise's people of a change among them.
func memberFact(kind string, e *models.Enterprise, userID int64) models.Outbox {
	return models.Outbox{
		Kind: kind, Region: e.Region, ActorID: userID,
		Payload: models.JSONOf(map[string]int64{"enterpriseId": e.ID, "userId": userID}),
	}
}

// JoinInput asks to be let into a further enterprise.
type JoinInput struct {
	USCC string `json:"uscc"`
	Note string `json:"note"`
}

// RequestMembership asks the administrator of a known enterprise to let a signed-in person in. The
// answer is the same whether or not there is such an enterprise.
func (s *Service) RequestMembership(ctx context.Context, sess Session, in JoinInput) error {
	if sess.Pending != "" {
		return models.E(models.Denied, "session.pending")
	}
	bad := models.E(models.Invalid, "register.invalid")
	code, err := models.ParseUSCC(in.USCC)
	if err != nil {
		bad.At("uscc", models.KeyOf(err))
	}
	in.Note = paragraph(bad, "note", in.Note, false)
	if err := bad.OrNil(); err != nil {
		return err
	}
	return s.Store.InTx(ctx, func(tx *store.Tx) error {
		e, err := tx.EnterpriseByUSCC(everyone, code.Code)
		if models.CodeOf(err) == models.NotFound {
			return nil
		}
		if err != nil {
			return err
		}
		asked, err := ask(tx, e.ID, sess.UserID, in.Note)
		if err != nil || !asked {
			return err
		}
		if err := tx.Emit(memberFact("member.requested", e, sess.UserID)); err != nil {
			return err
		}
		return note(ctx, tx, sess.actor(), act{action: "member.request", kind: "enterprise", id: e.ID, region: e.Region, reason: in.Note})
	})
}

// ask stores a request to be let in; false where the person is in or asks already.
func ask(tx *store.Tx, enterpriseID, userID int64, why string) (bool, error) {
	m, err := tx.Membership(enterpriseID, userID)
	switch {
	case models.CodeOf(err) == models.NotFound:
		return true, tx.CreateMembership(&models.Membership{
			EnterpriseID: enterpriseID, UserID: userID, Role: models.MemberOperator, Status: models.MemberRequested, Note: why,
		})
	case err != nil || m.Status != models.MemberRemoved:
		return false, err
	}
	m.Role, m.Status, m.Note, m.DecidedBy, m.DecidedAt = models.MemberOperator, models.MemberRequested, why, 0, 0
	return true, tx.SaveMembership(m, models.MemberRemoved)
}
