package bench

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"strconv"
	"strings"
)

// client is one browser: a connection that stays open, a session and its token. It writes its requests
// itself: the load generator shares the machine with what it measures.
type client struct {
	addr string
	conn net.Conn
	in   *bufio.Reader
	out  []byte

	cookies map[string]string
}

func newClient(addr string) *client { return &client{addr: addr, cookies: map[string]string{}} }

func (c *client) close() {
	if c.conn != nil {
		_ = c.conn.Close() // nothing waits for it
		c.conn = nil
	}
}

// do asks and reads the answer to its end; an answer other than 2xx is an error that quotes it.
func (c *client) do(method, path string, body any) ([]byte, error) {
	var b []byte
	if body != nil {
		var err error
		if b, err = json.Marshal(body); err != nil {
			return nil, err
		}
	}
	return c.send(method, path, b)
}

func (c *client) send(method, path string, body []byte) ([]byte, error) {
	if c.conn == nil {
		conn, err := net.Dial("tcp", c.addr) //nolint:noctx // this machine's own port, dialled before a race
		if err != nil {
			return nil, err
		}
		c.conn, c.in = conn, bufio.NewReader(conn)
	}
	c.compose(method, path, body)
	if _, err := c.conn.Write(c.out); err != nil {
		c.close()
		return nil, err
	}
	res, err := http.ReadResponse(c.in, nil)
	if err != nil {
		c.close()
		return nil, err
	}
	b, err := io.ReadAll(res.Body)
	_ = res.Body.Close() // it was read to its end, or the connection goes
	if err != nil || res.Close {
		c.close()
	}
	if err != nil {
		return nil, err
	}
	for _, k := range res.Cookies() {
		c.cookies[k.Name] = k.Value
	}
	if res.StatusCode/100 != 2 {
		return nil, fmt.Errorf("%s %s: %s %.300s", method, path, res.Status, unpacked(res, b))
	}
	return b, nil
}

// compose writes the request into c.out.
func (c *client) compose(method, path string, body []byte) {
	b := append(c.out[:0], method...)
	b = append(b, ' ')
	b = append(b, path...)
	b = append(b, " HTTP/1.1\r\nHost: "...)
	b = append(b, c.addr...)
	b = append(b, "\r\nUser-Agent: onestop-bench\r\nAccept: application/json\r\nAccept-Encoding: gzip\r\n"...)
	if len(c.cookies) > 0 {
		b = append(b, "Cookie: "...)
		first := true
		for k, v := range c.cookies {
			if !first {
				b = append(b, "; "...)
			}
			first = false
			b = append(append(append(b, k...), '='), v...)
		}
		b = append(b, "\r\n"...)
	}
	if method != http.MethodGet {
		b = append(b, "Content-Type: application/json\r\nX-CSRF-Token: "...)
		b = append(b, c.cookies["onestop_csrf"]...)
		b = append(b, "\r\nContent-Length: "...)
		b = strconv.AppendInt(b, int64(len(body)), 10)
		b = append(b, "\r\n"...)
	}
	c.out = append(append(b, "\r\n"...), body...)
}

func unpacked(res *http.Response, b []byte) []byte {
	if !strings.Contains(res.Header.Get("Content-Encoding"), "gzip") {
		return b
	}
	z, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil {
		return b
	}
	plain, err := io.ReadAll(z)
	if err != nil {
		return b
	}
	return plain
}

// login signs a demo account in.
func (c *client) login(login, password string) error {
	if _, err := c.do(http.MethodGet, "/api/v1/session", nil); err != nil {
		return err
	}
	_, err := c.do(http.MethodPost, "/api/v1/session/login", map[string]string{"login": login, "password": password})
	if err != nil {
		return fmt.Errorf("log in as %s: %w", login, err)
	}
	return nil
}

// again gives another connection of the same browser.
func (c *client) again() *client { return &client{addr: c.addr, cookies: maps.Clone(c.cookies)} }
