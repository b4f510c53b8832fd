// Package functionauth checks, inside a function or a container, the token of a
// request: the JWT in the header SCW_FUNCTIONS_TOKEN. The platform does that for
// private functions in some runtimes, but never for containers: there the program
// has to do it.
//
//	verifier, err := functionauth.FromEnv()
//	if err != nil {
//		log.Fatal(err)
//	}
//	log.Fatal(http.ListenAndServe(":"+os.Getenv("PORT"), verifier.Middleware(handler)))
//
// The platform passes what the check needs to every function and container, in the
// variables SCW_PUBLIC, SCW_PUBLIC_KEY, SCW_NAMESPACE_ID and SCW_APPLICATION_ID.
//
// A token is accepted if all of these conditions hold:
//   - It is signed with RS256 by the key of the namespace. The algorithm is not
//     taken from the token, so neither "none" nor an HMAC made with the public
//     key is accepted.
//   - It is valid now, by its claims nbf and exp, if it has them.
//   - One of the scopes that it carries is this application or the whole
//     namespace, see Scope.
//
// If anything is missing or unclear, the token is refused.
//
// The package is a separate module, because only programs that run on the platform
// need it, and they need nothing else from gosc: its only dependency is the JWT
// library, which checks signatures and times. The client does not depend on it.
package functionauth
