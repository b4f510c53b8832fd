package test

import (
	"encoding/json"
	"net/http"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/rumpl/gosc"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// requestModels are the bodies of the operations that have one.
var requestModels = map[string]func() requestModel{
	"CreateContainer": func() requestModel { return new(gosc.CreateContainerRequest) },
	"UpdateContainer": func() requestModel { return new(gosc.UpdateContainerRequest) },
	"CreateCron":      func() requestModel { return new(gosc.CreateCronRequest) },
	"UpdateCron":      func() requestModel { return new(gosc.UpdateCronRequest) },
	"CreateFunction":  func() requestModel { return new(gosc.CreateFunctionRequest) },
	"UpdateFunction":  func() requestModel { return new(gosc.UpdateFunctionRequest) },
	"CreateNamespace": func() requestModel { return new(gosc.CreateNamespaceRequest) },
	"UpdateNamespace": func() requestModel { return new(gosc.UpdateNamespaceRequest) },
}

type requestModel = interface {
	json.Marshaler
	json.Unmarshaler
}

// mediaExamples returns all examples of a body as JSON, by name.
func mediaExamples(t *testing.T, content openapi3.Content) map[string]string {
	t.Helper()
	media := content.Get("application/json")
	require.NotNil(t, media)
	values := map[string]any{}
	if media.Example != nil {
		values["example"] = media.Example
	}
	for name, example := range media.Examples {
		values[name] = example.Value.Value
	}
	texts := map[string]string{}
	for name, value := range values {
		text, err := json.Marshal(value)
		require.NoError(t, err)
		texts[name] = string(text)
	}
	return texts
}

// TestTheExamplesOfTheDescriptionDecode proves that what the description shows
// is what the models hold: nothing of an example is lost on the way through them.
func TestTheExamplesOfTheDescriptionDecode(t *testing.T) {
	doc, err := openapi3.NewLoader().LoadFromFile("../api/openapi.yaml")
	require.NoError(t, err)
	operations := 0
	for _, path := range doc.Paths.Map() {
		for _, op := range path.Operations() {
			operations++
			replies := mediaExamples(t, op.Responses.Status(200).Value.Content)
			require.NotEmpty(t, replies, "%s has no example of a reply", op.OperationID)
			for name, example := range replies {
				t.Run(op.OperationID+"/reply/"+name, func(t *testing.T) {
					client := newClient(t, func(w http.ResponseWriter, r *http.Request) { _, _ = w.Write([]byte(example)) })
					got, _, err := wireCalls[op.OperationID](t.Context(), client)
					require.NoError(t, err)
					encoded, err := got.MarshalJSON()
					require.NoError(t, err)
					assert.JSONEq(t, example, string(encoded))
				})
			}
			if op.RequestBody == nil {
				continue
			}
			requests := mediaExamples(t, op.RequestBody.Value.Content)
			require.NotEmpty(t, requests, "%s has no example of a request", op.OperationID)
			for name, example := range requests {
				t.Run(op.OperationID+"/request/"+name, func(t *testing.T) {
					if requestModels[op.OperationID] == nil { // deployments take any object
						assert.JSONEq(t, `{}`, example)
						return
					}
					body := requestModels[op.OperationID]()
					require.NoError(t, body.UnmarshalJSON([]byte(example)))
					encoded, err := body.MarshalJSON()
					require.NoError(t, err)
					assert.JSONEq(t, example, string(encoded))
				})
			}
		}
	}
	assert.Equal(t, 27, operations)
}
