package token

import (
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

// What v1beta1 writes into each token, whatever the product.
const (
	v2Version  = 2
	v2Audience = "functions"
	v2Issuer   = "SCALEWAY"
	v2Subject  = "token"
)

// V2 describes a token of v1beta1. A zero ExpiresAt means that it never expires.
type V2 struct {
	ID                  string
	Scope               Scope
	IssuedAt, ExpiresAt time.Time
}

// v2Claims are written in this order. The audience is a word, not a list.
type v2Claims struct {
	ApplicationClaim []Scope          `json:"application_claim"`
	Version          int              `json:"version"`
	Audience         string           `json:"aud"`
	ID               string           `json:"jti"`
	IssuedAt         *jwt.NumericDate `json:"iat"`
	Issuer           string           `json:"iss"`
	NotBefore        *jwt.NumericDate `json:"nbf"`
	Subject          string           `json:"sub"`
	ExpiresAt        *jwt.NumericDate `json:"exp,omitempty"`
}

func (c *v2Claims) GetExpirationTime() (*jwt.NumericDate, error) { return c.ExpiresAt, nil }
func (c *v2Claims) GetIssuedAt() (*jwt.NumericDate, error)       { return c.IssuedAt, nil }
func (c *v2Claims) GetNotBefore() (*jwt.NumericDate, error)      { return c.NotBefore, nil }
func (c *v2Claims) GetIssuer() (string, error)                   { return c.Issuer, nil }
func (c *v2Claims) GetSubject() (string, error)                  { return c.Subject, nil }
func (c *v2Claims) GetAudience() (jwt.ClaimStrings, error)       { return jwt.ClaimStrings{c.Audience}, nil }

// IssueV2 signs a token of v1beta1.
func (k *Key) IssueV2(t V2) (string, error) {
	issued := jwt.NewNumericDate(t.IssuedAt)
	content := &v2Claims{
		ApplicationClaim: []Scope{t.Scope}, Version: v2Version, Audience: v2Audience, ID: t.ID,
		IssuedAt: issued, NotBefore: issued, Issuer: v2Issuer, Subject: v2Subject,
	}
	if !t.ExpiresAt.IsZero() {
		content.ExpiresAt = jwt.NewNumericDate(t.ExpiresAt)
	}
	signed, err := jwt.NewWithClaims(jwt.SigningMethodRS256, content).SignedString(k.private)
	if err != nil {
		return "", fmt.Errorf("sign a token: %w", err)
	}
	return signed, nil
}

// AllowsV2 reports whether a token of v1beta1 lets its bearer call an application
// at a time, and the token's id.
func (k *Key) AllowsV2(token string, app Scope, now time.Time) (id string, ok bool) {
	content := &v2Claims{}
	_, err := jwt.ParseWithClaims(token, content,
		func(*jwt.Token) (any, error) { return &k.private.PublicKey, nil },
		jwt.WithValidMethods([]string{jwt.SigningMethodRS256.Alg()}),
		jwt.WithAudience(v2Audience),
		jwt.WithTimeFunc(func() time.Time { return now }))
	if err != nil {
		return "", false
	}
	for _, claim := range content.ApplicationClaim {
		if claim.allows(app) {
			return content.ID, true
		}
	}
	return "", false
}

// PublicPKCS1 is the public key as the tokens of v1beta1 come with it.
func (k *Key) PublicPKCS1() string {
	return string(pem.EncodeToMemory(&pem.Block{
		Type: "RSA PUBLIC KEY", Bytes: x509.MarshalPKCS1PublicKey(&k.private.PublicKey),
	}))
}

// Size is the length of the key in bits.
func (k *Key) Size() int { return k.private.Size() * 8 }
