package gosc

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestIDsReachJustTheResourceOfThatName(t *testing.T) {
	for _, id := range []string{
		"plain", "a/b", "a?b", "a#b", "a%b", "a%2Fb", "a b", ".", "..", "...", "../x", "a/../../x", `a\..\x`,
		"é", "a+b", "a;b", "a:b", "\x00", "\n", "\xff", "a&b=c", "%2e%2e",
	} {
		t.Run(id, func(t *testing.T) {
			var uri string
			caller := serve(t, func(w http.ResponseWriter, r *http.Request) {
				uri = r.RequestURI
				writeReply(w, 200, `{"id":"x"}`)
			})
			_, _, err := getThing(t.Context(), caller, "fr-par", id)
			require.NoError(t, err)
			segment, ok := strings.CutPrefix(uri, "/base/shop/v1/regions/fr-par/things/")
			require.True(t, ok, uri)
			assert.NotContains(t, segment, "/")
			assert.NotContains(t, segment, "?")
			assert.NotEqual(t, "", strings.Trim(segment, "."), "a dot segment went out")
			decoded, err := url.PathUnescape(segment)
			require.NoError(t, err)
			assert.Equal(t, id, decoded)
		})
	}
}

func TestEmptyPathArgumentsAreRefusedBeforeSending(t *testing.T) {
	caller := serve(t, func(http.ResponseWriter, *http.Request) { t.Error("something was sent") })
	_, resp, err := getThing(t.Context(), caller, "fr-par", "")
	assert.Nil(t, resp)
	assert.EqualError(t, err, "gosc: GetThing: thing_id is empty")
	require.ErrorIs(t, err, ErrInvalidArguments)

	caller.Config().Region = ""
	_, _, err = getThing(t.Context(), caller, "", "x")
	assert.EqualError(t, err, "gosc: GetThing: region is empty, and so is Configuration.Region")
}

func TestBytesAreTheCallersOwn(t *testing.T) {
	n := byte(0)
	caller := serve(t, func(w http.ResponseWriter, r *http.Request) { n++; _, _ = w.Write([]byte{n, n, n}) })
	first, _, err := DoBytes(t.Context(), caller.NewCall("GetFile", "GET", "/x"), nil)
	require.NoError(t, err)
	_, _, err = DoBytes(t.Context(), caller.NewCall("GetFile", "GET", "/x"), nil)
	require.NoError(t, err)
	assert.Equal(t, []byte{1, 1, 1}, first)
}

func TestTheReplyIsReadAndItsBodyEmpty(t *testing.T) {
	caller := serve(t, func(w http.ResponseWriter, r *http.Request) { writeReply(w, 200, `{"id":"x"}`) })
	var raw APIResponse
	_, resp, err := getThing(t.Context(), caller, "", "x", WithAPIResponse(&raw))
	require.NoError(t, err)
	rest, err := io.ReadAll(resp.Body)
	require.NoError(t, err)
	assert.Empty(t, rest)
	assert.Same(t, resp, raw.Response)
	assert.Equal(t, `{"id":"x"}`, string(raw.Payload))
	assert.Equal(t, "GetThing", raw.Operation)
	assert.Equal(t, "GET", raw.Method)
	assert.True(t, strings.HasSuffix(raw.RequestURL, "/base/shop/v1/regions/fr-par/things/x"), raw.RequestURL)
}

func TestOneClientServesManyGoroutines(t *testing.T) {
	caller := serve(t, func(w http.ResponseWriter, r *http.Request) {
		id := r.URL.Path[strings.LastIndexByte(r.URL.Path, '/')+1:]
		writeReply(w, 200, fmt.Sprintf(`{"id":%q}`, id))
	})
	base := caller.Config().BasePath
	var group sync.WaitGroup
	for g := range 64 {
		group.Go(func() {
			for n := range 10 {
				id := fmt.Sprintf("%d-%d", g, n)
				got, _, err := getThing(t.Context(), caller, "", id)
				assert.NoError(t, err)
				assert.Equal(t, id, got.ID, "replies never mix")
				caller.ChangeBasePath(base)
			}
		})
	}
	group.Wait()
}

func TestConfiguredArguments(t *testing.T) {
	var uri string
	caller := serve(t, func(w http.ResponseWriter, r *http.Request) { uri = r.RequestURI; writeReply(w, 200, `{}`) })
	cfg := caller.Config()
	cfg.Region, cfg.Zone, cfg.ProjectID, cfg.OrganizationID = "r-cfg", "z-cfg", "p-cfg", "o-cfg"
	send := func(region, zone, project, organization string) error {
		call := caller.NewCall("GetThing", http.MethodGet, "/r/{region}/z/{zone}")
		call.Region(region)
		call.Zone(zone)
		call.QueryNonEmpty("project_id", call.OrProjectID(project))
		call.QueryNonEmpty("organization_id", call.OrOrganizationID(organization))
		call.QueryNonEmpty("zone", call.OrZone(zone))
		_, err := DoEmpty(t.Context(), call, nil)
		return err
	}
	require.NoError(t, send("", "", "", ""))
	assert.Equal(t, "/base/r/r-cfg/z/z-cfg?project_id=p-cfg&organization_id=o-cfg&zone=z-cfg", uri)
	require.NoError(t, send("r", "z", "p", "o"))
	assert.Equal(t, "/base/r/r/z/z?project_id=p&organization_id=o&zone=z", uri)
	cfg.Zone, cfg.ProjectID, cfg.OrganizationID = "", "", ""
	require.EqualError(t, send("r", "", "", ""), "gosc: GetThing: zone is empty, and so is Configuration.Zone")
	require.NoError(t, send("", "z", "", ""))
	assert.Equal(t, "/base/r/r-cfg/z/z?zone=z", uri)
}

func TestRequiredArgumentsSayWhereTheirDefaultIs(t *testing.T) {
	caller := NewCaller(&Configuration{Region: "r"})
	for name, want := range map[string]string{
		"project_id":       "project_id is empty, and so is Configuration.ProjectID",
		"organization_id":  "organization_id is empty, and so is Configuration.OrganizationID",
		"name":             "name is required",
		"other_project_id": "other_project_id is required",
	} {
		call := caller.NewCall("MakeThing", http.MethodPost, "/things")
		switch name {
		case "project_id":
			call.OrProjectID("")
		case "organization_id":
			call.OrOrganizationID("")
		}
		call.Require(name, "")
		_, err := DoEmpty(t.Context(), call, nil)
		require.EqualError(t, err, "gosc: MakeThing: "+want)
	}
}

func TestMediaTypes(t *testing.T) {
	var got [2]string
	caller := serve(t, func(w http.ResponseWriter, r *http.Request) {
		got = [2]string{r.Header.Get("Content-Type"), r.Header.Get("Accept")}
		writeReply(w, 200, `{}`)
	})
	for name, tc := range map[string]struct {
		prepare func(*Call)
		want    [2]string
	}{
		"JSON": {func(c *Call) { c.JSON(thing{}) }, [2]string{"application/json", "application/json"}},
		"other": {func(c *Call) {
			c.ContentType("application/merge-patch+json")
			c.Accept("application/x+json")
			c.JSON(thing{})
		}, [2]string{"application/merge-patch+json", "application/x+json"}},
		"none": {func(*Call) {}, [2]string{"", "application/json"}},
	} {
		t.Run(name, func(t *testing.T) {
			call := caller.NewCall("PatchThing", http.MethodPatch, "/x")
			tc.prepare(call)
			_, _, err := Do[thing](t.Context(), call, nil)
			require.NoError(t, err)
			assert.Equal(t, tc.want, got)
		})
	}
}
