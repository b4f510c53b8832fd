package gosc

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/rumpl/gosc/jsoncodec"
)

// statusServer replies with the status and the body.
func statusServer(t *testing.T, status int, body string) *Caller {
	t.Helper()
	return serve(t, func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(status)
		_, _ = w.Write([]byte(body))
	})
}

func TestEmptyReply(t *testing.T) {
	for name, tc := range map[string]struct {
		status int
		body   string
		allow  func(*Call)
		want   any
		err    error
	}{
		"with content":               {200, `{"a":1}`, nil, map[string]any{"a": 1.0}, nil},
		"empty":                      {202, ``, nil, nil, ErrMalformedResponse},
		"empty, and so described":    {202, ``, func(c *Call) { c.EmptyReply(func(s int) bool { return s == 202 }) }, nil, nil},
		"not empty, but ignored":     {202, `[]`, func(c *Call) { c.EmptyReply(func(s int) bool { return s == 202 }) }, nil, nil},
		"another status":             {201, ``, func(c *Call) { c.EmptyReply(func(s int) bool { return s == 202 }) }, nil, ErrMalformedResponse},
		"optional":                   {201, ``, (*Call).OptionalReply, nil, nil},
		"optional, and there":        {201, `{"a":1}`, (*Call).OptionalReply, map[string]any{"a": 1.0}, nil},
		"optional, but an error":     {404, ``, (*Call).OptionalReply, nil, ErrNotFound},
		"optional, but no JSON":      {200, `{`, (*Call).OptionalReply, nil, ErrMalformedResponse},
		"optional, but of two bytes": {200, "\r\n", (*Call).OptionalReply, nil, ErrMalformedResponse},
	} {
		t.Run(name, func(t *testing.T) {
			call := statusServer(t, tc.status, tc.body).NewCall("GetThing", http.MethodGet, "/thing")
			if tc.allow != nil {
				tc.allow(call)
			}
			got, resp, err := DoModel(t.Context(), call, nil, jsoncodec.DecodeAny)
			require.ErrorIs(t, err, tc.err)
			assert.Equal(t, tc.want, got)
			assert.Equal(t, tc.status, resp.StatusCode)
		})
	}
}

func TestDoByStatus(t *testing.T) {
	type result struct {
		json any
		data []byte
	}
	decode := func(v *result, r *StatusReply) {
		if r.Status() == 206 {
			v.data = r.Bytes()
			return
		}
		r.JSON(func(d *jsoncodec.Decoder) { jsoncodec.DecodeAny(&v.json, d) })
	}
	for name, tc := range map[string]struct {
		status int
		body   string
		want   result
		err    error
	}{
		"JSON":     {200, `"a"`, result{json: "a"}, nil},
		"bytes":    {206, `<a>`, result{data: []byte("<a>")}, nil},
		"204":      {204, ``, result{}, nil},
		"empty":    {200, ``, result{}, ErrMalformedResponse},
		"null":     {200, `null`, result{}, ErrMalformedResponse},
		"broken":   {200, `{"a":`, result{}, ErrMalformedResponse},
		"an error": {404, `{}`, result{}, ErrNotFound},
	} {
		t.Run(name, func(t *testing.T) {
			call := statusServer(t, tc.status, tc.body).NewCall("GetThing", http.MethodGet, "/thing")
			got, resp, err := DoByStatus(t.Context(), call, nil, decode)
			require.ErrorIs(t, err, tc.err)
			assert.Equal(t, tc.want, got)
			assert.Equal(t, tc.status, resp.StatusCode)
		})
	}
	t.Run("refused", func(t *testing.T) {
		_, _, err := DoByStatus(t.Context(), nil, nil, decode)
		var argument *ArgumentError
		require.ErrorAs(t, err, &argument)
	})
	t.Run("too large", func(t *testing.T) {
		caller := statusServer(t, 200, `["aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"]`)
		caller.Config().MaxDecodedBytes = 10
		_, _, err := DoByStatus(t.Context(), caller.NewCall("GetThing", http.MethodGet, "/thing"), nil, decode)
		require.ErrorIs(t, err, ErrResponseTooLarge)
	})
}
