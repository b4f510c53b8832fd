package functionauth_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"

	"github.com/rumpl/gosc/functionauth"
)

// The public key of a namespace, as the platform puts it into SCW_PUBLIC_KEY.
const publicKey = `-----BEGIN PUBLIC KEY-----
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA5Uzc9gp0pA0EmobY5C3B
A1CiYf5uvu9aHQO9XQcbU7I/gt7Ulqjv12ZJ4deAM9tYZO1D26qnPMiMndB2OCNH
BohJ4jj/od0UNm0dm3c79fzYG6zuxhr6nJnNGauD3/mHR/qNXHAz8bdON4Bhptwp
/gqZ9+9WbW63R2qRJu28mqMJ64eQmvvFiPuaYCEqnvMCM6ykpAW26TtJrfvH8e1h
Nc/YOmW1N++p3CUGi7FomXMCwa6BL3cyaCE6/5RuePNVoTRBOBCL/nR+3QHsbJRD
jNuJNXIqg63q10CceriTxnZpzH/cvJrkCZhwktdi3Owi2mFJhXs6Nj/g1dduPn25
zQIDAQAB
-----END PUBLIC KEY-----
`

// A container of which only holders of a token may see anything. In production,
// FromEnv takes the configuration from the variables that the platform sets.
func Example() {
	verifier, err := functionauth.New(functionauth.Config{
		PublicKey:     publicKey,
		NamespaceID:   "6f1e3c1a-52c4-4a0e-9d0b-0c6f5b0f7a11",
		ApplicationID: "9b7f0c52-1d3e-4c8a-8a6f-7e2b4d5c6a10",
		OnRefusal:     func(_ *http.Request, err error) { fmt.Println("refused:", err) },
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	server := httptest.NewServer(verifier.Middleware(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintln(w, "hello")
	})))
	defer server.Close()

	resp, err := http.Get(server.URL)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer resp.Body.Close()
	fmt.Println(resp.StatusCode)
	// Output:
	// refused: functionauth: no token
	// 404
}
