package api

import (
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestOwn(t *testing.T) {
	a := &API{options: Options{Port: "8080", PublicHost: "emulator.internal"}}
	for host, want := range map[string]bool{
		"127.0.0.1:8080": true, "localhost:8080": true, "[::1]:8080": true, "10.0.0.7:8080": true, "Emulator.Internal:8080": true,
		"127.0.0.1:41234": false, "127.0.0.1": false, "api.example.org:8080": false, "": false,
		"shop-hello.functions.fnc.fr-par.scw.cloud:8080": false,
	} {
		assert.Equal(t, want, a.own(host), host)
	}
}

func TestHostOf(t *testing.T) {
	r := httptest.NewRequest("GET", "http://127.0.0.1:8080/", nil)
	assert.Equal(t, "127.0.0.1:8080", (&API{}).hostOf(r))
	assert.Equal(t, "emulator.internal:8080", (&API{options: Options{Port: "8080", PublicHost: "emulator.internal"}}).hostOf(r))
}
