package api_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"testing"

	"onestop.internal/api"
	"onestop.internal/models"
	"onestop.internal/policy"
)

func TestANameThatIsNotInAClosedSetIsRefusedAtItsParameter(t *testing.T) {
	p := newPortal(t)
	security, auditor := p.as(t, p.person(policy.SecurityAdmin)), p.as(t, p.person(policy.Auditor))
	window := p.as(t, p.Window())
	for _, c := range []struct {
		who         *client
		route, name string
		known       []string
	}{
		{security, "list-grants", "role", []string{"AGENT", "AUDITOR", "SECTION_HEAD"}},
		{window, "list-colleagues", "role", []string{"REVIEWER", "WINDOW"}},
		{window, "list-items", "stage", []string{"INVEST", "FACTOR"}},
		{auditor, "list-audit", "action", models.AdminActs},
		{auditor, "list-audit", "subjectKind", models.AdminSubjects},
		{window, "list-cases", "status", []string{"SUBMITTED", "FILED", "RAISED", "CLOSED", "SUBMITTED,DELIVERED"}},
		{window, "list-projects", "status", []string{"INTENT", "PRELIM"}},
	} {
		for _, v := range c.known {
			c.who.call(c.route, at{c.name: v}, nil).is(200, "")
		}
		for _, v := range []string{"NO_SUCH_NAME", "agent", "%27+OR+1%3D1", "SUBMITTED%2CNO_SUCH_NAME"} {
			said := map[string]string{}
			for _, lang := range []string{"zh", "en"} {
				var got api.Problem
				c.who.call(c.route, at{c.name: v}, nil, "Accept-Language", lang).is(422, "request.invalid").into(&got)
				if len(got.Errors) != 1 || got.Errors[0].Code != "request.choice" || !regexp.MustCompile(`^query\.`+c.name+`(\[\d\])?$`).MatchString(got.Errors[0].Path) {
					t.Fatalf("%s?%s=%s: %+v", c.route, c.name, v, got.Errors)
				}
				said[lang] = got.Errors[0].Message
			}
			if said["zh"] == said["en"] || said["en"] == "" {
				t.Errorf("%s: one text for both languages: %q", c.route, said)
			}
		}
	}
}

// The acts that can be asked for are those that the sources write, and each has its words on the page.
func TestTheJournalOfAdministrationIsAskedForByTheActsThatAreWrittenIntoIt(t *testing.T) {
	act := regexp.MustCompile(`(?:action: |[nN]ote\(|journal\(|change\w*\(|clerkChange\(|withCode\(|mandateDone\(|Action: |decide\w*\()[^\n]*?"([a-z]+\.[a-zA-Z_]+)"`)
	written := map[string]bool{}
	files, err := filepath.Glob("../workflow/*/*.go")
	must(t, err)
	for _, f := range files {
		if regexp.MustCompile(`_test\.go$|/seed/|/cases/[^w]`).MatchString(f) {
			continue
		}
		b, err := os.ReadFile(f)
		must(t, err)
		for _, m := range act.FindAllStringSubmatch(string(b), -1) {
			written[m[1]] = true
		}
	}
	if len(written) < 40 {
		t.Fatalf("only %d acts were found", len(written))
	}
	for a := range written {
		if !slices.Contains(models.AdminActs, a) {
			t.Errorf("%s is written and cannot be asked for", a)
		}
	}
	for _, lang := range []string{"zh", "en"} {
		words, err := os.ReadFile("../frontend/src/i18n/admin." + lang + ".ts")
		must(t, err)
		for _, a := range models.AdminActs {
			if !regexp.MustCompile(`'action\.` + regexp.QuoteMeta(a) + `': '`).Match(words) {
				t.Errorf("%s has no words in %s", a, lang)
			}
		}
	}
}
