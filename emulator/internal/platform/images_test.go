package platform

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/rumpl/gosc/emulator/internal/state"
)

func TestCommandOfImage(t *testing.T) {
	const image = "rg.fr-par.scw.cloud/funcscwshop1/web:latest"
	full, noTag := []string{"full"}, []string{"no tag"}
	last, lastNoTag := []string{"last"}, []string{"last, no tag"}
	containers := map[string][]string{
		image: full, "rg.fr-par.scw.cloud/funcscwshop1/web": noTag, "web:latest": last, "web": lastNoTag, "other": {"other"},
	}
	// The most precise name wins.
	for _, name := range []string{image, "rg.fr-par.scw.cloud/funcscwshop1/web", "web:latest", "web"} {
		p := &Platform{options: Options{Containers: containers}}
		got, err := p.command(image)
		require.NoError(t, err)
		assert.Equal(t, containers[name], got)
		delete(containers, name)
	}
	p := &Platform{options: Options{Containers: containers}}
	_, err := p.command(image)
	require.ErrorContains(t, err, `"`+image+`"`)
	assert.ErrorContains(t, err, "-container web=COMMAND")
}

func TestWithoutTag(t *testing.T) {
	for image, want := range map[string]string{
		"web":                        "web",
		"web:1.2":                    "web",
		"web@sha256:abcd":            "web",
		"web:1.2@sha256:abcd":        "web",
		"localhost:5000/web":         "localhost:5000/web",
		"localhost:5000/web:1":       "localhost:5000/web",
		"rg.fr-par.scw.cloud/a/b:la": "rg.fr-par.scw.cloud/a/b",
		"":                           "",
	} {
		assert.Equal(t, want, withoutTag(image), image)
	}
}

func TestImage(t *testing.T) {
	for _, test := range []struct{ named, endpoint, want string }{
		{"nginx:1", "rg/x", "nginx:1"},
		{"", "rg/x", "rg/x/web:latest"},
		{"", "", ""}, // the namespace is not ready yet
	} {
		app := Application{
			&state.Application{Name: "web", Settings: state.Settings{RegistryImage: test.named}},
			&state.Namespace{RegistryEndpoint: test.endpoint},
		}
		assert.Equal(t, test.want, app.Image())
	}
}
