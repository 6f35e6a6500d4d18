package api

import (
	"slices"

	"github.com/danielgtaylor/huma/v2"

	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/workflow/catalog"
)

// What a query may ask for by name: the document lists the names, any other is refused at the parameter.
type (
	roleChoice    string // a post that can be granted
	statusChoice  string // of a case, in any flow
	projectChoice string // status of a project
	stageChoice   string // of the catalogue
	actChoice     string // of the journal of administration
	subjectChoice string
)

func choice[T ~string](of []T) *huma.Schema {
	s := &huma.Schema{Type: huma.TypeString}
	for _, v := range of {
		s.Enum = append(s.Enum, string(v))
	}
	return s
}

func (roleChoice) Schema(huma.Registry) *huma.Schema {
	return choice(slices.DeleteFunc(slices.Clone(policy.Roles), func(r policy.Role) bool { return !policy.Staffed(r) }))
}

func (statusChoice) Schema(huma.Registry) *huma.Schema {
	var all []models.Status
	for _, flow := range models.Flows {
		for _, st := range models.TableOf(flow).Statuses {
			if !slices.Contains(all, st) {
				all = append(all, st)
			}
		}
	}
	return choice(all)
}

func (projectChoice) Schema(huma.Registry) *huma.Schema { return choice(models.ProjectStatuses) }
func (actChoice) Schema(huma.Registry) *huma.Schema     { return choice(models.AdminActs) }
func (subjectChoice) Schema(huma.Registry) *huma.Schema { return choice(models.AdminSubjects) }

func (stageChoice) Schema(huma.Registry) *huma.Schema {
	c, err := catalog.Load()
	if err != nil {
		panic("api: " + err.Error()) // what is compiled in was checked by its tests
	}
	var codes []string
	for _, st := range c.Stages {
		codes = append(codes, st.Code)
	}
	return choice(codes)
}
