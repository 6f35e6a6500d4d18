package sla

import "onestop.internal/models"

// Threshold is reached when the days left are at most min(Max, ⌊N/Div⌋); Div = 0 never is.
type Threshold struct{ Max, Div int }

// For gives the days left at which the threshold is reached, −1 for never.
func (t Threshold) For(n int) int {
	if t.Div == 0 {
		return -1
	}
	return min(t.Max, n/t.Div)
}

// LampRule is a preset as data: the days left to the promised date that colour a lamp, and the
// colour of a missed promise. Past the legal date is always red.
type LampRule struct {
	Blue, Yellow Threshold
	PastPromise  models.Lamp
}

// LampRules are the presets R-CARD-02 (promise-based) and R-CARD-03 (legal-based).
var LampRules = map[models.LampPreset]LampRule{
	models.PresetA: {Blue: Threshold{3, 2}, Yellow: Threshold{1, 4}, PastPromise: models.LampRed},
	models.PresetB: {Blue: Threshold{1, 4}, PastPromise: models.LampYellow},
}

// LampInput is what a lamp looks at.
type LampInput struct {
	Remaining   int  // days to the promised date
	Length      int  // N of the promise; 0 for IMMEDIATE: no blue or yellow by days
	PastPromise bool // after 24:00 of the promised date
	PastLegal   bool
	Paused      bool
}

// Lamp gives the colour. A pause is grey unless the case is overdue already.
func (r LampRule) Lamp(in LampInput) models.Lamp {
	switch {
	case in.PastLegal:
		return models.LampRed
	case in.PastPromise:
		return r.PastPromise
	case in.Paused:
		return models.LampPaused
	case in.Length <= 0:
		return models.LampGreen
	case in.Remaining <= r.Yellow.For(in.Length):
		return models.LampYellow
	case in.Remaining <= r.Blue.For(in.Length):
		return models.LampBlue
	}
	return models.LampGreen
}

// Lamp gives the colour of the case as of the Picture's date. It looks at P and L while they run or
// stand still, at D after the decision, at W before acceptance; a case with none of these running is
// green. Where the item has no promise the legal date stands in for it.
func (p *Picture) Lamp(preset models.LampPreset) models.Lamp {
	rule := LampRules[preset]
	for _, pair := range [3][2]*Clock{{&p.P, &p.L}, {&p.D, &p.D}, {&p.W, &p.W}} {
		promise, legal := pair[0], pair[1]
		if promise.StartOn == 0 {
			promise = legal
		}
		if promise.State != models.ClockRunning && promise.State != models.ClockPaused {
			continue
		}
		return rule.Lamp(LampInput{
			Remaining:   promise.Remaining,
			Length:      promise.Length,
			PastPromise: promise.Overdue,
			PastLegal:   legal.Overdue,
			Paused:      promise.State == models.ClockPaused || legal.State == models.ClockPaused,
		})
	}
	return models.LampGreen
}
