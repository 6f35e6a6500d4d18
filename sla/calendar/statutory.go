package calendar

import (
	_ "embed" // the table of lunar dates
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"onestop.internal/models"
)

// The table of days runs over these years, both included. Lunar dates are shipped for each.
const (
	firstYear = 2010
	lastYear  = 2099
)

//go:embed data/lunar.csv
var lunarCSV string

// lunarDates holds 春节 (初一), 清明, 端午 and 中秋 of a year. They were computed twice (two
// lunisolar calendars, 清明 also by its formula); where the new moon falls within minutes of
// midnight (2027, 2030) the instant in +08:00 decided.
type lunarDates struct{ spring, qingming, duanwu, midautumn models.Date }

var lunar = sync.OnceValue(func() map[int]lunarDates {
	all := make(map[int]lunarDates, lastYear-firstYear+1)
	for line := range strings.Lines(lunarCSV) {
		f := strings.Split(strings.TrimSpace(line), ",")
		y, err := strconv.Atoi(f[0])
		if err != nil {
			continue // the heading
		}
		day := func(i int) models.Date { return models.MustDate(fmt.Sprintf("%d-%s", y, f[i])) }
		all[y] = lunarDates{day(1), day(2), day(3), day(4)}
	}
	return all
})

type statutoryDay struct {
	NoticeDay
	since2025 bool // added by the revision of 2024
}

// statutory gives the fixed statutory holidays of a year, 放假办法 (2024修订) art 2: 13 days, of
// which two may be the same date (国庆 and 中秋). Compensation and make-up days are the notice's.
func statutory(year int) []statutoryDay {
	l := lunar()[year]
	days := make([]statutoryDay, 0, 13)
	add := func(d models.Date, name string, since2025 bool) {
		days = append(days, statutoryDay{NoticeDay{d, Holiday, name}, since2025})
	}
	add(models.Day(year, time.January, 1), "元旦", false)
	add(l.spring-1, "春节", true)
	for i := range models.Date(3) {
		add(l.spring+i, "春节", false)
	}
	add(l.qingming, "清明节", false)
	add(models.Day(year, time.May, 1), "劳动节", false)
	add(models.Day(year, time.May, 2), "劳动节", true)
	add(l.duanwu, "端午节", false)
	for i := range models.Date(3) {
		add(models.Day(year, time.October, 1)+i, "国庆节", false)
	}
	for _, d := range days {
		if d.Date == l.midautumn {
			return days
		}
	}
	add(l.midautumn, "中秋节", false)
	return days
}

// provisionalYear is the entry of a year whose notice is not there: never silently Monday to Friday
// (R-CAL-06).
func provisionalYear(year int) Notice {
	n := Notice{Year: year, Provisional: true}
	for _, d := range statutory(year) {
		n.Days = append(n.Days, d.NoticeDay)
	}
	slices.SortFunc(n.Days, func(a, b NoticeDay) int { return int(a.Date - b.Date) })
	return n
}
