package test

import (
	"testing"
	"time"

	"github.com/antihax/optional"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/rumpl/gosc"
	"github.com/rumpl/gosc/emulator"
	"github.com/rumpl/gosc/functionauth"
)

// Tokens that the API issues give access to what they were issued for, and to
// nothing else.
func TestIssuedTokens(t *testing.T) {
	client := emulator.Start(t).Client()
	ctx := t.Context()

	namespace, _, err := client.NamespacesApi.CreateNamespace(ctx, "", gosc.CreateNamespaceRequest{Name: "shop"})
	require.NoError(t, err)
	_, err = client.NamespacesApi.WaitForNamespace(ctx, "", namespace.ID, &gosc.WaitOpts{Interval: 10 * time.Millisecond})
	require.NoError(t, err)
	container := func(name string) string {
		created, _, err := client.ContainersApi.CreateContainer(ctx, "", gosc.CreateContainerRequest{NamespaceID: namespace.ID, Name: name})
		require.NoError(t, err)
		return created.ID
	}
	own, other := container("own"), container("other")
	issue := func(opts gosc.IssueJWTOpts) gosc.Token {
		opts.ExpirationDate = optional.NewTime(time.Now().Add(time.Hour))
		token, _, err := client.DefaultApi.IssueJWT(ctx, "", &opts)
		require.NoError(t, err)
		return token
	}

	ofOwn := issue(gosc.IssueJWTOpts{ContainerID: optional.NewString(own)})
	verifier, err := functionauth.New(functionauth.Config{
		PublicKey: ofOwn.PublicKey, NamespaceID: namespace.ID, ApplicationID: own, RequireExpiry: true,
	})
	require.NoError(t, err)
	for name, test := range map[string]struct {
		token gosc.Token
		want  error
	}{
		"own container":   {ofOwn, nil},
		"own namespace":   {issue(gosc.IssueJWTOpts{NamespaceID: optional.NewString(namespace.ID)}), nil},
		"other container": {issue(gosc.IssueJWTOpts{ContainerID: optional.NewString(other)}), functionauth.ErrWrongScope},
	} {
		claims, err := verifier.Verify(test.token.Token)
		assert.ErrorIs(t, err, test.want, name)
		if test.want == nil {
			assert.WithinDuration(t, time.Now().Add(time.Hour), claims.ExpiresAt, time.Minute, name)
		}
	}
}
