package sla

import (
	"encoding/json"
	"os"
	"reflect"
	"slices"
	"testing"
	"time"

	"onestop.internal/models"
	"onestop.internal/sla/calendar"
)

func day(s string) models.Date { return models.MustDate(s) }

var weekdays = [7]string{"周日", "周一", "周二", "周三", "周四", "周五", "周六"}

type vector struct {
	ID     string          `json:"id"`
	Title  string          `json:"title"`
	Input  json.RawMessage `json:"input"`
	Expect map[string]any  `json:"expect"`
}

// input is the fields of every op together.
type input struct {
	Op       string          `json:"op"`
	Start    json.RawMessage `json:"start"` // a date, or a date and time for minutes
	N        int             `json:"n"`
	Unit     models.Unit     `json:"unit"`
	Pauses   [][2]*string    `json:"pauses_inclusive"`
	AsOf     models.Date     `json:"asof"`
	Extend   int             `json:"extend"`
	Minutes  int             `json:"minutes"`
	Received models.Date     `json:"received"`

	PauseStart models.Date `json:"pause_start"`
	PlannedEnd models.Date `json:"planned_end"`
	ActualEnd  models.Date `json:"actual_end"`

	WindowWD    int         `json:"correction_window_wd"`
	ReviewWD    int         `json:"review_wd"`
	NoticeOn    models.Date `json:"notice_on"`
	CompletedOn models.Date `json:"completed_on"`

	Rounds []struct {
		Received models.Date `json:"received"`
		Notice   models.Date `json:"notice"`
	} `json:"rounds"`
	AcceptNoticeOn   models.Date     `json:"accept_notice_on"`
	Round1AcceptedOn Round1          `json:"round1_accepted_on"`
	Window           models.Limit    `json:"window"`
	StartsOn         models.StartsOn `json:"starts_on"`
	Limit            models.Limit    `json:"limit"`
	Promise          models.Limit    `json:"promise"`

	ToldOn      models.Date  `json:"told_on"`
	RequestedOn models.Date  `json:"requested_on"`
	Accepted    models.Date  `json:"accepted"`
	PromisedWD  int          `json:"promised_wd"`
	LegalWD     int          `json:"legal_wd"`
	ExpiresOn   models.Date  `json:"expires_on"`
	Lead        models.Limit `json:"lead"`
	ReceivedOn  models.Date  `json:"received_on"`
	Move        string       `json:"move"`
	At          time.Time    `json:"at"`
	Children    map[string]struct {
		Flow       models.Flow      `json:"flow"`
		N          int              `json:"n"`
		Unit       models.Unit      `json:"unit"`
		Pauses     [][2]models.Date `json:"pauses"`
		FinishedOn models.Date      `json:"finished_on"`
		Hard       string           `json:"hard"`
	} `json:"children"`
}

func (in *input) start(t *testing.T) models.Date {
	t.Helper()
	var d models.Date
	if err := json.Unmarshal(in.Start, &d); err != nil {
		t.Fatal(err)
	}
	return d
}

func (in *input) spans() []Span {
	var s []Span
	for _, p := range in.Pauses {
		x := Span{From: day(*p[0])}
		if p[1] != nil {
			x.To = day(*p[1])
		}
		s = append(s, x)
	}
	return s
}

func (in *input) limit() models.Limit {
	unit := in.Unit
	if unit == "" {
		unit = models.WorkingDay
	}
	return models.Limit{Value: in.N, Unit: unit}
}

type answers map[string]any

var vectorOps = map[string]func(*testing.T, *calendar.Calendar, *input) answers{
	"add_workdays": workdays, "add_workdays_paused": workdaysPaused, "due": dueAnswer, "asof": asOf,
	"special_procedure_end": procedureEnd, "deemed_acceptance": deemed, "correction_then_accept": corrected,
	"case": caseAnswer, "settle": settleAnswer, "extend": extend, "hearing": hearing, "add_months": months,
	"add_calendar_days_roll": calendarDays, "both_units": bothUnits, "lamp": lampAnswer, "parallel": parallel,
	"add_work_minutes": workMinutes, "renewal": renewal,
}

func TestEveryFieldOfEveryWorkedExample(t *testing.T) {
	b, err := os.ReadFile("testdata/vectors.json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Count   int               `json:"count"`
		Ops     map[string]string `json:"ops"`
		Vectors []vector          `json:"vectors"`
	}
	if err := json.Unmarshal(b, &file); err != nil {
		t.Fatal(err)
	}
	if len(file.Vectors) != 96 || file.Count != 96 || len(file.Ops) != len(vectorOps) {
		t.Fatalf("%d vectors, %d ops", len(file.Vectors), len(file.Ops))
	}
	for _, v := range file.Vectors {
		t.Run(v.ID, func(t *testing.T) {
			var in input
			if err := json.Unmarshal(v.Input, &in); err != nil {
				t.Fatal(err)
			}
			if len(v.Expect) == 0 {
				t.Fatal("nothing is expected")
			}
			got := plain(t, vectorOps[in.Op](t, calendar.Builtin(), &in))
			for key, want := range v.Expect {
				if have, ok := got[key]; !ok || !reflect.DeepEqual(have, want) {
					t.Errorf("%s: %s = %v, want %v", v.Title, key, got[key], want)
				}
			}
		})
	}
}

// plain sends the answers through JSON, so that they compare with the file's.
func plain(t *testing.T, a answers) map[string]any {
	t.Helper()
	b, err := json.Marshal(a)
	if err != nil {
		t.Fatal(err)
	}
	var m map[string]any
	if err := json.Unmarshal(b, &m); err != nil {
		t.Fatal(err)
	}
	return m
}

func atMidnight(i models.Instant) any {
	if i == 0 {
		return nil
	}
	return i.Time().In(models.Shanghai).Format("2006-01-02T15:04Z07:00")
}

func wd(n int) models.Limit { return models.Limit{Value: n, Unit: models.WorkingDay} }

func workdays(t *testing.T, cal *calendar.Calendar, in *input) answers {
	start := in.start(t)
	due := DueOn(cal, start, in.limit(), nil)
	c := Clock{Limit: in.limit()}
	c.run(start, due)
	makeups, skipped := []models.Date{}, 0
	day1 := models.Date(0)
	for _, d := range c.Ledger(cal, 0) {
		switch {
		case d.Counted && d.Kind == calendar.Makeup:
			makeups = append(makeups, d.Date)
		case !d.Counted && !d.Start:
			skipped++
		}
		if d.N == 1 && day1 == 0 {
			day1 = d.Date
		}
	}
	return answers{
		"due": due.On, "due_weekday": weekdays[due.On.Weekday()], "day1": day1,
		"calendar_days_elapsed": int(due.On - start), "non_working_days_skipped": skipped,
		"makeup_workdays_counted": makeups, "provisional": due.Provisional, "needs_year": due.NeedsYear,
	}
}

func workdaysPaused(t *testing.T, cal *calendar.Calendar, in *input) answers {
	start, spans := in.start(t), in.spans()
	due := DueOn(cal, start, in.limit(), spans)
	alone := []int{}
	for _, s := range spans {
		alone = append(alone, cal.Count(s.From-1, s.To))
	}
	return answers{
		"due": due.On, "due_weekday": weekdays[due.On.Weekday()], "paused_workdays": alone,
		"due_without_pause":       DueOn(cal, start, in.limit(), nil).On,
		"used_before_first_pause": Used(cal, start, in.limit(), spans, spans[0].From-1),
	}
}

func dueAnswer(t *testing.T, cal *calendar.Calendar, in *input) answers {
	due := DueOn(cal, in.start(t), in.limit(), in.spans())
	return answers{"due": due.On, "raw": due.Raw, "due_without_pause": DueOn(cal, in.start(t), in.limit(), nil).On}
}

func asOf(t *testing.T, cal *calendar.Calendar, in *input) answers {
	f := Facts{Terms: Terms{Legal: in.limit()}, Rounds: []Round{{ReceivedOn: in.start(t)}}, NoticeOn: in.start(t)}
	for _, s := range in.spans() {
		p := Pause{Reason: models.PauseExpertReview, From: s.From, PlannedEnd: s.To, End: s.To}
		if s.Open() {
			p.Reason = models.PauseSuspension
		}
		f.Pauses = append(f.Pauses, p)
	}
	p := Fold(cal, &f, in.AsOf)
	refused := [][2]models.Date{}
	for _, x := range p.RefusedPauses {
		refused = append(refused, [2]models.Date{x.From, x.End})
	}
	return answers{
		"due": p.L.Due.On, "used": p.L.Used, "remaining": p.L.Remaining, "clock_state": p.L.State,
		"overdue": p.L.Overdue, "refused_pauses": refused,
	}
}

func procedureEnd(t *testing.T, cal *calendar.Calendar, in *input) answers {
	f := Facts{
		Terms: Terms{Legal: in.limit()}, Rounds: []Round{{ReceivedOn: in.start(t)}}, NoticeOn: in.start(t),
		Pauses: []Pause{{Reason: models.PauseExpertReview, From: in.PauseStart, PlannedEnd: in.PlannedEnd}},
	}
	running := Fold(cal, &f, in.PauseStart).L
	f.Pauses[0].End = in.ActualEnd
	final := Fold(cal, &f, in.ActualEnd).L
	if final.Planned {
		t.Error("a finished procedure leaves no planned date")
	}
	return answers{"due_while_running": running.Due.On, "due_while_running_provisional": running.Planned, "due_final": final.Due.On}
}

func deemed(t *testing.T, cal *calendar.Calendar, in *input) answers {
	f := Facts{
		Terms:  Terms{Legal: wd(in.ReviewWD), Window: wd(in.WindowWD), Lapse: models.LapseDeemed},
		Rounds: []Round{{ReceivedOn: in.Received}},
	}
	fired, f := Settle(cal, f, in.Received.Start()+minutes(60*24*60))
	p := Fold(cal, &f, fired[0].FiresAt.Date())
	if !p.W.Overdue || p.W.State != models.ClockStopped {
		t.Errorf("a window that passed in silence is overdue and over: %+v", p.W)
	}
	before := Fold(cal, &f, fired[0].FiresAt.Date()-1)
	return answers{
		"correction_deadline": p.W.Due.On, "deemed_on_and_after": atMidnight(fired[0].FiresAt),
		"accepted_on": p.AcceptedOn, "review_due": p.L.Due.On, "review_due_weekday": weekdays[p.L.Due.On.Weekday()],
		"review_wd_already_used_when_deeming": before.L.Used,
	}
}

func corrected(t *testing.T, cal *calendar.Calendar, in *input) answers {
	f := Facts{
		Terms:  Terms{Legal: wd(in.ReviewWD), Window: wd(5), Lapse: models.LapseDeemed},
		Rounds: []Round{{ReceivedOn: in.Received, CorrectionOn: in.NoticeOn}},
	}
	first := Fold(cal, &f, in.CompletedOn)
	if len(Timers(cal, &f)) != 0 {
		t.Error("a window that was answered has no timer")
	}
	f.Rounds = append(f.Rounds, Round{ReceivedOn: in.CompletedOn})
	f.NoticeOn = in.CompletedOn
	p := Fold(cal, &f, in.CompletedOn)
	return answers{
		"correction_deadline": first.W.Due.On, "notice_in_time": !first.W.Overdue, "notice_wd_used": first.W.Used,
		"accepted_on": p.AcceptedOn, "review_due": p.L.Due.On, "applicant_time_counts": p.L.Used != 0,
	}
}

func caseAnswer(t *testing.T, cal *calendar.Calendar, in *input) answers {
	f := Facts{Terms: Terms{
		Legal: in.Limit, Promise: in.Promise, StartsOn: in.StartsOn, Window: in.Window,
		Lapse: models.LapseDeemed, Round1AcceptedOn: in.Round1AcceptedOn,
	}, NoticeOn: in.AcceptNoticeOn}
	for _, r := range in.Rounds {
		f.Rounds = append(f.Rounds, Round{ReceivedOn: r.Received, CorrectionOn: r.Notice})
	}
	window := Fold(cal, &f, 0).W.Due.On
	fired, f := Settle(cal, f, (window + 1).Start())
	p := Fold(cal, &f, window+1)
	a := answers{
		"window_deadline": window, "deemed": p.Deemed, "accepted_on": p.AcceptedOn, "clock_start": p.L.StartOn,
		"legal_due": p.L.Due.On, "promised_due_raw": p.P.Uncapped, "promised_due": p.P.Due.On,
	}
	if len(fired) > 0 {
		a["deemed_on_and_after"] = atMidnight(fired[0].FiresAt)
	}
	return a
}

func settleAnswer(t *testing.T, cal *calendar.Calendar, in *input) answers {
	f := Facts{Terms: Terms{Legal: wd(20), Window: in.Window, Lapse: models.LapseDeemed}, Rounds: []Round{{ReceivedOn: in.Received}}}
	fired, f := Settle(cal, f, models.At(in.At))
	names := []TimerKind{}
	for _, x := range fired {
		names = append(names, x.Kind)
	}
	var accepted any
	status := "SUBMITTED"
	if d := f.AcceptedOn(); d != 0 {
		accepted, status = d, "ACCEPTED"
	}
	return answers{
		"fired_first": names, "status_before_move": status, "accepted_on": accepted,
		"move_allowed": in.Move == "T03" && status == "SUBMITTED",
	}
}

func extend(t *testing.T, cal *calendar.Calendar, in *input) answers {
	start := in.start(t)
	f := Facts{Terms: Terms{Legal: in.limit()}, Rounds: []Round{{ReceivedOn: start}}, NoticeOn: start}
	for _, s := range in.spans() {
		f.Pauses = append(f.Pauses, Pause{Reason: models.PauseExpertReview, From: s.From, PlannedEnd: s.To, End: s.To})
	}
	original := Fold(cal, &f, start).L.Due.On
	var last models.Date // the last day on which an extension still moves the date
	for d := start; d < original+30; d++ {
		f.Extensions = []Extension{{By: models.Limit{Value: in.Extend, Unit: in.limit().Unit}, ApprovedOn: d}}
		if len(Fold(cal, &f, d).LateExtensions) == 0 {
			last = d
		}
	}
	f.Extensions[0].ApprovedOn = last
	extended := Fold(cal, &f, start).L.Due.On
	return answers{
		"original_due": original, "last_day_to_approve_and_tell_applicant": last,
		"extended_due": extended, "extended_due_weekday": weekdays[extended.Weekday()],
	}
}

func hearing(t *testing.T, cal *calendar.Calendar, in *input) answers {
	h := HearingOf(cal, in.ToldOn, in.RequestedOn)
	return answers{
		"request_deadline": h.RequestBy.On, "hold_hearing_by": h.HoldBy.On,
		"notice_of_time_and_place_at_latest_for_that_day": h.NoticeBy,
	}
}

func months(t *testing.T, cal *calendar.Calendar, in *input) answers {
	due := DueOn(cal, in.start(t), models.Limit{Value: in.N, Unit: models.Month}, nil)
	return answers{"raw": due.Raw, "due": due.On, "is_working_day": cal.Working(due.Raw)}
}

func calendarDays(t *testing.T, cal *calendar.Calendar, in *input) answers {
	due := DueOn(cal, in.start(t), models.Limit{Value: in.N, Unit: models.CalendarDay}, nil)
	return answers{"raw": due.Raw, "due": due.On}
}

func bothUnits(t *testing.T, cal *calendar.Calendar, in *input) answers {
	bare := models.Limit{Value: in.N, Unit: models.DayBare}
	natural := DueOn(cal, in.start(t), Resolve(bare, ""), nil)
	return answers{
		"if_working_days":         DueOn(cal, in.start(t), Resolve(bare, models.WorkingDay), nil).On,
		"if_calendar_days_rolled": natural.On, "if_calendar_days_raw": natural.Raw,
	}
}

func lampAnswer(t *testing.T, cal *calendar.Calendar, in *input) answers {
	f := Facts{Terms: Terms{Legal: wd(in.LegalWD), Promise: wd(in.PromisedWD)}, Rounds: []Round{{ReceivedOn: in.Accepted}}, NoticeOn: in.Accepted}
	for _, s := range in.spans() {
		f.Pauses = append(f.Pauses, Pause{Reason: models.PauseExpertReview, From: s.From, PlannedEnd: s.To, End: s.To})
	}
	p := Fold(cal, &f, in.AsOf)
	return answers{
		"promised_due": p.P.Due.On, "legal_due": p.L.Due.On, "used_wd": p.L.Used,
		"remaining_promised_wd": p.P.Remaining, "remaining_legal_wd": p.L.Remaining,
		"overdue_promised": p.P.Overdue, "overdue_legal": p.L.Overdue,
		"lamp_preset_A": p.Lamp(models.PresetA), "lamp_preset_B": p.Lamp(models.PresetB),
	}
}

func parallel(t *testing.T, cal *calendar.Calendar, in *input) answers {
	start := in.start(t)
	var plan []Child
	for id, c := range in.Children {
		x := Child{
			ID: id, Permit: c.Flow == "" || c.Flow == models.FlowPermit, Limit: models.Limit{Value: c.N, Unit: c.Unit},
			StartOn: start, AcceptedOn: start, Hard: c.Hard,
		}
		if c.Unit == "" {
			x.Limit.Unit = models.WorkingDay
		}
		if c.Hard != "" {
			x.StartOn, x.AcceptedOn = 0, 0
		}
		for _, p := range c.Pauses {
			x.Pauses = append(x.Pauses, Span{p[0], p[1]})
		}
		plan = append(plan, x)
	}
	slices.SortFunc(plan, func(a, b Child) int { return compare(a.ID, b.ID) })
	after := slices.Clone(plan)
	for i := range after {
		after[i].FinishedOn = in.Children[after[i].ID].FinishedOn
	}
	j := JointOf(cal, start, 0, after)
	due, accepted := map[string]models.Date{}, map[string]models.Date{}
	pending, inJ := []string{}, []string{}
	for i, c := range after {
		due[c.ID], accepted[c.ID] = j.ChildDue[i].On, j.StartOn[i]
		if c.AcceptedOn == 0 {
			pending = append(pending, c.ID)
		}
	}
	for _, i := range j.InJ {
		inJ = append(inJ, after[i].ID)
	}
	return answers{
		"child_due": due, "stage_due_max_child": j.StageDue.On, "critical_child": after[j.Critical].ID,
		"cap_at_plan": JointOf(cal, start, 0, plan).J.On, "cap_after_events": j.J.On,
		"accepted_on": accepted, "pending_at_start": pending, "in_J": inJ,
	}
}

func compare(a, b string) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

func workMinutes(t *testing.T, cal *calendar.Calendar, in *input) answers {
	const form = "2006-01-02T15:04"
	var s string
	if err := json.Unmarshal(in.Start, &s); err != nil {
		t.Fatal(err)
	}
	at, err := time.ParseInLocation(form, s, models.Shanghai)
	if err != nil {
		t.Fatal(err)
	}
	hours := HallHours
	return answers{"due": hours.AddMinutes(cal, models.At(at), in.Minutes).Time().In(models.Shanghai).Format(form)}
}

func renewal(t *testing.T, cal *calendar.Calendar, in *input) answers {
	r := RenewalOf(cal, in.ExpiresOn, in.Lead, "")
	timer, _ := LicenceTimer(cal, in.ExpiresOn, in.Lead, "", in.ReceivedOn, true)
	var renewed models.Instant
	if timer.Kind == TimerN02 {
		renewed = timer.FiresAt
	}
	return answers{"last_day_to_apply": r.LastDay, "in_time": r.InTime(in.ReceivedOn), "deemed_renewed_at": atMidnight(renewed)}
}
