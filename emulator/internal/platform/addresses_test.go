package platform

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/rumpl/gosc/emulator/internal/state"
)

// addressed is a platform with applications that have addresses and do not run.
func addressed(t *testing.T, options Options) *Platform {
	t.Helper()
	store, err := state.Open(state.Options{})
	require.NoError(t, err)
	p := &Platform{options: options, store: store, runs: map[string]*run{}}
	require.NoError(t, store.Update(func(tables *state.Tables) error {
		for _, ns := range []*state.Namespace{
			{ID: "shop", Label: "shopk3v9x2ab", Region: "fr-par"},
			{ID: "hyphen", Label: "shop-1k3v9x2ab", Region: "nl-ams"}, // of v1alpha2
			{ID: "0123456789", Name: "Old-One", Region: "fr-par"},     // of the first state files
		} {
			ns.Seq = tables.NextSeq()
			tables.Namespaces.Put(ns.ID, ns)
		}
		for _, row := range []*state.Application{
			{ID: "a", NamespaceID: "shop", Name: "hello", Endpoint: "http://127.0.0.1:4001"},
			{ID: "b", NamespaceID: "shop", Name: "well-hello", Endpoint: "http://127.0.0.1:4002"},
			{ID: "c", NamespaceID: "hyphen", Name: "Well-Hello", Endpoint: "http://127.0.0.1:4003"},
			{ID: "d", NamespaceID: "0123456789", Name: "hello", Endpoint: "http://127.0.0.1:4004"},
			{ID: "e", NamespaceID: "shop", Name: "hello", Endpoint: "http://127.0.0.1:4005"}, // AllowDuplicateNames
		} {
			row.Seq = tables.NextSeq()
			tables.Applications.Put(row.ID, row)
		}
		for _, row := range []*state.Domain{
			{ID: "1", Hostname: "API.example.org", ApplicationID: "a", Status: state.StatusReady},
			{ID: "2", Hostname: "new.example.org", ApplicationID: "a", Status: state.StatusPending},
			{ID: "3", Hostname: "127.0.0.1", ApplicationID: "a", Status: state.StatusReady},
		} {
			row.Seq = tables.NextSeq()
			tables.Domains.Put(row.ID, row)
		}
		return nil
	}))
	return p
}

func TestLocate(t *testing.T) {
	loopback := Options{}
	public := Options{PublicHost: "Emulator"}
	real := Options{RealDomains: true}
	for _, test := range []struct {
		options    Options
		host, want string
	}{
		{loopback, "127.0.0.1:4001", "a"},
		{loopback, "127.0.0.1:4005", "e"},
		{loopback, "127.0.0.1:4006", ""},
		{loopback, "127.0.0.2:4001", ""},
		{loopback, "127.0.0.1", ""},
		{loopback, "localhost:4001", ""},
		{loopback, "shopk3v9x2ab-hello.functions.fnc.fr-par.scw.cloud", ""},
		{public, "emulator:4002", "b"},
		{public, "127.0.0.1:4002", ""},

		{real, "shopk3v9x2ab-hello.functions.fnc.fr-par.scw.cloud", "a"},
		{real, "SHOPk3v9x2ab-hello.functions.fnc.fr-par.scw.cloud.", "a"},
		{real, "shopk3v9x2ab-hello.functions.fnc.fr-par.scw.cloud:8080", "a"},
		{real, "shopk3v9x2ab-well-hello.functions.fnc.fr-par.scw.cloud", "b"},
		{real, "shop-1k3v9x2ab-well-hello.functions.fnc.nl-ams.scw.cloud", "c"},
		{real, "old-one01234567-hello.functions.fnc.fr-par.scw.cloud", ""},
		{real, "oldone01234567-hello.functions.fnc.fr-par.scw.cloud", "d"},
		{real, "shopk3v9x2ab-hello.functions.fnc.nl-ams.scw.cloud", ""},
		{real, "shopk3v9x2ab-hello.functions.fnc.fr-par.scw.cloud.evil.example", ""},
		{real, "shopk3v9x2ab-nobody.functions.fnc.fr-par.scw.cloud", ""},
		{real, "127.0.0.1:4001", ""},

		{loopback, "api.example.org", "a"},
		{real, "Api.Example.org.:443", "a"},
		{real, "new.example.org", ""},
		{real, "127.0.0.1", ""},
		{real, "", ""},
		{loopback, ":", ""},
		{loopback, "[::1", ""},
	} {
		assert.Equal(t, test.want, addressed(t, test.options).locate(test.host), "%q, %+v", test.host, test.options)
	}
}

func TestEveryDomainNameIsLocated(t *testing.T) {
	for _, options := range []Options{{}, {PublicHost: "emulator"}, {RealDomains: true}} {
		p := addressed(t, options)
		for _, id := range []string{"a", "b", "c", "d"} {
			var name string
			p.store.View(func(tables *state.Tables) {
				row, _ := tables.Applications.Get(id)
				ns, _ := tables.Namespaces.Get(row.NamespaceID)
				name = p.DomainName(Application{row, ns})
			})
			assert.Equal(t, id, p.locate(name), name)
		}
	}
}
