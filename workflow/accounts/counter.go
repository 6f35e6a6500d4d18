package accounts

import (
	"context"

	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/store"
)

// CounterReceive is the action of taking an application on paper at the counter.
const CounterReceive policy.Action = "counter:receive"

// CounterEnterpriseInput is what the licence that is shown at the counter says of an enterprise.
type CounterEnterpriseInput struct {
	USCC         string `json:"uscc"`
	Name         string `json:"name"`
	LegalPerson  string `json:"legalPerson"`
	ContactName  string `json:"contactName"`
	ContactPhone string `json:"contactPhone"`
	Address      string `json:"address"`
}

// atTheCounter is the scope of a look-up by the whole credit code that lies on the counter.
var atTheCounter = policy.Everything("an enterprise at the counter, by its whole code")

// CounterEnterprise finds an enterprise by its whole credit code, with its projects, for a clerk at whose
// counter its papers lie: NotFound where the county knows none of this code.
func (s *Service) CounterEnterprise(ctx context.Context, a policy.Actor, uscc string) (*models.Enterprise, []store.ProjectLine, error) {
	if _, err := s.may(a, CounterReceive); err != nil {
		return nil, nil, err
	}
	code, err := models.ParseUSCC(uscc)
	if err != nil {
		return nil, nil, models.E(models.Invalid, "enterprise.invalid").At("uscc", models.KeyOf(err))
	}
	e, err := s.Store.EnterpriseByUSCC(ctx, atTheCounter, code.Code)
	if err != nil {
		return nil, nil, err
	}
	projects, err := s.Store.Projects(ctx, atTheCounter, store.ProjectFilter{EnterpriseID: e.ID, Limit: 100})
	return e, projects, err
}

// AddCounterEnterprise makes an enterprise that has no account. It is unverified and has no people: whoever
// registers with its code asks to be let in, and the counter hands it over with the licence in hand
// (TransferOwnership). One that is known is given as it is; the second value tells whether it was made.
func (s *Service) AddCounterEnterprise(ctx context.Context, a policy.Actor, in CounterEnterpriseInput) (*models.Enterprise, bool, error) {
	if _, err := s.may(a, CounterReceive); err != nil {
		return nil, false, err
	}
	bad := models.E(models.Invalid, "enterprise.invalid")
	code, err := models.ParseUSCC(in.USCC)
	if err != nil {
		bad.At("uscc", models.KeyOf(err))
	}
	fresh := models.Enterprise{
		USCC: code.Code, Kind: code.Kind, Region: s.settings().Region, Status: models.EnterpriseUnverified,
		Name:         text(bad, "name", in.Name, true, 200),
		LegalPerson:  text(bad, "legalPerson", in.LegalPerson, true, 100),
		ContactName:  text(bad, "contactName", in.ContactName, true, 100),
		ContactPhone: phone(bad, "contactPhone", in.ContactPhone, true),
		Address:      text(bad, "address", in.Address, false, 300),
	}
	if err := bad.OrNil(); err != nil {
		return nil, false, err
	}
	var out *models.Enterprise
	var made bool
	err = s.Store.InTx(ctx, func(tx *store.Tx) error {
		known, err := tx.EnterpriseByUSCC(atTheCounter, fresh.USCC)
		if err == nil || models.CodeOf(err) != models.NotFound {
			out, made = known, false
			return err
		}
		e := fresh // the function may run again
		if err := tx.CreateEnterprise(&e); err != nil {
			return err
		}
		out, made = &e, true
		return note(ctx, tx, a, act{action: "enterprise.counter", kind: "enterprise", id: e.ID, region: e.Region, after: e})
	})
	return out, made, err
}
