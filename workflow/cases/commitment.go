package cases

import (
	"onestop.internal/document"
	"onestop.internal/models"
	"onestop.internal/policy"
)

// commitment writes the 告知承诺书 (DOC-06) of a case whose variant is handled by commitment: what was told,
// what the applicant promised, how it is verified and what a false promise brings (R-COM-01).
func (w *work) commitment() error {
	if !w.item.Commits(w.c.Variant) {
		return nil
	}
	return w.paper("DOC-06", func(f *paperFacts) {
		c := &document.Commitment{
			Conditions: []string{"符合" + w.item.NameZh + "的法定条件、标准和技术要求"},
			Promises: []string{
				document.PromiseKnown,
				document.PromiseMet,
				document.PromiseBound,
			},
			Verification: document.VerifiedSoon,
			Consequence:  document.FalsePromise,
		}
		for _, b := range f.Item.LegalBasis {
			c.Conditions = append(c.Conditions, "办理依据："+document.Cite(b))
		}
		f.Commitment = c
	})
}

// verifyDays is how many working days the department has to verify a commitment after the issue (R-COM-02).
const verifyDays = 20

// The step that verifies a commitment, and its result where the promise was found false.
const (
	verifyCode = "VERIFY"
	objects    = "OBJECT"
)

// foundFalse records a commitment that its check found false (R-COM-01). What follows from it, up to the annulment of
// the decision, is for the department to decide.
func (w *work) foundFalse(s *models.Step) error {
	if s.Code != verifyCode || s.Result != objects {
		return nil
	}
	return w.breaksPromise(models.FalsePromise, s.Remark)
}

// verify puts the check of a commitment on the department's desk, with its date. It follows a grant, and stays
// when the case has ended.
func (w *work) verify() error {
	if w.c.Outcome != models.Granted || !w.item.Commits(w.c.Variant) {
		return nil
	}
	last := 0
	for _, s := range w.steps {
		last = max(last, s.Ord)
	}
	s := &models.Step{
		CaseID: w.c.ID, Region: w.stepRegion(), Ord: last + 1, Code: verifyCode, Name: "承诺核查", Kind: models.StepVerify,
		DeptCode: w.c.DeptCode, Role: string(policy.Reviewer), State: models.StepWaiting, Mode: "ALL", LimitMinutes: verifyDays * minutesPerDay,
	}
	w.openStep(s, 0)
	if err := w.tx.CreateSteps(s); err != nil {
		return err
	}
	w.steps = append(w.steps, s)
	return w.change(codeVerify, "verify_commitment", s, models.StepWaiting, "", "")
}
