package bench

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
	"text/tabwriter"
)

// Row is one line of the table: what was measured, beside what must and what should be.
type Row struct {
	ID       string   `json:"id"`
	What     string   `json:"what"`
	Database string   `json:"database,omitempty"`
	Unit     string   `json:"unit,omitempty"` // "" for a ratio
	Must     float64  `json:"must"`
	Aim      float64  `json:"aim"`
	AtLeast  bool     `json:"atLeast"` // more is better
	Measured float64  `json:"measured"`
	OK       bool     `json:"ok"`
	Aimed    bool     `json:"aimed"`
	Known    bool     `json:"target"`          // false: there is no target here, the figure is for the record
	Notes    []string `json:"notes,omitempty"` // what stands behind the figure
}

// atLeast makes a row whose figure must reach must.
func atLeast(id, what, database string, must, aim float64) Row {
	return Row{ID: id, What: what, Database: database, Must: must, Aim: aim, AtLeast: true, Known: true}
}

// atMost makes a row whose figure must not pass must.
func atMost(id, what, database, unit string, must, aim float64) Row {
	return Row{ID: id, What: what, Database: database, Unit: unit, Must: must, Aim: aim, Known: true}
}

// is gives the row its figure.
func (r Row) is(x float64, notes ...string) Row {
	r.Measured, r.Notes = x, append(r.Notes, notes...)
	r.OK, r.Aimed = r.reaches(r.Must), r.reaches(r.Aim)
	return r
}

func (r Row) reaches(target float64) bool {
	if r.AtLeast {
		return r.Measured >= target
	}
	return r.Measured <= target
}

// untargeted keeps a figure for which there is no target on this database.
func (r Row) untargeted() Row {
	r.Known = false
	return r
}

func (r Row) verdict() string {
	switch {
	case !r.Known:
		return "–"
	case !r.OK:
		return "MISS"
	case r.Aimed:
		return "OK, aim"
	}
	return "OK"
}

// Report is one run.
type Report struct {
	Version string `json:"version"`
	Cores   int    `json:"cores"`
	Began   string `json:"began"`
	Took    string `json:"took"`
	Rows    []Row  `json:"rows"`
	Missing string `json:"missing,omitempty"` // what this run could not measure
}

// Misses counts the rows that miss their target.
func (r *Report) Misses() int {
	n := 0
	for _, x := range r.Rows {
		if x.Known && !x.OK {
			n++
		}
	}
	return n
}

// print writes the table, what stands behind each figure below it.
func (r *Report) print(w io.Writer) error {
	var b strings.Builder
	t := tabwriter.NewWriter(&b, 0, 4, 2, ' ', 0)
	row := func(cells ...string) { _, _ = fmt.Fprintln(t, strings.Join(cells, "\t")) } // into memory
	row("#", "what", "on", "must", "aim", "measured", "")
	for _, x := range r.Rows {
		must, aim := "", ""
		if x.Known {
			must, aim = x.bound(x.Must), x.bound(x.Aim)
		}
		row(x.ID, x.What, x.Database, must, aim, x.figure(x.Measured), x.verdict())
	}
	if err := t.Flush(); err != nil {
		return err
	}
	b.WriteString("\n")
	for _, x := range r.Rows {
		for _, n := range x.Notes {
			fmt.Fprintf(&b, "%s %s: %s\n", x.ID, x.Database, n)
		}
	}
	if r.Missing != "" {
		fmt.Fprintf(&b, "not measured: %s\n", r.Missing)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func (r Row) bound(x float64) string {
	if r.AtLeast {
		return "≥ " + r.figure(x)
	}
	return "≤ " + r.figure(x)
}

func (r Row) figure(x float64) string {
	s := fmt.Sprintf("%.2f", x)
	if x >= 100 {
		s = fmt.Sprintf("%.0f", x)
	}
	if r.Unit != "" {
		s += " " + r.Unit
	}
	return s
}

func (r *Report) save(path string) error {
	b, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(path, append(b, '\n'), 0o644) //nolint:gosec // a report, for everybody
}
