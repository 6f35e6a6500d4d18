package api_test

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"onestop.internal/api"
	"onestop.internal/models"
	"onestop.internal/store"
)

// pipes is a network without buffers: what the other side does not take waits.
type pipes struct {
	conns  chan net.Conn
	closed chan struct{}
}

func (l *pipes) Accept() (net.Conn, error) {
	select {
	case c := <-l.conns:
		return c, nil
	case <-l.closed:
		return nil, net.ErrClosed
	}
}

func (l *pipes) Close() error {
	defer func() { _ = recover() }() // closed twice
	close(l.closed)
	return nil
}

func (l *pipes) Addr() net.Addr { return &net.UnixAddr{Name: "pipes"} }

func (l *pipes) dial(t *testing.T) net.Conn {
	t.Helper()
	mine, theirs := net.Pipe()
	l.conns <- theirs
	t.Cleanup(func() { _ = mine.Close() })
	must(t, mine.SetDeadline(time.Now().Add(20*time.Second))) // no test waits longer
	return mine
}

const impatience = 60 * time.Millisecond

// impatient serves a portal that waits for no client.
func impatient(t *testing.T) (*portal, *pipes, *http.Server) {
	t.Helper()
	p := newPortal(t)
	conf := p.conf
	conf.Patience = impatience
	p.server = api.New(p.server.Services, conf)
	l := &pipes{make(chan net.Conn), make(chan struct{})}
	srv := &http.Server{Handler: p.server, ReadHeaderTimeout: time.Minute}
	done := make(chan error, 1)
	go func() { done <- srv.Serve(l) }()
	t.Cleanup(func() {
		_ = srv.Close()
		if err := <-done; !errors.Is(err, http.ErrServerClosed) {
			t.Error(err)
		}
	})
	return p, l, srv
}

// head writes the beginning of a request of a signed-in browser.
func (c *client) head(method, path string, length int, headers ...string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s HTTP/1.1\r\nHost: portal\r\nCookie: %s\r\nX-CSRF-Token: %s\r\n", method, api.Prefix+path, c.cookie, c.csrf)
	if method != get {
		fmt.Fprintf(&b, "Content-Length: %d\r\n", length)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		fmt.Fprintf(&b, "%s: %s\r\n", headers[i], headers[i+1])
	}
	return b.String() + "\r\n"
}

// response reads an answer.
func response(t *testing.T, conn net.Conn) (status int, body string) {
	t.Helper()
	res, err := http.ReadResponse(bufio.NewReader(conn), nil)
	must(t, err)
	b, err := io.ReadAll(res.Body)
	must(t, err)
	must(t, res.Body.Close())
	return res.StatusCode, string(b)
}

func TestABodyThatComesTooSlowlyIsGivenUp(t *testing.T) {
	p, l, _ := impatient(t)
	conn := l.dial(t)
	_, err := io.WriteString(conn, p.as(t, p.Applicant()).head(post, "/cases", 100, "Content-Type", "application/json")+`{"itemCode":`)
	must(t, err)
	if status, body := response(t, conn); status != 408 || !strings.Contains(body, `"request.too_slow"`) {
		t.Errorf("%d %s", status, body)
	}
}

func TestAFileThatStopsComingKeepsWhatCameAndFreesItsUpload(t *testing.T) {
	p, l, _ := impatient(t)
	a := p.Applicant()
	c, err := p.Cases.CreateDraft(t.Context(), a, draftOf(p, "LX-13"))
	must(t, err)
	mats, err := p.Store.Materials(t.Context(), c.ID)
	must(t, err)
	firm := p.as(t, a)
	place := firm.call("begin-upload", nil, nil, "Upload-Length", fmt.Sprint(len(pdf)),
		"Upload-Metadata", meta("case", fmt.Sprint(c.ID), "material", mats[0].Code, "filename", "a.pdf")).is(201, "").Header().Get("Location")
	const stream = "application/offset+octet-stream"
	conn := l.dial(t)
	_, err = io.WriteString(conn, firm.head(http.MethodPatch, strings.TrimPrefix(place, api.Prefix), len(pdf), "Content-Type", stream, "Upload-Offset", "0")+pdf[:30])
	must(t, err)
	if status, body := response(t, conn); status != 422 || !strings.Contains(body, `"upload.broken_off"`) {
		t.Errorf("%d %s", status, body)
	}
	id := strings.TrimPrefix(place, api.Prefix+"/uploads/")
	firm.call("append-upload", at{"upload": id}, []byte(pdf[30:]), "Content-Type", stream, "Upload-Offset", "30").is(204, "")
	firm.call("finish-upload", at{"upload": id}, nil).is(200, "")
}

func TestAReaderThatTakesNothingOfTheStreamIsLetGo(t *testing.T) {
	p, l, srv := impatient(t)
	conn := l.dial(t)
	_, err := io.WriteString(conn, p.as(t, p.Applicant()).head(get, "/stream", 0))
	must(t, err)
	one := make([]byte, 1)
	_, err = conn.Read(one) // the answer has begun, and the rest of it is not taken
	must(t, err)
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	if err := srv.Shutdown(ctx); err != nil { // waits for all requests to end
		t.Errorf("the stream still waits for its reader: %v", err)
	}
}

func TestAnAnswerMayTakeLongerThanTheQuestion(t *testing.T) {
	if os.Getenv("TEST_DSN") != "" {
		t.Skip("holds the one writer of SQLite")
	}
	p, l, _ := impatient(t)
	a := p.Applicant()
	c := p.Draft(a, "LX-13", nil)
	firm := p.as(t, a)
	started, release := make(chan struct{}), make(chan struct{})
	held := make(chan error, 1)
	go func() {
		held <- p.Store.InTx(t.Context(), func(*store.Tx) error { close(started); <-release; return nil })
	}()
	<-started
	conn := l.dial(t)
	body := []byte(`{"version":0}`)
	_, err := io.Copy(conn, io.MultiReader(strings.NewReader(firm.head(post, fmt.Sprintf("/cases/%d/submit", c.ID), len(body), "Content-Type", "application/json")), bytes.NewReader(body)))
	must(t, err)
	time.AfterFunc(4*impatience, func() { close(release) })
	if status, body := response(t, conn); status != 200 {
		t.Errorf("%d %s", status, body)
	}
	must(t, <-held)
	if got := p.Reload(c); got.Status != models.Submitted {
		t.Errorf("it is %s", got.Status)
	}
}
