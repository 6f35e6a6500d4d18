package faults_test

import (
	"fmt"
	"net/http"
	"os"
	"strings"
	"sync"
	"syscall"
	"testing"
	"unsafe"

	"onestop.internal/models"
)

// room sets how many bytes a file of the portal may hold (ulimit -f of a process that runs).
func (p *portal) room(t *testing.T, bytes uint64) {
	t.Helper()
	limit := syscall.Rlimit{Cur: bytes, Max: ^uint64(0)}
	_, _, e := syscall.RawSyscall6(syscall.SYS_PRLIMIT64, uintptr(p.cmd.Process.Pid), syscall.RLIMIT_FSIZE, uintptr(unsafe.Pointer(&limit)), 0, 0, 0)
	if e != 0 {
		t.Fatal(e)
	}
}

const endless = ^uint64(0)

func TestWhereTheDatabaseHasNoRoomWhatWasConfirmedStaysAndWorkGoesOnLater(t *testing.T) {
	if onMySQL() {
		t.Skip("the file of an embedded database")
	}
	t.Parallel()
	home := newHome(t)
	p := home.start(t, opens)
	all := applicants(t, p, 6)
	h := &history{portal: p}
	var load sync.WaitGroup
	ends := make(chan struct{})
	for _, a := range all {
		load.Go(func() { a.rounds(h, ends) })
	}
	eventually(t, "60 answers", func() bool { return h.confirmed.Load() >= 60 })
	p.room(t, 256<<10)
	eventually(t, "40 refusals", func() bool { return h.refused.Load() >= 40 })
	if got := p.status("/healthz"); got != 200 {
		t.Errorf("health: %d", got)
	}
	for _, id := range all[0].cases { // what was confirmed may be read
		if got := all[0].firm.do(http.MethodGet, fmt.Sprintf("/cases/%d", id), nil); !got.ok() {
			t.Errorf("case %d without room: %s", id, got)
		}
	}
	p.room(t, endless)
	before := h.confirmed.Load()
	eventually(t, "60 answers more", func() bool { return h.confirmed.Load() >= before+60 })
	close(ends)
	load.Wait()

	full := 0
	for _, d := range h.deeds {
		if d.got.ok() {
			continue
		}
		full++
		if d.got.status != 503 || d.got.problem() != "database.unavailable" && d.got.problem() != "storage.full" || d.got.header.Get("Retry-After") == "" {
			t.Errorf("%s: %s", d.name, d.got)
		}
	}
	if full == 0 {
		t.Error("no request found the disk full")
	}
	repeats(t, h)
	for _, a := range all {
		a.counts(t, p, h)
	}
	p.stop(t)
	home.check(t)
}

func TestAnUploadWithoutRoomKeepsWhatWasConfirmedAndGoesOnLater(t *testing.T) {
	if onMySQL() {
		t.Skip("the folder of files is the same on both")
	}
	t.Parallel()
	home := newHome(t)
	p := home.start(t, opens)
	firm := p.firms(t, 1)[0]
	file := bigPDF("full", 3<<20)
	var c models.Case
	firm.draft("k").is(t, 201, "").into(t, &c)
	place := firm.begin(c.ID, len(file)).is(t, 201, "").place()
	firm.send(place, 0, file[:1<<20]).is(t, 204, "")
	p.room(t, 2<<20)
	got := firm.send(place, 1<<20, file[1<<20:]).is(t, 503, "storage.full")
	if got.header.Get("Retry-After") == "" {
		t.Error("it is not told when to try again")
	}
	var at int
	if _, err := fmt.Sscan(firm.do(http.MethodHead, place, nil).is(t, 200, "").header.Get("Upload-Offset"), &at); err != nil || at < 1<<20 || at > 2<<20 {
		t.Errorf("%d bytes are confirmed (%v)", at, err)
	}
	p.room(t, 0) // not even a record
	firm.begin(c.ID, 100).is(t, 503, "storage.full")
	p.room(t, endless)
	firm.send(place, at, file[at:]).is(t, 204, "")
	var f models.File
	firm.finish(place).is(t, 200, "").into(t, &f)
	if got := firm.do(http.MethodGet, fmt.Sprintf("/files/%d/content", f.ID), nil).is(t, 200, ""); string(got.body) != file {
		t.Errorf("%d bytes came back of %d", len(got.body), len(file))
	}
	p.stop(t)
	home.check(t)
	for _, entry := range leftovers(t, home.dir+"/uploads") {
		t.Errorf("left over: %s", entry)
	}
}

// leftovers gives the files below the owners' folders of a staging folder.
func leftovers(t *testing.T, dir string) (out []string) {
	t.Helper()
	owners, err := os.ReadDir(dir)
	must(t, err)
	for _, o := range owners {
		files, err := os.ReadDir(dir + "/" + o.Name())
		must(t, err)
		for _, f := range files {
			if !strings.HasPrefix(f.Name(), ".") {
				out = append(out, o.Name()+"/"+f.Name())
			}
		}
	}
	return out
}
