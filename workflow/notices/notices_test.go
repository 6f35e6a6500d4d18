package notices_test

import (
	"slices"
	"testing"

	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/store"
	"onestop.internal/workflow/cases"
	"onestop.internal/workflow/cases/casestest"
	"onestop.internal/workflow/notices"
)

type world struct {
	*casestest.World
	s *notices.Service
	d *notices.Dispatcher
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{World: casestest.New(t, "2026-03-02T09:30:00+08:00")}
	w.s = &notices.Service{Cases: w.Cases}
	w.d = &notices.Dispatcher{Store: w.Store, Name: "test", Handlers: []notices.Handler{w.s.Handler()}}
	return w
}

// texts gives what the actor's boxes say, newest first.
func (w *world) texts(t *testing.T, a policy.Actor) (out []string) {
	t.Helper()
	if _, err := w.d.Once(t.Context()); err != nil {
		t.Fatal(err)
	}
	list, err := w.s.List(t.Context(), a, store.NoticeFilter{})
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range list {
		out = append(out, n.TextKey)
		if !slices.Contains(notices.TextKeys(), n.TextKey) {
			t.Errorf("text %s is not in the list", n.TextKey)
		}
	}
	return out
}

func TestTheApplicantIsToldOfMovesAndTheDeskOfNewWork(t *testing.T) {
	w := newWorld(t)
	firm, window := w.Applicant(), w.Window()
	c := w.Submit(firm, w.Draft(firm, "LX-13", nil))
	if got := w.texts(t, firm); len(got) != 0 {
		t.Errorf("the enterprise is told of its own submission: %v", got)
	}
	if got := w.texts(t, window); !slices.Equal(got, []string{notices.TextWork}) {
		t.Errorf("the window: %v", got)
	}
	w.Clock.Set("2026-03-03T10:00:00+08:00")
	w.Move(window, c, models.VerbAccept, cases.MoveInput{})
	if got := w.texts(t, firm); !slices.Equal(got, []string{notices.TextMoved}) {
		t.Errorf("the enterprise: %v", got)
	}
	reviewer := w.Staff(policy.Reviewer, c.DeptCode, "承办人老张")
	if got := w.texts(t, reviewer); !slices.Equal(got, []string{notices.TextWork}) {
		t.Errorf("the reviewers' desk: %v", got)
	}
	for name, a := range map[string]policy.Actor{"another enterprise": w.Stranger(), "another department": w.Staff(policy.Reviewer, "GXJ", "工信")} {
		if got := w.texts(t, a); len(got) != 0 {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestTellingTwiceWritesNothingTwice(t *testing.T) {
	w := newWorld(t)
	firm := w.Applicant()
	w.Submit(firm, w.Draft(firm, "LX-13", nil))
	before := w.texts(t, w.Window())
	again := notices.Dispatcher{Store: w.Store, Name: "again", Handlers: []notices.Handler{{Name: "again", Do: w.s.Handler().Do}}}
	if _, err := again.Once(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := w.texts(t, w.Window()); !slices.Equal(got, before) || len(got) != 1 {
		t.Errorf("%v, was %v", got, before)
	}
}

func TestNoticesAreCountedAndReadOnce(t *testing.T) {
	w := newWorld(t)
	firm, window := w.Applicant(), w.Window()
	for range 3 {
		w.Submit(firm, w.Draft(firm, "LX-13", nil))
		w.Clock.Advance(1e9)
	}
	w.texts(t, window)
	list, _ := w.s.List(t.Context(), window, store.NoticeFilter{})
	count := func(want int64) {
		t.Helper()
		if n, err := w.s.Unread(t.Context(), window); err != nil || n != want {
			t.Errorf("unread %d (%v), want %d", n, err, want)
		}
	}
	count(3)
	if n, err := w.s.Mark(t.Context(), w.Stranger(), notices.MarkInput{IDs: []int64{list[0].ID}}); n != 0 || err != nil {
		t.Errorf("a stranger read it: %d %v", n, err)
	}
	if n, err := w.s.Mark(t.Context(), window, notices.MarkInput{IDs: []int64{list[0].ID}}); n != 1 || err != nil {
		t.Errorf("%d %v", n, err)
	}
	count(2)
	if n, err := w.s.Mark(t.Context(), window, notices.MarkInput{UpTo: list[1].ID}); n != 2 || err != nil {
		t.Errorf("%d %v", n, err)
	}
	count(0)
	if left, _ := w.s.List(t.Context(), window, store.NoticeFilter{Unread: true}); len(left) != 0 {
		t.Errorf("unread still: %v", left)
	}
}

func TestAnAgentSeesNoNoticeOnceTheMandateIsRevoked(t *testing.T) {
	w := newWorld(t)
	agent := w.Staff(policy.Agent, "", "领办员小陈")
	m := &models.Mandate{
		EnterpriseID: w.Enterprise.ID, AgentID: agent.UserID, Status: models.MandateGranted, AllItems: true,
		ValidFrom: models.MustDate("2026-01-01"), ValidTo: models.MustDate("2026-12-31"),
	}
	firm := w.Applicant()
	c := w.Submit(firm, w.Draft(firm, "LX-13", nil))
	err := w.Store.InTx(t.Context(), func(tx *store.Tx) error {
		if err := tx.CreateMandate(m); err != nil {
			return err
		}
		return tx.Emit(models.Outbox{Kind: "thread.message", CaseID: c.ID, Payload: models.JSONOf(models.Tell{To: []string{models.UserKey(agent.UserID)}})})
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := w.texts(t, agent); !slices.Equal(got, []string{"notice.thread.message"}) {
		t.Fatalf("with a mandate: %v", got)
	}
	m.RevokedAt, m.Status = w.Store.Now(), models.MandateRevoked
	if err := w.Store.InTx(t.Context(), func(tx *store.Tx) error { return tx.SaveMandate(m, models.MandateGranted) }); err != nil {
		t.Fatal(err)
	}
	if got := w.texts(t, agent); len(got) != 0 {
		t.Errorf("revoked: %v", got)
	}
	if n, err := w.s.Unread(t.Context(), agent); n != 0 || err != nil {
		t.Errorf("counted: %d %v", n, err)
	}
}

func TestAlertsGoToTheHandsAndThenUpwards(t *testing.T) {
	w := newWorld(t)
	firm, window := w.Applicant(), w.Window()
	c := w.Submit(firm, w.Draft(firm, "LX-13", nil))
	w.texts(t, window)
	reader := map[string]policy.Actor{
		"window": window, "firm": firm, "head": w.Staff(policy.SectionHead, c.DeptCode, "科长"),
		"agency": w.Staff(policy.AgencyLeader, c.DeptCode, "局长"), "supervisor": w.Staff(policy.Supervisor, "", "督查"),
		"leader": w.Staff(policy.Leader, "", "副县长"),
	}
	for kind, want := range map[string]map[string]string{
		"WARN":       {"window": notices.TextWarn},
		"DUE":        {"window": notices.TextDue},
		"OVERDUE":    {"window": notices.TextOverdue, "firm": notices.TextDelayed},
		"ESCALATE_0": {"head": notices.TextEscalated},
		"ESCALATE_1": {"agency": notices.TextEscalated},
		"ESCALATE_2": {"supervisor": notices.TextEscalated},
		"ESCALATE_3": {"leader": notices.TextEscalated},
	} {
		before := map[string]int{}
		for who, a := range reader {
			before[who] = len(w.texts(t, a))
		}
		w.Clock.Advance(1e9)
		err := w.Store.InTx(t.Context(), func(tx *store.Tx) error {
			return tx.Emit(models.Outbox{Kind: "alert." + kind, CaseID: c.ID, Payload: models.JSONOf(map[string]any{"clock": "W", "due": c.WindowDue})})
		})
		if err != nil {
			t.Fatal(err)
		}
		for who, a := range reader {
			got := w.texts(t, a)
			switch fresh := len(got) - before[who]; {
			case want[who] == "" && fresh != 0:
				t.Errorf("%s: %s is told %v", kind, who, got)
			case want[who] != "" && (fresh != 1 || got[0] != want[who]):
				t.Errorf("%s: %s is told %v", kind, who, got)
			}
		}
	}
}

func TestTheBoxesAreTheQueuesOfTheEngine(t *testing.T) {
	a := policy.Actor{UserID: 7, Role: policy.Reviewer, Region: casestest.Region, Dept: "SLJ"}
	want := []string{models.UserKey(7), models.DeskKey(casestest.Region, "SLJ", "REVIEWER")}
	if got := cases.OpenKeys(a); !slices.Equal(got, want) {
		t.Errorf("the engine has %v, the notices %v", got, want)
	}
}
