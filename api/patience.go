package api

import (
	"errors"
	"io"
	"net/http"
	"time"
)

// defaultPatience is how long a client may take to send a body that is read whole; how long it may send
// nothing of a file; and how long it may take nothing of a stream.
const defaultPatience = 20 * time.Second

// past is a deadline that is over: it ends what waits for the client at once. Deadlines are not worked
// out from the clock, which may be a simulated one.
var past = time.Unix(1, 0)

// patientBody gives up on a client that sends too slowly. Once the body has been read the connection has
// no deadline any more: the answer may take longer than the question.
type patientBody struct {
	io.ReadCloser
	out   *http.ResponseController
	limit time.Duration
	whole bool // the limit is that of the body, not of each read
	timer *time.Timer
}

// Read reads what the client sends, as long as it sends.
func (b *patientBody) Read(p []byte) (int, error) {
	if b.timer == nil {
		b.timer = time.AfterFunc(b.limit, func() { _ = b.out.SetReadDeadline(past) }) // not on a network: nothing to wait for
	} else if !b.whole {
		b.timer.Reset(b.limit)
	}
	n, err := b.ReadCloser.Read(p)
	if err != nil || !b.whole {
		b.timer.Stop()
	}
	return n, err
}

// Close ends the reading.
func (b *patientBody) Close() error {
	if b.timer != nil {
		b.timer.Stop()
	}
	return b.ReadCloser.Close()
}

// patiently writes to a client and gives up on one that does not take it.
func patiently(out *http.ResponseController, limit time.Duration, write func() error) error {
	timer := time.AfterFunc(limit, func() { _ = out.SetWriteDeadline(past) }) // as above
	defer timer.Stop()
	if err := write(); err != nil {
		return err
	}
	if err := out.Flush(); err != nil && !errors.Is(err, http.ErrNotSupported) {
		return err
	}
	return nil
}
