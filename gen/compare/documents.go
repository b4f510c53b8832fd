package main

// document is an API description: a public one that a package of somebody else ships,
// which is downloaded when the table is made, or one of this repository.
type document struct {
	name   string
	source source
	file   string // in the package or in the repository
}

// source is a package of the Go module proxy or of npm, or this repository.
type source struct{ kind, name, version string }

var (
	ogenModule = source{"go", "github.com/ogen-go/ogen", "v1.24.0"}
	libopenapi = source{"go", "github.com/pb33f/libopenapi", "v0.42.4"}
	ours       = source{kind: "repository"}
)

// documents are the descriptions of the table, small ones first.
var documents = []document{
	{"the shop of our tests", ours, "test/shop.yaml"},
	{"Scaleway Functions v1alpha2", ours, "api/openapi.yaml"},
	{"Scaleway Functions v1beta1", ours, "api/functions.v1beta1.yaml"},
	{"Petstore", ogenModule, "_testdata/examples/petstore-expanded.yml"},
	{"Swagger Petstore", libopenapi, "test_specs/petstorev3.json"},
	{"Burgershop", libopenapi, "test_specs/burgershop.openapi.yaml"},
	{"TechEmpower", ogenModule, "_testdata/examples/techempower.json"},
	{"PokéAPI", ogenModule, "_testdata/examples/pokemon-api.json"},
	{"Manga", ogenModule, "_testdata/examples/manga.json"},
	{"Tempo", ogenModule, "_testdata/examples/tempo.yaml"},
	{"Wikimedia", ogenModule, "_testdata/examples/wikimedia.openapi.yaml"},
	{"2ch", ogenModule, "_testdata/examples/2ch.yml"},
	{"ent pets", ogenModule, "_testdata/examples/ent.json"},
	{"Firecracker", ogenModule, "_testdata/examples/firecracker.json"},
	{"Tinkoff Invest", ogenModule, "_testdata/examples/tinkoff.json"},
	{"Galaxy", source{"npm", "@scalar/galaxy", "0.2.20"}, "dist/latest.yaml"},
	{"ShipEngine", source{"npm", "@shipengine/connect-fulfillment-provider-api", "4.6.0"}, "spec.json"},
	{"Directus", source{"npm", "@directus/specs", "15.2.0"}, "dist/openapi.json"},
	{"OpenAI", ogenModule, "_testdata/examples/openai-2.3.0.openapi.yaml"},
	{"Telegram bots", ogenModule, "_testdata/examples/telegram_bot_api.json"},
	{"Superset", ogenModule, "_testdata/examples/superset.json"},
	{"Asana", libopenapi, "test_specs/asana.yaml"},
	{"Stripe", libopenapi, "test_specs/stripe.yaml"},
	{"DocuSign", libopenapi, "test_specs/docusignv3.1.json"},
	{"Kubernetes", ogenModule, "_testdata/examples/k8s.json"},
	{"GitHub", source{"npm", "@octokit/openapi", "23.0.2"}, "generated/api.github.com.json"},
}
