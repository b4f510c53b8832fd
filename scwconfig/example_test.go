package scwconfig_test

import (
	"context"
	"fmt"

	"github.com/rumpl/gosc"
	"github.com/rumpl/gosc/scwconfig"
)

// A client that works with whatever the scw program works with; here with the
// profile "staging" of its configuration file.
func Example() {
	cfg, err := scwconfig.Load(scwconfig.WithProfile("staging"))
	if err != nil {
		fmt.Println(err)
		return
	}
	client := gosc.NewAPIClient(cfg.Configuration)
	for namespace, err := range client.NamespacesApi.ListNamespacesAll(context.Background(), "", nil) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(namespace.Name, namespace.Status)
	}
}
