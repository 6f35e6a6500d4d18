package cases_test

import (
	"testing"

	"onestop.internal/workflow/cases/casestest"
)

func BenchmarkSubmit(b *testing.B) {
	w := casestest.New(b, "2026-03-02T09:30:00+08:00")
	firm := w.Applicant()
	for b.Loop() {
		b.StopTimer()
		c := w.Draft(firm, "LX-13", nil)
		b.StartTimer()
		w.Submit(firm, c)
	}
}
