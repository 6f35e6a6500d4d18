package store

import (
	"maps"
	"strings"
	"testing"

	"onestop.internal/models"
)

func TestASpanIsReadByWholeYearsAndWhatIsLeftOfMonths(t *testing.T) {
	today := models.MustDate("2026-11-23")
	for _, x := range []struct{ from, to, want string }{
		{"2026-01-01", "2026-11-01", "Y 2026-01-01 2026-01-01"},
		{"2026-01-01", "2026-10-01", "M 2026-01-01 2026-10-01"},
		{"2026-02-01", "2026-11-01", "M 2026-02-01 2026-11-01"},
		{"2024-01-01", "2025-12-01", "Y 2024-01-01 2025-01-01"},
		{"2024-01-01", "2026-11-01", "Y 2024-01-01 2026-01-01"},
		{"2023-05-01", "2026-03-01", "Y 2024-01-01 2025-01-01; M 2023-05-01 2023-12-01; M 2026-01-01 2026-03-01"},
		{"2025-11-01", "2026-02-01", "M 2025-11-01 2026-02-01"},
		{"2025-05-01", "2025-05-01", "M 2025-05-01 2025-05-01"},
	} {
		got := ""
		for i, p := range split(models.MustDate(x.from), models.MustDate(x.to), today) {
			if i > 0 {
				got += "; "
			}
			got += p.period + " " + p.from.String() + " " + p.to.String()
		}
		if got != x.want {
			t.Errorf("%s to %s: %s, want %s", x.from, x.to, got, x.want)
		}
	}
}

func TestAnySpanOfTheBoardAddsUpToItsMonths(t *testing.T) {
	s := openTest(t)
	const region = "140999000000"
	months := []string{"2024-11-05", "2024-12-31", "2025-01-01", "2025-06-15", "2025-12-31", "2026-01-02", "2026-03-02"}
	err := s.InTx(t.Context(), func(tx *Tx) error {
		for i, on := range months {
			c := Count{On: models.MustDate(on), Region: region, Dim: "item", Key: "KB-05", Metric: UsedMetric(3 * i), N: 1 << i}
			tx.Count(c)
			c.Metric = "decided"
			tx.Count(c)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for i, from := range months {
		for k := i; k < len(months); k++ {
			first, last := models.MustDate(from[:8]+"01"), models.MustDate(months[k][:8]+"01")
			rows, err := s.BoardCounters(t.Context(), region, "", first, last)
			if err != nil {
				t.Fatal(err)
			}
			var sum Tally
			for _, r := range rows.Flows {
				sum.Add(&r.Tally)
			}
			want := int64(1)<<(k+1) - int64(1)<<i
			if got := sum.Of("decided"); got != want {
				t.Errorf("%s to %s: %d, want %d", first, last, got, want)
			}
			if got := sum.Used(1); got != 3*k {
				t.Errorf("%s to %s: the longest took %d days, want %d", first, last, got, 3*k)
			}
		}
	}
}

func TestAMetricThatIsNoneIsRefused(t *testing.T) {
	s := openTest(t)
	err := s.InTx(t.Context(), func(tx *Tx) error {
		tx.Count(Count{On: models.MustDate("2026-03-02"), Region: "140999000000", Dim: "item", Key: "KB-05", Metric: "heard", N: 1})
		return nil
	})
	if err == nil {
		t.Error("it was counted")
	}
}

func TestUsedDaysAreExactTo60AndByTensAbove(t *testing.T) {
	for days, want := range map[int]string{-3: "u000", 0: "u000", 60: "u060", 61: "u060", 69: "u060", 70: "u070", 199: "u190", 200: "u200", 999: "u200"} {
		if got := UsedMetric(days); got != want {
			t.Errorf("%d days: %s, want %s", days, got, want)
		}
	}
	var none Tally
	if got := none.Used(0.5); got != -1 {
		t.Errorf("of no case the median is %d", got)
	}
	if len(metrics) != len(none) {
		t.Errorf("%d metrics, a row has %d", len(metrics), len(none))
	}
}

func TestTheCountersOfAnOlderSchemaAreTakenOver(t *testing.T) {
	s := openEmpty(t, fixedTime)
	p, err := s.migrator()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.UpTo(t.Context(), 5); err != nil {
		t.Fatal(err)
	}
	for _, row := range []string{
		"'S', '', 'open', 4", "'D', '2025-11-03', 'received', 2", "'M', '2025-11-01', 'received', 2", "'M', '2025-12-01', 'received', 5",
		"'M', '2025-12-01', 'u070', 1", "'M', '2026-01-01', 'received', 9",
	} {
		when, what, _ := strings.Cut(row, ", '")
		day, rest, _ := strings.Cut(what, ", ")
		err := s.write.Exec("INSERT INTO counters (period, starts_on, region, dim, dim_key, metric, n) VALUES (" +
			when + ", '" + day + ", '140999000000', 'dept', 'SWJ', " + rest + ")").Error
		if err != nil {
			t.Fatal(err)
		}
	}
	if _, _, err := s.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	got := map[string]int64{}
	if err := s.EachCounter(t.Context(), func(c StoredCounter) { got[c.Period+c.StartsOn+c.Metric] = c.N }); err != nil {
		t.Fatal(err)
	}
	want := map[string]int64{
		"Sopen": 4, "M2025-11-01received": 2, "M2025-12-01received": 5, "M2025-12-01u070": 1, "M2026-01-01received": 9,
		"Y2025-01-01received": 7, "Y2025-01-01u070": 1, "Y2026-01-01received": 9,
	}
	if !maps.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}
