package apps

import "strconv"

// Rules are how an application is called. They differ between the versions of the
// API: the event, the meaning of what a handler returns, the headers that the gateway
// adds, how a private application is called.
type Rules int

const (
	// V1alpha2 is the zero value.
	V1alpha2 Rules = iota
	// V1beta1 holds for functions/v1beta1 and containers/v1beta1:
	//
	//   - The gateway adds X-Forwarded-For, X-Forwarded-Proto, X-Request-Id,
	//     X-Envoy-External-Address and K-Proxy-Request to a request, and
	//     "Server: envoy" to a reply. Replies of functions also get
	//     Access-Control-Allow-Origin and Access-Control-Allow-Headers, unless
	//     the function sets them.
	//   - Private applications, containers among them, are called with
	//     X-Auth-Token; a call without a valid one is answered 403.
	//   - Functions are never asked for /favicon.ico and /robots.txt, which are
	//     404, and a request larger than Options.MaxRequest is answered 500.
	//   - An object without statusCode whose body is not a string is itself the
	//     body of the reply.
	//   - All 41 runtimes are known. One that is not installed in the version
	//     that its name promises runs on the version that is, and the
	//     application's log says which.
	//   - A Go function may be a package with
	//     func Handle(http.ResponseWriter, *http.Request).
	//   - Deploy fails with a *DeployError whose text is the platform's.
	V1beta1
)

// String returns the version as the API's paths spell it.
func (r Rules) String() string {
	switch r {
	case V1alpha2:
		return "v1alpha2"
	case V1beta1:
		return "v1beta1"
	}
	return "Rules(" + strconv.Itoa(int(r)) + ")"
}
