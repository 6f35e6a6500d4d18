package agents_test

import (
	"slices"
	"testing"

	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/store"
	"onestop.internal/workflow/agents"
	"onestop.internal/workflow/cases/casestest"
)

type world struct {
	*casestest.World
	s     *agents.Service
	agent policy.Actor
	other policy.Actor // an agent of the other enterprise
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{World: casestest.New(t, "2026-03-02T09:30:00+08:00")}
	w.s = &agents.Service{Cases: w.Cases}
	w.agent, w.other = w.Staff(policy.Agent, "", "领办员小陈"), w.Staff(policy.Agent, "", "领办员小林")
	w.mandate(t, w.agent, w.Enterprise.ID)
	w.mandate(t, w.other, w.Other.ID)
	return w
}

func (w *world) mandate(t *testing.T, a policy.Actor, enterprise int64) {
	t.Helper()
	m := &models.Mandate{
		EnterpriseID: enterprise, AgentID: a.UserID, Status: models.MandateGranted, AllItems: true,
		ValidFrom: models.MustDate("2026-01-01"), ValidTo: models.MustDate("2026-12-31"),
	}
	if err := w.Store.InTx(t.Context(), func(tx *store.Tx) error { return tx.CreateMandate(m) }); err != nil {
		t.Fatal(err)
	}
}

func (w *world) log(t *testing.T, in agents.ContactInput) *models.Contact {
	t.Helper()
	in.EnterpriseID, in.Kind, in.WithWhom, in.Summary = w.Enterprise.ID, models.ContactCall, "王建国", "问进度"
	c, err := w.s.LogContact(t.Context(), w.agent, in)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func (w *world) todos(t *testing.T, a policy.Actor, f store.TodoFilter) []models.Todo {
	t.Helper()
	out, err := w.s.Todos(t.Context(), a, f)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func want(t *testing.T, what string, err error, key string) {
	t.Helper()
	if models.KeyOf(err) != key || err == nil != (key == "") {
		t.Errorf("%s: %v, want %q", what, err, key)
	}
}

func TestAPromiseMadeInACallBecomesADatedTask(t *testing.T) {
	w := newWorld(t)
	c := w.log(t, agents.ContactInput{Promise: "周四前送补正清单", NextOn: models.MustDate("2026-03-05")})
	w.log(t, agents.ContactInput{NextOn: models.MustDate("2026-03-04")})
	w.log(t, agents.ContactInput{})
	got := w.todos(t, w.agent, store.TodoFilter{})
	if len(got) != 2 || got[0].Kind != models.TodoNextContact || got[1].Kind != models.TodoPromise {
		t.Fatalf("%+v", got)
	}
	if p := got[1]; p.Title != "周四前送补正清单" || p.DueOn != c.NextOn || p.ContactID != c.ID || p.Status != models.Open {
		t.Errorf("%+v", p)
	}
	if n := len(w.todos(t, w.other, store.TodoFilter{})); n != 0 {
		t.Errorf("another agent has %d of them", n)
	}
}

func TestAContactIsRefused(t *testing.T) {
	w := newWorld(t)
	good := agents.ContactInput{EnterpriseID: w.Enterprise.ID, Kind: models.ContactVisit, WithWhom: "王建国", Summary: "现场"}
	draft := w.Draft(w.Applicant(), "LX-13", nil)
	for name, c := range map[string]struct {
		a      policy.Actor
		change func(*agents.ContactInput)
		key    string
	}{
		"with another's client":          {w.other, func(*agents.ContactInput) {}, "enterprise.not_found"},
		"on another's case":              {w.other, func(in *agents.ContactInput) { in.CaseID, in.EnterpriseID = draft.ID, w.Other.ID }, "case.not_found"},
		"on a case of another client":    {w.agent, func(in *agents.ContactInput) { in.CaseID, in.EnterpriseID = draft.ID, w.Other.ID }, "case.not_found"},
		"that is still to come":          {w.agent, func(in *agents.ContactInput) { in.HappenedAt = w.Store.Now() + 1 }, "contact.invalid"},
		"with a promise without a day":   {w.agent, func(in *agents.ContactInput) { in.Promise = "x" }, "contact.invalid"},
		"with a next day that is past":   {w.agent, func(in *agents.ContactInput) { in.NextOn = models.MustDate("2026-03-01") }, "contact.invalid"},
		"by no known way":                {w.agent, func(in *agents.ContactInput) { in.Kind = "SMOKE" }, "contact.invalid"},
		"by a clerk":                     {w.Window(), func(*agents.ContactInput) {}, "denied"},
		"with the enterprise's own user": {w.Applicant(), func(*agents.ContactInput) {}, "denied"},
	} {
		in := good
		c.change(&in)
		_, err := w.s.LogContact(t.Context(), c.a, in)
		want(t, name, err, c.key)
	}
}

func TestClientsAreShownByHowLongTheyWereSilent(t *testing.T) {
	w := newWorld(t)
	w.mandate(t, w.agent, w.Other.ID)
	w.log(t, agents.ContactInput{Promise: "回电", NextOn: models.MustDate("2026-03-03")})
	w.Clock.Set("2026-03-17T09:00:00+08:00") // 11 working days on
	got, err := w.s.Clients(t.Context(), w.agent, w.agent.UserID)
	if err != nil || len(got) != 2 {
		t.Fatalf("%+v %v", got, err)
	}
	if c := got[0]; c.EnterpriseID != w.Other.ID || !c.Never || !c.Forgotten {
		t.Errorf("never spoken with: %+v", c)
	}
	if c := got[1]; c.SilentDays != 11 || c.Never || !c.Forgotten || c.NextContact != models.MustDate("2026-03-03") {
		t.Errorf("silent: %+v", c)
	}
	_, err = w.s.Clients(t.Context(), w.agent, w.other.UserID)
	want(t, "another's clients", err, "agent.not_found")
	mine, err := w.s.Clients(t.Context(), w.agent, 0)
	if err != nil || len(mine) == 0 {
		t.Errorf("one's own clients without a number: %+v %v", mine, err)
	}
	_, err = w.s.Clients(t.Context(), w.Window(), w.agent.UserID)
	want(t, "a clerk", err, "denied")
}

func TestTheLogOfAClientIsGoneWithTheMandate(t *testing.T) {
	w := newWorld(t)
	w.log(t, agents.ContactInput{})
	list := func() int {
		t.Helper()
		got, err := w.s.Contacts(t.Context(), w.agent, store.ContactFilter{})
		if err != nil {
			t.Fatal(err)
		}
		return len(got)
	}
	if n := list(); n != 1 {
		t.Fatalf("%d lines", n)
	}
	if got, err := w.s.Contacts(t.Context(), w.other, store.ContactFilter{EnterpriseID: w.Enterprise.ID}); err != nil || len(got) != 0 {
		t.Errorf("another agent reads %v %v", got, err)
	}
	ms, err := w.Store.Mandates(t.Context(), policy.Everything("test"), store.MandateFilter{AgentID: w.agent.UserID})
	if err != nil || len(ms) != 1 {
		t.Fatal(ms, err)
	}
	ms[0].Status, ms[0].RevokedAt = models.MandateRevoked, w.Store.Now()
	if err := w.Store.InTx(t.Context(), func(tx *store.Tx) error { return tx.SaveMandate(&ms[0], models.MandateGranted) }); err != nil {
		t.Fatal(err)
	}
	if n := list(); n != 0 {
		t.Errorf("%d lines after the mandate was revoked", n)
	}
}

func TestTasksAreDoneChangedAndGivenUpByTheirOwner(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	due := models.MustDate("2026-03-05")
	own, err := w.s.AddTodo(ctx, w.agent, agents.TodoInput{Title: "准备图纸", DueOn: due, EnterpriseID: w.Enterprise.ID})
	if err != nil {
		t.Fatal(err)
	}
	_, err = w.s.AddTodo(ctx, w.agent, agents.TodoInput{Title: "x", DueOn: due, EnterpriseID: w.Other.ID})
	want(t, "on another's client", err, "enterprise.not_found")
	_, err = w.s.AddTodo(ctx, w.agent, agents.TodoInput{Title: "x", DueOn: due - 30})
	want(t, "due in the past", err, "todo.invalid")
	_, err = w.s.DoneTodo(ctx, w.other, own.ID, agents.EndInput{Version: 1})
	want(t, "by another", err, "todo.not_found")
	_, err = w.s.DoneTodo(ctx, w.agent, own.ID, agents.EndInput{Version: 7})
	want(t, "an older copy", err, "todo.changed_meanwhile")
	own, err = w.s.EditTodo(ctx, w.agent, own.ID, agents.TodoInput{Version: 1, Title: "准备两套图纸", DueOn: due + 1})
	if err != nil || own.Title != "准备两套图纸" || own.DueOn != due+1 {
		t.Errorf("%+v %v", own, err)
	}
	_, err = w.s.CancelTodo(ctx, w.agent, own.ID, agents.EndInput{Version: 2})
	want(t, "given up without a reason", err, "todo.invalid")
	if _, err := w.s.DoneTodo(ctx, w.agent, own.ID, agents.EndInput{Version: 2}); err != nil {
		t.Error(err)
	}
	_, err = w.s.CancelTodo(ctx, w.agent, own.ID, agents.EndInput{Version: 3, Note: "x"})
	want(t, "ended twice", err, "todo.not_open")
	w.log(t, agents.ContactInput{Promise: "原话", NextOn: due})
	p := w.todos(t, w.agent, store.TodoFilter{Status: models.Open})[0]
	_, err = w.s.EditTodo(ctx, w.agent, p.ID, agents.TodoInput{Version: 1, Title: "别的话", DueOn: due})
	want(t, "a promise in other words", err, "todo.words_stay")
	substitute := w.other
	substitute.ForUserID = w.agent.UserID
	if got := w.todos(t, substitute, store.TodoFilter{Status: models.Open}); len(got) != 1 {
		t.Errorf("who stands in sees %v", got)
	}
}

func TestANewAgentHasOneWorkingDayForTheFirstContact(t *testing.T) {
	w := newWorld(t)
	w.Clock.Set("2026-03-06T16:00:00+08:00") // a Friday
	c := w.Submit(w.Applicant(), w.Draft(w.Applicant(), "LX-13", nil))
	lead := w.Staff(policy.TaskforceLead, "", "专班长")
	w.Led(lead)
	if _, err := w.Cases.SetAgent(t.Context(), lead, c.ID, w.agent.UserID, ""); err != nil {
		t.Fatal(err)
	}
	fact := &models.Outbox{Kind: "case.agent", CaseID: c.ID, CreatedAt: w.Store.Now()}
	for range 2 { // told twice, entered once
		if err := w.Store.InTx(t.Context(), func(tx *store.Tx) error { return w.s.Handle(t.Context(), tx, fact) }); err != nil {
			t.Fatal(err)
		}
	}
	got := w.todos(t, w.agent, store.TodoFilter{})
	if len(got) != 1 || got[0].Kind != models.TodoFirstContact || got[0].DueOn != models.MustDate("2026-03-09") {
		t.Fatalf("%+v", got)
	}
	w.log(t, agents.ContactInput{})
	if got = w.todos(t, w.agent, store.TodoFilter{}); got[0].Status != models.Done {
		t.Errorf("after the call: %+v", got[0])
	}
}

func TestTheQueueIsSortedByWhatIsDueAndPaged(t *testing.T) {
	w := newWorld(t)
	lead := w.Staff(policy.TaskforceLead, "", "专班长")
	w.Led(lead)
	var ids []int64
	for _, day := range []string{"2026-03-04T09:00:00+08:00", "2026-03-03T09:00:00+08:00", "2026-03-02T10:00:00+08:00"} {
		w.Clock.Set(day)
		c := w.Submit(w.Applicant(), w.Draft(w.Applicant(), "LX-13", nil))
		if _, err := w.Cases.SetAgent(t.Context(), lead, c.ID, w.agent.UserID, ""); err != nil {
			t.Fatal(err)
		}
		ids = append(ids, c.ID)
	}
	slices.Reverse(ids) // the last handed in is due first
	var got []int64
	var p agents.Page
	for p.Limit = 1; len(got) < 9; {
		page, err := w.s.Queue(t.Context(), w.agent, w.agent.UserID, p)
		if err != nil {
			t.Fatal(err)
		}
		if len(page) == 0 {
			break
		}
		got = append(got, page[0].ID)
		p.AfterDue, p.AfterID = page[0].DueOn, page[0].ID
	}
	if !slices.Equal(got, ids) {
		t.Errorf("%v, want %v", got, ids)
	}
}

func TestAnInternalNoteNeverReachesTheEnterprise(t *testing.T) {
	w := newWorld(t)
	c := w.Submit(w.Applicant(), w.Draft(w.Applicant(), "LX-13", nil))
	version := w.Reload(c).Version
	for _, n := range []agents.NoteInput{{Body: "内部"}, {Body: "给企业看", Shown: true}} {
		if _, err := w.s.AddNote(t.Context(), w.agent, c.ID, n); err != nil {
			t.Fatal(err)
		}
	}
	for name, r := range map[string]struct {
		a    policy.Actor
		want int
	}{"the enterprise": {w.Applicant(), 1}, "the agent": {w.agent, 2}, "the window": {w.Window(), 2}, "a stranger": {w.Stranger(), 0}, "another agent": {w.other, 0}} {
		got, err := w.s.Notes(t.Context(), r.a, c.ID)
		if len(got) != r.want || r.want == 1 && !got[0].Shown {
			t.Errorf("%s reads %+v %v", name, got, err)
		}
		sees(t, name, r.want > 0, err)
	}
	if now := w.Reload(c).Version; now != version {
		t.Errorf("a note changed the case: version %d, was %d", now, version)
	}
	_, err := w.s.AddNote(t.Context(), w.other, c.ID, agents.NoteInput{Body: "x"})
	want(t, "by another agent", err, "case.not_found")
	_, err = w.s.AddNote(t.Context(), w.agent, c.ID, agents.NoteInput{Body: " \n "})
	want(t, "with nothing in it", err, "note.invalid")
}

func TestTheThreadIsSharedByThoseWhoSeeTheCase(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	c := w.Submit(w.Applicant(), w.Draft(w.Applicant(), "LX-13", nil))
	q, err := w.s.Post(ctx, w.Applicant(), c.ID, agents.PostInput{Body: "要盖章吗？"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.s.Post(ctx, w.Window(), c.ID, agents.PostInput{Body: "要", ReplyTo: q.ID}); err != nil {
		t.Fatal(err)
	}
	m, err := w.s.Post(ctx, w.agent, c.ID, agents.PostInput{Body: "我来办"})
	if err != nil || m.Side != models.SideAgent || m.ActingFor != w.Enterprise.Name {
		t.Errorf("%+v %v", m, err)
	}
	other := w.Draft(w.Applicant(), "LX-13", nil)
	_, err = w.s.Post(ctx, w.Applicant(), other.ID, agents.PostInput{Body: "x", ReplyTo: q.ID})
	want(t, "an answer to another case's question", err, "message.not_found")
	_, err = w.s.Post(ctx, w.Stranger(), c.ID, agents.PostInput{Body: "x"})
	want(t, "a stranger", err, "case.not_found")
	for name, r := range map[string]struct {
		a    policy.Actor
		want int
	}{"the enterprise": {w.Applicant(), 3}, "the window": {w.Window(), 3}, "the agent": {w.agent, 3}, "a stranger": {w.Stranger(), 0}, "another agent": {w.other, 0}} {
		got, err := w.s.Thread(ctx, r.a, c.ID, 0, 0)
		if len(got) != r.want {
			t.Errorf("%s reads %d", name, len(got))
		}
		sees(t, name, r.want > 0, err)
	}
	after, err := w.s.Thread(ctx, w.agent, c.ID, q.ID, 1)
	if err != nil || len(after) != 1 || after[0].ReplyTo != q.ID {
		t.Errorf("the next page: %+v %v", after, err)
	}
	facts, err := w.Store.OutboxAfter(ctx, 0, 1000)
	if err != nil {
		t.Fatal(err)
	}
	var tells []models.Tell
	for _, f := range facts {
		if f.Kind == "thread.message" {
			var tell models.Tell
			if err := f.Payload.Into(&tell); err != nil {
				t.Fatal(err)
			}
			tells = append(tells, tell)
		}
	}
	desk, firm := models.DeskKey(casestest.Region, "SPJ", "WINDOW"), models.EnterpriseKey(w.Enterprise.ID)
	if len(tells) != 3 || !slices.Equal(tells[0].To, []string{desk}) || !slices.Equal(tells[1].To, []string{firm}) || !slices.Equal(tells[2].To, []string{firm, desk}) {
		t.Errorf("told %+v", tells)
	}
}

// sees expects no error of somebody who sees the case, and that it is not there for anybody else.
func sees(t *testing.T, who string, ok bool, err error) {
	t.Helper()
	if ok && err != nil || !ok && models.KeyOf(err) != "case.not_found" {
		t.Errorf("%s: %v", who, err)
	}
}
