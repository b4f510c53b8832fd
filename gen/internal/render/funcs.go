package render

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"text/template"

	"github.com/rumpl/gosc/gen/internal/model"
	"github.com/rumpl/gosc/gen/internal/names"
)

// inService is an operation together with its service.
type inService struct {
	Service *model.Service
	Op      *model.Operation
}

// paramGroup is an x-one-of group of options.
type paramGroup struct {
	Name   string
	Params []*model.Param
}

func (r *renderer) funcs() template.FuncMap {
	return template.FuncMap{
		"rt":      func() string { return r.pkg.Runtime },
		"quote":   strconv.Quote,
		"method":  method,
		"comment": comment,
		"in":      func(s *model.Service, op *model.Operation) inService { return inService{s, op} },

		"clientDoc": clientDoc, "serviceDoc": r.serviceDoc, "operationDoc": r.operationDoc, "iteratorDoc": r.iteratorDoc,
		"waiterDoc": r.waiterDoc, "waiterDeletedDoc": r.waiterDeletedDoc, "paramDoc": paramDoc,
		"structDoc": structDoc, "presenceDoc": presenceDoc, "fieldDoc": fieldDoc, "enumDoc": enumDoc, "valueDoc": valueDoc,

		"httpMethod": httpMethod, "pathArgs": pathArgs, "args": args, "results": results, "pass": pass, "lastArg": lastArg,
		"paramType": paramType, "paramSet": paramSet, "sendParam": r.sendParam, "paramGroups": paramGroups,
		"sendPath": sendPath, "fillParams": fillParams, "fillBody": fillBody, "requireField": requireField, "groupCheck": groupCheck,
		"andWaitArgs": r.andWaitArgs, "passAll": passAll, "getArgs": r.getArgs, "andWaitID": r.andWaitID, "isDeploy": isDeploy, "andWaitDoc": r.andWaitDoc,
		"sendBody": r.sendBody, "argument": argument, "checked": checked, "do": r.do,
		"firstPage": firstPage, "setPage": setPage, "listKey": r.listKey, "totalCount": r.totalCount,
		"statusLiteral": r.statusLiteral,

		"elemEncoder": elemEncoder, "elemDecoder": elemDecoder, "fieldNames": fieldNames,
		"encodeVariant": encodeVariant, "checkVariant": checkVariant, "decodeVariant": decodeVariant, "onlyThis": onlyThis, "variantChecked": variantChecked,
		"replyMethods": replyMethods, "repliesDoc": repliesDoc, "encodeSet": encodeSet, "collectionDoc": collectionDoc, "encodeCollection": encodeCollection, "decodeCollection": decodeCollection,
		"quotes": quotes, "unionDoc": unionDoc,
		"sendField": sendField, "sendPart": sendPart, "printable": r.printable,
		"jsonTag": jsonTag, "encodeField": encodeField, "decodeField": decodeField, "fieldSet": fieldSet, "checkField": checkField,
	}
}

var httpMethods = map[string]string{
	"GET": "MethodGet", "PUT": "MethodPut", "POST": "MethodPost", "DELETE": "MethodDelete", "PATCH": "MethodPatch",
	"HEAD": "MethodHead", "OPTIONS": "MethodOptions", "TRACE": "MethodTrace",
}

func httpMethod(method string) string {
	if name, ok := httpMethods[method]; ok {
		return "http." + name
	}
	return strconv.Quote(method)
}

// pathArgs declares ctx and the arguments for the path.
func pathArgs(op *model.Operation) string {
	var b strings.Builder
	b.WriteString("ctx context.Context")
	for i, p := range op.PathParams {
		b.WriteString(", " + p.Arg)
		if i == len(op.PathParams)-1 || op.PathParams[i+1].Type.Kind != p.Type.Kind {
			b.WriteString(" " + p.Type.Go())
		}
	}
	return b.String()
}

// args declares all arguments but the call options.
func args(op *model.Operation) string {
	out := pathArgs(op)
	if op.Body != nil {
		out += bodyArg(op.Body)
	}
	if op.OptsType != "" {
		out += ", params *" + op.OptsType
	}
	return out
}

func bodyArg(body *model.Body) string {
	switch {
	case body.Kind == model.EmptyBody:
		return ""
	case body.Kind == model.RawBody && body.ContentType == "":
		return ", contentType string, body io.Reader"
	case body.Kind == model.RawBody:
		return ", body io.Reader"
	}
	return ", body " + body.Type.Go()
}

// pass passes the arguments of an operation on, with other options.
func pass(op *model.Operation, params string) string {
	out := "ctx"
	for _, p := range op.PathParams {
		out += ", " + p.Arg
	}
	if op.Body != nil && op.Body.Kind != model.EmptyBody {
		if op.Body.Kind == model.RawBody && op.Body.ContentType == "" {
			out += ", contentType"
		}
		out += ", body"
	}
	if op.OptsType != "" {
		out += ", " + params
	}
	return out
}

// andWaitArgs declares the arguments of the method that waits.
func (r *renderer) andWaitArgs(op *model.Operation) string {
	return args(op) + ", waitParams *" + r.pkg.Runtime + "WaitOpts, opts ..." + r.pkg.Runtime + "CallOption"
}

// passAll passes all arguments of an operation on.
func passAll(op *model.Operation) string { return pass(op, "params") }

// isDeploy reports whether a method ends well in the status "ready" only.
func isDeploy(op *model.Operation) bool {
	return op.AndWait.Changes && names.Words(op.Name)[0] == "Deploy"
}

// andWaitID is the id of a resource, which is a pointer if the model is one of
// requests as well.
func (r *renderer) andWaitID(op *model.Operation, resource string) string {
	id := resource + "." + op.AndWait.ID.Name
	if op.AndWait.ID.Pointer {
		return r.pkg.Runtime + "ValueOrZero(" + id + ")"
	}
	return id
}

// getArgs are the arguments of the operation that gets what another one returned.
func (r *renderer) getArgs(op *model.Operation) string {
	get := op.AndWait.Get
	out := "ctx"
	for _, p := range get.PathParams[:len(get.PathParams)-1] {
		for _, own := range op.PathParams {
			if own.Name == p.Name {
				out += ", " + own.Arg
			}
		}
	}
	out += ", " + r.andWaitID(op, "known")
	if get.OptsType != "" {
		out += ", nil"
	}
	return out
}

func lastArg(op *model.Operation) string { return op.PathParams[len(op.PathParams)-1].Arg }

func results(op *model.Operation) string {
	switch op.Result.Kind {
	case model.Empty:
		return "(*http.Response, error)"
	case model.RawReply:
		return "([]byte, *http.Response, error)"
	}
	return "(" + op.Result.Type.Go() + ", *http.Response, error)"
}

func (r *renderer) do(op *model.Operation) string {
	rt := r.pkg.Runtime
	switch op.Result.Kind {
	case model.Empty:
		return rt + "DoEmpty(ctx, c, opts)"
	case model.RawReply:
		return rt + "DoBytes(ctx, c, opts)"
	case model.ByStatus:
		return fmt.Sprintf("%sDoByStatus(ctx, c, opts, (*%s).decode)", rt, op.Result.Type.Go())
	}
	return fmt.Sprintf("%sDoModel(ctx, c, opts, %s)", rt, resultDecoder(op.Result.Type))
}

// nullReply reports whether null is a valid reply.
func nullReply(op *model.Operation) bool {
	mayBeNull := func(t *model.Type) bool { return t != nil && (t.Nullable || t.Kind == model.Any) }
	if op.Result.Kind == model.ByStatus {
		return slices.ContainsFunc(op.Result.Type.Struct.Fields, func(f *model.Field) bool { return mayBeNull(f.Type) })
	}
	return mayBeNull(op.Result.Type)
}

// replyMethods writes the statements that say what the reply may be.
func replyMethods(op *model.Operation) []string {
	var out []string
	if accept := cmp.Or(op.Result.Accept, strings.Join(op.Result.Accepts, ", ")); accept != "" && accept != "application/json" {
		out = append(out, fmt.Sprintf("c.Accept(%q)", accept))
	}
	if nullReply(op) {
		out = append(out, "c.NullReply()")
	}
	if op.Result.Kind == model.RawReply {
		return out // it may be empty
	}
	if op.Result.Optional {
		out = append(out, "c.OptionalReply()")
	}
	operator, join := " == ", " || "
	if op.Result.Empty.Except {
		operator, join = " != ", " && "
	}
	var terms []string
	for _, code := range op.Result.Empty.Codes {
		terms = append(terms, "status"+operator+strconv.Itoa(code))
	}
	if len(terms) > 0 {
		out = append(out, "c.EmptyReply(func(status int) bool { return "+strings.Join(terms, join)+" })")
	}
	return out
}

func (r *renderer) sendBody(body *model.Body) string {
	switch {
	case body.Kind == model.JSONStruct:
		return jsonBody(body, "body.encode")
	case body.Kind == model.JSONObject:
		return contentType(body) + "c.JSONObject(body)"
	case body.Kind == model.EmptyBody:
		return contentType(body) + "c.JSONObject(nil)"
	case body.Kind == model.JSONValue:
		return jsonBody(body, "func(e *jsoncodec.Encoder) { "+encodeValue(body.Type, "body")+" }")
	case body.Kind == model.FormBody:
		return formBody(body)
	case body.Kind == model.MultipartBody:
		return r.multipartBody(body)
	case body.ContentType == "":
		return "c.Bytes(contentType, body)"
	}
	return fmt.Sprintf("c.Bytes(%q, body)", body.ContentType)
}

// jsonBody writes the statement that makes JSON the body, with its media type.
func jsonBody(body *model.Body, encode string) string {
	return contentType(body) + "c.EncodeJSON(" + encode + ")"
}

// contentType writes the statement that sets the media type of JSON, if that is not
// application/json.
func contentType(body *model.Body) string {
	if body.ContentType == "" {
		return ""
	}
	return fmt.Sprintf("c.ContentType(%q)\n", body.ContentType)
}

// formBody writes the statement that makes a form the body.
func formBody(body *model.Body) string {
	encode := "body.encode"
	if body.Type.Kind != model.StructOf {
		encode = "func(e *jsoncodec.Encoder) { " + encodeValue(body.Type, "body") + " }"
	}
	if len(body.AsJSON) > 0 {
		encode += ", " + quotes(body.AsJSON)
	}
	return "c.Form(" + encode + ")"
}

// argument returns the body if the caller gives it.
func argument(body *model.Body) *model.Body {
	if body == nil || body.Kind == model.EmptyBody {
		return nil
	}
	return body
}

func checked(body *model.Body) bool {
	return body.IsStruct() && body.Type.Struct.Checked
}

func paramGroups(op *model.Operation) []paramGroup {
	var out []paramGroup
next:
	for _, p := range op.Params {
		if p.Group == "" {
			continue
		}
		for i := range out {
			if out[i].Name == p.Group {
				out[i].Params = append(out[i].Params, p)
				continue next
			}
		}
		out = append(out, paramGroup{p.Group, []*model.Param{p}})
	}
	return out
}

func firstPage(l *model.List) string {
	if page, _ := l.PageType.Scalar(); !page.Unsigned {
		return "uint64(max(0, from." + l.Page + ".Value()))"
	}
	return "uint64(from." + l.Page + ".Value())"
}

func setPage(l *model.List) string {
	page, _ := l.PageType.Scalar()
	return fmt.Sprintf("optional.New%s(%s(page))", page.Optional, page.Go)
}

func (r *renderer) totalCount(op *model.Operation) string {
	for _, f := range op.Result.Type.Struct.Fields {
		if f.Name != op.List.Total {
			continue
		}
		value := "reply." + f.Name
		if f.Pointer {
			value = r.pkg.Runtime + "ValueOrZero(" + value + ")"
		}
		if total, _ := f.Type.Kind.Scalar(); !total.Unsigned {
			value = "max(0, " + value + ")"
		}
		return "uint64(" + value + ")"
	}
	return "0"
}

// listKey is a function that identifies items: by their id, or by all they have.
func (r *renderer) listKey(l *model.List) string {
	item := l.Item.Go()
	if l.Key != "" {
		f := l.Item.Struct.Fields[fieldIndex(l.Item.Struct, l.Key)]
		value := "v." + l.Key
		if f.Pointer {
			value = r.pkg.Runtime + "ValueOrZero(" + value + ")"
		}
		return fmt.Sprintf("func(v *%s) string { return %s }", item, value)
	}
	return codecPackage + "Key(" + keyEncoder(l.Item) + ")"
}

func fieldIndex(s *model.Struct, name string) int {
	for i, f := range s.Fields {
		if f.Name == name {
			return i
		}
	}
	return -1
}

func (r *renderer) statusLiteral(s *model.Status) string {
	out := r.pkg.Runtime + "ResourceStatus{"
	if s.Name != nil {
		out += "Name: " + r.statusText(s.Name) + ", "
	}
	out += "Value: " + r.statusText(s.Value)
	if s.Message != nil {
		out += ", Message: " + r.statusText(s.Message)
	}
	return out + "}"
}

// fieldNames lists the names on the wire of the fields of a struct.
func fieldNames(s *model.Struct) string {
	list := make([]string, len(s.Fields))
	for i, f := range s.Fields {
		list[i] = strconv.Quote(f.JSON)
	}
	return strings.Join(list, ", ")
}

func (r *renderer) statusText(f *model.Field) string {
	value := "m." + f.Name
	if f.Pointer {
		value = r.pkg.Runtime + "ValueOrZero(" + value + ")"
	}
	if f.Type.Kind == model.EnumOf {
		return "string(" + value + ")"
	}
	return value
}
