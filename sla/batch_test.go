package sla

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"onestop.internal/models"
	"onestop.internal/sla/calendar"
)

func batch(t *testing.T, in string) []string {
	t.Helper()
	var out strings.Builder
	if err := Batch(strings.NewReader(in), &out, calendar.Builtin()); err != nil {
		t.Fatal(err)
	}
	if out.Len() == 0 {
		return nil
	}
	return strings.Split(strings.TrimSuffix(out.String(), "\n"), "\n")
}

func TestEachOpAnswersItsLine(t *testing.T) {
	for in, want := range map[string]string{
		`{"op":"due","start":"2024-09-26","n":20,"unit":"WORKING_DAY","pauses":[["2024-10-14","2024-10-16"]]}`:                             `{"due":"2024-11-01","provisional":false}`,
		`{"op":"due","start":"2024-09-26","n":20,"unit":"WORKING_DAY"}`:                                                                    `{"due":"2024-10-29","provisional":false}`,
		`{"unit":"WORKING_DAY","pauses":[],"n":20,"start":"2024-09-26","op":"due"}`:                                                        `{"due":"2024-10-29","provisional":false}`,
		` { "op" : "due" , "start":"2024-09-26","n": 20,"unit":"WORKING_DAY","pauses":null } `:                                             `{"due":"2024-10-29","provisional":false}`,
		`{"op":"\u0064ue","start":"2024-09-26","n":20,"unit":"WORKING_DAY"}`:                                                               `{"due":"2024-10-29","provisional":false}`,
		`{"op":"due","start":"2026-05-11","n":20,"unit":"WORKING_DAY","pauses":[["2026-05-18","2026-05-26"],["2026-05-13","2026-05-20"]]}`: `{"due":"2026-06-23","provisional":false}`,
		`{"op":"due","start":"2026-09-04","n":30,"unit":"CALENDAR_DAY","pauses":[["2026-09-10","2026-09-16"]]}`:                            `{"due":"2026-10-12","provisional":false}`,
		`{"op":"due","start":"2025-11-30","n":3,"unit":"MONTH","pauses":[["2026-01-05","2026-01-09"]]}`:                                    `{"due":"2026-03-05","provisional":false}`,
		`{"op":"due","start":"2026-12-21","n":20,"unit":"WORKING_DAY"}`:                                                                    `{"due":"2027-01-19","provisional":true,"code":"CALENDAR_NOT_PUBLISHED","needs_year":2027}`,
		`{"op":"due","start":"2027-02-04","n":5,"unit":"WORKING_DAY"}`:                                                                     `{"due":"2027-02-15","provisional":true,"code":"CALENDAR_NOT_PUBLISHED","needs_year":2027}`,
		`{"op":"count","from":"2024-09-26","to":"2024-10-29"}`:                                                                             `{"working_days":20}`,
		`{"op":"count","from":"2024-10-29","to":"2024-09-26"}`:                                                                             `{"working_days":-20}`,
		`{"op":"count","from":"2024-10-29","to":"2024-10-29"}`:                                                                             `{"working_days":0}`,
		`{"op":"count","from":"2026-12-31","to":"2027-01-04"}`:                                                                             `{"working_days":1,"provisional":true,"code":"CALENDAR_NOT_PUBLISHED","needs_year":2027}`,
		`{"op":"date","instant":"2026-03-02T16:30:00Z"}`:                                                                                   `{"date":"2026-03-03","working_day":true}`,
		`{"op":"date","instant":"2026-03-02T15:59:59.999Z"}`:                                                                               `{"date":"2026-03-02","working_day":true}`,
		`{"op":"date","instant":"2026-10-10T00:00:00+08:00"}`:                                                                              `{"date":"2026-10-10","working_day":true}`,
		`{"op":"date","instant":"2015-12-31T16:00:00Z"}`:                                                                                   `{"date":"2016-01-01","working_day":false}`,
		`{"op":"date","instant":"2027-03-01T01:00:00Z"}`:                                                                                   `{"date":"2027-03-01","working_day":true,"provisional":true,"code":"CALENDAR_NOT_PUBLISHED","needs_year":2027}`,
		`{"op":"minutes","start":"2026-09-24T16:00","minutes":240,"hours":[["09:00","12:00"],["13:00","17:00"]]}`:                          `{"due":"2026-09-28T12:00"}`,
		`{"op":"minutes","start":"2026-09-24T16:00","minutes":240}`:                                                                        `{"due":"2026-09-28T12:00"}`,
		`{"op":"minutes","start":"2026-03-02T12:30","minutes":0,"hours":[["09:00","12:00"],["13:00","17:00"]]}`:                            `{"due":"2026-03-02T13:00"}`,
		`{"op":"minutes","start":"2026-03-02T20:00","minutes":240,"hours":[["00:00","24:00"]]}`:                                            `{"due":"2026-03-03T00:00"}`,
		`{"op":"minutes","start":"2026-03-02T10:00","minutes":4200,"hours":[["09:00","12:00"],["13:00","17:00"]]}`:                         `{"due":"2026-03-16T10:00"}`,
		`{"op":"minutes","start":"2026-12-31T16:59","minutes":2}`:                                                                          `{"due":"2027-01-04T09:01","provisional":true,"code":"CALENDAR_NOT_PUBLISHED","needs_year":2027}`,
	} {
		if got := batch(t, in+"\n"); len(got) != 1 || got[0] != want {
			t.Errorf("%s\n got %v\nwant %s", in, got, want)
		}
	}
}

func TestABadLineAnswersAnErrorAndTheRestGoesOn(t *testing.T) {
	const good, goodAnswer = `{"op":"count","from":"2026-03-02","to":"2026-03-03"}`, `{"working_days":1}`
	due := func(s string) string { return `{"op":"due","start":"2026-03-02","n":20,"unit":"WORKING_DAY"` + s + `}` }
	for in, code := range map[string]string{
		"":                                   "EMPTY_LINE",
		" \t\r":                              "EMPTY_LINE",
		"{":                                  "BAD_JSON",
		"[]":                                 "BAD_JSON",
		`"due"`:                              "BAD_JSON",
		"42":                                 "BAD_JSON",
		"\x00":                               "BAD_JSON",
		`{"op":"due",}`:                      "BAD_JSON",
		`{op:"due"}`:                         "BAD_JSON",
		`{"op":"d` + "\t" + `"}`:             "BAD_JSON",
		`{"op":"\q"}`:                        "BAD_JSON",
		`{"op":"due`:                         "BAD_JSON",
		good + good:                          "BAD_JSON",
		good + ` x`:                          "BAD_JSON",
		`{"op":"\xff"}`:                      "BAD_JSON",
		"{\"op\":\"\xff\"}":                  "BAD_UTF8",
		`{}`:                                 "MISSING_FIELD",
		`{"start":"2026-03-02"}`:             "MISSING_FIELD",
		`{"op":"count","from":"2026-03-02"}`: "MISSING_FIELD",
		`{"op":"due","start":"2026-03-02","n":20}`: "MISSING_FIELD",
		`{"op":"Due"}`:                    "UNKNOWN_OP",
		`{"op":""}`:                       "UNKNOWN_OP",
		`{"op":7}`:                        "BAD_VALUE",
		`{"op":null}`:                     "BAD_VALUE",
		due(`,"OP":"due"`):                "UNKNOWN_FIELD",
		due(`,"deep":[[[[[{}]]]]]`):       "UNKNOWN_FIELD",
		due(`,"from":"2026-03-02"`):       "UNKNOWN_FIELD",
		due(`,"n":20`):                    "DUPLICATE_FIELD",
		due(`,"pauses":{}`):               "BAD_VALUE",
		due(`,"pauses":[["2026-03-09"]]`): "BAD_VALUE",
		due(`,"pauses":[["2026-03-09","2026-03-10","2026-03-11"]]`):                                             "BAD_VALUE",
		due(`,"pauses":[["2026-03-10","2026-03-09"]]`):                                                          "BAD_VALUE",
		due(`,"pauses":[["2026-03-10",null]]`):                                                                  "BAD_VALUE",
		due(`,"pauses":[["2026-03-10","2026-02-30"]]`):                                                          "BAD_DATE",
		due(`,"pauses":[["2026-03-10","2037-01-01"]]`):                                                          "OUT_OF_RANGE",
		due(`,"pauses":[["2026-03-10","2026-03-11"],]`):                                                         "BAD_VALUE",
		due(`,"pauses":[["2026-03-10","2026-03-11"] 7]`):                                                        "BAD_JSON",
		`{"op":"due","start":"2026-03-02","n":0,"unit":"WORKING_DAY"}`:                                          "OUT_OF_RANGE",
		`{"op":"due","start":"2026-03-02","n":-1,"unit":"WORKING_DAY"}`:                                         "OUT_OF_RANGE",
		`{"op":"due","start":"2026-03-02","n":10001,"unit":"WORKING_DAY"}`:                                      "OUT_OF_RANGE",
		`{"op":"due","start":"2026-03-02","n":99999999999999999999,"unit":"WORKING_DAY"}`:                       "OUT_OF_RANGE",
		`{"op":"due","start":"2026-03-02","n":1.5,"unit":"WORKING_DAY"}`:                                        "BAD_VALUE",
		`{"op":"due","start":"2026-03-02","n":1e3,"unit":"WORKING_DAY"}`:                                        "BAD_VALUE",
		`{"op":"due","start":"2026-03-02","n":"20","unit":"WORKING_DAY"}`:                                       "BAD_VALUE",
		`{"op":"due","start":"2026-03-02","n":true,"unit":"WORKING_DAY"}`:                                       "BAD_VALUE",
		`{"op":"due","start":"2026-03-02","n":020,"unit":"WORKING_DAY"}`:                                        "BAD_JSON",
		`{"op":"due","start":"2026-03-02","n":20,"unit":"WEEK"}`:                                                "BAD_VALUE",
		`{"op":"due","start":"2026-02-29","n":20,"unit":"WORKING_DAY"}`:                                         "BAD_DATE",
		`{"op":"due","start":"2026-2-9","n":20,"unit":"WORKING_DAY"}`:                                           "BAD_DATE",
		`{"op":"due","start":"2026/03/02","n":20,"unit":"WORKING_DAY"}`:                                         "BAD_DATE",
		`{"op":"due","start":"２０２６-03","n":20,"unit":"WORKING_DAY"}`:                                            "BAD_DATE",
		`{"op":"due","start":"2026-13-02","n":20,"unit":"WORKING_DAY"}`:                                         "BAD_DATE",
		`{"op":"due","start":"2015-12-31","n":20,"unit":"WORKING_DAY"}`:                                         "OUT_OF_RANGE",
		`{"op":"due","start":"2037-01-01","n":20,"unit":"WORKING_DAY"}`:                                         "OUT_OF_RANGE",
		`{"op":"date","instant":"2026-03-02T16:30:00"}`:                                                         "BAD_VALUE",
		`{"op":"date","instant":"2026-03-02T24:00:00Z"}`:                                                        "BAD_VALUE",
		`{"op":"date","instant":"2026-02-30T10:00:00Z"}`:                                                        "BAD_VALUE",
		`{"op":"date","instant":"2026-03-02 16:30:00Z"}`:                                                        "BAD_VALUE",
		`{"op":"date","instant":"2026-03-02T16:30:00,5Z"}`:                                                      "BAD_VALUE",
		`{"op":"date","instant":"2036-12-31T16:00:00Z"}`:                                                        "OUT_OF_RANGE",
		`{"op":"minutes","start":"2026-03-02","minutes":5}`:                                                     "BAD_VALUE",
		`{"op":"minutes","start":"2026-03-02T24:00","minutes":5}`:                                               "BAD_VALUE",
		`{"op":"minutes","start":"2026-03-02T10:60","minutes":5}`:                                               "BAD_VALUE",
		`{"op":"minutes","start":"2026-02-30T10:00","minutes":5}`:                                               "BAD_DATE",
		`{"op":"minutes","start":"2026-03-02T10:00","minutes":-5}`:                                              "OUT_OF_RANGE",
		`{"op":"minutes","start":"2026-03-02T10:00","minutes":10000000,"hours":[["09:00","09:01"]]}`:            "OUT_OF_RANGE",
		`{"op":"minutes","start":"2026-03-02T10:00","minutes":5,"hours":[]}`:                                    "BAD_VALUE",
		`{"op":"minutes","start":"2026-03-02T10:00","minutes":5,"hours":[["12:00","09:00"]]}`:                   "BAD_VALUE",
		`{"op":"minutes","start":"2026-03-02T10:00","minutes":5,"hours":[["09:00","09:00"]]}`:                   "BAD_VALUE",
		`{"op":"minutes","start":"2026-03-02T10:00","minutes":5,"hours":[["13:00","17:00"],["09:00","12:00"]]}`: "BAD_VALUE",
		`{"op":"minutes","start":"2026-03-02T10:00","minutes":5,"hours":[["09:00","13:00"],["12:00","17:00"]]}`: "BAD_VALUE",
		`{"op":"minutes","start":"2026-03-02T10:00","minutes":5,"hours":[["9:00","12:00"]]}`:                    "BAD_VALUE",
		`{"op":"minutes","start":"2026-03-02T10:00","minutes":5,"hours":[["09:00","24:01"]]}`:                   "BAD_VALUE",
		strings.Repeat(" ", maxLine) + good:                                                                     "LINE_TOO_LONG",
	} {
		got := batch(t, good+"\n"+in+"\n"+good)
		if len(got) != 3 || got[0] != goodAnswer || got[2] != goodAnswer {
			t.Errorf("%.80q: the lines around it: %v", in, got)
			continue
		}
		var answer struct {
			Error struct{ Code, Message string }
		}
		if err := json.Unmarshal([]byte(got[1]), &answer); err != nil || answer.Error.Code != code || answer.Error.Message == "" {
			t.Errorf("%.80q: got %s, want %s", in, got[1], code)
		}
	}
}

func TestLinesOfEveryLengthAndEndAreAnswered(t *testing.T) {
	const good, answer = `{"op":"count","from":"2026-03-02","to":"2026-03-03"}`, `{"working_days":1}`
	for name, in := range map[string]string{
		"a line without its end":     good,
		"carriage returns":           good + "\r\n",
		"a byte order mark":          "\ufeff" + good + "\n",
		"longer than the buffer":     strings.Repeat(" ", 200_000) + good + "\n",
		"exactly the longest":        strings.Repeat(" ", maxLine-len(good)) + good + "\n",
		"exactly the buffer, no end": strings.Repeat(" ", 64<<10-len(good)) + good,
	} {
		if got := batch(t, in); len(got) != 1 || got[0] != answer {
			t.Errorf("%s: %v", name, got)
		}
	}
	if got := batch(t, ""); got != nil {
		t.Errorf("no line, no answer: %v", got)
	}
}

func TestAnAnswerIsThereBeforeTheNextLineIsAskedFor(t *testing.T) {
	r, w := io.Pipe()
	answers, out := io.Pipe()
	done := make(chan error, 1)
	go func() {
		done <- Batch(r, out, calendar.Builtin())
		_ = out.Close() // a pipe's Close never fails
	}()
	for range 3 {
		if _, err := io.WriteString(w, `{"op":"count","from":"2026-03-02","to":"2026-03-03"}`+"\n"); err != nil {
			t.Fatal(err)
		}
		b := make([]byte, len(`{"working_days":1}`)+1)
		if _, err := io.ReadFull(answers, b); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if err := <-done; err != nil {
		t.Fatal(err)
	}
}

func TestAReaderOrWriterThatFailsEndsTheBatch(t *testing.T) {
	broken := errors.New("broken")
	if err := Batch(iotest.ErrReader(broken), io.Discard, calendar.Builtin()); !errors.Is(err, broken) {
		t.Errorf("reading: %v", err)
	}
	r, w := io.Pipe()
	if err := r.CloseWithError(broken); err != nil {
		t.Fatal(err)
	}
	if err := Batch(strings.NewReader("{}\n"), w, calendar.Builtin()); !errors.Is(err, broken) {
		t.Errorf("writing: %v", err)
	}
}

// Whatever the line, one line of JSON comes back; and a line that the scanner takes is one that
// encoding/json takes too.
func FuzzBatchAnswersOneLineOfJSON(f *testing.F) {
	f.Add([]byte(`{"op":"due","start":"2024-09-26","n":20,"unit":"WORKING_DAY","pauses":[["2024-10-14","2024-10-16"]]}`))
	f.Add([]byte(`{"op":"minutes","start":"2026-09-24T16:00","minutes":240,"hours":[["09:00","12:00"]]}`))
	f.Add([]byte(`{"op":"date","instant":"2026-03-02T16:30:00Z"}`))
	f.Add([]byte(`{"op":"\u0000","n":-0}`))
	f.Fuzz(func(t *testing.T, line []byte) {
		line = bytes.ReplaceAll(line, []byte("\n"), []byte(" "))
		if bytes.HasPrefix(line, []byte("\ufeff")) {
			return
		}
		var out bytes.Buffer
		if err := Batch(bytes.NewReader(append(line, '\n')), &out, calendar.Builtin()); err != nil {
			t.Fatal(err)
		}
		var answer map[string]any
		if err := json.Unmarshal(out.Bytes(), &answer); err != nil || bytes.Count(out.Bytes(), []byte("\n")) != 1 {
			t.Fatalf("%q answers %q: %v", line, out.Bytes(), err)
		}
		if _, failed := answer["error"]; !failed && !json.Valid(line) {
			t.Fatalf("%q is not JSON and was taken", line)
		}
	})
}

func BenchmarkBatchOf100000DueLines(b *testing.B) {
	var in bytes.Buffer
	for i := range 100_000 {
		in.WriteString(`{"op":"due","start":"` + (day("2016-01-01") + models.Date(i%3900)).String() + `","n":`)
		b, _ := json.Marshal(1 + i%60)
		in.Write(b)
		in.WriteString(`,"unit":"WORKING_DAY","pauses":[["2024-10-14","2024-10-16"]]}` + "\n")
	}
	cal := calendar.Builtin()
	b.ReportAllocs()
	for b.Loop() {
		if err := Batch(bytes.NewReader(in.Bytes()), io.Discard, cal); err != nil {
			b.Fatal(err)
		}
	}
}
