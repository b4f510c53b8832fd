package gosc

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net/http"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestASentCallReachesNoOther uses Calls again after they were sent, while another
// call that reuses their pooled state is in progress.
func TestASentCallReachesNoOther(t *testing.T) {
	var seen []string
	caller := serve(t, func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		seen = append(seen, r.Method+" "+r.RequestURI+" "+r.Header.Get("X-Own")+" "+string(body))
		writeReply(w, 200, `{"id":"x"}`)
	})
	var sent []*Call
	for range 4 {
		call := caller.NewCall("GetThing", "GET", "/things/{id}")
		call.Path("id", "old")
		copied := *call
		_, _, err := Do[thing](t.Context(), call, nil)
		require.NoError(t, err)
		sent = append(sent, call, &copied)
	}
	misuse := func() {
		for _, old := range sent {
			old.Path("id", "other")
			old.Region("nl-ams")
			old.Query("q", "other")
			old.Header("X-Own", "other")
			old.JSON(thing{ID: "other"})
			old.Bytes("text/plain", bytes.NewReader([]byte("other")))
			old.Require("other", "")
			var raw APIResponse
			_, resp, err := Do[thing](t.Context(), old, []CallOption{WithAPIResponse(&raw)})
			assert.Nil(t, resp)
			require.ErrorIs(t, err, ErrInvalidArguments)
			require.EqualError(t, err, "gosc: GetThing: call was sent already: make a new one for each")
			assert.Equal(t, err.Error(), raw.Message)
		}
	}
	seen = nil
	states := map[*callState]bool{}
	for _, old := range sent {
		states[old.state] = true
	}
	shared := false
	for range 8 {
		call := caller.NewCall("CreateThing", "POST", "/things/{id}")
		shared = shared || states[call.state]
		misuse()
		call.Path("id", "new")
		misuse()
		call.Query("q", "new")
		call.Header("X-Own", "new")
		call.JSON(thing{ID: "new"})
		misuse()
		_, _, err := Do[thing](t.Context(), call, nil)
		require.NoError(t, err)
		assert.Equal(t, `POST /base/things/new?q=new new {"id":"new"}`, seen[len(seen)-1])
	}
	assert.Len(t, seen, 8, "a Call was sent twice")
	if !raceEnabled { // the race detector makes a pool drop things at random
		assert.True(t, shared, "no state was used again: the test has tested nothing")
	}
}

func TestACallThatNewCallHasNotMade(t *testing.T) {
	call := new(Call)
	call.Path("id", "x")
	_, err := DoEmpty(t.Context(), call, nil)
	require.ErrorIs(t, err, ErrInvalidArguments)
	require.ErrorContains(t, err, "was not made by NewCall")
}

// TestConcurrentCallsShareNothing sends bodies of many sizes, each with its hash in
// the path, query and header, and keeps the replies and errors until all calls are done.
func TestConcurrentCallsShareNothing(t *testing.T) {
	caller := serve(t, func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		sum := sha256.Sum256(body)
		want := hex.EncodeToString(sum[:])
		if r.URL.Path != "/base/things/"+want || r.URL.Query().Get("sum") != want || r.Header.Get("X-Sum") != want {
			w.WriteHeader(http.StatusConflict)
			return
		}
		if len(body)%7 == 0 {
			w.WriteHeader(http.StatusTeapot)
			_, _ = w.Write(body)
			return
		}
		_, _ = w.Write(body)
	})
	caller.Config().APIKey = "11111111-1111-4111-8111-111111111111"
	type kept struct {
		want []byte
		sum  string
		got  thing
		resp *http.Response
		err  error
		raw  APIResponse
	}
	const each = 40
	all := make([]kept, 8*each)
	var group sync.WaitGroup
	for g := range 8 {
		group.Go(func() {
			for i := range each {
				k := &all[g*each+i]
				body := thing{ID: fmt.Sprintf("%d-%d-%s", g, i, bytes.Repeat([]byte{byte('a' + g)}, 37*i+g))}
				k.want, _ = body.MarshalJSON()
				sum := sha256.Sum256(k.want)
				k.sum = hex.EncodeToString(sum[:])
				call := caller.NewCall("CreateThing", "POST", "/things/{id}")
				call.Path("id", k.sum)
				call.Query("sum", k.sum)
				call.Header("X-Sum", k.sum)
				call.JSON(body)
				k.got, k.resp, k.err = Do[thing](t.Context(), call, []CallOption{WithAPIResponse(&k.raw)})
				call.Header("X-Sum", "too late")
				call.Query("sum", "too late")
			}
		})
	}
	group.Wait()
	failed := 0
	for _, k := range all {
		require.NotNil(t, k.resp)
		assert.Equal(t, string(k.want), string(k.raw.Payload))
		assert.Equal(t, k.sum, k.resp.Request.Header.Get("X-Sum"))
		assert.Equal(t, "sum="+k.sum, k.resp.Request.URL.RawQuery)
		if len(k.want)%7 == 0 {
			var apiErr GenericOpenAPIError
			require.ErrorAs(t, k.err, &apiErr)
			assert.Equal(t, http.StatusTeapot, apiErr.StatusCode)
			assert.Equal(t, string(k.want), string(apiErr.Body()))
			assert.Contains(t, k.err.Error(), k.sum)
			failed++
			continue
		}
		require.NoError(t, k.err)
		again, _ := k.got.MarshalJSON()
		assert.Equal(t, string(k.want), string(again))
	}
	assert.NotZero(t, failed)
	assert.Less(t, failed, len(all)/2)
}
