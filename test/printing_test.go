//lint:file-ignore SA1019 containers v1beta1 is tested as long as there is such a package

package test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"io/fs"
	"log/slog"
	"net/http"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/rumpl/gosc"
	containers "github.com/rumpl/gosc/containers/v1beta1"
	"github.com/rumpl/gosc/functionauth"
	functions "github.com/rumpl/gosc/functions/v1beta1"
	"github.com/rumpl/gosc/scwconfig"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/oauth2"
)

// printedPackages are those whose exported types are printed, with their folders
// and, where there is one, the description that says which members are secrets.
var printedPackages = map[string]struct{ dir, description string }{
	"github.com/rumpl/gosc":                    {"..", "../api/openapi.yaml"},
	"github.com/rumpl/gosc/functions/v1beta1":  {"../functions/v1beta1", "../api/functions.v1beta1.yaml"},
	"github.com/rumpl/gosc/containers/v1beta1": {"../containers/v1beta1", "../api/containers.v1beta1.yaml"},
	"github.com/rumpl/gosc/scwconfig":          {"../scwconfig", ""},
	"github.com/rumpl/gosc/functionauth":       {"../functionauth", ""},
}

// printedRoots are where the walk over types begins: the clients lead to their
// services, operations, parameters and replies. The rest is what they do not lead to.
// A new type that nothing leads to has to be added, or the test fails.
var printedRoots = []any{
	gosc.APIClient{}, functions.APIClient{}, containers.APIClient{},
	gosc.APIKey{}, gosc.BasicAuth{}, gosc.AccessToken(""),
	gosc.GenericOpenAPIError{}, gosc.RequestError{}, gosc.ArgumentError{}, gosc.StatusError{}, gosc.DeployError{}, gosc.LogGapError{},
	gosc.APIResponse{}, gosc.Call{}, gosc.StatusReply{}, gosc.Operation{}, gosc.GroupMember{}, gosc.PresignedURL{}, gosc.InvokeTarget{}, gosc.ResourceStatus{},
	gosc.ZipParams{}, gosc.ZipReport{}, gosc.ZipLinks(0),
	gosc.ListPage[gosc.Token]{}, gosc.InRegion[functions.Token]{}, gosc.Change[gosc.UploadURL]{},
	scwconfig.Config{}, functionauth.Verifier{}, functionauth.Config{}, functionauth.Claims{}, functionauth.Scope{},
}

const printedSecret = "hunter2-hunter2-hunter2"

// soundsSecret matches the names of fields that are taken for secrets, whatever the
// description says.
var soundsSecret = regexp.MustCompile(`(?i)token|secret|passw|credential|apikey|^key$|auth|cookie|url$|headers?$|basepath|payload|endpoint$`)

// shownFields sound like secrets and are none.
var shownFields = []string{
	"TokenHeader", "AuthMethod", "PublicKey", "RegistryEndpoint", "TotalCount",
	"Secret.Key", "SecretHashedValue.Key", // the name of a variable
	"ServerConfiguration.Url",                                                  // of the description
	"Function.Endpoint", "Container.Endpoint", "Domain.URL", "Runtime.LogoURL", // public addresses
	"APIResponse.RequestURL", "APIResponse.Header", // hidden before they come here
	"TriggerNATSConfig.MNQCredentialID", "TriggerSQSConfig.MNQCredentialID", // ids
	"CreateTriggerRequestNATSConfig.MNQCredentialID", "CreateTriggerRequestSQSConfig.MNQCredentialID",
	"UploadURL.Headers", "DownloadURL.Headers", // the names and values that were signed, not the signature
	"InvokeTarget.Endpoint",
}

// TestPrinting fills each exported type of the client packages with secrets where
// it can hold any, and prints it in all the ways in which programs print. A new type
// with a secret in it fails until it hides the secret.
func TestPrinting(t *testing.T) {
	types := printedTypes(t)
	secrets := describedSecrets(t)
	found := map[string]bool{}
	for _, typ := range types {
		t.Run(typ.String(), func(t *testing.T) {
			filler := &filler{described: secrets, found: found}
			value := filler.value(typ)
			pointer := reflect.New(typ)
			pointer.Elem().Set(value)
			for name, v := range map[string]any{
				"value": value.Interface(), "pointer": pointer.Interface(), "list": []any{value.Interface()},
				"field": struct{ Value any }{value.Interface()}, "map": map[string]any{"k": pointer.Interface()},
			} {
				assertPrintsNoSecret(t, name, v)
			}
			data, err := json.Marshal(value.Interface())
			if _, isModel := pointer.Interface().(json.Unmarshaler); isModel && filler.secrets > 0 {
				require.NoError(t, err)
				assert.Contains(t, string(data), printedSecret, "models are encoded as they are")
			}
		})
	}
	for key := range secrets {
		assert.True(t, found[key], "%s of the description is a secret, but no Go field was filled for it", key)
	}
}

// printedForms are the marker in the forms in which verbs print strings and bytes.
var printedForms = []string{
	printedSecret, fmt.Sprintf("%x", printedSecret), fmt.Sprintf("%X", printedSecret), fmt.Sprintf("% x", printedSecret),
	strings.Trim(fmt.Sprintf("%d", []byte(printedSecret)), "[]"),
	strings.TrimSuffix(strings.TrimPrefix(fmt.Sprintf("%#v", []byte(printedSecret)), "[]byte{"), "}"),
}

// assertPrintsNoSecret prints v with every verb, wrong ones included: fmt shows a
// string with %d as it is, whatever its String method says.
func assertPrintsNoSecret(t *testing.T, name string, v any) {
	t.Helper()
	printed := map[string]string{}
	for _, format := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "% x", "%d", "%t", "%c", "%f", "%10.3v"} {
		printed[format] = fmt.Sprintf(format, v)
	}
	printed["Sprint"] = fmt.Sprint(v)
	printed["slog text"] = logged(v, func(w io.Writer) slog.Handler { return slog.NewTextHandler(w, nil) })
	if name == "value" || name == "pointer" { // in a list or map slog leaves elements to encoding/json, which shows models as they are
		printed["slog JSON"] = logged(v, func(w io.Writer) slog.Handler { return slog.NewJSONHandler(w, nil) })
	}
	var shows []string
	for format, text := range printed {
		if slices.ContainsFunc(printedForms, func(form string) bool { return strings.Contains(text, form) }) {
			shows = append(shows, format)
		}
	}
	slices.Sort(shows)
	assert.Empty(t, shows, "these show a secret of a %s", name)
}

func logged(v any, handler func(io.Writer) slog.Handler) string {
	var out bytes.Buffer
	slog.New(handler(&out)).Info("printed", "value", v)
	return out.String()
}

// printedTypes returns the types that the roots lead to, and fails if there are
// exported ones beside them.
func printedTypes(t *testing.T) []reflect.Type {
	w := typeWalk{}
	for _, root := range printedRoots {
		w.walk(reflect.TypeOf(root))
	}
	names := map[string]bool{}
	var types []reflect.Type
	for typ := range w {
		if _, ours := printedPackages[typ.PkgPath()]; !ours || !ast.IsExported(typ.Name()) {
			continue
		}
		name, _, _ := strings.Cut(typ.Name(), "[")
		names[typ.PkgPath()+"."+name] = true
		if typ.Kind() != reflect.Interface && typ.Kind() != reflect.Func {
			types = append(types, typ)
		}
	}
	for pkg, where := range printedPackages {
		for _, name := range declaredTypes(t, where.dir) {
			assert.True(t, names[pkg+"."+name], "nothing leads to %s.%s: add it to printedRoots", pkg, name)
		}
	}
	slices.SortFunc(types, func(a, b reflect.Type) int { return strings.Compare(a.String(), b.String()) })
	return types
}

// typeWalk is the set of types that were met.
type typeWalk map[reflect.Type]bool

func (w typeWalk) walk(typ reflect.Type) {
	if w[typ] {
		return
	}
	w[typ] = true
	if _, ours := printedPackages[typ.PkgPath()]; !ours && typ.PkgPath() != "" && !strings.HasPrefix(typ.PkgPath(), "iter") {
		return
	}
	for _, t := range []reflect.Type{typ, reflect.PointerTo(typ)} {
		for i := range t.NumMethod() {
			w.walk(t.Method(i).Type)
		}
	}
	switch typ.Kind() {
	case reflect.Struct:
		for i := range typ.NumField() {
			if typ.Field(i).IsExported() {
				w.walk(typ.Field(i).Type)
			}
		}
	case reflect.Func:
		for i := range typ.NumIn() {
			w.walk(typ.In(i))
		}
		for i := range typ.NumOut() {
			w.walk(typ.Out(i))
		}
	case reflect.Map:
		w.walk(typ.Key())
		w.walk(typ.Elem())
	case reflect.Pointer, reflect.Slice, reflect.Array, reflect.Chan:
		w.walk(typ.Elem())
	}
}

// declaredTypes returns the names of the exported types of a package that can be
// printed: neither aliases nor interfaces.
func declaredTypes(t *testing.T, dir string) []string {
	files, err := fs.Glob(os.DirFS(dir), "*.go")
	require.NoError(t, err)
	var names []string
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), dir+"/"+name, nil, parser.SkipObjectResolution)
		require.NoError(t, err)
		for _, decl := range file.Decls {
			gen, ok := decl.(*ast.GenDecl)
			if !ok {
				continue
			}
			for _, spec := range gen.Specs {
				typ, ok := spec.(*ast.TypeSpec)
				if !ok || !typ.Name.IsExported() || typ.Assign.IsValid() {
					continue
				}
				switch typ.Type.(type) {
				case *ast.InterfaceType, *ast.FuncType:
				default:
					names = append(names, typ.Name.Name)
				}
			}
		}
	}
	require.NotEmpty(t, names)
	return names
}

// describedSecrets returns "package.schema.member" in lower case for all members
// with format: password.
func describedSecrets(t *testing.T) map[string]bool {
	secrets := map[string]bool{}
	for pkg, where := range printedPackages {
		if where.description == "" {
			continue
		}
		doc, err := openapi3.NewLoader().LoadFromFile(where.description)
		require.NoError(t, err)
		for name, schema := range doc.Components.Schemas {
			for member, property := range schema.Value.Properties {
				if property.Value.Format == "password" {
					secrets[describedKey(pkg, name, member)] = true
				}
			}
		}
	}
	require.NotEmpty(t, secrets)
	return secrets
}

func describedKey(pkg, schema, member string) string {
	schema = schema[strings.LastIndex(schema, ".")+1:]
	return strings.ToLower(pkg + "." + schema + "." + member)
}

// filler makes values with the marker in each place for a secret.
type filler struct {
	described, found map[string]bool
	secrets          int // filled
}

func (f *filler) value(typ reflect.Type) reflect.Value {
	if typ == reflect.TypeFor[gosc.AccessToken]() {
		f.secrets++
		return reflect.ValueOf(gosc.AccessToken(printedSecret))
	}
	v := reflect.New(typ).Elem()
	f.fill(v, false, 0)
	return v
}

// special are values of types that have to be made in another way.
func (f *filler) special(typ reflect.Type) (reflect.Value, bool) {
	cfg := gosc.NewConfiguration()
	cfg.APIKey = printedSecret
	cfg.DefaultHeader["Cookie"] = printedSecret
	cfg.BasePath = "https://user:" + printedSecret + "@example.com/x?token=" + printedSecret
	cfg.TokenSource = oauth2.StaticTokenSource(&oauth2.Token{AccessToken: printedSecret})
	switch typ {
	case reflect.TypeFor[*gosc.Caller]():
		return reflect.ValueOf(gosc.NewCaller(cfg)), true
	case reflect.TypeFor[http.Header]():
		return reflect.ValueOf(http.Header{"Cookie": {printedSecret}}), true
	case reflect.TypeFor[gosc.APIClient]():
		return reflect.ValueOf(*gosc.NewAPIClient(cfg)), true
	case reflect.TypeFor[functions.APIClient]():
		return reflect.ValueOf(*functions.NewAPIClient(cfg)), true
	case reflect.TypeFor[containers.APIClient]():
		return reflect.ValueOf(*containers.NewAPIClient(cfg)), true
	case reflect.TypeFor[gosc.Call]():
		call := gosc.NewCaller(cfg).NewCall("GetX", "GET", "/x/{id}")
		call.Path("id", "x")
		return reflect.ValueOf(call).Elem(), true
	case reflect.TypeFor[time.Time]():
		return reflect.ValueOf(time.Unix(1, 0)), true
	case reflect.TypeFor[*slog.Logger]():
		return reflect.ValueOf(slog.New(slog.DiscardHandler)), true
	case reflect.TypeFor[*http.Client]():
		return reflect.ValueOf(http.DefaultClient), true
	case reflect.TypeFor[oauth2.TokenSource]():
		return reflect.ValueOf(&cfg.TokenSource).Elem(), true
	case reflect.TypeFor[*http.Response]():
		return reflect.ValueOf(&http.Response{StatusCode: 200, Body: http.NoBody}), true
	}
	return reflect.Value{}, false
}

// maxFilled is how deep models that contain themselves are filled.
const maxFilled = 6

func (f *filler) fill(v reflect.Value, secret bool, depth int) {
	if special, ok := f.special(v.Type()); ok {
		v.Set(special)
		return
	}
	if depth > maxFilled {
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString("shown")
		if secret {
			f.secrets++
			v.SetString("https://user:" + printedSecret + "@example.com/x?token=" + printedSecret) // where it may be a URL
		}
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		f.fill(v.Elem(), secret, depth+1)
	case reflect.Slice:
		if v.Type().Elem().Kind() == reflect.Uint8 {
			v.SetBytes([]byte(printedSecret))
			return
		}
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		f.fill(v.Index(0), secret, depth+1)
	case reflect.Map:
		key, elem := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
		f.fill(key, false, depth+1)
		f.fill(elem, secret, depth+1)
		v.Set(reflect.MakeMap(v.Type()))
		v.SetMapIndex(key, elem)
	case reflect.Struct:
		f.fillStruct(v, depth)
	}
}

func (f *filler) fillStruct(v reflect.Value, depth int) {
	typ := v.Type()
	name, _, _ := strings.Cut(typ.Name(), "[")
	for i := range v.NumField() {
		field := typ.Field(i)
		if !field.IsExported() {
			continue
		}
		member, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		key := describedKey(typ.PkgPath(), name, member)
		secret := f.described[key]
		if secret {
			f.found[key] = true
		}
		if !slices.Contains(shownFields, field.Name) && !slices.Contains(shownFields, name+"."+field.Name) {
			secret = secret || soundsSecret.MatchString(field.Name)
		}
		f.fill(v.Field(i), secret, depth+1)
	}
}

// A reply with a secret that cannot be used is kept in the error, for programs. To
// print the error does not print the reply.
func TestErrorsPrintNoReply(t *testing.T) {
	for name, reply := range map[string]string{
		"cut": `{"token":"` + printedSecret, "another type": `{"token":["` + printedSecret + `"]}`, "too deep": `{"token":"` + printedSecret + `","public_key":{}}`,
	} {
		t.Run(name, func(t *testing.T) {
			client := newClient(t, func(w http.ResponseWriter, r *http.Request) { _, _ = io.WriteString(w, reply) })
			_, _, err := client.DefaultApi.IssueJWT(t.Context(), "", nil)
			var apiErr gosc.GenericOpenAPIError
			require.ErrorAs(t, err, &apiErr)
			assertPrintsNoSecret(t, "value", apiErr)
			assertPrintsNoSecret(t, "pointer", &apiErr)
			assertPrintsNoSecret(t, "list", []any{err})
			assert.Contains(t, string(apiErr.Body()), printedSecret)
		})
	}
}
