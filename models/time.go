package models

import (
	"database/sql/driver"
	"errors"
	"fmt"
	"strconv"
	"time"
)

// Shanghai is the one time zone of legal dates: fixed +08:00 (R-CAL-08).
var Shanghai = time.FixedZone("Asia/Shanghai", 8*3600)

// Instant is a moment, in milliseconds since 1970-01-01T00:00Z. Zero means none: NULL in the
// database, null in JSON. It is an integer in both dialects, so that it compares and indexes alike.
type Instant int64

// At gives the instant of t.
func At(t time.Time) Instant { return Instant(t.UnixMilli()) }

// Time gives i as a time in UTC; the zero time where there is none.
func (i Instant) Time() time.Time {
	if i == 0 {
		return time.Time{}
	}
	return time.UnixMilli(int64(i)).UTC()
}

// Date gives the Shanghai date on which i falls; 0 where there is none.
func (i Instant) Date() Date {
	if i == 0 {
		return 0
	}
	const day = 24 * 3600 * 1000
	ms := int64(i) + 8*3600*1000
	d := ms / day
	if ms%day < 0 {
		d--
	}
	return Date(d)
}

// Add gives the instant d later.
func (i Instant) Add(d time.Duration) Instant { return i + Instant(d.Milliseconds()) }

// Value stores an instant.
func (i Instant) Value() (driver.Value, error) {
	if i == 0 {
		return nil, nil
	}
	return int64(i), nil
}

// Scan reads an instant from the database.
func (i *Instant) Scan(v any) error {
	switch v := v.(type) {
	case nil:
		*i = 0
	case int64:
		*i = Instant(v)
	case []byte:
		n, err := strconv.ParseInt(string(v), 10, 64)
		*i = Instant(n)
		return err
	default:
		return fmt.Errorf("instant: cannot read %T", v)
	}
	return nil
}

// MarshalJSON writes RFC 3339 in Shanghai time.
func (i Instant) MarshalJSON() ([]byte, error) {
	if i == 0 {
		return []byte("null"), nil
	}
	return []byte(`"` + i.Time().In(Shanghai).Format("2006-01-02T15:04:05.000Z07:00") + `"`), nil
}

// UnmarshalJSON reads RFC 3339 with any offset.
func (i *Instant) UnmarshalJSON(b []byte) error {
	if string(b) == "null" {
		*i = 0
		return nil
	}
	s, err := strconv.Unquote(string(b))
	if err != nil {
		return errors.New("instant: not a string")
	}
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		return fmt.Errorf("instant: %w", err)
	}
	*i = At(t)
	return nil
}

// Date is a legal date (Asia/Shanghai), in days since 1970-01-01. Zero means none: NULL in the
// database, null in JSON. In the database it is the text YYYY-MM-DD.
type Date int32

// Day gives the date of a year, month and day of the month.
func Day(y int, m time.Month, d int) Date {
	return Date(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix() / 86400)
}

// ParseDate reads YYYY-MM-DD.
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return 0, fmt.Errorf("date %q: want YYYY-MM-DD", s)
	}
	return Date(t.Unix() / 86400), nil
}

// MustDate is ParseDate for constants; it panics where s is no date.
func MustDate(s string) Date {
	d, err := ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

func (d Date) utc() time.Time { return time.Unix(int64(d)*86400, 0).UTC() }

// YMD gives year, month and day of the month.
func (d Date) YMD() (int, time.Month, int) { return d.utc().Date() }

// Year gives the year.
func (d Date) Year() int { return d.utc().Year() }

// Weekday gives the day of the week.
func (d Date) Weekday() time.Weekday { return d.utc().Weekday() }

// Start is the instant 00:00 of d in Shanghai.
func (d Date) Start() Instant { return Instant(int64(d)*86_400_000 - 8*3_600_000) }

// End is the instant 24:00 of d in Shanghai: the first that is no longer d.
func (d Date) End() Instant { return (d + 1).Start() }

func (d Date) String() string {
	if d == 0 {
		return ""
	}
	return d.utc().Format(time.DateOnly)
}

// Value stores a date.
func (d Date) Value() (driver.Value, error) {
	if d == 0 {
		return nil, nil
	}
	return d.String(), nil
}

// Scan reads a date from the database.
func (d *Date) Scan(v any) error {
	var err error
	switch v := v.(type) {
	case nil:
		*d = 0
	case string:
		*d, err = ParseDate(v)
	case []byte:
		*d, err = ParseDate(string(v))
	case time.Time:
		*d = Date(v.Unix() / 86400)
	default:
		return fmt.Errorf("date: cannot read %T", v)
	}
	return err
}

// MarshalText writes YYYY-MM-DD.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// MarshalJSON writes "YYYY-MM-DD", or null for none.
func (d Date) MarshalJSON() ([]byte, error) {
	if d == 0 {
		return []byte("null"), nil
	}
	return []byte(`"` + d.String() + `"`), nil
}

// UnmarshalJSON reads "YYYY-MM-DD", null or "".
func (d *Date) UnmarshalJSON(b []byte) error {
	if string(b) == "null" || string(b) == `""` {
		*d = 0
		return nil
	}
	s, err := strconv.Unquote(string(b))
	if err != nil {
		return errors.New("date: not a string")
	}
	*d, err = ParseDate(s)
	return err
}

// UnmarshalText reads YYYY-MM-DD.
func (d *Date) UnmarshalText(b []byte) (err error) {
	*d, err = ParseDate(string(b))
	return err
}
