package sla

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"time"
	"unicode/utf8"

	"onestop.internal/models"
	"onestop.internal/sla/calendar"
)

// Limits of a batch line.
const (
	maxLine      = 1 << 20 // bytes
	maxDays      = 10_000
	maxMinutes   = 10_000_000
	batchFirst   = 2016 // years of the dates that are read
	batchLast    = 2036
	minutesUntil = 2099 // last year of an answer to "minutes"
)

// Batch reads one JSON object a line and answers one a line, in order: op due, count, date or
// minutes. A bad line answers {"error":{"code","message"}} and the rest goes on. An answer that
// rests on an unpublished year says so (R-CAL-06). The error is of reading or writing.
func Batch(r io.Reader, w io.Writer, cal *calendar.Calendar) error {
	in := bufio.NewReaderSize(r, 64<<10)
	out := bufio.NewWriterSize(w, 64<<10)
	q := request{cal: cal}
	for first := true; ; first = false {
		line, long, err := readLine(in, &q.line)
		if err != nil && (len(line) == 0 && !long || !errors.Is(err, io.EOF)) {
			return finish(out, err)
		}
		if first && len(line) >= 3 && string(line[:3]) == "\ufeff" {
			line = line[3:]
		}
		if long {
			q.fail(bad("LINE_TOO_LONG", "a line may have 1 MiB"))
		} else {
			q.answer(line)
		}
		if _, werr := out.Write(q.out); werr != nil {
			return fmt.Errorf("batch: write: %w", werr)
		}
		if err != nil {
			return finish(out, err)
		}
		if in.Buffered() == 0 { // nobody waits for an answer that is still in our hands
			if werr := out.Flush(); werr != nil {
				return fmt.Errorf("batch: write: %w", werr)
			}
		}
	}
}

func finish(out *bufio.Writer, err error) error {
	if werr := out.Flush(); werr != nil {
		return fmt.Errorf("batch: write: %w", werr)
	}
	if errors.Is(err, io.EOF) {
		return nil
	}
	return fmt.Errorf("batch: read: %w", err)
}

// readLine gives the next line without its end. A line above maxLine is passed over and long; buf
// holds a line that does not fit the reader's buffer.
func readLine(in *bufio.Reader, buf *[]byte) (line []byte, long bool, err error) {
	*buf = (*buf)[:0]
	for {
		part, err := in.ReadSlice('\n')
		full := errors.Is(err, bufio.ErrBufferFull)
		if n := len(part); n > 0 && part[n-1] == '\n' {
			part = part[:n-1]
		}
		if !full && len(*buf) == 0 && !long {
			return part, false, err
		}
		if len(*buf)+len(part) > maxLine {
			long = true
		} else {
			*buf = append(*buf, part...)
		}
		if !full {
			return *buf, long, err
		}
	}
}

// field is one field of a request, as a bit.
type field uint16

const (
	fieldOp field = 1 << iota
	fieldStart
	fieldN
	fieldUnit
	fieldPauses
	fieldFrom
	fieldTo
	fieldInstant
	fieldMinutes
	fieldHours
)

var fieldNames = [...]string{"op", "start", "n", "unit", "pauses", "from", "to", "instant", "minutes", "hours"}

// operation is what an op needs, what it may have, and what it does.
type operation struct {
	needs, may field
	run        func(*request) *lineError
}

func operationOf(op string) (operation, bool) {
	switch op {
	case "due":
		return operation{fieldOp | fieldStart | fieldN | fieldUnit, fieldPauses, (*request).due}, true
	case "count":
		return operation{fieldOp | fieldFrom | fieldTo, 0, (*request).count}, true
	case "date":
		return operation{fieldOp | fieldInstant, 0, (*request).date}, true
	case "minutes":
		return operation{fieldOp | fieldStart | fieldMinutes, fieldHours, (*request).minutes}, true
	}
	return operation{}, false
}

// request is one line as read, and its answer; its buffers serve the next line too.
type request struct {
	cal  *calendar.Calendar
	line []byte
	out  []byte

	scan scanner
	seen field

	op, start, unit, from, to, instant []byte
	n, mins                            int
	pauses                             []Span
	hours                              []Segment
}

// answer puts the answer to one line, with its end, into q.out.
func (q *request) answer(line []byte) {
	q.out = q.out[:0]
	if err := q.handle(line); err != nil {
		q.fail(err)
		return
	}
	q.out = append(q.out, '}', '\n')
}

func (q *request) fail(e *lineError) {
	message, err := json.Marshal(e.message)
	if err != nil {
		message = []byte(`""`) // a string always marshals
	}
	q.out = append(q.out[:0], `{"error":{"code":"`...)
	q.out = append(q.out, e.code...)
	q.out = append(q.out, `","message":`...)
	q.out = append(q.out, message...)
	q.out = append(q.out, "}}\n"...)
}

func (q *request) handle(line []byte) *lineError {
	if !utf8.Valid(line) {
		return bad("BAD_UTF8", "the line is not UTF-8")
	}
	if err := q.read(line); err != nil {
		return err
	}
	if q.seen&fieldOp == 0 {
		return bad("MISSING_FIELD", "op is missing")
	}
	op, ok := operationOf(string(q.op))
	if !ok {
		return bad("UNKNOWN_OP", "op must be due, count, date or minutes")
	}
	for i, name := range fieldNames {
		bit := field(1) << i
		switch {
		case op.needs&bit != 0 && q.seen&bit == 0:
			return bad("MISSING_FIELD", name+" is missing")
		case (op.needs|op.may)&bit == 0 && q.seen&bit != 0:
			return bad("UNKNOWN_FIELD", name+" does not belong to this op")
		}
	}
	return op.run(q)
}

// read reads the object on a line.
func (q *request) read(line []byte) *lineError {
	q.seen, q.pauses, q.hours = 0, q.pauses[:0], q.hours[:0]
	q.scan = scanner{b: line}
	s := &q.scan
	if s.next() == 0 && s.i == len(line) {
		return bad("EMPTY_LINE", "the line is empty")
	}
	if !s.take('{') {
		return bad("BAD_JSON", "want one object")
	}
	for more := !s.take('}'); more; {
		if err := q.readField(); err != nil {
			return err
		}
		switch {
		case s.take(','):
		case s.take('}'):
			more = false
		default:
			return bad("BAD_JSON", "want , or } after a value")
		}
	}
	s.space()
	if s.i != len(line) {
		return bad("BAD_JSON", "something stands after the object")
	}
	return nil
}

func (q *request) readField() *lineError {
	s := &q.scan
	if s.next() != '"' {
		return bad("BAD_JSON", "want the name of a field")
	}
	name, err := s.text()
	if err != nil {
		return err
	}
	bit, ok := fieldOf(name)
	if !ok {
		return bad("UNKNOWN_FIELD", "field "+strconv.Quote(clip(name))+" is not known")
	}
	if q.seen&bit != 0 {
		return bad("DUPLICATE_FIELD", clip(name)+" stands twice")
	}
	if !s.take(':') {
		return bad("BAD_JSON", "want : after the name of a field")
	}
	if bit&(fieldPauses|fieldHours) != 0 && s.null() {
		return nil // as if left out
	}
	q.seen |= bit
	if err := q.readValue(bit); err != nil {
		return bad(err.code, clip(name)+": "+err.message)
	}
	return nil
}

func clip(name []byte) string { return string(name[:min(len(name), 40)]) }

func fieldOf(name []byte) (field, bool) {
	for i, n := range fieldNames {
		if string(name) == n {
			return field(1) << i, true
		}
	}
	return 0, false
}

func (q *request) readValue(bit field) (err *lineError) {
	s := &q.scan
	switch bit {
	case fieldOp:
		q.op, err = s.text()
	case fieldStart:
		q.start, err = s.text()
	case fieldUnit:
		q.unit, err = s.text()
	case fieldFrom:
		q.from, err = s.text()
	case fieldTo:
		q.to, err = s.text()
	case fieldInstant:
		q.instant, err = s.text()
	case fieldN:
		q.n, err = s.integer()
	case fieldMinutes:
		q.mins, err = s.integer()
	case fieldPauses:
		err = s.pairs(q.addPause)
	case fieldHours:
		err = s.pairs(q.addHours)
	}
	return err
}

func (q *request) addPause(a, b []byte) *lineError {
	from, err := batchDate(a)
	if err != nil {
		return err
	}
	to, err := batchDate(b)
	if err != nil {
		return err
	}
	if to < from {
		return bad("BAD_VALUE", "a pause ends before it begins")
	}
	q.pauses = append(q.pauses, Span{from, to})
	return nil
}

func (q *request) addHours(a, b []byte) *lineError {
	from, ok1 := parseClock(a)
	to, ok2 := parseClock(b)
	if !ok1 || !ok2 {
		return bad("BAD_VALUE", "want HH:MM, up to 24:00")
	}
	q.hours = append(q.hours, Segment{from, to})
	return nil
}

// batchDate reads a real date of 2016 to 2036.
func batchDate(b []byte) (models.Date, *lineError) {
	if len(b) != 10 || b[4] != '-' || b[7] != '-' {
		return 0, bad("BAD_DATE", "want YYYY-MM-DD")
	}
	y, ok1 := digits(b[:4])
	m, ok2 := digits(b[5:7])
	d, ok3 := digits(b[8:])
	if !ok1 || !ok2 || !ok3 || m < 1 || m > 12 || d < 1 || d > 31 {
		return 0, bad("BAD_DATE", "want YYYY-MM-DD")
	}
	date := models.Day(y, time.Month(m), d)
	if d > 28 && date >= AddMonths(models.Day(y, time.Month(m), 1), 1) {
		return 0, bad("BAD_DATE", "there is no such day")
	}
	if y < batchFirst || y > batchLast {
		return 0, bad("OUT_OF_RANGE", "dates are of 2016 to 2036")
	}
	return date, nil
}

func (q *request) due() *lineError {
	start, err := batchDate(q.start)
	if err != nil {
		return bad(err.code, "start: "+err.message)
	}
	if q.n < 1 || q.n > maxDays {
		return bad("OUT_OF_RANGE", "n must be 1 to 10000")
	}
	limit := models.Limit{Value: q.n, Unit: models.WorkingDay}
	switch string(q.unit) {
	case "WORKING_DAY":
	case "CALENDAR_DAY":
		limit.Unit = models.CalendarDay
	case "MONTH":
		limit.Unit = models.Month
	default:
		return bad("BAD_VALUE", "unit must be WORKING_DAY, CALENDAR_DAY or MONTH")
	}
	due := DueOn(q.cal, start, limit, q.pauses)
	q.out = append(q.out, `{"due":"`...)
	q.out = appendDate(q.out, due.On)
	q.out = append(q.out, `","provisional":`...)
	q.out = strconv.AppendBool(q.out, due.Provisional)
	q.needs(due.NeedsYear)
	return nil
}

// needs adds which year's notice is wanted, 0 for none.
func (q *request) needs(year int) {
	if year != 0 {
		q.out = append(q.out, `,"code":"CALENDAR_NOT_PUBLISHED","needs_year":`...)
		q.out = strconv.AppendInt(q.out, int64(year), 10)
	}
}

// flag marks an answer that has no provisional field of its own where it looked at unpublished days.
func (q *request) flag(from, to models.Date) {
	if u := q.cal.FirstUnpublished(from, to); u != 0 {
		q.out = append(q.out, `,"provisional":true`...)
		q.needs(u.Year())
	}
}

func (q *request) count() *lineError {
	from, err := batchDate(q.from)
	if err != nil {
		return bad(err.code, "from: "+err.message)
	}
	to, err := batchDate(q.to)
	if err != nil {
		return bad(err.code, "to: "+err.message)
	}
	q.out = append(q.out, `{"working_days":`...)
	q.out = strconv.AppendInt(q.out, int64(q.cal.Count(from, to)), 10)
	q.flag(min(from, to)+1, max(from, to))
	return nil
}

func (q *request) date() *lineError {
	if !shapedRFC3339(q.instant) {
		return bad("BAD_VALUE", "instant: want RFC 3339 with an offset")
	}
	t, perr := time.Parse(time.RFC3339, string(q.instant))
	if perr != nil {
		return bad("BAD_VALUE", "instant: there is no such instant")
	}
	d := models.Date((t.Unix() + 8*3600) / 86400)
	if y := t.In(models.Shanghai).Year(); y < batchFirst || y > batchLast {
		return bad("OUT_OF_RANGE", "dates are of 2016 to 2036")
	}
	q.out = append(q.out, `{"date":"`...)
	q.out = appendDate(q.out, d)
	q.out = append(q.out, `","working_day":`...)
	q.out = strconv.AppendBool(q.out, q.cal.Working(d))
	q.flag(d, d)
	return nil
}

// shapedRFC3339 checks the shape, which time.Parse reads loosely.
func shapedRFC3339(b []byte) bool {
	const shape = "0000-00-00T00:00:00"
	if len(b) <= len(shape) || !shaped(b[:len(shape)], shape) {
		return false
	}
	b = b[len(shape):]
	if b[0] == '.' {
		i := 1
		for i < len(b) && b[i] >= '0' && b[i] <= '9' {
			i++
		}
		if i == 1 || i > 10 {
			return false
		}
		b = b[i:]
	}
	return string(b) == "Z" || shaped(b, "+00:00") || shaped(b, "-00:00")
}

// shaped says whether b has a digit wherever shape has 0, and else what shape has.
func shaped(b []byte, shape string) bool {
	if len(b) != len(shape) {
		return false
	}
	for i := range b {
		digit := b[i] >= '0' && b[i] <= '9'
		if (shape[i] == '0') != digit || (!digit && b[i] != shape[i]) {
			return false
		}
	}
	return true
}

func (q *request) minutes() *lineError {
	if len(q.start) != 16 || q.start[10] != 'T' {
		return bad("BAD_VALUE", "start: want YYYY-MM-DDTHH:MM")
	}
	day, err := batchDate(q.start[:10])
	if err != nil {
		return bad(err.code, "start: "+err.message)
	}
	at, ok := parseClock(q.start[11:])
	if !ok || at == 24*60 {
		return bad("BAD_VALUE", "start: want YYYY-MM-DDTHH:MM")
	}
	if q.mins < 0 || q.mins > maxMinutes {
		return bad("OUT_OF_RANGE", "minutes must be 0 to 10000000")
	}
	hours, err := q.hallHours()
	if err != nil {
		return err
	}
	end := hours.AddMinutes(q.cal, day.Start()+minutes(at), q.mins)
	last := end.Date()
	if last.Year() > minutesUntil {
		return bad("OUT_OF_RANGE", "the end lies after 2099")
	}
	q.out = append(q.out, `{"due":"`...)
	q.out = appendDate(q.out, last)
	q.out = append(q.out, 'T')
	q.out = appendClock(q.out, int((end-last.Start())/60_000))
	q.out = append(q.out, '"')
	q.flag(day, last)
	return nil
}

// hallHours gives the hours of the request, or the default where it has none.
func (q *request) hallHours() (Hours, *lineError) {
	if q.seen&fieldHours == 0 {
		return HallHours, nil
	}
	if len(q.hours) == 0 {
		return Hours{}, bad("BAD_VALUE", "hours: want at least one segment")
	}
	h, err := NewHours(q.hours, nil)
	if err != nil {
		return h, bad("BAD_VALUE", err.Error())
	}
	return h, nil
}

func appendDate(b []byte, d models.Date) []byte {
	y, m, day := d.YMD()
	b = append(b, byte('0'+y/1000%10), byte('0'+y/100%10), byte('0'+y/10%10), byte('0'+y%10), '-')
	b = appendTwo(b, int(m))
	b = append(b, '-')
	return appendTwo(b, day)
}

func appendClock(b []byte, minute int) []byte {
	b = appendTwo(b, minute/60)
	b = append(b, ':')
	return appendTwo(b, minute%60)
}

func appendTwo(b []byte, n int) []byte { return append(b, byte('0'+n/10), byte('0'+n%10)) }
