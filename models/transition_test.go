package models_test

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"onestop.internal/document"
	"onestop.internal/models"
)

var update = flag.Bool("update", false, "write docs/states.md anew")

const statesDoc = "../docs/states.md"

func TestDocsStatesIsMadeFromTheTables(t *testing.T) {
	want := statesPage()
	if *update {
		if err := os.WriteFile(statesDoc, []byte(want), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(statesDoc)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != want {
		t.Error("docs/states.md is not what the tables say: go test ./models -run DocsStates -update")
	}
}

func statesPage() string {
	var b strings.Builder
	b.WriteString("# States\n\nMade from the transition tables in `models/transition.go` and `models/steptable.go` by their test; do not edit.\n" +
		"A pair of state and verb that has no line is not allowed. ⏱ marks what only a timer does.\n")
	for _, f := range models.Flows {
		table := models.TableOf(f)
		fmt.Fprintf(&b, "\n## %s\n\n```mermaid\nstateDiagram-v2\n", f)
		for _, r := range table.Rows {
			for _, from := range r.From {
				to := r.To
				if to == "" {
					to = from
				}
				fmt.Fprintf(&b, "  %s --> %s: %s %s%s\n", from, to, r.Code, r.Verb, clockMark(r.Timer))
			}
		}
		for _, s := range table.Terminal {
			fmt.Fprintf(&b, "  %s --> [*]\n", s)
		}
		b.WriteString("```\n\n| code | from | verb | rounds | to | paper | guard |\n|---|---|---|---|---|---|---|\n")
		for _, r := range table.Rows {
			fmt.Fprintf(&b, "| %s | %s | %s%s | %s | %s | %s | %s |\n",
				r.Code, joinStatuses(r.From), r.Verb, clockMark(r.Timer), r.Rounds, orUnchanged(r.To), r.Paper, r.Guard)
		}
	}
	stepsPage(&b)
	return b.String()
}

// stepsPage draws the table of step verbs: a verb that leaves the state stands in the table alone.
func stepsPage(b *strings.Builder) {
	b.WriteString("\n## Steps\n\nWhat may be done to a step; from `models/steptable.go`. None of it moves the case or a clock of the law." +
		"\n⚙ follows from another verb.\n\n```mermaid\nstateDiagram-v2\n")
	for _, r := range models.StepTable {
		for _, from := range r.From {
			if r.To != "" {
				fmt.Fprintf(b, "  %s --> %s: %s %s%s\n", from, r.To, r.Code, r.Verb, autoMark(r.Auto))
			}
		}
	}
	for _, s := range []models.StepState{models.StepSentBack, models.StepRecalled, models.StepTransferred, models.StepCancelled} {
		fmt.Fprintf(b, "  %s --> [*]\n", s)
	}
	b.WriteString("```\n\n| code | from | verb | to | opens | guard |\n|---|---|---|---|---|---|\n")
	for _, r := range models.StepTable {
		var from []string
		for _, s := range r.From {
			from = append(from, string(s))
		}
		fmt.Fprintf(b, "| %s | %s | %s%s | %s | %s | %s |\n",
			r.Code, strings.Join(from, ", "), r.Verb, autoMark(r.Auto), orUnchanged(models.Status(r.To)), r.Opens, r.Guard)
	}
}

func autoMark(auto bool) string {
	if auto {
		return " ⚙"
	}
	return ""
}

func clockMark(timer bool) string {
	if timer {
		return " ⏱"
	}
	return ""
}

func joinStatuses(list []models.Status) string {
	var out []string
	for _, s := range list {
		out = append(out, string(s))
	}
	return strings.Join(out, ", ")
}

func orUnchanged(s models.Status) string {
	if s == "" {
		return "unchanged"
	}
	return string(s)
}

// allowed is the law's list written a second time, by hand, from RULES §2: flow, from, verb, round.
var allowed = map[models.Flow]map[models.Status]string{
	models.FlowPermit: {
		models.Draft:              "submit discard hold_pending",
		models.Pending:            "receive_pending release_pending withdraw",
		models.Submitted:          "accept require_correction return not_accept not_accept_false not_required deem_accept accept_tolerant withdraw terminate",
		models.CorrectionRequired: "resubmit not_accept_false withdraw terminate",
		models.Accepted:           "close_gap terminate_gap assign ask_supplement start_special withdraw terminate forward",
		models.UnderReview:        "close_gap terminate_gap ask_supplement start_special extend approve refuse withdraw terminate suspend forward",
		models.InSpecialProcedure: "close_gap terminate_gap ask_supplement start_special end_special replan_special extend withdraw terminate suspend",
		models.Suspended:          "close_gap terminate_gap resume withdraw terminate",
		models.Approved:           "make_certificate deliver",
		models.CertificateMaking:  "deliver",
		models.Refused:            "deliver",
	},
	models.FlowFiling: {
		models.Draft:             "submit discard hold_pending",
		models.Pending:           "receive_pending release_pending withdraw",
		models.Submitted:         "ask_info register withdraw",
		models.InfoIncomplete:    "complete withdraw",
		models.Filed:             "report_change order_correction cancel",
		models.Updated:           "report_change order_correction cancel",
		models.CorrectionOrdered: "confirm_correction cancel",
	},
	models.FlowService: {
		models.Draft: "submit discard hold_pending", models.Pending: "receive_pending release_pending withdraw", models.Raised: "triage withdraw", models.Triaged: "assign withdraw", models.Assigned: "answer withdraw",
		models.Answered: "construct satisfy not_possible withdraw", models.Construction: "connect withdraw",
		models.Connected: "confirm confirm_lapse reopen", models.Satisfied: "confirm confirm_lapse reopen",
		models.NotPossible: "confirm confirm_lapse reopen", models.Reopened: "assign withdraw",
	},
	models.FlowTask: {
		models.Draft: "submit discard hold_pending", models.Pending: "receive_pending release_pending cancel", models.Open: "start cancel", models.InProgress: "finish cancel forward",
	},
	models.FlowComposite: {models.Draft: "submit discard", models.InProgress: "close"},
}

// allVerbs are the verbs of every flow.
func allVerbs() []models.Verb {
	var out []models.Verb
	for _, f := range models.Flows {
		for _, r := range models.TableOf(f).Rows {
			if !slices.Contains(out, r.Verb) {
				out = append(out, r.Verb)
			}
		}
	}
	return out
}

func TestWhatIsNotInTheTableIsNotAllowed(t *testing.T) {
	pairs := 0
	for _, f := range models.Flows {
		table := models.TableOf(f)
		for _, s := range table.Statuses {
			for _, v := range allVerbs() {
				for _, round := range []int{1, 2, 3} {
					_, err := table.Find(s, v, round)
					want := slices.Contains(strings.Fields(allowed[f][s]), string(v))
					if (err == nil) != want {
						t.Errorf("%s %s in %s, round %d: allowed %t, want %t", f, v, s, round, err == nil, want)
					}
					if err != nil && models.KeyOf(err) != "case.move_not_allowed" {
						t.Errorf("%s %s in %s: %v", f, v, s, err)
					}
					pairs++
				}
			}
		}
	}
	if pairs < 3000 {
		t.Errorf("only %d pairs were tried", pairs)
	}
}

func TestTheCorrectionOfARoundIsT03OrT05(t *testing.T) {
	for round, code := range map[int]string{1: "T03", 2: "T05", 7: "T05"} {
		r, err := models.TableOf(models.FlowPermit).Find(models.Submitted, models.VerbRequireCorrection, round)
		if err != nil || r.Code != code {
			t.Errorf("round %d: %+v %v, want %s", round, r, err, code)
		}
	}
}

func TestATerminalStateHasNoWayOut(t *testing.T) {
	for _, f := range models.Flows {
		table := models.TableOf(f)
		for _, r := range table.Rows {
			for _, s := range r.From {
				if slices.Contains(table.Terminal, s) {
					t.Errorf("%s: %s leads out of terminal %s", f, r.Code, s)
				}
				if !slices.Contains(table.Statuses, s) {
					t.Errorf("%s: %s begins in %s, which is no state of the flow", f, r.Code, s)
				}
			}
			if r.To != "" && !slices.Contains(table.Statuses, r.To) {
				t.Errorf("%s: %s leads to %s, which is no state of the flow", f, r.Code, r.To)
			}
		}
		for _, s := range table.Statuses {
			moves := slices.ContainsFunc(table.Rows, func(r models.Transition) bool { return slices.Contains(r.From, s) })
			if moves == slices.Contains(table.Terminal, s) {
				t.Errorf("%s: %s moves %t and is terminal %t", f, s, moves, !moves)
			}
		}
	}
}

func TestEveryStateIsReachedFromADraftAndReachesAnEnd(t *testing.T) {
	for _, f := range models.Flows {
		table := models.TableOf(f)
		seen := map[models.Status]bool{models.Draft: true}
		for range table.Statuses {
			for _, r := range table.Rows {
				for _, s := range r.From {
					if seen[s] && r.To != "" {
						seen[r.To] = true
					}
				}
			}
		}
		for _, s := range table.Statuses {
			if !seen[s] {
				t.Errorf("%s: %s is never reached", f, s)
			}
		}
	}
}

func TestThePapersOfTheTablesAreKnown(t *testing.T) {
	for _, f := range models.Flows {
		for _, r := range models.TableOf(f).Rows {
			if r.Paper == "" {
				continue
			}
			if _, ok := document.SpecOf(document.Kind(r.Paper)); !ok {
				t.Errorf("%s %s writes %s, which is no paper", f, r.Code, r.Paper)
			}
		}
	}
}

func TestAFilingIsNeverReviewedOrRefused(t *testing.T) {
	for _, r := range models.TableOf(models.FlowFiling).Rows {
		switch r.Verb {
		case models.VerbNotAccept, models.VerbNotAcceptFalse, models.VerbDeemAccept, models.VerbApprove, models.VerbRefuse, models.VerbAccept:
			t.Errorf("a filing has %s", r.Verb)
		}
	}
}

func TestTimersAreNotOfferedToPersons(t *testing.T) {
	for _, f := range models.Flows {
		table := models.TableOf(f)
		for _, s := range table.Statuses {
			for _, v := range table.Verbs(s, 1) {
				if r, err := table.Find(s, v, 1); err != nil || r.Timer {
					t.Errorf("%s: %s is offered in %s", f, v, s)
				}
			}
		}
	}
}

// withAgency is, by flow, the states in which the agency has a case in hand, written by hand.
var withAgency = map[models.Flow]string{
	models.FlowPermit:    "SUBMITTED ACCEPTED UNDER_REVIEW SPECIAL_PROCEDURE SUSPENDED APPROVED REFUSED CERTIFICATE_MAKING",
	models.FlowFiling:    "SUBMITTED",
	models.FlowService:   "RAISED TRIAGED ASSIGNED ANSWERED CONSTRUCTION REOPENED",
	models.FlowTask:      "OPEN IN_PROGRESS",
	models.FlowComposite: "IN_PROGRESS",
}

func TestACaseIsWithTheAgencyWhileNobodyElseHasToAct(t *testing.T) {
	for flow, want := range withAgency {
		var got []string
		for _, s := range models.TableOf(flow).Statuses {
			if c := (&models.Case{Flow: flow, Status: s}); c.WithAgency() {
				got = append(got, string(s))
			}
		}
		slices.Sort(got)
		list := strings.Fields(want)
		slices.Sort(list)
		if !slices.Equal(got, list) {
			t.Errorf("%s: %v, want %v", flow, got, list)
		}
	}
}
