package catalog

import (
	"encoding/json"
	"errors"

	"onestop.internal/models"
)

// flaw is one thing that is wrong with a document, at a path of it.
type flaw struct {
	models.Field
	text string // for the log and the loader
}

func (f *flaw) Error() string { return f.Path + ": " + f.text }

func flawed(path, key, text string) error {
	return &flaw{Field: models.Field{Path: path, Key: "catalog." + key}, text: text}
}

// under puts what is wrong with a part under the part's path.
func under(path string, err error) error {
	var f *flaw
	if !errors.As(err, &f) {
		return err
	}
	at := f.Field
	at.Path = path
	if f.Path != "" {
		at.Path += "." + f.Path
	}
	return &flaw{Field: at, text: f.text}
}

// placesOf gives the places that an error names: none where the document cannot be read at all.
func placesOf(err error) (out []models.Field) {
	if all, ok := err.(interface{ Unwrap() []error }); ok {
		for _, one := range all.Unwrap() {
			out = append(out, placesOf(one)...)
		}
		return out
	}
	var f *flaw
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &f):
		return []models.Field{f.Field}
	case errors.As(err, &kind) && kind.Field != "":
		return []models.Field{{Path: kind.Field, Key: "catalog.wrong_type"}}
	}
	return nil
}
