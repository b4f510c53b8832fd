package dialect

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestServiceName(t *testing.T) {
	for tag, want := range map[string]string{
		"Functions": "Functions", "Private Networks": "PrivateNetworks", "IPs": "IPs", "ACLs": "ACLs",
		"TLS certificates": "TLSCertificates", "TLS Certificates (beta)": "TLSCertificatesBeta", "ip": "IP",
		"Users & groups": "UsersGroups", "---": "Default", "2FA": "X2FA",
	} {
		assert.Equal(t, want, ServiceName([]string{tag, "Another"}), tag)
	}
	assert.Equal(t, "Default", ServiceName(nil))
}
