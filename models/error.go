// Package models holds the nouns of the portal: what a case, a project or a clock is, and what
// must always hold for it. It does no I/O and imports nothing else of ours.
package models

import "errors"

// Code says what kind of failure an Error is. The api package gives each its HTTP status.
type Code string

// Codes in use.
const (
	Invalid         Code = "invalid"         // the input breaks a rule (422)
	Unauthenticated Code = "unauthenticated" // nobody is signed in, or the session has ended (401)
	Denied          Code = "denied"          // the actor may never do this (403)
	NotFound        Code = "not_found"       // absent, or outside what the actor may see (404)
	Illegal         Code = "illegal"         // not in the state the thing is in now (409)
	Conflict        Code = "conflict"        // somebody else changed it first (409)
	TooLarge        Code = "too_large"       // a body or file above its limit (413)
	Limited         Code = "limited"         // too many tries; see RetryAfter (429)
	Unavailable     Code = "unavailable"     // the database or the disk cannot take it now (503)
	Internal        Code = "internal"        // anything that is not an *Error (500)
)

// Field is one thing wrong with one input. Path is the JSON path of the input, as the client sent it.
type Field struct {
	Path string         `json:"path"`
	Key  string         `json:"key"`
	Args map[string]any `json:"args,omitempty"`
}

// Error is a failure that a person may be told about. Key is the stable code of the problem and
// names its message in both languages; Args fill the message.
type Error struct {
	Code       Code
	Key        string
	Args       map[string]any
	Fields     []Field
	RetryAfter int // seconds; for Limited and Unavailable
}

func (e *Error) Error() string {
	if len(e.Fields) > 0 {
		return string(e.Code) + ": " + e.Key + " (" + e.Fields[0].Path + " " + e.Fields[0].Key + ")"
	}
	return string(e.Code) + ": " + e.Key
}

// E makes an Error. The key is dotted and lower case: "case.submit.not_draft".
func E(code Code, key string) *Error { return &Error{Code: code, Key: key} }

// With adds an argument for the message.
func (e *Error) With(name string, value any) *Error {
	if e.Args == nil {
		e.Args = map[string]any{}
	}
	e.Args[name] = value
	return e
}

// At adds a field that is wrong and returns e.
func (e *Error) At(path, key string) *Error {
	e.Fields = append(e.Fields, Field{Path: path, Key: key})
	return e
}

// OrNil gives e where a field is wrong, else nil: the end of a validation.
func (e *Error) OrNil() error {
	if len(e.Fields) == 0 {
		return nil
	}
	return e
}

// CodeOf gives the code of err, Internal for one of another type and "" for nil.
func CodeOf(err error) Code {
	var e *Error
	switch {
	case err == nil:
		return ""
	case errors.As(err, &e):
		return e.Code
	}
	return Internal
}

// KeyOf gives the key of err, or "" where it is not an *Error.
func KeyOf(err error) string {
	var e *Error
	if errors.As(err, &e) {
		return e.Key
	}
	return ""
}
