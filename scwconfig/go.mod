module github.com/rumpl/gosc/scwconfig

go 1.26.0

require (
	github.com/rumpl/gosc v1.0.0
	github.com/scaleway/scaleway-sdk-go v1.39.0
	github.com/stretchr/testify v1.12.1
)

require (
	github.com/antihax/optional v1.0.0 // indirect
	go.yaml.in/yaml/v3 v3.0.5 // indirect
	golang.org/x/oauth2 v0.37.0 // indirect
	gopkg.in/yaml.v2 v2.4.0 // indirect
)
