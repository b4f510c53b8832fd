// Package scwconfig makes a gosc.Configuration from the settings of the scw program
// and the other official tools: the SCW_ variables and the configuration file with
// its profiles.
//
//	cfg, err := scwconfig.Load()
//	if err != nil {
//		log.Fatal(err)
//	}
//	client := gosc.NewAPIClient(cfg.Configuration)
//
// Each setting is taken from the first of these places that has it:
//
//  1. the options of Load;
//  2. the environment, where an older variable counts if the newer one is not set;
//  3. the profile that WithProfile, SCW_PROFILE or active_profile names, in this order;
//  4. the top level of the file.
//
// The settings, with their variables and their keys in the file:
//
//	secret key       SCW_SECRET_KEY, SCW_TOKEN, SCALEWAY_TOKEN, SCALEWAY_ACCESS_KEY          secret_key
//	organization     SCW_DEFAULT_ORGANIZATION_ID, SCW_ORGANIZATION, SCALEWAY_ORGANIZATION    default_organization_id
//	project          SCW_DEFAULT_PROJECT_ID                                                  default_project_id
//	zone             SCW_DEFAULT_ZONE                                                        default_zone
//	region           SCW_DEFAULT_REGION, SCW_REGION, SCALEWAY_REGION                         default_region
//	URL of the API   SCW_API_URL                                                             api_url
//	insecure TLS     SCW_INSECURE, SCW_TLSVERIFY (the opposite)                              insecure
//	user agent       SCW_USER_AGENT                                                          user_agent
//
// functions-emulator prints these variables, so the same program works with the real
// API and with the emulator.
//
// A variable that is set to the empty string is set: it overrides the file. Only
// SCW_PROFILE and SCW_CONFIG_PATH count as unset when they are empty.
//
// The file is that of WithConfigPath or SCW_CONFIG_PATH, which must exist, or else
// config.yaml or config.yml in $XDG_CONFIG_HOME/scw or ~/.config/scw, which need not.
// It is read by the official SDK, which warns on the standard output about a file
// that others may read, and logs older variables.
//
// Load finds the same settings as the official tools, with these differences:
//   - No access key is needed: the API takes the secret key alone.
//   - An empty organization or project counts as unset, and is not an error.
//   - A profile whose name is in the file with nothing below it is empty.
//   - SCW_INSECURE and SCW_TLSVERIFY must be booleans (or empty, which is the safe
//     choice); the SDK treats anything else as no.
//   - The API's URL must have a scheme (http or https) and a host, may end in a
//     slash, and must not have a user, a query or a fragment.
//   - The user agent is appended to that of gosc.
//   - A file that SCW_CONFIG_PATH names must exist.
//
// The package is a separate module, because it depends on the official SDK: users of
// the scw program expect the file to be read by the same rules, in every version of
// the format, and only the SDK's own reader does that. A client that is configured
// in code does not need that dependency.
//
// The only credential that is needed is the secret key. Errors name the variable or
// the file that is wrong and never quote a secret.
package scwconfig
