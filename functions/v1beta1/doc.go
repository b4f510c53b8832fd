// Package functions is a client for Scaleway Serverless Functions, API v1beta1:
// functions and their namespaces, crons, domains, tokens and triggers, in the
// regions fr-par, nl-ams and pl-waw. This is the API on which functions are
// deployed today; containers have a package of their own.
//
//	cfg := gosc.NewConfiguration()
//	cfg.APIKey, cfg.ProjectID = os.Getenv("SCW_SECRET_KEY"), os.Getenv("SCW_DEFAULT_PROJECT_ID")
//	client := functions.NewAPIClient(cfg)
//
// Package github.com/rumpl/gosc is its runtime: configuration, credentials,
// options, retries, errors and waiting are the ones described there. An empty
// region means Configuration.Region.
//
// # From code to a call
//
// A namespace holds functions. Creating one takes some seconds:
//
//	ns, err := client.NamespacesApi.CreateNamespaceAndWait(ctx, "", functions.CreateNamespaceRequest{Name: "bakery"}, nil)
//
// A function is created without code. Upload it, deploy it, call it:
//
//	fn, _, err := client.FunctionsApi.CreateFunction(ctx, "", functions.CreateFunctionRequest{
//		Name: "oven", NamespaceID: ns.ID, Runtime: functions.FunctionRuntimeNode24, Timeout: new(30 * time.Second),
//	})
//	archive, err := gosc.ZipFS(os.DirFS("./src"))
//	err = client.FunctionsApi.UploadFunctionCode(ctx, "", fn.ID, archive)
//	fn, err = client.FunctionsApi.DeployFunctionAndWait(ctx, "", fn.ID, nil)
//	resp, err := client.FunctionsApi.InvokeFunction(ctx, fn, nil)
//
// # What a request leaves, clears and sets
//
// In an update, a nil pointer, slice or map and an empty enum leave a setting as it
// is. An empty slice or map, and a pointer to an empty string, clear it: Tags:
// []string{} removes all tags, PrivateNetworkID: new("") detaches the function.
//
// Secrets are written as key and value, and read as key and hash. An update merges
// them: a key that is not listed stays, and one with a nil Value is removed. Other
// variables are replaced as a whole.
//
//	_, err = client.FunctionsApi.UpdateFunctionAndWait(ctx, "", fn.ID, functions.UpdateFunctionRequest{
//		SecretEnvironmentVariables: []functions.Secret{
//			{Key: "API_KEY", Value: new("new value")},
//			{Key: "OLD_KEY"}, // removed
//		},
//	}, nil)
//
// # Waiting
//
// Every resource with a status has waiters: WaitForFunction returns once the status
// is no longer transient, WaitForFunctionDeleted once the API returns 404. A function
// that was never deployed stays "created": that is not transient. After an update or
// a deployment, wait with the helper that makes the call (UpdateFunctionAndWait),
// which distinguishes the outcome from the status before.
//
// # Errors
//
// Every reply that is not a success is a [gosc.GenericOpenAPIError]. This API
// sends no type with most errors, so errors.Is(err, gosc.ErrNotFound) goes by the
// status; a name that is taken is gosc.ErrConflict.
//
// # Private functions
//
// A function whose Privacy is FunctionPrivacyPrivate answers 403 unless the call
// has a token. Make an API key for callers, whose policy has
// FunctionsPrivateAccess and nothing else, and put its secret key into
// InvokeOpts.Token. It is sent as X-Auth-Token. Tokens of CreateToken still work,
// but are deprecated.
//
// # Lists
//
// ListFunctions gives a page, ListFunctionsAll all of them, lazily. A list is of
// one region; gosc.ListRegions goes through several and says which one an element
// came from.
package functions

//go:generate go run ../../gen -spec ../../api/functions.v1beta1.yaml -out . -package functions -strict
