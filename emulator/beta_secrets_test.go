package emulator_test

import (
	"encoding/base64"
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/crypto/argon2"

	"github.com/rumpl/gosc/emulator"
)

// environJS answers with the environment of its process.
const environJS = `module.exports.handle = () => ({statusCode: 200, body: JSON.stringify(process.env)});`

// hashes are the secrets of a reply: key and hash in turn.
func hashes(t *testing.T, r reply) [][2]string {
	t.Helper()
	var body struct {
		Secrets []struct {
			Key  string
			Hash string `json:"hashed_value"`
		} `json:"secret_environment_variables"`
	}
	require.NoError(t, json.Unmarshal([]byte(r.body), &body))
	list := [][2]string{}
	for _, secret := range body.Secrets {
		list = append(list, [2]string{secret.Key, secret.Hash})
	}
	return list
}

// verifies reports whether a hash is that of a value, as clients check it.
func verifies(t *testing.T, hash, value string) bool {
	t.Helper()
	parts := strings.Split(hash, "$")
	require.Len(t, parts, 6, hash)
	require.Equal(t, []string{"", "argon2id", "v=19", "m=65536,t=1,p=2"}, parts[:4])
	salt, err := base64.RawStdEncoding.DecodeString(parts[4])
	require.NoError(t, err)
	key := argon2.IDKey([]byte(value), salt, 1, 65536, 2, 32)
	return base64.RawStdEncoding.EncodeToString(key) == parts[5]
}

func TestSecrets(t *testing.T) {
	c, _ := startBeta(t, emulator.Options{})
	ns := c.create("/namespaces", `{"name":"shop","project_id":%q,"environment_variables":{"PLAIN":"of the namespace"},`+
		`"secret_environment_variables":[{"key":"SHARED","value":"n"},{"key":"BOTH","value":"n"}]}`, project)
	fn := c.function(ns, "hello", `,"secret_environment_variables":[{"key":"BOTH","value":"f"},{"key":"OWN","value":"hunter2"}]`)
	path := "/functions/" + fn
	first := hashes(t, c.ok("GET", path, ""))
	require.Len(t, first, 2)
	assert.Equal(t, "OWN", first[1][0])
	assert.True(t, verifies(t, first[1][1], "hunter2"))
	assert.False(t, verifies(t, first[1][1], "hunter3"))

	c.upload(fn, "handler.js", environJS)
	endpoint := "http://" + c.deployed(fn).field(t, "domain_name")
	environment := func() map[string]string { return decode[map[string]string](t, c.get(endpoint, nil)) }
	env := environment()
	assert.Equal(t, "hunter2", env["OWN"])
	assert.Equal(t, "f", env["BOTH"], "the function's own wins")
	assert.Equal(t, "n", env["SHARED"])
	assert.Equal(t, "of the namespace", env["PLAIN"])

	for _, unchanged := range []string{"null", "[]"} {
		c.ok("PATCH", path, `{"redeploy":false,"secret_environment_variables":`+unchanged+`}`)
		assert.Equal(t, first, hashes(t, c.ok("GET", path, "")))
	}
	merged := hashes(t, c.ok("PATCH", path, `{"redeploy":false,"secret_environment_variables":[
		{"key":"NEW","value":"1"},{"key":"BOTH","value":null},{"key":"OWN","value":"hunter2"}]}`))
	require.Len(t, merged, 2)
	assert.Equal(t, "OWN", merged[0][0])
	assert.Equal(t, "NEW", merged[1][0], "new keys are appended")
	assert.NotEqual(t, first[1][1], merged[0][1], "each write has its own salt")
	for _, place := range []string{"/functions", "/functions/" + fn, "/namespaces/" + ns, "/namespaces/" + ns + "/functions"} {
		assert.NotContains(t, c.ok("GET", place, "").body, "hunter2")
	}

	// What changes in the namespace reaches what runs.
	assert.Equal(t, "pending", c.ok("PATCH", "/namespaces/"+ns,
		`{"environment_variables":{"PLAIN":"new"},"secret_environment_variables":[{"key":"SHARED","value":"new"}]}`).field(t, "status"))
	assert.Equal(t, "ready", c.status(path), "the function keeps its status")
	require.Eventually(t, func() bool { return environment()["PLAIN"] == "new" }, settleTime, poll)
	assert.Equal(t, "new", environment()["SHARED"])
}
