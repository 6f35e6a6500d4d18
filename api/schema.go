package api

import (
	"encoding/json"
	"errors"
	"io"
	"reflect"
	"strings"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"

	"onestop.internal/models"
	"onestop.internal/workflow/catalog"
)

// Schemas of the types that write themselves.
type (
	dateSchema    struct{}
	instantSchema struct{}
	rawSchema     struct{}
	hexSchema     struct{}
	textSchema    struct{}
)

func (dateSchema) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Type: huma.TypeString, Format: "date", Nullable: true}
}

func (instantSchema) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Type: huma.TypeString, Format: "date-time", Nullable: true}
}

func (rawSchema) Schema(huma.Registry) *huma.Schema { return &huma.Schema{} }

func (hexSchema) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Type: huma.TypeString, Pattern: "^([0-9a-f]{2})*$"}
}

func (textSchema) Schema(huma.Registry) *huma.Schema { return &huma.Schema{Type: huma.TypeString} }

// aliases say which schema stands for which type.
func aliases(r huma.Registry) {
	r.RegisterTypeAlias(reflect.TypeFor[models.Date](), reflect.TypeFor[dateSchema]())
	r.RegisterTypeAlias(reflect.TypeFor[models.Instant](), reflect.TypeFor[instantSchema]())
	r.RegisterTypeAlias(reflect.TypeFor[models.RawJSON](), reflect.TypeFor[rawSchema]())
	r.RegisterTypeAlias(reflect.TypeFor[models.Bytes](), reflect.TypeFor[hexSchema]())
	r.RegisterTypeAlias(reflect.TypeFor[catalog.Expr](), reflect.TypeFor[textSchema]())
}

// names are of the types whose own would be taken by another.
var names = map[string]string{
	"accounts.Session": "SessionView", "accounts.ReviewBody": "DepartmentReviewBody",
	"cases.CaseLine": "CaseLine", "store.CaseLine": "ProjectCaseLine",
	"catalog.Department": "CatalogueDepartment", "catalog.Decision": "ItemDecision", "catalog.Material": "ItemMaterial",
	"catalog.Text": "BothLanguages", "catalog.Extension": "ItemExtension", "catalog.Limits": "ItemLimits",
	"document.Decision": "PaperDecision", "document.Material": "PaperMaterial", "document.Block": "PaperBlock",
	"catalog.Step": "ItemStep", "calendar.Notice": "CalendarNotice", "projects.Input": "ProjectInput",
	"projects.CodeInput": "ProjectCodeInput", "projects.DirectInput": "ProjectDirectInput", "cases.Notice": "PartNotice",
	"prechecks.View": "PreCheckView", "prechecks.Page": "PreCheckPage", "prechecks.Draft": "PreCheckDraft", "prechecks.AnswerInput": "PreCheckAnswerInput",
	"prechecks.Returns": "ItemReturns", "prechecks.ReturnReason": "ItemReturnReason",
	"opinions.GiveInput": "OpinionGiveInput", "opinions.WithdrawInput": "OpinionWithdrawInput",
	"api.extendBody": "JointExtendInput", "api.codesBody": "RecoveryCodes",
	"agents.PostInput": "MessageInput",
	"report.Share":     "ReportShare",
	"catalog.Item":     "Item", "projects.Page": "ProjectPage", "projects.Line": "ProjectLine",
	"catalog.Member": "ItemMember", "store.Member": "Member",
}

// namer gives a type its name in the document.
func namer(t reflect.Type, hint string) string {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if n := names[t.String()]; n != "" {
		return n
	}
	n := huma.DefaultSchemaNamer(t, hint)
	if n == "" {
		return n
	}
	n = strings.TrimSuffix(n, "Body")
	return strings.ToUpper(n[:1]) + n[1:]
}

// inputNamer keeps what is sent apart from what is answered: there every field may be left out.
func inputNamer(t reflect.Type, hint string) string {
	n := namer(t, hint)
	if n == "" || strings.HasSuffix(n, "Input") {
		return n
	}
	return n + "Input"
}

// inputRegistry makes the schemas of request bodies: no field is required but those tagged so, since
// what is missing is the use case's to say.
func inputRegistry() huma.Registry {
	r := huma.NewMapRegistry("#/components/schemas/", inputNamer)
	aliases(r)
	c := huma.Config{OpenAPI: &huma.OpenAPI{Components: &huma.Components{Schemas: r}}}
	c.FieldsOptionalByDefault = true
	huma.NewAPI(c, nil) // hands the setting to the registry
	return r
}

// describeBody puts the schema of a request body into the operation and the document.
func (s *Server) describeBody(in reflect.Type, op *huma.Operation) {
	f, ok := in.FieldByName("Body")
	if !ok {
		return
	}
	schema := s.inputs.Schema(f.Type, true, camel(op.OperationID))
	op.RequestBody = &huma.RequestBody{Content: map[string]*huma.MediaType{"application/json": {Schema: schema}}}
	all := s.huma.OpenAPI().Components.Schemas.Map()
	for name, v := range s.inputs.Map() {
		if all[name] == nil {
			all[name] = v
		}
	}
}

// humaConfig is the frame of the document.
func humaConfig(version string) huma.Config {
	r := huma.NewMapRegistry("#/components/schemas/", namer)
	aliases(r)
	return huma.Config{
		OpenAPI: &huma.OpenAPI{
			OpenAPI: "3.1.0",
			Info: &huma.Info{
				Title: "一站办 Onestop", Version: version,
				Description: "县域一站式审批门户的接口。日期为北京时间，时刻为 RFC 3339；每个改动的请求须带 X-CSRF-Token；错误为 RFC 9457。",
			},
			Servers: []*huma.Server{{URL: "/"}},
			Components: &huma.Components{
				Schemas:         r,
				SecuritySchemes: map[string]*huma.SecurityScheme{"session": {Type: "apiKey", In: "cookie", Name: "onestop"}},
			},
		},
		Formats:                      map[string]huma.Format{"application/json": jsonFormat, "json": jsonFormat},
		DefaultFormat:                "application/json",
		RejectUnknownQueryParameters: true,
	}
}

var jsonFormat = huma.Format{
	Marshal: func(w io.Writer, v any) error { return json.NewEncoder(w).Encode(v) },
	Unmarshal: func(data []byte, v any) error {
		if !utf8.Valid(data) {
			return errNotUTF8
		}
		return json.Unmarshal(data, v)
	},
}

var errNotUTF8 = errors.New("not UTF-8")

// mendSchemas says of pointers and maps in answers that they may be null, which huma does not.
func mendSchemas(doc *huma.OpenAPI) {
	r := doc.Components.Schemas
	for name, s := range r.Map() {
		t := r.TypeFromRef("#/components/schemas/" + name)
		if t != nil && t.Kind() == reflect.Struct {
			mendFields(s, t)
		}
	}
}

func mendFields(s *huma.Schema, t reflect.Type) {
	for i := range t.NumField() {
		f := t.Field(i)
		name, opts, _ := strings.Cut(f.Tag.Get("json"), ",")
		if f.Anonymous && name == "" {
			if e := f.Type; e.Kind() == reflect.Struct {
				mendFields(s, e)
			}
			continue
		}
		p := s.Properties[name]
		if p == nil || strings.Contains(opts, "omit") || f.Tag.Get("nullable") == "false" {
			continue
		}
		switch {
		case f.Type.Kind() == reflect.Pointer && p.Ref != "":
			s.Properties[name] = &huma.Schema{AnyOf: []*huma.Schema{{Ref: p.Ref}, {Type: "null"}}, Description: p.Description}
		case f.Type.Kind() == reflect.Map:
			p.Nullable = true
		}
	}
}

// camel writes an operation's id as the name of a type.
func camel(id string) string {
	var b strings.Builder
	for word := range strings.SplitSeq(id, "-") {
		b.WriteString(strings.ToUpper(word[:1]) + word[1:])
	}
	return b.String()
}
