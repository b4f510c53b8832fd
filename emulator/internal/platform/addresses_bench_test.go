package platform

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/rumpl/gosc/emulator/internal/state"
)

// BenchmarkFind looks up hosts among 10,000 functions and 100 custom domains.
func BenchmarkFind(b *testing.B) {
	for _, real := range []bool{false, true} {
		p := &Platform{options: Options{RealDomains: real}, runs: map[string]*run{}}
		var err error
		p.store, err = state.Open(state.Options{})
		require.NoError(b, err)
		var last string
		require.NoError(b, p.store.Update(func(t *state.Tables) error {
			for i := range 100 {
				ns := &state.Namespace{Seq: t.NextSeq(), ID: fmt.Sprint("ns", i), Label: fmt.Sprintf("shop%08d", i), Region: "fr-par"}
				t.Namespaces.Put(ns.ID, ns)
				for j := range 100 {
					row := &state.Application{
						Seq: t.NextSeq(), ID: fmt.Sprintf("app%d-%d", i, j), NamespaceID: ns.ID, Name: fmt.Sprintf("fn-%d", j),
						Endpoint: fmt.Sprintf("http://127.0.0.1:%d", 20000+100*i+j),
					}
					t.Applications.Put(row.ID, row)
					last = p.DomainName(Application{row, ns})
				}
				domain := &state.Domain{Seq: t.NextSeq(), ID: fmt.Sprint("d", i), Hostname: fmt.Sprintf("api%d.example.org", i), Status: state.StatusReady}
				t.Domains.Put(domain.ID, domain)
			}
			return nil
		}))
		for name, host := range map[string]string{"domain_name": last, "custom": "API99.example.org:8080", "unknown": "nobody.example.org"} {
			b.Run(fmt.Sprintf("%s/real=%t", name, real), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					id := p.locate(host)
					if (name == "domain_name") != strings.HasPrefix(id, "app99-99") {
						b.Fatal(id)
					}
				}
			})
		}
	}
}
