package scwconfig

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func keyFile(key string) string { return "secret_key: " + key + "\n" }

func TestWhichFile(t *testing.T) {
	home := cleanEnv(t)
	load := func(opts ...Option) string {
		t.Helper()
		cfg, err := Load(opts...)
		require.NoError(t, err)
		return cfg.Configuration.APIKey
	}
	write(t, filepath.Join(home, ".config", "scw", "config.yml"), keyFile(keyA))
	assert.Equal(t, keyA, load(), "config.yml where there is no config.yaml")
	writeDefault(t, home, keyFile(keyB))
	assert.Equal(t, keyB, load(), "config.yaml before config.yml")
	t.Setenv("XDG_CONFIG_HOME", filepath.Join(home, "xdg"))
	write(t, filepath.Join(home, "xdg", "scw", "config.yaml"), keyFile(keyC))
	assert.Equal(t, keyC, load(), "XDG_CONFIG_HOME before HOME")
	t.Setenv("SCW_CONFIG_PATH", "")
	assert.Equal(t, keyC, load(), "an empty SCW_CONFIG_PATH is none")
	t.Setenv("SCW_CONFIG_PATH", write(t, filepath.Join(home, "a.yaml"), keyFile(keyA)))
	assert.Equal(t, keyA, load(), "SCW_CONFIG_PATH before the default")
	assert.Equal(t, keyB, load(WithConfigPath(write(t, filepath.Join(home, "b.yaml"), keyFile(keyB)))), "WithConfigPath before all")
}

func TestWithoutAFile(t *testing.T) {
	cleanEnv(t)
	_, err := Load()
	require.ErrorIs(t, err, ErrNoSecretKey)
	assert.ErrorContains(t, err, "SCW_SECRET_KEY")

	t.Setenv("SCW_SECRET_KEY", keyA)
	cfg, err := Load()
	require.NoError(t, err)
	assert.Equal(t, keyA, cfg.Configuration.APIKey)
	assert.Empty(t, cfg.OrganizationID)

	unset(t, "HOME")
	unset(t, "USERPROFILE")
	_, err = Load()
	require.NoError(t, err, "no home directory")
}

func TestMissingFile(t *testing.T) {
	home := cleanEnv(t)
	t.Setenv("SCW_SECRET_KEY", keyA)
	path := filepath.Join(home, "nowhere.yaml")
	_, err := Load(WithConfigPath(path))
	require.ErrorIs(t, err, fs.ErrNotExist)
	assert.ErrorContains(t, err, path)

	t.Setenv("SCW_CONFIG_PATH", path)
	_, err = Load()
	require.ErrorIs(t, err, fs.ErrNotExist)
	assert.ErrorContains(t, err, path)
}

// The YAML parser quotes input in its errors. None of it may reach the caller.
func TestBadFiles(t *testing.T) {
	const mark = "s3cr3t"
	tests := map[string]struct{ text, want string }{
		"no mapping":               {mark, "line 1"},
		"a list":                   {"- " + mark, "line 1"},
		"a switch that is none":    {"secret_key: " + keyA + "\ninsecure: " + mark, "line 2"},
		"an unclosed quote":        {"secret_key: \"" + mark, "malformed"},
		"a tab":                    {"profiles:\n\tb: " + mark, "malformed"},
		"a profile that is a text": {"profiles:\n  b: " + mark, "line 2"},
		"a text after the key":     {"secret_key: " + keyA + " " + mark, "secret_key in "},
		"binary":                   {"\x00\x01" + mark, "malformed"},
		"a secret key of no UUID":  {"secret_key: " + mark, "secret_key in "},
		"an empty secret key":      {"secret_key: ''", "no secret key"},
		"an access key":            {"secret_key: SCW" + "XXXXXXXXXXXXXXXXX", "secret_key in "},
		"an organization":          {keyFile(keyA) + "default_organization_id: " + mark, "default_organization_id in "},
		"a region":                 {keyFile(keyA) + "default_region: Paris", `"Paris"`},
		"an empty region":          {keyFile(keyA) + "default_region: ''", "default_region in "},
		"a URL":                    {keyFile(keyA) + "api_url: " + mark, "api_url in "},
		"a URL with a password":    {keyFile(keyA) + "api_url: https://user:" + mark + "@example.com", "api_url in "},
		"a URL with a query":       {keyFile(keyA) + "api_url: https://example.com/?" + mark, "api_url in "},
		"a URL of another scheme":  {keyFile(keyA) + "api_url: ftp://" + mark, "api_url in "},
		"an unknown profile":       {keyFile(keyA) + "active_profile: x", `no profile "x"`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			path := writeDefault(t, cleanEnv(t), test.text)
			cfg, err := Load()
			require.ErrorContains(t, err, test.want)
			assert.Nil(t, cfg)
			assert.ErrorContains(t, err, path)
			assert.NotContains(t, err.Error(), mark)
		})
	}
}

func TestFileThatCannotBeRead(t *testing.T) {
	home := cleanEnv(t)
	path := filepath.Join(home, ".config", "scw", "config.yaml")
	require.NoError(t, os.MkdirAll(path, 0o700)) // a folder in its place
	_, err := Load()
	assert.ErrorContains(t, err, path)
}

func TestEmptyFile(t *testing.T) {
	writeDefault(t, cleanEnv(t), "")
	_, err := Load()
	assert.ErrorIs(t, err, ErrNoSecretKey)
}

// In a container there often is no file while SCW_PROFILE is inherited: the
// variables alone do. A profile that the program itself asks for must exist.
func TestProfileWithoutAFile(t *testing.T) {
	cleanEnv(t)
	t.Setenv("SCW_PROFILE", "local")
	_, err := Load()
	require.ErrorIs(t, err, ErrNoSecretKey)
	assert.ErrorContains(t, err, `SCW_PROFILE is "local", but there is no configuration file`)

	t.Setenv("SCW_SECRET_KEY", keyA)
	cfg, err := Load()
	require.NoError(t, err)
	assert.Equal(t, keyA, cfg.Configuration.APIKey)

	_, err = Load(WithProfile("local"))
	assert.ErrorContains(t, err, `no profile "local"`)
}
