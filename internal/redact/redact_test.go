package redact

import (
	"net/url"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestTextsAreCleanedOfWhatLooksSecret(t *testing.T) {
	for in, want := range map[string]string{
		"nothing to hide": "nothing to hide",
		"https://s3/x?X-Amz-Date=1&X-Amz-Signature=ab12": "https://s3/x?X-Amz-Date=1&X-Amz-Signature=REDACTED",
		"X-Amz-Credential=SCWX%2F2020, next":             "X-Amz-Credential=REDACTED next",
		"token eyJhbGciOi.eyJhIjoxfQ.c2ln expired":       "token REDACTED expired",
		"invalid token: expired":                         "invalid token: expired",
		`{"access_token":"hunter2","a":1}`:               `{"access_token":"REDACTED","a":1}`,
		"dial postgres://h?password=hunter2&x=1":         "dial postgres://h?password=REDACTED&x=1",
		"Authorization: Bearer hunter2hunter2":           "Authorization: Bearer REDACTED",
		"NPM_TOKEN: hunter2 x":                           "NPM_TOKEN: REDACTED x",
		"AWS_SECRET_ACCESS_KEY=hunter2 x":                "AWS_SECRET_ACCESS_KEY=REDACTED x",
		"https://h/t?client_secret=hunter2&a=b":          "https://h/t?client_secret=REDACTED&a=b",
		"Password: hunter2":                              "Password: REDACTED",
		`invalid proxy address "socks5://user:hunter2@[bad": parse "socks5://user:hunter2@[bad": missing ']'`: "invalid proxy address REDACTED",
		`invalid proxy address "user:hunter2@[bad": parse "http://user:hunter2@[bad": missing ']'`:            "invalid proxy address REDACTED",
		"dial postgres://user:hunter2@h/x":             "dial postgres://REDACTEDh/x",
		"socks5://user:hunter2@proxy:1080 refused":     "socks5://REDACTEDproxy:1080 refused",
		"http://user:hunt@er2@proxy:1080 refused":      "http://REDACTEDproxy:1080 refused",
		"mail to me@example.com":                       "mail to me@example.com",
		"proxy http://user:hunter2@proxy:3128 refused": "proxy http://REDACTEDproxy:3128 refused",
	} {
		assert.Equal(t, want, Secrets(nil).Text(in))
	}
	var s Secrets
	s.Add("hunter2hunter2", "abc")
	assert.Equal(t, "key REDACTED, abc", s.Text("key hunter2hunter2, abc"))
	s.Add("hunter2hunter2hunter3", "hunter2")
	assert.Equal(t, "keys REDACTED, REDACTED, REDACTED", s.Text("keys hunter2, hunter2hunter2hunter3, hunter2hunter2"), "nothing of a longer secret is left")
	original := []byte("key hunter2hunter2")
	assert.Equal(t, "key REDACTED", string(s.Bytes(original)))
	assert.Equal(t, "key hunter2hunter2", string(original))
}

func TestURLsAreShownWithoutUserAndQuery(t *testing.T) {
	u, err := url.Parse("https://user:hunter2@h/a%2Fb?sig=hunter2#hunter2")
	require.NoError(t, err)
	assert.Equal(t, "https://h/a%2Fb?REDACTED", URL(u))
}
