package traffic

import (
	"encoding/xml"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const signedPath = "/functions-emulator-uploads/uploads/function-f1.zip"

func TestFaultsOfTheStorageAreXML(t *testing.T) {
	b := start(t)
	for _, test := range []struct {
		fault         Fault
		code, message string
	}{
		{Fault{Status: 503}, "SlowDown", "Reduce the request rate."},
		{Fault{Status: 500}, "InternalError", "An internal error was encountered. Try again."},
		{Fault{Status: 403, Type: "RequestTimeTooSkewed", Message: "the clock"}, "RequestTimeTooSkewed", "the clock"},
		{Fault{Status: 418}, "InternalError", "I'm a teapot"},
	} {
		for method, operation := range map[string]string{"PUT": UploadArchive, "GET": DownloadArchive} {
			fault := test.fault
			fault.Operation, fault.Times, fault.RetryAfter = operation, 1, time.Second
			_, err := b.Inject(fault)
			require.NoError(t, err)
			response, body, err := b.send(t, method, signedPath+"?X-Amz-Signature=secret-signature", "abc")
			require.NoError(t, err)
			assert.Equal(t, test.fault.Status, response.StatusCode)
			assert.Equal(t, "application/xml", response.Header.Get("Content-Type"))
			assert.Equal(t, "1", response.Header.Get("Retry-After"))
			var got struct {
				XMLName                            xml.Name `xml:"Error"`
				Code, Message, Resource, RequestId string
			}
			require.NoError(t, xml.Unmarshal([]byte(body), &got), body)
			assert.Equal(t, test.code, got.Code)
			assert.Equal(t, test.message, got.Message)
			assert.Equal(t, signedPath, got.Resource)
			assert.Equal(t, response.Header.Get("X-Request-Id"), got.RequestId)
			assert.NotContains(t, body, "secret-signature")
		}
	}
	assert.Zero(t, b.calls, "none was carried out")
}

// Forced statuses change replies of the API only.
func TestForcedStatusesDoNotReachTheStorage(t *testing.T) {
	b := start(t)
	require.NoError(t, b.Force("f1", Forced{Status: "locked"}))
	response, body, err := b.send(t, "PUT", signedPath, "abc")
	require.NoError(t, err)
	assert.Equal(t, http.StatusOK, response.StatusCode)
	assert.Equal(t, answer, body, "bytes that look like a resource are none")
}
