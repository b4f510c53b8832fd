// Package gosc is a client for Scaleway Functions, API v1alpha2: namespaces,
// functions, containers, crons, logs and tokens.
//
//	cfg := gosc.NewConfiguration()
//	cfg.APIKey = os.Getenv("SCW_SECRET_KEY")
//	client := gosc.NewAPIClient(cfg)
//	fn, _, err := client.FunctionsApi.GetFunction(ctx, "fr-par", id)
//
// The services (FunctionsApi, ContainersApi, …) have one method per operation
// of the API, an iterator for every list (ListFunctionsAll) and a waiter for
// every resource with a status (WaitForFunction). Helpers cover whole tasks:
// ZipFS, UploadFunctionCode, DeployFunctionAndWait, InvokeFunction and TailLogs.
//
// New programs should use the live API, with the packages functions/v1beta1 and
// containers/v1beta1. This package is also their runtime.
//
// Every non-2xx reply is a [GenericOpenAPIError]; use errors.Is with the
// sentinels ([ErrNotFound], …) or errors.As for the details.
//
// Services, models and reference pages are generated from api/openapi.yaml.
package gosc

//go:generate go run ./gen -spec api/openapi.yaml -out .
