// Package containers is a client for Scaleway Serverless Containers, API v1beta1:
// containers and their namespaces, crons, domains, tokens and triggers, in the
// regions fr-par, nl-ams and pl-waw.
//
//	cfg := gosc.NewConfiguration()
//	cfg.APIKey, cfg.ProjectID = os.Getenv("SCW_SECRET_KEY"), os.Getenv("SCW_DEFAULT_PROJECT_ID")
//	client := containers.NewAPIClient(cfg)
//
// Deprecated: Scaleway has deprecated this version of the API in favor of its
// successor, /containers/v1, which this module has no package for yet. It is still
// served, without an end date, and it shows the same containers. Each operation is
// marked as deprecated for that reason.
//
// Package github.com/rumpl/gosc is its runtime: configuration, credentials,
// options, retries, errors and waiting are the ones described there. An empty
// region means Configuration.Region.
//
// # From an image to a call
//
// A namespace holds containers, and has a namespace in the registry to which images
// are pushed. A new container is deployed at once:
//
//	ns, err := client.NamespacesApi.CreateNamespaceAndWait(ctx, "", containers.CreateNamespaceRequest{Name: "market"}, nil)
//	// docker push <ns.RegistryEndpoint>/stall:latest
//	c, err := client.ContainersApi.CreateContainerAndWait(ctx, "", containers.CreateContainerRequest{
//		NamespaceID: ns.ID, Name: "stall", RegistryImage: new(ns.RegistryEndpoint + "/stall:latest"), Port: new(uint32(8080)),
//	}, nil)
//	resp, err := client.ContainersApi.InvokeContainer(ctx, c, nil)
//
// # What a request leaves, clears and sets
//
// In an update, a nil pointer, slice or map and an empty enum leave a setting as it
// is. An empty slice or map, and a pointer to an empty string, clear it: Command:
// []string{} goes back to the entry point of the image, PrivateNetworkID: new("")
// detaches the container. An update always redeploys.
//
// Secrets are written as key and value, and read as key and hash. An update merges
// them: a key that is not listed stays, and one with a nil Value is removed. Other
// variables are replaced as a whole.
//
// Set one of TCP and HTTP in a health check, and one of the three thresholds in a
// ContainerScalingOption. Setting two is refused before anything is sent.
//
// # Waiting and errors
//
// Every resource with a status has waiters: WaitForContainer returns once the status
// is no longer transient, WaitForContainerDeleted once the API returns 404.
// After an update or a deployment, wait with the helper that makes the call
// (UpdateContainerAndWait), which distinguishes the outcome from the status before.
//
// Every reply that is not a success is a [gosc.GenericOpenAPIError]. Most have no
// type, so errors.Is(err, gosc.ErrNotFound) goes by the status. While a container
// is being changed, other changes are refused with gosc.ErrTransientState.
//
// # Private containers
//
// A container whose Privacy is ContainerPrivacyPrivate answers 403 unless the call
// has a token. Make an API key for callers, whose policy has
// ContainersPrivateAccess and nothing else, and put its secret key into
// InvokeOpts.Token. It is sent as X-Auth-Token.
package containers

//go:generate go run ../../gen -spec ../../api/containers.v1beta1.yaml -out . -package containers -strict
