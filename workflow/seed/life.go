package seed

import (
	"fmt"
	"slices"

	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/store"
	"onestop.internal/workflow/cases"
	"onestop.internal/workflow/catalog"
)

// kase is one case on its way, with what fate has in store for it.
type kase struct {
	c       *models.Case
	item    *catalog.Item
	firm    *firm
	project *project
	agent   *person // who acts for the firm, nil where it acts for itself
	part    bool    // of a joint set
	n       int     // which of the people at each desk
	fate    fate
	heard   bool    // a hearing was held
	called  bool    // one was called and is not over
	asked   bool    // a supplement was asked for after the acceptance
	script  *script // the story's own dates; nil for chance
}

// fate is what will happen to a case, drawn when it begins.
type fate struct {
	pace       float64 // of the promised time that the review takes
	drafts     bool    // the draft is never handed in
	forgotten  bool    // nobody looks before the window has passed
	defects    int     // rounds that must be corrected
	stubborn   bool    // the correction does not cure the defect
	outside    bool    // not competent, or no permit needed
	falsehood  bool
	leave      []string // materials to follow (容缺)
	gapUnmet   bool
	special    bool
	lastDay    bool // it begins on the last day of the legal limit
	suspends   bool
	extends    bool
	refused    bool
	withdraws  bool
	terminates bool
	lateHand   bool // the result is handed over late
	reopens    bool
	onPaper    bool          // accepted on paper while the portal was away, entered the next day
	detour     string        // a verb of the steps: transfer, add_signer, copy, send_back, delegate
	onSpot     bool          // decided on the spot where the item allows it
	stop       models.Status // where it stands today: nobody goes on
	unsigned   bool          // reviewed, and waits for the approver
}

func (w *world) drawFate(it *catalog.Item) fate {
	d := w.dice
	f := fate{
		pace: d.lognormal(0.52, 0.3) * w.pace[it.Dept.Lead] * w.season(), drafts: d.chance(15), forgotten: d.chance(22), outside: d.chance(14),
		falsehood: d.chance(4), special: d.chance(90), suspends: d.chance(120), extends: d.chance(50), refused: d.chance(35),
		withdraws: d.chance(14), terminates: d.chance(6), lateHand: d.chance(12), reopens: d.chance(50), onSpot: d.chance(700),
		gapUnmet: d.chance(120), stubborn: d.chance(80), onPaper: d.chance(40), lastDay: d.chance(350),
	}
	if d.chance(190) {
		f.defects = 1
		if d.chance(120) {
			f.defects = 2
		}
	}
	if d.chance(45) { // an overrun
		f.pace = 1.1 + d.lognormal(0.35, 0.7)
	}
	if d.chance(110) {
		f.detour = pick(d, []string{"transfer", "add_signer", "copy", "send_back", "delegate", "remind"})
	}
	if d.chance(350) && it.Promised.Value >= 5 && it.Statutory.StartsOn == models.FromAccepted {
		for _, m := range it.Materials {
			if m.MayFollow && m.Required == catalog.Required {
				f.leave = append(f.leave, m.Code)
			}
		}
	}
	return f
}

// selectors answer the question that chooses the variant of an item.
var selectors = map[string][]string{
	"case.discharge_application": {"SIMPLIFIED", "KEY", "KEY_SITE_CHECK"}, "case.drawing_set": {"LARGE", "MEDIUM_OR_SMALL"},
	"case.fire_opening_mode": {"COMMITMENT", "ORDINARY"}, "case.policy_mode": {"ON_APPLICATION", "ON_APPLICATION", "NO_APPLICATION"},
}

// apply plans a new case: the draft at an instant, the submission after it.
func (w *world) apply(f *firm, p *project, code string, at models.Instant, prior *kase) *kase {
	it := w.county.Base.Item(code)
	k := &kase{item: it, firm: f, project: p, n: w.dice.IntN(1 << 20), fate: w.drawFate(it)}
	if f.agent != nil && w.dice.chance(800) {
		k.agent = f.agent
	}
	if p != nil {
		p.asked[code] = true
	}
	if prior != nil {
		k.fate.refused, k.fate.outside, k.fate.falsehood, k.fate.withdraws = false, false, false, false
	}
	w.agenda.plan(at, func() error { return w.draft(k, prior) })
	return k
}

// side is who acts for the firm: its agent, or its own person.
func (w *world) side(k *kase) policy.Actor {
	if k.agent == nil {
		return w.applicant(k.firm)
	}
	return w.actor(k.agent)
}

func (w *world) draft(k *kase, prior *kase) error {
	form := w.form(k)
	in := &cases.DraftInput{ItemCode: k.item.Code, EnterpriseID: k.firm.ID, Form: form, Attrs: w.attrs(k, form)}
	if k.project != nil {
		in.ProjectID = k.project.ID
	}
	if prior != nil && prior.c != nil {
		in.PriorCaseID = prior.c.ID
	}
	c, err := w.cases.CreateDraft(w.ctx, w.side(k), in)
	if err != nil {
		return w.failed(k, "draft", err)
	}
	k.c = c
	w.made++
	if k.fate.drafts {
		w.then(k, w.clock.instant()+20*minute, w.lookAt)
		return nil
	}
	if err := w.handIn(k, k.fate.leave); err != nil {
		return err
	}
	delay := models.Instant(w.dice.lognormal(50, 1)*60_000) + 1000
	if k.script != nil {
		delay = 20 * minute
	}
	w.then(k, w.clock.instant()+delay, w.submit)
	return nil
}

// attrs are the case's own answers; where the sample of a form says otherwise, the project is right.
func (w *world) attrs(k *kase, form models.RawJSON) catalog.Attrs {
	a := catalog.Attrs{}
	if k.project == nil {
		a["company.registered"] = k.item.Code != "KB-01" && k.item.Code != "KB-08"
	}
	if v := k.item.Variants; v != nil && len(selectors[v.Selector]) > 0 {
		a[v.Selector] = pick(w.dice, selectors[v.Selector])
	}
	if k.project == nil {
		return a
	}
	for name, said := range w.county.Base.Form(k.item.Code).Attrs(form) {
		if is, known := k.project.attrs[name]; known && is != said {
			a[name] = is
		}
	}
	return a
}

// form fills the item's sample with the applicant's own names.
func (w *world) form(k *kase) models.RawJSON {
	sample := w.county.Base.Sample(k.item.Code)
	fields := map[string]any{}
	if err := sample.Into(&fields); err != nil {
		return sample
	}
	put := func(key, v string) {
		if _, there := fields[key]; there && v != "" {
			fields[key] = v
		}
	}
	put("applicantName", k.firm.Name)
	put("uscc", k.firm.USCC)
	put("legalRep", k.firm.LegalPerson)
	put("contactName", k.firm.ContactName)
	put("contactPhone", k.firm.ContactPhone)
	if k.project != nil {
		put("projectName", k.project.Name)
		put("projectCode", string(k.project.Code))
		put("site", k.project.Address)
	}
	filled := models.JSONOf(fields)
	if k.item.StageSet && k.project != nil {
		return w.county.Base.Form(k.item.Code).WithAttrs(filled, k.project.attrs)
	}
	return filled
}

// handIn is the upload of what is missing.
func (w *world) handIn(k *kase, leave []string) error {
	return w.store.InTx(w.ctx, func(tx *store.Tx) error { return tx.HandIn(k.c, leave, w.sample()) })
}

// sample gives the file of a material by its name; nil where there is no place for files.
func (w *world) sample() func(material string) models.File {
	if w.samples == nil {
		return nil
	}
	return w.samples.of
}

// then plans what comes next for a case. Where a timer or a sibling has moved it meanwhile, its life
// goes on from where it stands.
func (w *world) then(k *kase, at models.Instant, do func(*kase) error) {
	status := k.c.Status
	w.agenda.plan(at, func() error {
		if at := k.c.NextTimerAt; k.part || at != 0 && at <= w.clock.instant() { // a part follows its siblings
			c, err := w.store.Case(w.ctx, policy.Everything("seed"), k.c.ID)
			if err != nil {
				return err
			}
			k.c = c
		}
		if k.c.Status != status {
			return w.follow(k)
		}
		return do(k)
	})
}

// soon plans it after so many working minutes.
func (w *world) soon(k *kase, minutes float64, do func(*kase) error) error {
	w.then(k, desk(w.cal(), w.dice, w.clock.instant(), minutes), do)
	return nil
}

// move does a verb, and the life of the case goes on.
func (w *world) move(k *kase, a policy.Actor, verb models.Verb, in cases.MoveInput) error {
	c, err := w.cases.Move(w.ctx, a, k.c.ID, verb, &in)
	if err != nil {
		return w.failed(k, string(verb), err)
	}
	k.c = c
	return w.follow(k)
}

func (w *world) failed(k *kase, what string, err error) error {
	status := models.Draft
	var id int64
	if k.c != nil {
		status, id = k.c.Status, k.c.ID
	}
	return fmt.Errorf("case %d of %s, %s, %s on %s: %w", id, k.item.Code, status, what, w.clock.today(), err)
}

func (w *world) submit(k *kase) error {
	c, err := w.cases.Submit(w.ctx, w.side(k), k.c.ID, 0)
	if models.KeyOf(err) == "case.applicant_barred" {
		return nil // false materials, not long ago: the draft lies until it lapses
	}
	if err != nil {
		return w.failed(k, "submit", err)
	}
	k.c = c
	if k.c.Flow != models.FlowComposite {
		w.beside(k)
	}
	return w.follow(k)
}

// follow goes on with a case from where it stands.
func (w *world) follow(k *kase) error {
	if k.script != nil {
		return w.recite(k)
	}
	switch k.c.Status {
	case k.fate.stop:
		return nil
	case models.Pending:
		return w.soon(k, 3*day, w.receivePending)
	case models.Draft:
		return w.startOver(k)
	}
	switch k.c.Flow {
	case models.FlowPermit:
		return w.followPermit(k)
	case models.FlowFiling:
		return w.followFiling(k)
	case models.FlowService:
		return w.followService(k)
	case models.FlowTask:
		return w.followTask(k)
	case models.FlowComposite:
		return w.followSet(k)
	}
	return nil
}

func (w *world) followPermit(k *kase) error {
	switch k.c.Status {
	case models.Submitted:
		return w.atWindow(k)
	case models.CorrectionRequired:
		return w.correct(k)
	case models.Accepted, models.UnderReview:
		return w.review(k)
	case models.InSpecialProcedure:
		return w.inSpecial(k)
	case models.Suspended:
		return w.soon(k, w.dice.lognormal(15*day, 0.5), func(k *kase) error {
			return w.move(k, w.at(k.c.DeptCode, policy.Reviewer, k.n), models.VerbResume, cases.MoveInput{Reason: "争议已经解决，恢复审查"})
		})
	case models.Approved:
		if k.item.Result != "" || k.item.Licence != nil {
			return w.soon(k, w.dice.lognormal(day*0.6, 0.6), w.certify)
		}
		return w.hand(k)
	case models.CertificateMaking, models.Refused:
		return w.hand(k)
	case models.Delivered:
		w.rate(k)
		if k.c.Outcome == models.OutcomeRefused {
			w.lose(k)
		}
	case models.NotAccepted, models.Returned, models.Withdrawn, models.Terminated:
		w.lose(k)
	}
	return nil
}

// startOver is for a part that became a draft again because what it waited for came to nothing: the draft
// lies, and the project hands the item in alone when its turn comes.
func (w *world) startOver(k *kase) error {
	if k.project == nil {
		return nil
	}
	k.project.needs = append(k.project.needs, k.item.Code)
	k.project.asked[k.item.Code] = false
	return w.unlock(k.project)
}

// day is a working day of the hall, in minutes.
const day = 7 * 60.0

func (w *world) certify(k *kase) error {
	return w.move(k, w.window(k), models.VerbMakeCertificate, cases.MoveInput{})
}

// window is the clerk who has this case.
func (w *world) window(k *kase) policy.Actor { return w.at("SPJ", policy.Window, k.n) }

// hand delivers the result.
func (w *world) hand(k *kase) error {
	if k.c.Status != models.Refused {
		if err := w.gain(k); err != nil {
			return err
		}
	}
	wait := w.dice.lognormal(day*0.9, 0.7)
	if k.fate.lateHand {
		wait = 12 * day
	}
	return w.soon(k, wait, func(k *kase) error {
		if err := w.move(k, w.window(k), models.VerbDeliver, cases.MoveInput{Delivery: w.delivery(k)}); err != nil {
			return err
		}
		return w.verify(k)
	})
}

// verify checks what was committed to, some days after the issue (R-COM-02).
func (w *world) verify(k *kase) error {
	steps, err := w.store.Steps(w.ctx, k.c.ID)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(steps, func(s models.Step) bool { return s.Kind == models.StepVerify && s.IsOpen() })
	if i < 0 {
		return nil
	}
	return w.soon(k, float64(3+k.n%12)*day, func(k *kase) error {
		found := &cases.StepInput{Result: "AGREE", Remark: "现场核查，承诺属实"}
		broken := k.n%11 == 3
		if broken {
			found = &cases.StepInput{Result: "OBJECT", Remark: "现场核查，与承诺的内容不符，责令限期整改"}
		}
		if _, err := w.cases.StepMove(w.ctx, w.holder(&steps[i], k.n), k.c.ID, steps[i].ID, "done", found); err != nil || !broken {
			return err
		}
		return w.makeGood(k)
	})
}

func (w *world) delivery(k *kase) *cases.Delivery {
	switch n := w.dice.IntN(10); {
	case n < 6:
		return &cases.Delivery{How: "ELECTRONIC", Recipient: k.firm.ContactName, Relation: "经办人", Proof: "申请人同意电子送达，系统回执" + string(k.c.Number)}
	case n < 9:
		return &cases.Delivery{How: "DIRECT", Recipient: k.firm.LegalPerson, Relation: "法定代表人", Place: "示范县政务服务中心"}
	}
	return &cases.Delivery{How: "MAIL", Recipient: k.firm.ContactName, Relation: "经办人", Proof: fmt.Sprintf("EMS%011d", w.dice.IntN(1_000_000_000))}
}
