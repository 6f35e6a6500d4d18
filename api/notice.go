package api

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humaecho"

	"onestop.internal/models"
	"onestop.internal/workflow/notices"
)

func (s *Server) noticeRoutes() []Route {
	return []Route{
		{Method: http.MethodGet, Path: "/notices", Action: notices.Read, ID: "list-notices", Summary: "消息", Tag: tagWork, Do: do(s.listNotices)},
		{Method: http.MethodGet, Path: "/notices/unread", Action: notices.Read, ID: "count-unread", Summary: "未读消息数", Tag: tagWork, Do: do(s.countUnread), Watch: true},
		{Method: http.MethodPost, Path: "/notices/read", Action: "notice:mark", ID: "read-notices", Summary: "标为已读", Tag: tagWork, Do: do(s.readNotices)},
		{Method: http.MethodGet, Path: "/stream", Action: notices.Follow, ID: "follow-stream", Summary: "实时变动（SSE）", Tag: tagWork, Do: do(s.follow), Slow: true, Watch: true},
	}
}

type noticeQuery struct {
	Unread bool  `query:"unread"`
	Before int64 `query:"before" minimum:"0"`
	Limit  int   `query:"limit" minimum:"1" maximum:"200" default:"50"`
}

// NoticeView is a notice in the reader's language.
type NoticeView struct {
	models.Notice
	Text string `json:"text"`
}

func (s *Server) listNotices(ctx context.Context, in *noticeQuery) (*body[list[NoticeView]], error) {
	all, err := s.Notices.List(ctx, actorOf(ctx), notices.Filter{Unread: in.Unread, BeforeID: in.Before, Limit: in.Limit})
	if err != nil {
		return nil, err
	}
	lang, out := requestOf(ctx).lang, make([]NoticeView, 0, len(all))
	for _, n := range all {
		var args map[string]any
		if err := n.Args.Into(&args); err != nil {
			return nil, fmt.Errorf("notice %d: %w", n.ID, err)
		}
		out = append(out, NoticeView{n, say(lang, n.TextKey, args)})
	}
	return rows(out, nil)
}

// Unread is how many notices wait, up to where counting stops.
type Unread struct {
	Count int64 `json:"count"`
	Most  int64 `json:"most" doc:"counting stops here: show it with a plus"`
}

func (s *Server) countUnread(ctx context.Context, _ *none) (*body[Unread], error) {
	n, err := s.Notices.Unread(ctx, actorOf(ctx))
	return answer(Unread{n, notices.MaxUnread}, err)
}

// Marked is how many were not read before.
type Marked struct {
	Marked int64 `json:"marked"`
}

func (s *Server) readNotices(ctx context.Context, in *asked[notices.MarkInput]) (*body[Marked], error) {
	n, err := s.Notices.Mark(ctx, actorOf(ctx), in.Body)
	return answer(Marked{n}, err)
}

type streamRequest struct {
	LastID string `header:"Last-Event-ID" maxLength:"30"`
	After  string `query:"lastEventId" maxLength:"30" doc:"where a browser opens the stream anew"`
}

// The stream says something now and then, so that proxies keep it open, and looks then whether the session
// still holds at the same post; it ends now and then, so that the browser comes back.
const (
	heartbeat  = 20 * time.Second
	streamEnds = 10 * time.Minute
)

// errRightsChanged ends the stream of one who is signed out, or no longer at the post it began at.
var errRightsChanged = errors.New("stream: the session is not what it was")

// holds tells whether who began the stream is still signed in at the same post.
func (s *Server) holds(ctx context.Context, c *caller) error {
	a, sess, err := s.Accounts.Watch(ctx, c.token, s.conf.Now())
	if err == nil && (sess.Pending != "" || a != c.actor) {
		err = errRightsChanged
	}
	return err
}

// follow tells what changes, as server-sent events.
func (s *Server) follow(ctx context.Context, in *streamRequest) (*huma.StreamResponse, error) {
	from := in.LastID
	if from == "" {
		from = in.After
	}
	after, err := strconv.ParseInt(from, 10, 64)
	if err != nil || after < 0 {
		after = 0
	}
	sub, err := s.Stream.Subscribe(ctx, actorOf(ctx), after)
	if err != nil {
		return nil, err
	}
	return &huma.StreamResponse{Body: func(h huma.Context) {
		defer sub.Close()
		w := humaecho.Unwrap(h).Response()
		w.Header().Set("Content-Type", "text/event-stream")
		w.Header().Set("X-Accel-Buffering", "no")
		w.WriteHeader(http.StatusOK)
		if err := s.tell(ctx, w, sub); err != nil && ctx.Err() == nil {
			s.conf.Log.Debug("stream ended", "err", err)
		}
	}}, nil
}

// tell writes signals until the reader leaves, the subscription ends or its time is over.
func (s *Server) tell(ctx context.Context, w http.ResponseWriter, sub *notices.Subscription) error {
	out := http.NewResponseController(w)
	say := func(text string) error {
		return patiently(out, s.conf.Patience, func() error { _, err := io.WriteString(w, text); return err })
	}
	beat, end := time.NewTicker(s.conf.Beat), time.NewTimer(streamEnds)
	defer beat.Stop()
	defer end.Stop()
	err := say("retry: 2000\n\n")
	for err == nil {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-end.C:
			return nil
		case <-beat.C:
			if err = s.holds(ctx, callerOf(ctx)); err == nil {
				err = say(": still here\n\n")
			}
		case sig, open := <-sub.Signals:
			if !open {
				return sub.Err()
			}
			err = patiently(out, s.conf.Patience, func() error { return writeSignal(w, &sig) })
		}
	}
	return err
}

// writeSignal writes one event. All have the same type, so that a page needs no list of kinds; the
// kind stands in the data.
func writeSignal(w http.ResponseWriter, sig *notices.Signal) error {
	b, err := json.Marshal(sig)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(w, "id: %d\ndata: %s\n\n", sig.Cursor, b)
	return err
}
