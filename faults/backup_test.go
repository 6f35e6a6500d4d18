package faults_test

import (
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"onestop.internal/models"
	"onestop.internal/store/storetest"
)

// The restore drill: a portal is copied while it serves, dies, and another is made of the copy.
func TestAPortalThatIsLostComesBackFromACopyTakenWhileItServed(t *testing.T) {
	t.Parallel()
	lost := newHome(t)
	first := lost.start(t, opens)
	all := applicants(t, first, 4)
	h := &history{portal: first}
	before := make([]models.Case, len(all)) // confirmed before the copy was begun
	for i, a := range all {
		if !a.round(h, 0) {
			t.Fatalf("%s: no answer", a.name)
		}
		before[i] = a.firm.read(t, a.cases[0])
	}
	var load sync.WaitGroup
	for _, a := range all {
		load.Go(func() {
			for n := 1; a.round(h, n); n++ {
			}
		})
	}
	copied := filepath.Join(t.TempDir(), "copy")
	if out, err := lost.command(t, "backup", copied).CombinedOutput(); err != nil {
		t.Fatalf("backup: %v\n%s", err, out)
	}
	first.kill(t)
	load.Wait()
	if out, err := exec.CommandContext(t.Context(), program, "verify", copied).CombinedOutput(); err != nil || !strings.Contains(string(out), "clean") {
		t.Fatalf("verify: %v\n%s", err, out)
	}

	again := home{storetest.URL(t), t.TempDir()}
	key, err := os.ReadFile(filepath.Join(lost.dir, "secret.key")) // kept elsewhere: it is not in the copy
	must(t, err)
	must(t, os.WriteFile(filepath.Join(again.dir, "secret.key"), key, 0o600))
	must(t, os.RemoveAll(filepath.Join(lost.dir, "files")))
	if out, err := again.command(t, "restore", copied).CombinedOutput(); err != nil || !strings.Contains(string(out), "clean") {
		t.Fatalf("restore: %v\n%s", err, out)
	}
	second := again.start(t, "2024-01-15T09:30:00+08:00")
	for i, firm := range second.firms(t, len(all)) {
		was := before[i]
		if now := firm.read(t, was.ID); now.Number != was.Number || now.ReceivedOn != was.ReceivedOn || now.EnterpriseID != was.EnterpriseID {
			t.Errorf("case %d was %s and is %s", was.ID, was.Number, now.Number)
		}
		got := firm.do(http.MethodGet, fmt.Sprintf("/files/%d/content", all[i].files[0]), nil).is(t, 200, "")
		if string(got.body) != all[i].file {
			t.Errorf("file %d has %d bytes, not %d", all[i].files[0], len(got.body), len(all[i].file))
		}
	}
	all[0].firm.at(second).do(http.MethodGet, "/cases", nil).is(t, 401, "session.ended") // who was signed in signs in anew
	second.stop(t)
	again.check(t)
}
