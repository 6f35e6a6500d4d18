package cases

import (
	"onestop.internal/models"
	"onestop.internal/policy"
)

// Codes of the events about requests for opinions in the journal of the case.
const (
	CodeOpinionDeemed    = "P03"
	CodeOpinionWithdrawn = "P04"
)

// opinionsIn refuses a decision while an opinion that was asked for is open (R-PAR-05).
func (w *work) opinionsIn() error {
	n, err := w.tx.OpenOpinions(w.c.ID)
	if err != nil {
		return err
	}
	if n > 0 {
		return models.E(models.Illegal, "case.opinions_open").With("open", n)
	}
	return nil
}

// endOpinions takes back the open requests for opinions of a case that comes to its end: nobody is to answer them, and
// no silence counts afterwards. One whose silence has counted by then is deemed.
func (w *work) endOpinions(to models.Status) error {
	after := models.Case{Flow: w.c.Flow, Status: to}
	if to == "" || !w.c.IsOpen() || after.IsOpen() {
		return nil
	}
	open, err := w.tx.OpenRequests(w.c.ID)
	if err != nil {
		return err
	}
	for i := range open {
		if err := w.endOpinion(&open[i]); err != nil {
			return err
		}
	}
	return nil
}

func (w *work) endOpinion(o *models.OpinionRequest) error {
	p := Payload{To: []string{o.DeptCode}, Basis: o.Rule}
	e := w.event(CodeOpinionWithdrawn, "withdraw_opinion", p)
	kind, to := "opinion.withdrawn", models.DeskKey(w.snap.Settings.Region, o.DeptCode, string(policy.Reviewer))
	if o.Lapsed(w.legal()) {
		o.Deem()
		e.Code, e.Verb, e.LegalAt = CodeOpinionDeemed, "deem_opinion", o.DueOn.End()
		byTimer(e)
		kind, to = "opinion.deemed", models.UserKey(o.AskerID)
	} else {
		o.Status, o.WithdrawnBy, o.WithdrawnAt, o.WithdrawReason = models.OpinionWithdrawn, w.actor.UserID, w.tx.Now, opinionOver
		e.Reason = opinionOver
	}
	if err := w.tx.SaveOpinion(o); err != nil {
		return err
	}
	if err := w.append(e); err != nil {
		return err
	}
	w.facts = append(w.facts, o.Fact(kind, w.c, e.ActorID, to))
	return nil
}

const opinionOver = "办件已经办结或者终止，不再征求意见"
