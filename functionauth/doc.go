// Package functionauth checks, inside a function or a container, the token of a
// request: the JWT in the header SCW_FUNCTIONS_TOKEN. The platform does that for
// private functions in some runtimes, but never for containers: there it is up
// to the program.
//
//	verifier, err := functionauth.FromEnv()
//	if err != nil {
//		log.Fatal(err)
//	}
//	log.Fatal(http.ListenAndServe(":"+os.Getenv("PORT"), verifier.Middleware(handler)))
//
// The platform gives every function and container what the check needs, in the
// variables SCW_PUBLIC, SCW_PUBLIC_KEY, SCW_NAMESPACE_ID and SCW_APPLICATION_ID.
//
// A token passes if all of this holds:
//   - It is signed with RS256 by the key of the namespace. The algorithm is not
//     taken from the token, so neither "none" nor an HMAC made with the public
//     key gets through.
//   - Its time has come and is not over (the claims nbf and exp, if it has them).
//   - One of the scopes that it carries is this application or the whole
//     namespace, see Scope.
//
// If anything is missing or in doubt, the token is refused.
//
// The package is a module of its own, because only programs behind the platform
// need it, and they need nothing else of gosc: its one dependency is the JWT
// library, which checks signatures and times. The client does not depend on it.
package functionauth
