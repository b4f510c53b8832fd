package clients

import (
	"net/http"
	"testing"
	"time"

	function "github.com/scaleway/scaleway-sdk-go/api/function/v1beta1"
	"github.com/scaleway/scaleway-sdk-go/scw"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestCallsOfTheTerraformProvider makes the calls of the provider for Terraform and
// OpenTofu, which the registries that tests may use do not have: apply, a plan
// without differences, apply with a change and a new archive, and destroy.
func TestCallsOfTheTerraformProvider(t *testing.T) {
	tf := &terraform{sdk: newSDK(t)}
	tf.api = function.NewAPI(tf.client)

	ns, err := tf.api.CreateNamespace(&function.CreateNamespaceRequest{
		Name: "bakery", Description: scw.StringPtr(""), EnvironmentVariables: &map[string]string{"STAGE": "test"},
		SecretEnvironmentVariables: []*function.Secret{{Key: "OVEN", Value: scw.StringPtr("hot")}},
	})
	require.NoError(t, err)
	_, err = tf.api.WaitForNamespace(&function.WaitForNamespaceRequest{NamespaceID: ns.ID, RetryInterval: tf.often})
	require.NoError(t, err)
	fn := tf.createFunction(ns.ID)
	assert.Equal(t, "flour", tf.answer(fn.DomainName)["recipe"])
	cron, err := tf.api.CreateCron(&function.CreateCronRequest{FunctionID: fn.ID, Schedule: "0 0 * * *", Args: &scw.JSONObject{"n": 1}})
	require.NoError(t, err)
	tf.wait(fn.ID)
	token, err := tf.api.CreateToken(&function.CreateTokenRequest{FunctionID: &fn.ID}) //lint:ignore SA1019 the provider has it
	require.NoError(t, err)

	tf.planIsEmpty(ns.ID, fn, cron)
	tf.updateFunction(fn)
	tf.destroy(ns.ID, fn.ID, cron.ID, token.ID)
}

type terraform struct {
	*sdk
	api *function.API
}

// wait waits as the provider does, which requires a timeout in each reply.
func (tf *terraform) wait(id string) *function.Function {
	tf.t.Helper()
	fn, err := tf.api.WaitForFunction(&function.WaitForFunctionRequest{FunctionID: id, RetryInterval: tf.often})
	require.NoError(tf.t, err)
	require.NotNil(tf.t, fn.Timeout)
	return fn
}

func (tf *terraform) createFunction(namespace string) *function.Function {
	t := tf.t
	fn, err := tf.api.CreateFunction(&function.CreateFunctionRequest{
		Name: "hello", NamespaceID: namespace, Runtime: function.FunctionRuntimeNode22, Handler: scw.StringPtr("handler.handle"),
		MaxScale: scw.Uint32Ptr(20), MemoryLimit: scw.Uint32Ptr(256), HTTPOption: function.FunctionHTTPOptionEnabled,
		Privacy: function.FunctionPrivacyPublic, Timeout: &scw.Duration{Seconds: 10},
		SecretEnvironmentVariables: []*function.Secret{{Key: "RECIPE", Value: scw.StringPtr("flour")}, {Key: "OLD", Value: scw.StringPtr("x")}},
	})
	require.NoError(t, err)
	tf.uploadArchive(fn.ID, answerCode(t))
	_, err = tf.api.DeployFunction(&function.DeployFunctionRequest{FunctionID: fn.ID})
	require.NoError(t, err)
	return tf.wait(fn.ID)
}

func (tf *terraform) uploadArchive(id, code string) {
	tf.t.Helper()
	where, err := tf.api.GetFunctionUploadURL(&function.GetFunctionUploadURLRequest{FunctionID: id, ContentLength: uint64(len(code))})
	require.NoError(tf.t, err)
	tf.upload(where.URL, where.Headers, code)
}

// planIsEmpty reads everything again: what was sent is what is there, and the hashes
// of the secrets are those of the values.
func (tf *terraform) planIsEmpty(namespace string, before *function.Function, cron *function.Cron) {
	t := tf.t
	ns, err := tf.api.GetNamespace(&function.GetNamespaceRequest{NamespaceID: namespace})
	require.NoError(t, err)
	assertHash(t, "hot", ns.SecretEnvironmentVariables[0].HashedValue)
	fn, err := tf.api.GetFunction(&function.GetFunctionRequest{FunctionID: before.ID})
	require.NoError(t, err)
	assert.Equal(t, before, fn)
	assert.Equal(t, scw.Duration{Seconds: 10}, *fn.Timeout)
	assert.Equal(t, uint32(20), fn.MaxScale)
	assertHash(t, "flour", fn.SecretEnvironmentVariables[0].HashedValue)
	read, err := tf.api.GetCron(&function.GetCronRequest{CronID: cron.ID})
	require.NoError(t, err)
	assert.Equal(t, cron.Args, read.Args)
	byName, err := tf.api.ListFunctions(&function.ListFunctionsRequest{NamespaceID: namespace, Name: scw.StringPtr("hello")}, scw.WithAllPages())
	require.NoError(t, err)
	require.Len(t, byName.Functions, 1, "the data source")
}

// updateFunction makes two deployments in a row, a second apart, as the provider does:
// with all secrets that are configured, and null for those that are not any more.
func (tf *terraform) updateFunction(fn *function.Function) {
	t := tf.t
	tf.wait(fn.ID)
	updated, err := tf.api.UpdateFunction(&function.UpdateFunctionRequest{
		FunctionID: fn.ID, MemoryLimit: scw.Uint32Ptr(512),
		SecretEnvironmentVariables: []*function.Secret{{Key: "RECIPE", Value: scw.StringPtr("rye")}, {Key: "OLD"}},
	})
	require.NoError(t, err)
	assert.Equal(t, function.FunctionStatusPending, updated.Status)
	time.Sleep(time.Second)
	tf.uploadArchive(fn.ID, answerCode(t))
	tf.wait(fn.ID)
	_, err = tf.api.DeployFunction(&function.DeployFunctionRequest{FunctionID: fn.ID})
	require.NoError(t, err)
	after := tf.wait(fn.ID)
	assert.Equal(t, function.FunctionStatusReady, after.Status)
	require.Len(t, after.SecretEnvironmentVariables, 1)
	assertHash(t, "rye", after.SecretEnvironmentVariables[0].HashedValue)
	assert.Equal(t, "rye", tf.answer(fn.DomainName)["recipe"])

	// Both at once: a deployment of what is being deployed.
	_, err = tf.api.UpdateFunction(&function.UpdateFunctionRequest{FunctionID: fn.ID, EnvironmentVariables: &map[string]string{"STAGE": "last"}})
	require.NoError(t, err)
	_, err = tf.api.DeployFunction(&function.DeployFunctionRequest{FunctionID: fn.ID})
	require.NoError(t, err)
	tf.wait(fn.ID)
	assert.Equal(t, "last", tf.answer(fn.DomainName)["stage"])
}

// destroy does not wait for crons, tokens and functions, but for namespaces.
func (tf *terraform) destroy(namespace, fn, cron, token string) {
	t := tf.t
	_, err := tf.api.GetCron(&function.GetCronRequest{CronID: cron})
	require.NoError(t, err)
	_, err = tf.api.DeleteCron(&function.DeleteCronRequest{CronID: cron})
	require.NoError(t, err)
	_, err = tf.api.DeleteToken(&function.DeleteTokenRequest{TokenID: token})
	require.NoError(t, err)
	tf.wait(fn)
	_, err = tf.api.DeleteFunction(&function.DeleteFunctionRequest{FunctionID: fn})
	require.NoError(t, err)
	_, err = tf.api.DeleteNamespace(&function.DeleteNamespaceRequest{NamespaceID: namespace})
	require.NoError(t, err)
	get := func() error {
		_, err := tf.api.GetNamespace(&function.GetNamespaceRequest{NamespaceID: namespace})
		return err
	}
	tf.gone(get)
	tf.fails(get(), http.StatusNotFound, "Namespace was not found")
}
