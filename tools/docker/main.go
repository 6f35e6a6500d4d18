// Command docker reads the image's recipe and the compose files as an engine
// would, without one: every instruction parses, every stage and source that is
// copied from exists, the image ends as somebody other than root and says how
// its health is asked, and each set of compose files is one valid project.
//
//	go run . ROOT
package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/compose-spec/compose-go/v2/cli"
	"github.com/compose-spec/compose-go/v2/types"
	"github.com/moby/buildkit/frontend/dockerfile/instructions"
	"github.com/moby/buildkit/frontend/dockerfile/parser"
)

// projects are the sets of compose files that are started together.
var projects = [][]string{
	{"docker/compose.yml"},
	{"docker/compose.yml", "docker/compose.ha.yml"},
}

func main() {
	root := "."
	if len(os.Args) > 1 {
		root = os.Args[1]
	}
	if err := check(root); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func check(root string) error {
	errs := []error{image(root, "docker/Dockerfile")}
	for _, files := range projects {
		errs = append(errs, compose(root, files))
	}
	return errors.Join(errs...)
}

func image(root, name string) error {
	text, err := os.ReadFile(filepath.Join(root, name))
	if err != nil {
		return err
	}
	tree, err := parser.Parse(bytes.NewReader(text))
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	stages, _, err := instructions.Parse(tree.AST, nil)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	var errs []error
	known := map[string]bool{}
	for _, stage := range stages {
		for _, command := range stage.Commands {
			if c, ok := command.(*instructions.CopyCommand); ok {
				errs = append(errs, copied(root, c, known))
			}
		}
		known[stage.Name] = true
	}
	errs = append(errs, ends(stages[len(stages)-1]))
	for _, err := range errs {
		if err != nil {
			return fmt.Errorf("%s: %w", name, errors.Join(errs...))
		}
	}
	return nil
}

// copied refuses a COPY from a stage that is not there, or of a file that the tree has not.
func copied(root string, c *instructions.CopyCommand, known map[string]bool) error {
	if c.From != "" {
		if !known[c.From] {
			return fmt.Errorf("%s: no earlier stage %s", c, c.From)
		}
		return nil
	}
	for _, source := range c.SourcePaths {
		if _, err := os.Stat(filepath.Join(root, source)); err != nil {
			return fmt.Errorf("%s: %w", c, err)
		}
	}
	return nil
}

// ends asks of the last stage what the county is promised of the image.
func ends(stage instructions.Stage) error {
	var user string
	var health, start bool
	for _, command := range stage.Commands {
		switch c := command.(type) {
		case *instructions.UserCommand:
			user = c.User
		case *instructions.HealthCheckCommand:
			health = c.Health != nil && len(c.Health.Test) > 1
		case *instructions.EntrypointCommand:
			start = len(c.CmdLine) > 0 && !c.PrependShell
		}
	}
	switch name, _, _ := strings.Cut(user, ":"); {
	case name == "" || name == "0" || name == "root":
		return fmt.Errorf("the image runs as root")
	case !health:
		return fmt.Errorf("the image has no health check")
	case !start:
		return fmt.Errorf("the image has no entry point in exec form, so that signals would not arrive")
	}
	return nil
}

func compose(root string, files []string) error {
	paths := make([]string, len(files))
	for i, file := range files {
		paths[i] = filepath.Join(root, file)
	}
	options, err := cli.NewProjectOptions(paths, cli.WithEnv([]string{"ONESTOP_DB_PASSWORD=checked"}))
	if err != nil {
		return fmt.Errorf("%s: %w", strings.Join(files, " + "), err)
	}
	project, err := options.LoadProject(context.Background())
	if err != nil {
		return fmt.Errorf("%s: %w", strings.Join(files, " + "), err)
	}
	for _, service := range project.Services {
		if err := refers(service); err != nil {
			return fmt.Errorf("%s: service %s: %w", strings.Join(files, " + "), service.Name, err)
		}
	}
	return onePublished(project, files)
}

// refers refuses a service whose recipe or mounted file is not in the tree.
func refers(service types.ServiceConfig) error {
	if b := service.Build; b != nil {
		if _, err := os.Stat(filepath.Join(b.Context, b.Dockerfile)); err != nil {
			return err
		}
	}
	for _, volume := range service.Volumes {
		if volume.Type != types.VolumeTypeBind {
			continue
		}
		if _, err := os.Stat(volume.Source); err != nil {
			return err
		}
	}
	return nil
}

// onePublished holds that a county's browsers find one door, and never the database.
func onePublished(project *types.Project, files []string) error {
	var open []string
	for _, service := range project.Services {
		if len(service.Ports) > 0 {
			open = append(open, service.Name)
		}
	}
	slices.Sort(open)
	if len(open) != 1 || open[0] == "mysql" {
		return fmt.Errorf("%s: published: %v, want one service that is not the database", strings.Join(files, " + "), open)
	}
	return nil
}
