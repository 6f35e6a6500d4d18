package catalog

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"sync"
)

//go:embed items/*.yaml sets/*.yaml departments.yaml attributes.yaml stages.yaml reasons.yaml fees.yaml scenarios.yaml forms/*.json forms/samples/*.json
var files embed.FS

// Load gives the catalogue that the program carries, read once. That each sample fits its form is a
// test's matter: what is compiled in does not change afterwards. The error lists everything else.
var Load = sync.OnceValues(func() (*Catalogue, error) { return loadFrom(files, false) })

// loadFrom reads a catalogue from the files of a folder; it is held against every rule, the
// samples against their forms where strict is set.
func loadFrom(fsys fs.FS, strict bool) (*Catalogue, error) {
	c := &Catalogue{items: map[string]*Item{}, strict: strict}
	var errs []error
	for name, into := range map[string]any{
		"departments.yaml": &c.Departments, "attributes.yaml": &c.Attributes, "stages.yaml": &c.Stages,
		"reasons.yaml": &c.Reasons, "fees.yaml": &c.Fees, "scenarios.yaml": &c.scenarios,
	} {
		errs = append(errs, readFile(fsys, name, into))
	}
	errs = append(errs, c.readItems(fsys, "items")...)
	errs = append(errs, c.readItems(fsys, "sets")...)
	if err := errors.Join(errs...); err != nil {
		return nil, fmt.Errorf("catalogue: %w", err)
	}
	c.index()
	errs = append(errs, c.readForms(fsys)...)
	errs = append(errs, c.check()...)
	if err := errors.Join(errs...); err != nil {
		return nil, fmt.Errorf("catalogue: %w", err)
	}
	return c, nil
}

func readFile(fsys fs.FS, name string, into any) error {
	data, err := fs.ReadFile(fsys, name)
	if err != nil {
		return err
	}
	if err := readYAML(data, into); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

// readItems reads the items of a folder: the services, or the sets of the stages.
func (c *Catalogue) readItems(fsys fs.FS, folder string) []error {
	names, err := fs.Glob(fsys, folder+"/*.yaml")
	if err != nil {
		return []error{err}
	}
	var errs []error
	for _, name := range names {
		it := new(Item)
		if err := readFile(fsys, name, it); err != nil {
			errs = append(errs, err)
			continue
		}
		if want := strings.TrimSuffix(path.Base(name), ".yaml"); it.Code != want {
			errs = append(errs, fmt.Errorf("%s: holds item %s", name, it.Code))
		}
		if c.items[it.Code] != nil {
			errs = append(errs, fmt.Errorf("%s: item %s stands twice", name, it.Code))
		}
		it.StageSet = folder == "sets"
		it.useJSONPaths()
		it.normalise()
		c.items[it.Code] = it
	}
	return errs
}

// useJSONPaths turns the snake_case paths of a file into those of the JSON that is stored.
func (it *Item) useJSONPaths() {
	for i, p := range it.CountyConfirm {
		it.CountyConfirm[i] = camel(p)
	}
	origins := make(map[string]Origin, len(it.Origins))
	for p, o := range it.Origins {
		origins[camel(p)] = o
	}
	it.Origins = origins
}

func camel(path string) string {
	out := make([]byte, 0, len(path))
	for i := 0; i < len(path); i++ {
		if path[i] == '_' && i+1 < len(path) {
			i++
			out = append(out, strings.ToUpper(path[i:i+1])...)
			continue
		}
		out = append(out, path[i])
	}
	return string(out)
}
