package calendar

import (
	"errors"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"onestop.internal/models"
)

func day(s string) models.Date { return models.MustDate(s) }

// dayMarks reads the facts of all 4,018 days: W weekday, M make-up, w weekend, h holiday.
func dayMarks(t *testing.T) map[models.Date]Kind {
	t.Helper()
	b, err := os.ReadFile("testdata/days_2016_2026.txt")
	if err != nil {
		t.Fatal(err)
	}
	kinds := map[byte]Kind{'W': Weekday, 'M': Makeup, 'w': Weekend, 'h': Holiday}
	days := map[models.Date]Kind{}
	for line := range strings.Lines(string(b)) {
		month, marks, ok := strings.Cut(strings.TrimSpace(line), " ")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		for i := range len(marks) {
			days[day(month+"-01")+models.Date(i)] = kinds[marks[i]]
		}
	}
	return days
}

func TestEveryDayOf2016To2026IsWhatTheNoticesSay(t *testing.T) {
	c := Builtin()
	days := dayMarks(t)
	if len(days) != 4018 {
		t.Fatalf("facts of %d days, want 4018", len(days))
	}
	for d, want := range days {
		got := c.Day(d)
		if got.Kind != want || got.Provisional {
			t.Errorf("%s is %+v, want %s and published", d, got, want)
		}
		if working := want == Weekday || want == Makeup; c.Working(d) != working || got.Working != working {
			t.Errorf("%s working: %v and %v, want %v", d, c.Working(d), got.Working, working)
		}
	}
}

func TestTheYearsHaveTheNumberOfWorkingDaysTheyHad(t *testing.T) {
	for year, want := range map[int]int{2023: 249, 2024: 251, 2025: 248, 2026: 248} {
		last := models.Day(year, time.December, 31)
		if got := Builtin().Count(models.Day(year-1, time.December, 31), last); got != want {
			t.Errorf("%d has %d working days, want %d", year, got, want)
		}
	}
}

func TestADayNamesItsHolidayAndItsNotice(t *testing.T) {
	for _, x := range []struct {
		date string
		want DayInfo
	}{
		{"2026-10-01", DayInfo{Kind: Holiday, Name: "国庆节", Source: "国办发明电〔2025〕7号"}},
		{"2026-10-10", DayInfo{Kind: Makeup, Working: true, Name: "国庆节", Source: "国办发明电〔2025〕7号"}},
		{"2022-12-31", DayInfo{Kind: Holiday, Name: "元旦", Source: "国办发明电〔2022〕16号"}}, // stands in the notice of 2023
		{"2019-05-01", DayInfo{Kind: Holiday, Name: "劳动节", Source: "2019"}},
		{"2026-10-09", DayInfo{Kind: Weekday, Working: true}},
		{"2027-02-05", DayInfo{Kind: Holiday, Name: "春节", Provisional: true}},
		{"2015-12-31", DayInfo{Kind: Weekday, Working: true, Provisional: true}},
	} {
		x.want.Date = day(x.date)
		if got := Builtin().Day(x.want.Date); got != x.want {
			t.Errorf("got %+v, want %+v", got, x.want)
		}
	}
}

func TestTheProvisionalFileOf2027IsTheStatutoryDates(t *testing.T) {
	fromTable := provisionalYear(2027).Days
	i := slices.IndexFunc(Builtin().Notices(), func(n Notice) bool { return n.Year == 2027 })
	file := Builtin().Notices()[i]
	if !file.Provisional || !slices.Equal(file.Days, fromTable) {
		t.Errorf("file %v, table %v", file.Days, fromTable)
	}
}

// The first day of 春节 and the festivals of the table must be holidays of every notice: two sources
// that know nothing of each other.
func TestTheLunarTableAgreesWithElevenYearsOfNotices(t *testing.T) {
	for y := 2016; y <= 2026; y++ {
		l := lunar()[y]
		for _, d := range []models.Date{l.spring, l.spring + 1, l.spring + 2, l.qingming, l.duanwu, l.midautumn} {
			if k := Builtin().Day(d).Kind; k != Holiday {
				t.Errorf("%s is %s in the notice of %d", d, k, y)
			}
		}
	}
}

func TestTheLunarTableIsPlausibleInEveryYear(t *testing.T) {
	for y := firstYear; y <= lastYear; y++ {
		l, ok := lunar()[y]
		if !ok {
			t.Fatalf("%d is missing", y)
		}
		next := lunar()[y+1].spring
		if n := next - l.spring; ok && next != 0 && (n < 353 || n > 385) {
			t.Errorf("the lunar year %d has %d days", y, n)
		}
		// 端午 is 4 months and 4 days after 春节, 中秋 7 months and 14 days; a leap month may lie between.
		if n := l.duanwu - l.spring; n < 121 || n > 153 {
			t.Errorf("%d: 端午 %d days after 春节", y, n)
		}
		if n := l.midautumn - l.duanwu; n < 97 || n > 129 {
			t.Errorf("%d: 中秋 %d days after 端午", y, n)
		}
		if _, m, d := l.qingming.YMD(); m != time.April || d < 4 || d > 5 {
			t.Errorf("%d: 清明 on %s", y, l.qingming)
		}
	}
}

func TestAnUnpublishedDayIsFoundAtEitherEnd(t *testing.T) {
	for _, x := range []struct{ from, to, want string }{
		{"2016-01-01", "2026-12-31", ""},
		{"2015-12-31", "2016-01-04", "2015-12-31"},
		{"2026-12-31", "2027-01-01", "2027-01-01"},
		{"2030-05-01", "2031-05-01", "2030-05-01"},
		{"2026-12-31", "2026-12-30", ""},
	} {
		want := models.Date(0)
		if x.want != "" {
			want = day(x.want)
		}
		if got := Builtin().FirstUnpublished(day(x.from), day(x.to)); got != want {
			t.Errorf("%s to %s: %s, want %q", x.from, x.to, got, x.want)
		}
	}
}

func notice2027() Notice {
	n := provisionalYear(2027)
	n.Provisional, n.Number, n.Issued = false, "国办发明电〔2026〕9号", day("2026-11-20")
	n.Days = append(n.Days, NoticeDay{day("2027-02-09"), Holiday, "春节"}, NoticeDay{day("2027-02-20"), Makeup, "春节"},
		NoticeDay{day("2026-12-26"), Makeup, "元旦"}) // a day of the year before
	return n
}

func TestAnImportedNoticeReplacesTheProvisionalYearAndLeavesTheOldCalendarAlone(t *testing.T) {
	old := Builtin()
	c, err := old.WithYear(notice2027())
	if err != nil {
		t.Fatal(err)
	}
	if c.FirstUnpublished(day("2026-12-01"), day("2027-12-31")) != 0 || old.FirstUnpublished(day("2027-01-01"), day("2027-01-01")) == 0 {
		t.Error("2027 must be published in the new calendar and not in the old one")
	}
	var changed []string
	for _, d := range old.Diff(c) {
		changed = append(changed, d.Date.String()+" "+string(d.Kind))
	}
	want := []string{"2026-12-26 MAKEUP", "2027-02-09 HOLIDAY", "2027-02-20 MAKEUP"}
	if !slices.Equal(changed, want) {
		t.Errorf("changed %v, want %v", changed, want)
	}
}

func TestANoticeIsReadFromYAMLAndFromJSON(t *testing.T) {
	for _, text := range []string{
		"year: 2028\nnumber: 国办发明电〔2027〕1号\nissued: 2027-11-01\ndays:\n- {date: 2028-01-01, kind: HOLIDAY, name: 元旦}\n",
		`{"year":2028,"number":"国办发明电〔2027〕1号","issued":"2027-11-01","days":[{"date":"2028-01-01","kind":"HOLIDAY","name":"元旦"}]}`,
	} {
		n, err := ParseNotice([]byte(text))
		if err != nil || n.Year != 2028 || n.Issued != day("2027-11-01") || n.Days[0] != (NoticeDay{day("2028-01-01"), Holiday, "元旦"}) {
			t.Errorf("%+v, %v", n, err)
		}
	}
	for _, text := range []string{"year: [", "yaer: 2028", "year: 2028\n---\nyear: 2029\n", "days: [{date: 2028-02-30}]", strings.Repeat("#", maxNotice+1)} {
		if _, err := ParseNotice([]byte(text)); models.KeyOf(err) == "" {
			t.Errorf("%.20q: want a refusal with a key, got %v", text, err)
		}
	}
}

func TestAWrongNoticeIsRefusedAndSaysWhere(t *testing.T) {
	for name, x := range map[string]struct {
		change func(*Notice)
		key    string
	}{
		"a make-up day on a weekday": {func(n *Notice) { n.Days = append(n.Days, NoticeDay{day("2027-02-10"), Makeup, "春节"}) }, "calendar.makeup_not_weekend"},
		"a date twice":               {func(n *Notice) { n.Days = append(n.Days, n.Days[0]) }, "calendar.date_twice"},
		"a date of another year":     {func(n *Notice) { n.Days[0].Date = day("2026-03-01") }, "calendar.date_out_of_range"},
		"a kind that is none":        {func(n *Notice) { n.Days[0].Kind = Weekday }, "calendar.kind_unknown"},
		"a day without a name":       {func(n *Notice) { n.Days[0].Name = " " }, "required"},
		"no number":                  {func(n *Notice) { n.Number = "" }, "required"},
		"no date of issue":           {func(n *Notice) { n.Issued = 0 }, "required"},
		"issued later than its year": {func(n *Notice) { n.Issued = day("2028-01-01") }, "calendar.issued_out_of_range"},
		"a festival left out":        {func(n *Notice) { n.Days = n.Days[1:] }, "calendar.statutory_missing"},
		"a year that is none":        {func(n *Notice) { n.Year = 20277 }, "calendar.year_out_of_range"},
	} {
		n := notice2027()
		x.change(&n)
		_, err := Builtin().WithYear(n)
		var e *models.Error
		if !errors.As(err, &e) || !slices.ContainsFunc(e.Fields, func(f models.Field) bool { return f.Key == x.key }) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestTwoNoticesMayNotContradictEachOther(t *testing.T) {
	n := notice2027()
	n.Days[len(n.Days)-1] = NoticeDay{day("2026-12-27"), Makeup, "元旦"}
	c, err := Builtin().WithYear(n)
	if err != nil {
		t.Fatal(err)
	}
	old := Builtin().Notices()[slices.IndexFunc(Builtin().Notices(), func(n Notice) bool { return n.Year == 2026 })]
	old.Days = append(slices.Clone(old.Days), NoticeDay{day("2026-12-27"), Holiday, "元旦"})
	if _, err := c.WithYear(old); models.KeyOf(err) != "calendar.notice.conflict" {
		t.Errorf("got %v", err)
	}
}

func TestTheCountysDaysLieOverTheNationalOnes(t *testing.T) {
	c, err := Builtin().WithOverlay([]LocalDay{
		{Date: day("2026-07-20"), Off: true, DocNo: "示政办〔2026〕8号", Name: "暴雨停工"},
		{Date: day("2026-07-25"), DocNo: "示政办〔2026〕8号", Name: "补班"},
		{Date: day("2026-10-10"), Off: true, DocNo: "示政办〔2026〕9号", OverrideMakeup: true},
		{Date: day("2026-10-01"), Off: true, DocNo: "示政办〔2026〕9号"},
	})
	if err != nil {
		t.Fatal(err)
	}
	for date, kind := range map[string]Kind{"2026-07-20": LocalOff, "2026-07-25": LocalWork, "2026-10-10": LocalOff, "2026-10-01": Holiday} {
		if got := c.Day(day(date)); got.Kind != kind || c.Working(day(date)) != (kind == LocalWork) {
			t.Errorf("%s: %+v, want %s", date, got, kind)
		}
	}
	if got := c.Day(day("2026-07-20")); got.Source != "示政办〔2026〕8号" || got.Name != "暴雨停工" {
		t.Errorf("got %+v", got)
	}
	if c.Nth(day("2026-07-17"), 1) != day("2026-07-21") || c.Count(day("2026-07-24"), day("2026-07-26")) != 1 {
		t.Error("counting must follow the overlay")
	}
	if again, err := c.WithYear(notice2027()); err != nil || again.Working(day("2026-07-20")) {
		t.Errorf("an import must keep the overlay: %v", err)
	}
}

func TestACountyDayThatIsNotAllowedIsRefused(t *testing.T) {
	doc := "示政办〔2026〕8号"
	for key, days := range map[string][]LocalDay{
		"calendar.overlay.removes_makeup":   {{Date: day("2026-10-10"), Off: true, DocNo: doc}},
		"calendar.overlay.national_holiday": {{Date: day("2026-10-01"), DocNo: doc}},
		"calendar.overlay.works_anyway":     {{Date: day("2026-10-12"), DocNo: doc}},
		"calendar.date_twice":               {{Date: day("2026-10-12"), Off: true, DocNo: doc}, {Date: day("2026-10-12"), Off: true, DocNo: doc}},
		"calendar.date_out_of_range":        {{Date: day("2110-10-12"), Off: true, DocNo: doc}},
		"required":                          {{Date: day("2026-10-12"), Off: true, DocNo: " "}},
	} {
		_, err := Builtin().WithOverlay(days)
		var e *models.Error
		if !errors.As(err, &e) || e.Fields[0].Key != key {
			t.Errorf("%s: got %v", key, err)
		}
	}
}

// walk is the definition, one day at a time.
func walk(c *Calendar, d models.Date, n int) models.Date {
	step := models.Date(1)
	if n < 0 {
		step, n = -1, -n
	}
	if n == 0 {
		for !c.Working(d) {
			d++
		}
		return d
	}
	for n > 0 {
		d += step
		if c.Working(d) {
			n--
		}
	}
	return d
}

func TestNthIsWhatWalkingDaysGives(t *testing.T) {
	c := Builtin()
	rapid.Check(t, func(t *rapid.T) {
		d := models.Date(rapid.IntRange(int(tableFirst)-800, int(tableLast)+800).Draw(t, "day"))
		n := rapid.IntRange(-900, 900).Draw(t, "n")
		if got, want := c.Nth(d, n), walk(c, d, n); got != want {
			t.Fatalf("Nth(%s, %d) = %s, want %s", d, n, got, want)
		}
	})
}

func TestCountIsTheInverseOfNth(t *testing.T) {
	c := Builtin()
	rapid.Check(t, func(t *rapid.T) {
		d := models.Date(rapid.IntRange(int(tableFirst)-8000, int(tableLast)+8000).Draw(t, "day"))
		n := rapid.IntRange(1, 10_000).Draw(t, "n")
		if got := c.Count(d, c.Nth(d, n)); got != n {
			t.Fatalf("Count(%s, Nth(%d)) = %d", d, n, got)
		}
		e := d + models.Date(rapid.IntRange(-4000, 4000).Draw(t, "days"))
		if c.Count(d, e) != -c.Count(e, d) {
			t.Fatalf("Count(%s, %s) is not odd", d, e)
		}
	})
}

func TestNextAndPrevAndRollStepOverAHoliday(t *testing.T) {
	c := Builtin()
	for _, x := range []struct{ got, want models.Date }{
		{c.Next(day("2026-09-30")), day("2026-10-08")},
		{c.Prev(day("2026-10-08")), day("2026-09-30")},
		{c.Prev(day("2026-10-05")), day("2026-09-30")},
		{c.Roll(day("2026-10-03")), day("2026-10-08")},
		{c.Roll(day("2026-02-28")), day("2026-02-28")}, // a make-up Saturday stays
	} {
		if x.got != x.want {
			t.Errorf("got %s, want %s", x.got, x.want)
		}
	}
}

func TestARevisionBelongsToItsOwnCalendar(t *testing.T) {
	if c := Builtin().WithRev(7); c.Rev() != 7 || Builtin().Rev() != 0 {
		t.Error("WithRev must not touch the calendar it came from")
	}
}

func BenchmarkNth(b *testing.B) {
	c, start := Builtin(), day("2024-09-26")
	for _, n := range []struct {
		name string
		n    int
	}{{"20", 20}, {"250", 250}, {"10000", 10_000}} {
		b.Run(n.name, func(b *testing.B) {
			b.ReportAllocs()
			var sum models.Date
			for b.Loop() {
				sum += c.Nth(start, n.n)
			}
			_ = sum
		})
	}
}

func BenchmarkCount(b *testing.B) {
	c, from, to := Builtin(), day("2024-09-26"), day("2026-09-26")
	b.ReportAllocs()
	sum := 0
	for b.Loop() {
		sum += c.Count(from, to)
	}
	_ = sum
}

func BenchmarkBuild(b *testing.B) {
	c := Builtin()
	for b.Loop() {
		if _, err := c.WithOverlay(nil); err != nil {
			b.Fatal(err)
		}
	}
}
