package sla

import (
	"onestop.internal/models"
	"onestop.internal/sla/calendar"
)

// jointLimit is 行政许可法 art 42(2): 45 wd; 15 more by the GOV_LEADER.
var jointLimit = models.Limit{Value: 45, Unit: models.WorkingDay}

// Child is one part of a joint set, as far as the set's dates go.
type Child struct {
	ID         string
	Permit     bool         // flow PERMIT: only these count for J
	Limit      models.Limit // resolved
	StartOn    models.Date  // its own clock's start; 0 while it is PENDING
	AcceptedOn models.Date  // 0 while it is PENDING
	Pauses     []Span
	FinishedOn models.Date // decided, withdrawn or terminated; 0 while it is unfinished
	Hard       string      // ID of the child whose result it waits for
}

// Joint is the dates of a joint set (R-PAR-02, R-PAR-03).
type Joint struct {
	ChildDue   []Due         // in the order of the children; zero while one has no start
	StartOn    []models.Date // of each child; of a pending one its precondition's result, or its due date as a forecast
	Forecast   []bool        // the start is a forecast
	StageDue   Due           // the latest of them; open where one is suspended
	Critical   int           // index of the child that gives StageDue; −1 none
	InJ        []int         // children that J counts
	J          Due           // 45 wd from the lead's acceptance
	JPauses    []Span        // days on which every unfinished child of J was paused
	JStoppedOn models.Date   // last decision of its children; 0 while one is unfinished
}

// JointOf gives the dates of a set that the lead accepted on a day. extraDays are approved extension
// days of J.
func JointOf(cal *calendar.Calendar, acceptedOn models.Date, extraDays int, children []Child) Joint {
	j := Joint{
		Critical: -1,
		ChildDue: make([]Due, len(children)), StartOn: make([]models.Date, len(children)), Forecast: make([]bool, len(children)),
	}
	byID := make(map[string]int, len(children))
	for i, c := range children {
		byID[c.ID] = i
	}
	for i := range children {
		j.child(cal, children, byID, i, 0)
	}
	j.stage()
	j.cap(cal, acceptedOn, extraDays, children)
	return j
}

// child works out one child's start and due date, after those of what it waits for. depth stops a
// cycle, which the catalogue excludes.
func (j *Joint) child(cal *calendar.Calendar, children []Child, byID map[string]int, i, depth int) {
	c := children[i]
	if j.StartOn[i] != 0 || depth > len(children) {
		return
	}
	j.StartOn[i] = c.StartOn
	if first, ok := byID[c.Hard]; c.StartOn == 0 && ok {
		j.child(cal, children, byID, first, depth+1)
		j.StartOn[i] = children[first].FinishedOn
		if j.StartOn[i] == 0 {
			j.StartOn[i], j.Forecast[i] = j.ChildDue[first].On, true
		}
	}
	if j.StartOn[i] != 0 {
		j.ChildDue[i] = DueOn(cal, j.StartOn[i], c.Limit, c.Pauses)
	}
}

func (j *Joint) stage() {
	for i, d := range j.ChildDue {
		switch {
		case d.Open:
			j.StageDue, j.Critical = d, i
			return
		case d.On > j.StageDue.On:
			j.StageDue, j.Critical = d, i
		}
	}
}

// cap gives J: it counts the permits accepted together with the set and stands still only on days on
// which each of them that is unfinished is paused. A child is unfinished on the day it finishes.
func (j *Joint) cap(cal *calendar.Calendar, acceptedOn models.Date, extraDays int, children []Child) {
	still := []Span{{From: acceptedOn + 1}}
	unfinished := false
	var last models.Date
	for i, c := range children {
		if !c.Permit || c.AcceptedOn == 0 || c.AcceptedOn != acceptedOn {
			continue
		}
		j.InJ = append(j.InJ, i)
		idle := Union(nil, c.Pauses, acceptedOn)
		if c.FinishedOn == 0 {
			unfinished = true
		} else {
			last = max(last, c.FinishedOn)
			idle = Union(nil, append(idle, Span{From: c.FinishedOn + 1}), acceptedOn)
		}
		still = intersect(still, idle)
	}
	if len(j.InJ) == 0 {
		return
	}
	if !unfinished {
		j.JStoppedOn = last
		still = intersect(still, []Span{{From: acceptedOn + 1, To: last}})
	}
	limit := jointLimit
	limit.Value += extraDays
	j.JPauses = still
	j.J = DueOn(cal, acceptedOn, limit, still)
}

// Clock gives J as a clock, as of a date; zero where no permit of the set was accepted. because says of a
// day on which every unfinished child stood still for which procedure one of them did.
func (j *Joint) Clock(cal *calendar.Calendar, acceptedOn models.Date, extraDays int, because func(models.Date) Pause, asof models.Date) Clock {
	c := Clock{Kind: models.ClockJ, Limit: jointLimit}
	c.Limit.Value += extraDays
	if acceptedOn == 0 || len(j.InJ) == 0 {
		return c
	}
	c.run(acceptedOn, j.J)
	c.StoppedOn = j.JStoppedOn
	c.spans, c.excluded = j.JPauses, j.JPauses
	for _, s := range j.JPauses {
		p := because(s.From)
		p.From, p.End = s.From, s.To
		c.pauses = append(c.pauses, p)
	}
	c.look(cal, asof)
	return c
}

// Stage gives the date that the set itself is to meet as a clock for its lamp: from the first start of its
// parts to the latest of their due dates. It runs while a part that has begun is unfinished; a set whose other
// parts only wait for what they need has no date to meet. A convention: R-CARD-02 and -03 speak of single cases.
func (j *Joint) Stage(cal *calendar.Calendar, children []Child) Clock {
	var c Clock
	begun, unfinished := models.Date(0), false
	for _, child := range children {
		if child.StartOn == 0 {
			continue
		}
		if begun == 0 || child.StartOn < begun {
			begun = child.StartOn
		}
		unfinished = unfinished || child.FinishedOn == 0
	}
	if !unfinished {
		return c
	}
	c.Limit = models.Limit{Value: cal.Count(begun, j.StageDue.On), Unit: models.WorkingDay}
	c.run(begun, j.StageDue)
	return c
}
