package traffic

import (
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestOperationOf(t *testing.T) {
	tests := []struct {
		method, path string
		want         Operation
	}{
		{"POST", "/functions/v1alpha2/regions/fr-par/functions", Operation{"CreateFunction", "functions/v1alpha2",
			"/functions/v1alpha2/regions/{region}/functions", "fr-par", ""}},
		{"GET", "//functions/v1alpha2/regions/fr-par//functions/a%2Fb", Operation{"GetFunction", "functions/v1alpha2",
			"/functions/v1alpha2/regions/{region}/functions/{id}", "fr-par", "a/b"}},
		{"PUT", "/functions/v1alpha2/regions/fr-par/functions/1", Operation{"UpdateFunction", "functions/v1alpha2",
			"/functions/v1alpha2/regions/{region}/functions/{id}", "fr-par", "1"}},
		{"GET", "/containers/v1beta1/regions/nl-ams/namespaces/1/containers", Operation{"ListContainers", "containers/v1beta1",
			"/containers/v1beta1/regions/{region}/namespaces/{id}/containers", "nl-ams", "1"}},
		{"DELETE", "/registry/v1/regions/fr-par/namespaces/1", Operation{"DeleteRegistryNamespace", "registry/v1",
			"/registry/v1/regions/{region}/namespaces/{id}", "fr-par", "1"}},
		{"PUT", "/functions-emulator-uploads/uploads/function-1.zip", Operation{Name: UploadArchive, Template: storagePrefix + "uploads/function-{id}.zip", ID: "1"}},
		{"GET", "/functions-emulator-uploads/uploads/function-1.zip", Operation{Name: DownloadArchive, Template: storagePrefix + "uploads/function-{id}.zip", ID: "1"}},
		{"GET", "/", Operation{Template: "/"}},
		{"GET", "/metadata", Operation{Template: "/metadata"}},
		{"GET", "/functions/v1alpha2/regions/fr-par/unknown", Operation{Template: "/functions/v1alpha2/regions/fr-par/unknown"}},
	}
	for _, test := range tests {
		assert.Equal(t, test.want, operationOf(httptest.NewRequest(test.method, "http://localhost"+test.path, nil)), test.path)
	}
}

// Every operation of the published descriptions has the name that the description
// gives it, and may be made to fail.
func TestOperationsAreThoseOfTheDescriptions(t *testing.T) {
	descriptions, err := filepath.Glob("../../../api/*.yaml")
	require.NoError(t, err)
	require.NotEmpty(t, descriptions)
	line := regexp.MustCompile(`(?m)^  "?(/[^":]+)"?:|^    (get|post|patch|put|delete):|^ +operationId: (\w+)`)
	found := 0
	for _, description := range descriptions {
		text, err := os.ReadFile(description)
		require.NoError(t, err)
		var path, method string
		for _, match := range line.FindAllStringSubmatch(string(text), -1) {
			switch {
			case match[1] != "":
				path = match[1]
			case match[2] != "":
				method = strings.ToUpper(match[2])
			default:
				target := regexp.MustCompile(`\{\w+\}`).ReplaceAllString(path, "x")
				got := operationOf(httptest.NewRequest(method, "http://localhost"+target, nil))
				assert.Equal(t, match[3], got.Name, "%s %s of %s", method, path, description)
				assert.True(t, known(match[3]), match[3])
				found++
			}
		}
	}
	assert.GreaterOrEqual(t, found, 27)
}
