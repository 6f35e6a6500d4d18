package cases

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"onestop.internal/document"
	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/sla"
	"onestop.internal/store"
	"onestop.internal/workflow/catalog"
)

// set is the dates of a joint set as of now, with the clock J of its parts (R-PAR-02, R-PAR-03).
type set struct {
	dates sla.Joint
	clock sla.Clock // J
	stage sla.Clock // what its lamp looks at
}

// readSet derives the dates of a set from its parts.
func (w *work) readSet() (*set, error) {
	parts, err := w.tx.Children(w.c.ID)
	if err != nil {
		return nil, err
	}
	return w.setOf(parts, w.tx.Events)
}

// setOf derives the dates of a set from its parts and their journals; nil where it has none.
func (w *work) setOf(parts []models.Case, journal func(caseID int64) ([]models.Event, error)) (_ *set, err error) {
	if len(parts) == 0 {
		return nil, nil
	}
	children := make([]sla.Child, len(parts))
	var accepted models.Date
	var pauses []sla.Pause
	for i := range parts {
		var own []sla.Pause
		if children[i], own, err = w.childOf(&parts[i], parts, journal); err != nil {
			return nil, err
		}
		pauses = append(pauses, own...)
		if c := &children[i]; c.Permit && c.AcceptedOn != 0 && (accepted == 0 || c.AcceptedOn < accepted) {
			accepted = c.AcceptedOn
		}
	}
	extra := w.jointDays()
	s := &set{dates: sla.JointOf(w.snap.Calendar, accepted, extra, children)}
	s.stage = s.dates.Stage(w.snap.Calendar, children)
	s.clock = s.dates.Clock(w.snap.Calendar, accepted, extra, func(on models.Date) sla.Pause {
		return pausedOn(pauses, on)
	}, w.tx.Today())
	return s, nil
}

// pausedOn gives a pause of a part in which a day lies.
func pausedOn(pauses []sla.Pause, on models.Date) sla.Pause {
	for _, p := range pauses {
		if p.From <= on && (p.End == 0 || on <= p.End) {
			return p
		}
	}
	return sla.Pause{}
}

// jointExtra is the most by which the government's leader may extend J (行政许可法 art 42(2)).
const jointExtra = 15

// childOf says of one part what the set's dates need, and its pauses. A part's own N is its promise, where it has one.
func (w *work) childOf(c *models.Case, parts []models.Case, journal func(int64) ([]models.Event, error)) (sla.Child, []sla.Pause, error) {
	out := sla.Child{
		ID: strconv.FormatInt(c.ID, 10), Permit: c.Flow == models.FlowPermit, AcceptedOn: c.AcceptedOn,
		Limit: models.Limit{Value: c.PromiseValue, Unit: c.PromiseUnit},
	}
	if out.Limit.Unit == "" || out.Limit.Unit == models.NoUnit {
		out.Limit = models.Limit{Value: c.LegalValue, Unit: c.LegalUnit}
	}
	if out.FinishedOn = c.DecidedOn; out.FinishedOn == 0 {
		out.FinishedOn = c.EndedOn
	}
	v, err := w.snap.Version(c.ItemVersion)
	if err != nil {
		return out, nil, err
	}
	if c.Status == models.Pending {
		out.Hard = waitsFor(v.Item, parts)
		return out, nil, nil
	}
	events, err := journal(c.ID)
	if err != nil {
		return out, nil, err
	}
	f := foldFacts(c, v.Item, w.snap, events)
	if out.StartOn = f.LegalStart(); !out.Permit && out.StartOn == 0 {
		out.StartOn = c.ReceivedOn
	}
	for i := range f.Pauses {
		out.Pauses = append(out.Pauses, f.Pauses[i].Span(w.snap.Calendar, c.BareDayUnit))
	}
	return out, f.Pauses, nil
}

// waitsFor gives the id of the part whose result a pending one waits for, "" where it is in no set.
func waitsFor(it *catalog.Item, parts []models.Case) string {
	for i := range it.Preconditions {
		for _, m := range it.Preconditions[i].Members() {
			for j := range parts {
				if parts[j].ItemCode == m.Item {
					return strconv.FormatInt(parts[j].ID, 10)
				}
			}
		}
	}
	return ""
}

// jointDays gives the days by which J was extended.
func (w *work) jointDays() int {
	n := 0
	for i := range w.events {
		if e := &w.events[i]; e.Code == codeExtendJoint {
			if p := decode(e); p.Extend != nil {
				n += p.Extend.Value
			}
		}
	}
	return n
}

// deriveSet puts the dates of the set on its row: the cap J as the legal date, the latest of its parts
// as the one to meet while one of them runs.
func (w *work) deriveSet() error {
	if w.c.Flow != models.FlowComposite || w.c.Status == models.Draft || w.c.Status == models.Abandoned {
		return nil
	}
	s, err := w.readSet()
	if err != nil {
		return err
	}
	w.putSet(s)
	return nil
}

func (w *work) putSet(s *set) {
	if s == nil {
		return
	}
	w.set = s
	c := w.c
	c.LegalDue, c.DueOn, c.NextAlertAt = s.clock.Due.On, 0, 0
	c.BlueOn, c.YellowOn, c.RedOn = 0, 0, 0
	c.Provisional = s.dates.J.Provisional || s.dates.StageDue.Provisional
	if c.IsOpen() {
		c.DueOn = s.stage.Due.On
		w.lampOfSet(s)
	}
}

// lampOfSet stores from which day on the set's lamp has which colour: the stage is its promise, J its law.
func (w *work) lampOfSet(s *set) {
	c, rule := w.c, sla.LampRules[w.snap.Settings.LampPreset]
	if running(&s.clock) {
		c.RedOn = s.clock.Due.On + 1
	}
	if s.stage.Due.On == 0 {
		return
	}
	days := s.stage.LampDays(w.snap.Calendar, rule)
	c.BlueOn, c.YellowOn = days.Blue, days.Yellow
	past := s.stage.Due.On + 1
	switch {
	case rule.PastPromise == models.LampYellow:
		c.YellowOn = past
	case c.RedOn == 0 || past < c.RedOn:
		c.RedOn = past
	}
}

// tellSet lets the set follow a part: its dates with every change of the part's, its end with the last
// part's (C02). The set is locked first, so that of two last parts one sees the other.
func (w *work) tellSet() error {
	b, c := &w.before, w.c
	same := b.Status == c.Status && b.AcceptedOn == c.AcceptedOn && b.PromisedDue == c.PromisedDue && b.LegalDue == c.LegalDue &&
		b.DecidedOn == c.DecidedOn && b.EndedOn == c.EndedOn
	if c.ParentID == 0 || same {
		return nil
	}
	parent, err := w.tx.Case(policy.Everything("the set of a part"), c.ParentID)
	if err != nil || parent.Status != models.InProgress {
		return err
	}
	p, err := w.loadWork(w.ctx, w.tx, w.snap, w.actor, parent)
	if err != nil {
		return err
	}
	if err := p.settleRevision(); err != nil {
		return err
	}
	// Nothing is written on the set itself: whoever has it open sees its part move all the same.
	p.facts = append(p.facts, models.Outbox{Kind: store.StreamOnly + "part", Region: parent.Region, CaseID: parent.ID, Payload: models.JSONOf(struct{}{})})
	parts, err := w.tx.Children(parent.ID)
	if err != nil {
		return err
	}
	if err := w.retimeSiblings(parts); err != nil {
		return err
	}
	if partsEnded(parts) {
		if err := p.transit(models.VerbClose, Payload{}, byTimer); err != nil {
			return err
		}
	}
	if c.Status == models.Refused && b.Status != models.Refused {
		if err := p.coordinate(c); err != nil {
			return err
		}
		p.tellRefusal(c, parts)
	}
	return p.finish()
}

// coordinateDays is how many working days the lead has to bring the others together after a refusal: the same as
// for an opinion (R-PAR-05); a convention, no law says.
const coordinateDays = 3

// coordinate puts the 协调 task after a refused part on the lead's desk, with its date (R-PAR-06).
func (w *work) coordinate(refused *models.Case) error {
	last := 0
	for _, s := range w.steps {
		last = max(last, s.Ord)
	}
	s := &models.Step{
		CaseID: w.c.ID, Region: w.stepRegion(), Ord: last + 1, Code: fmt.Sprintf("COORD%d", refused.ID), Name: "协调：" + refused.ItemName + "不予许可",
		Kind: models.StepCoordinate, DeptCode: w.c.DeptCode, Role: string(policy.LeadDept), State: models.StepWaiting, Mode: "ALL",
		LimitMinutes: coordinateDays * minutesPerDay,
	}
	w.openStep(s, 0)
	if err := w.tx.CreateSteps(s); err != nil {
		return err
	}
	w.steps = append(w.steps, s)
	return w.change(codeCoordinate, "coordinate", s, models.StepWaiting, "", "")
}

// tellRefusal asks for the coordination that a refused part needs (R-PAR-06): its dependants have
// stopped, the others go on.
func (w *work) tellRefusal(refused *models.Case, parts []models.Case) {
	waiting := []int64{}
	for i := range parts {
		v, err := w.snap.Version(parts[i].ItemVersion)
		if err == nil && demands(v.Item, refused.ItemCode) {
			waiting = append(waiting, parts[i].ID)
		}
	}
	w.facts = append(w.facts, models.Outbox{
		Kind: "joint.child_refused", Region: w.c.Region, CaseID: w.c.ID,
		Payload: models.JSONOf(models.Tell{To: w.coordinators(), Args: map[string]any{
			"number": w.c.Number, "itemName": w.c.ItemName, "part": refused.ItemName, "case": refused.ID, "dependants": len(waiting),
		}}),
	})
}

// coordinators are the boxes of those who bring the parts of a set together: its lead, the window that took
// it in, and the leader of the project's taskforce (专班).
func (w *work) coordinators() []string {
	region := w.stepRegion()
	to := []string{
		models.DeskKey(region, w.c.DeptCode, string(policy.LeadDept)), models.DeskKey(region, w.snap.Settings.WindowDept, string(policy.Window)),
	}
	if p, err := w.project(); err == nil && p != nil && p.TaskforceID != 0 {
		to = append(to, models.UserKey(p.TaskforceID))
	}
	return to
}

func demands(it *catalog.Item, code string) bool {
	for i := range it.Preconditions {
		for _, m := range it.Preconditions[i].Members() {
			if m.Item == code {
				return true
			}
		}
	}
	return false
}

// WakeIn lets the pending cases of a project follow what it says by now, inside tx: what it no longer demands holds up
// nobody (T01d).
func (s *Service) WakeIn(ctx context.Context, tx *store.Tx, p *models.Project) error {
	ids, err := tx.PendingCases(p.EnterpriseID, p.ID, 0)
	if err != nil {
		return err
	}
	w := &work{Service: s, ctx: ctx, tx: tx, snap: s.County.Now()}
	for _, id := range ids {
		if err := w.wake(id, false); err != nil {
			return err
		}
	}
	return nil
}

// wakePending lets the pending cases of the same project, or enterprise, follow a result: received where
// their preconditions are met now (T01d), back with the applicant where one has come to nothing (T01e).
func (w *work) wakePending() error {
	granted := w.before.Outcome != models.Granted && w.c.Outcome == models.Granted
	lost := w.cameToNothing()
	if !granted && !lost {
		return nil
	}
	ids, err := w.tx.PendingCases(w.c.EnterpriseID, w.c.ProjectID, w.c.ID)
	if err != nil {
		return err
	}
	for _, id := range ids {
		if err := w.wake(id, lost); err != nil {
			return err
		}
	}
	return nil
}

// cameToNothing tells whether the case has just ended without a result: refused, withdrawn, terminated,
// or released to the applicant itself; or lost the one it had, as a filing that is cancelled (F08).
func (w *work) cameToNothing() bool {
	if w.before.Status == w.c.Status {
		return false
	}
	if w.c.Status == models.Cancelled {
		return true
	}
	if w.c.Outcome == models.Granted {
		return false
	}
	released := w.before.Status == models.Pending && w.c.Status == models.Draft
	ended := w.c.IsTerminal() && w.before.Status != models.Draft && w.c.Flow != models.FlowComposite
	return released || w.c.Status == models.Refused || ended
}

func (w *work) wake(id int64, lost bool) error {
	c, err := w.tx.Case(policy.Everything("pending"), id)
	if err != nil || c.Status != models.Pending {
		return err
	}
	p, err := w.loadWork(w.ctx, w.tx, w.snap, policy.System(models.SourceTimer), c)
	if err != nil {
		return err
	}
	p.at = w.at
	needs, err := p.unmet()
	if err != nil {
		return err
	}
	switch {
	case len(needs) == 0:
		err = p.receive(models.VerbReceivePending)
	case lost:
		var dead bool
		if dead, err = w.hopeless(needs); err != nil || !dead {
			return err
		}
		err = p.releasePending(&MoveInput{Reason: "前置事项“" + w.c.ItemName + "”" + w.howItEnded()})
	default:
		return nil
	}
	if err != nil {
		return err
	}
	return p.finish()
}

// hopeless tells whether a need that this case was to meet can be met by no other case on its way.
func (w *work) hopeless(needs []catalog.PreconditionNeed) (bool, error) {
	for _, n := range needs {
		if !slices.Contains(n.Items, w.c.ItemCode) {
			continue
		}
		alive, err := w.tx.OnTheirWay(w.c.EnterpriseID, w.c.ProjectID, n.Items)
		if err != nil || len(alive) == 0 {
			return err == nil, err
		}
	}
	return false, nil
}

func (w *work) howItEnded() string {
	switch w.c.Status {
	case models.Refused:
		return "不予许可"
	case models.Withdrawn:
		return "已撤回"
	case models.NotAccepted:
		return "不予受理"
	case models.Cancelled:
		return "已注销"
	}
	return "已终止"
}

// Notice is what the lead tells of one part of a set in its merged notice.
type Notice struct {
	CaseID  int64    `json:"caseId"`
	Version int64    `json:"version"`
	Defects []Defect `json:"defects"`
}

// Actions of the lead of a set.
const (
	noticeJoint policy.Action = "joint:notice"
	extendJoint policy.Action = "case:extend_joint"
)

// MergeNotice is T03 of several parts at once, before the set's acceptance: one notice by the lead, in
// which every defect stands with its part (R-PAR-04). Each part has its own event and window.
func (s *Service) MergeNotice(ctx context.Context, a policy.Actor, setID, version int64, notices []Notice) (*models.Case, error) {
	return s.do(ctx, a, noticeJoint, setID, version, func(w *work) error {
		if w.c.Flow != models.FlowComposite || w.c.Status != models.InProgress {
			return models.E(models.Illegal, "case.not_a_set")
		}
		if len(notices) == 0 {
			return models.E(models.Invalid, "case.invalid").At("notices", "required")
		}
		notices = slices.Clone(notices)
		slices.SortFunc(notices, func(a, b Notice) int { return int(a.CaseID - b.CaseID) })
		var all []Defect
		var rows []partDefect
		for i := range notices {
			part, err := w.noticePart(&notices[i])
			if err != nil {
				return err
			}
			all = append(all, notices[i].Defects...)
			rows = append(rows, part...)
		}
		if err := w.note(codeMergedNotice, "merged_notice", 0, "", Payload{Defects: all}); err != nil {
			return err
		}
		return w.paper("DOC-03", func(f *paperFacts) { f.merged(rows) })
	})
}

// partDefect is a defect with the part that it is of.
type partDefect struct {
	item, material, materialEn, law string
	Defect
}

// noticePart is T03 of one part; the notice itself is the set's.
func (w *work) noticePart(n *Notice) ([]partDefect, error) {
	if err := checkDefects(n.Defects); err != nil {
		return nil, err
	}
	p, err := w.openPart(n.CaseID, n.Version)
	if err != nil {
		return nil, err
	}
	c := p.c
	verb := models.VerbRequireCorrection
	if c.Flow == models.FlowFiling {
		verb = models.VerbAskInfo
	} else if err := p.windowKnown(); err != nil {
		return nil, err
	}
	if p.c.Round > 1 {
		return nil, models.E(models.Illegal, "case.merged_notice_round").With("case", c.ID)
	}
	if p.item.Window != nil && c.Flow == models.FlowPermit && p.item.Window.OnDefect != models.OnDefectCorrection {
		return nil, models.E(models.Illegal, "case.item_does_not_correct").With("onDefect", string(p.item.Window.OnDefect))
	}
	if err := p.transit(verb, Payload{Round: p.c.Round, Defects: n.Defects, Merged: true}); err != nil {
		return nil, err
	}
	if c.Flow == models.FlowFiling {
		if err := p.voidUnowed(); err != nil {
			return nil, err
		}
	}
	if err := p.correctionGiven(n.Defects, "CORRECTION"); err != nil {
		return nil, err
	}
	law := document.BasisFor(document.ActCorrect, p.paperItem())
	var out []partDefect
	for _, d := range n.Defects {
		out = append(out, partDefect{item: c.ItemName, law: law, material: p.materialName(d.Material), materialEn: p.materialNameEn(d.Material), Defect: d})
	}
	return out, p.finish()
}

// ExtendJoint extends the limit of a set: once, by the government's leader, by at most 15 working days,
// on or before its last day (行政许可法 42(2)).
func (s *Service) ExtendJoint(ctx context.Context, a policy.Actor, setID, version int64, days int, reason string) (*models.Case, error) {
	return s.do(ctx, a, extendJoint, setID, version, func(w *work) error {
		dates, err := w.readSet()
		if err != nil {
			return err
		}
		if w.c.Flow != models.FlowComposite || w.c.Status != models.InProgress || dates == nil || dates.clock.StartOn == 0 {
			return models.E(models.Illegal, "case.not_a_set")
		}
		if w.jointDays() > 0 {
			return models.E(models.Illegal, "case.extension_used")
		}
		e := models.E(models.Invalid, "case.invalid")
		if days < 1 || days > jointExtra {
			e.With("max", jointExtra).At("days", "case.extension_days")
		}
		if reason == "" {
			e.At("reason", "required")
		}
		if len(e.Fields) > 0 {
			return e
		}
		due := dates.clock.Due.On
		if due != 0 && w.on() > due {
			return models.E(models.Illegal, "case.legal_due_passed").With("due", due.String())
		}
		p := Payload{Extend: &models.Limit{Value: days, Unit: models.WorkingDay}, OldDue: due, Basis: "行政许可法 art 42(2)"}
		if err := w.note(codeExtendJoint, "extend_joint", 0, reason, p); err != nil {
			return err
		}
		if dates, err = w.readSet(); err != nil {
			return err
		}
		return w.paper("DOC-08", func(f *paperFacts) {
			f.AcceptedOn, f.Limits.Provisional = dates.clock.StartOn, dates.clock.Due.Provisional
			f.extension(p, reason, models.GovLeader, dates.clock.Due.On)
		})
	})
}
