package scwconfig

import "github.com/scaleway/scaleway-sdk-go/scw"

// Option is a setting that takes precedence over environment and file.
type Option func(*options)

type options struct {
	profileName string
	configPath  string
	profile     scw.Profile
}

// WithProfile selects a profile of the file; "default" is its top level. Variables
// still take precedence over the values of the profile.
func WithProfile(name string) Option { return func(o *options) { o.profileName = name } }

// WithConfigPath reads this file, which must exist.
func WithConfigPath(path string) Option { return func(o *options) { o.configPath = path } }

// WithSecretKey sets the secret key, a UUID.
func WithSecretKey(key string) Option { return func(o *options) { o.profile.SecretKey = &key } }

// WithOrganizationID sets the organization, a UUID.
func WithOrganizationID(id string) Option {
	return func(o *options) { o.profile.DefaultOrganizationID = &id }
}

// WithProjectID sets the project, a UUID.
func WithProjectID(id string) Option { return func(o *options) { o.profile.DefaultProjectID = &id } }

// WithZone sets the zone of calls with an empty zone, such as fr-par-1.
func WithZone(zone string) Option { return func(o *options) { o.profile.DefaultZone = &zone } }

// WithRegion sets the region of calls with an empty region, such as fr-par.
func WithRegion(region string) Option { return func(o *options) { o.profile.DefaultRegion = &region } }

// WithAPIURL sets the URL of the API, http or https.
func WithAPIURL(url string) Option { return func(o *options) { o.profile.APIURL = &url } }

// WithInsecure sets whether to skip the verification of the server's certificate.
func WithInsecure(insecure bool) Option { return func(o *options) { o.profile.Insecure = &insecure } }

// WithUserAgent appends to the User-Agent of the requests.
func WithUserAgent(agent string) Option { return func(o *options) { o.profile.UserAgent = &agent } }
