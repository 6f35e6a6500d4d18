package api

import (
	"context"
	"net/http"

	"onestop.internal/models"
	"onestop.internal/workflow/cases"
)

func (s *Server) licenceRoutes() []Route {
	return []Route{
		{Method: http.MethodGet, Path: "/licences", Action: cases.LicenceRead, ID: "list-licences", Summary: "本企业的证照", Tag: tagCase, Do: do(s.listLicences)},
		{Method: http.MethodGet, Path: "/cases/{id}/licences", Action: cases.LicenceRead, ID: "list-case-licences", Summary: "办件产生的证照", Tag: tagCase, Do: do(s.caseLicences)},
		{Method: http.MethodPost, Path: "/licences/{id}/end", Action: "licence:end", ID: "end-licence", Summary: "撤销、撤回或注销证照", Tag: tagCase, Do: do(s.endLicence)},
	}
}

func (s *Server) endLicence(ctx context.Context, in *askedOf[cases.EndLicenceInput]) (*body[*models.Licence], error) {
	return answer(s.Cases.EndLicence(ctx, actorOf(ctx), in.ID, &in.Body))
}

func (s *Server) caseLicences(ctx context.Context, in *oneID) (*body[list[models.Licence]], error) {
	return rows(s.Cases.LicencesOfCase(ctx, actorOf(ctx), in.ID))
}

func (s *Server) listLicences(ctx context.Context, _ *none) (*body[list[models.Licence]], error) {
	return rows(s.Cases.Licences(ctx, actorOf(ctx)))
}
