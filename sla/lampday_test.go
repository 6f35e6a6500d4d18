package sla

import (
	"testing"

	"pgregory.net/rapid"

	"onestop.internal/models"
	"onestop.internal/sla/calendar"
)

// The stored days must colour as the lamp itself does, on every day up to the due one.
func TestTheLampDaysAreThoseOnWhichTheLampTurns(t *testing.T) {
	cal := calendar.Builtin()
	rapid.Check(t, func(t *rapid.T) {
		f := drawFacts(t)
		f.NoticeOn, f.Pauses = f.Rounds[0].ReceivedOn, nil // a paused lamp is grey
		preset := rapid.SampledFrom([]models.LampPreset{models.PresetA, models.PresetB}).Draw(t, "preset")
		p := Fold(cal, &f, f.NoticeOn)
		days := p.P.LampDays(cal, LampRules[preset])
		for d := p.P.StartOn; d <= p.P.Due.On; d++ {
			want := models.LampGreen
			switch {
			case days.Yellow != 0 && d >= days.Yellow:
				want = models.LampYellow
			case days.Blue != 0 && d >= days.Blue:
				want = models.LampBlue
			}
			on := Fold(cal, &f, d)
			if got := on.Lamp(preset); got != want {
				t.Fatalf("%s: lamp %s, by its days %s (%+v, P %+v)", d, got, want, days, on.P)
			}
		}
	})
}
