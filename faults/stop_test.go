package faults_test

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"syscall"
	"testing"

	"onestop.internal/models"
)

// wire opens a connection and writes the beginning of a request.
func (c *client) wire(t *testing.T, text string) net.Conn {
	t.Helper()
	conn, err := net.Dial("tcp", strings.TrimPrefix(c.portal.base, "http://"))
	must(t, err)
	t.Cleanup(func() { _ = conn.Close() })
	_, err = io.WriteString(conn, text)
	must(t, err)
	return conn
}

// head is the beginning of a request of the client.
func (c *client) head(method, path string, lines ...string) string {
	return method + " " + api + path + " HTTP/1.1\r\nHost: portal\r\nCookie: " + c.cookie + "\r\nX-CSRF-Token: " + c.csrf + "\r\n" + strings.Join(append(lines, "", ""), "\r\n")
}

func TestAPortalThatIsToldToStopFinishesWhatRunsAndFreesItsLease(t *testing.T) {
	t.Parallel()
	home := newHome(t)
	p := home.start(t, opens)
	firm := p.firms(t, 1)[0]
	eventually(t, "it sweeps", p.sweeps)
	heard := listen(t, firm)
	var c models.Case
	firm.draft("k").is(t, 201, "").into(t, &c)
	place := firm.begin(c.ID, len(pdf)).is(t, 201, "").place()
	half := len(pdf) / 2
	conn := firm.wire(t, firm.head(http.MethodPatch, place, "Content-Type: application/offset+octet-stream", "Upload-Offset: 0", fmt.Sprintf("Content-Length: %d", len(pdf)), "Expect: 100-continue"))
	in := bufio.NewReader(conn)
	if line, err := in.ReadString('\n'); err != nil || !strings.Contains(line, "100") { // the portal reads the body
		t.Fatalf("%q %v", line, err)
	}
	_, err := in.ReadString('\n')
	must(t, err)
	_, err = io.WriteString(conn, pdf[:half])
	must(t, err)
	must(t, p.cmd.Process.Signal(syscall.SIGTERM))
	for range heard { // the stream is ended, so that its reader goes to another
	}
	eventually(t, "no more is taken", func() bool { return p.status("/healthz") == 0 })
	_, err = io.WriteString(conn, pdf[half:])
	must(t, err)
	res, err := http.ReadResponse(in, nil)
	must(t, err)
	if res.StatusCode != http.StatusNoContent {
		t.Errorf("the upload that ran was answered %s", res.Status)
	}
	must(t, res.Body.Close())
	p.ended(t)
	if held := texts(t, home.url, "SELECT holder FROM leases WHERE name = 'sweep' AND until_at > 0"); len(held) > 0 {
		t.Errorf("the sweep is still %v's", held)
	}
	again := home.start(t, opens)
	firm.at(again).finish(place).is(t, 200, "")
	again.stop(t)
	home.check(t)
}

func TestSlowClientsHoldNobodyUp(t *testing.T) {
	t.Parallel()
	home := newHome(t)
	p := home.start(t, opens)
	firm := p.firms(t, 1)[0]
	var c models.Case
	firm.draft("k").is(t, 201, "").into(t, &c)
	for i := range 150 { // three kinds, and none of them goes on
		switch i % 3 {
		case 0:
			firm.wire(t, "GET /api/v1/items HTTP/1.1\r\nHost: portal\r\nX-Slow: ")
		case 1:
			firm.wire(t, firm.head(http.MethodPost, "/cases", "Content-Type: application/json", "Content-Length: 100")+`{"itemCode":`)
		default:
			firm.wire(t, firm.head(http.MethodGet, "/stream")) // an answer that is never read
		}
	}
	for i := range 20 {
		made := firm.ready(t, fmt.Sprint(i))
		firm.submit(made.ID, fmt.Sprint(i)).is(t, 200, "")
	}
	heard := listen(t, firm)
	firm.submit(firm.ready(t, "last").ID, "last").is(t, 200, "")
	for line := range heard {
		if strings.Contains(line, `"case.submit"`) {
			break
		}
	}
	if got := p.status("/readyz"); got != 200 {
		t.Errorf("ready: %d", got)
	}
}

func TestHeadersWithoutEndAreRefused(t *testing.T) {
	t.Parallel()
	p := newHome(t).start(t, opens)
	visitor := p.visitor(t)
	for name, lines := range map[string][]string{
		"one that is very long": {"X-Long: " + strings.Repeat("x", 1<<20)},
		"very many":             strings.Split(strings.Repeat("X-Many: yyyyyyyyyyyyyyyyyyyyyyyyyyyyyy\n", 20_000), "\n"),
	} {
		conn := visitor.wire(t, "")
		go func() { _, _ = io.WriteString(conn, visitor.head(http.MethodGet, "/session", lines...)) }() // the portal may close before the end
		res, err := http.ReadResponse(bufio.NewReader(conn), nil)
		must(t, err)
		if res.StatusCode != http.StatusRequestHeaderFieldsTooLarge {
			t.Errorf("%s: %s", name, res.Status)
		}
		must(t, res.Body.Close())
	}
	visitor.do(http.MethodGet, "/session", nil).is(t, 200, "")
}
