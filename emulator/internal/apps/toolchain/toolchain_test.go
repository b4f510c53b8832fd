//go:build unix

package toolchain

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// program writes a script that answers every probe with the same text.
func program(t *testing.T, dir, name, script string) {
	t.Helper()
	require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte("#!/bin/sh\n"+script+"\n"), 0o755))
}

func tells(path, version string) string { return "echo " + path + "; echo " + version }

func TestFind(t *testing.T) {
	const broken = "exit 127"
	tests := []struct {
		name         string
		first, later map[string]string // programs in two folders of PATH
		find         func(*testing.T) (Tool, error)
		want         Tool
		wantErr      string
	}{
		{
			name:  "the real program behind a version manager's script",
			first: map[string]string{"node": tells("/opt/node", "v18.0.0")},
			find:  func(t *testing.T) (Tool, error) { return Node(t.Context(), "node10") },
			want:  Tool{"/opt/node", "v18.0.0"},
		},
		{
			name:  "a script with nothing behind it is passed over",
			first: map[string]string{"python3": broken},
			later: map[string]string{"python3": tells("/opt/python3", "3.9.1")},
			find:  func(t *testing.T) (Tool, error) { return Python(t.Context(), "python3") },
			want:  Tool{"/opt/python3", "3.9.1"},
		},
		{
			name:  "python is Python 2 where there is one",
			first: map[string]string{"python": tells("/opt/python3", "3.9.1"), "python3": tells("/opt/python3", "3.9.1")},
			later: map[string]string{"python2": tells("/opt/python2", "2.7.18")},
			find:  func(t *testing.T) (Tool, error) { return Python(t.Context(), "python") },
			want:  Tool{"/opt/python2", "2.7.18"},
		},
		{
			name:  "python is Python 3 otherwise",
			first: map[string]string{"python2": broken, "python3": tells("/opt/python3", "3.9.1")},
			find:  func(t *testing.T) (Tool, error) { return Python(t.Context(), "python") },
			want:  Tool{"/opt/python3", "3.9.1"},
		},
		{
			name:  "Python 2 is no Python 3",
			first: map[string]string{"python": tells("/opt/python2", "2.7.18")},
			find:  func(t *testing.T) (Tool, error) { return Python(t.Context(), "python3") },
			wantErr: "runtime python3 needs Python 3, and no working python3 is in PATH: " +
				"install it (https://www.python.org, or the package python3 of your system), then deploy again",
		},
		{
			name:    "no node",
			find:    func(t *testing.T) (Tool, error) { return Node(t.Context(), "node10") },
			wantErr: "runtime node10 needs Node.js, and no working node is in PATH",
		},
		{
			name:    "no python at all",
			find:    func(t *testing.T) (Tool, error) { return Python(t.Context(), "python") },
			wantErr: "runtime python needs Python 3",
		},
		{
			name:    "no go",
			find:    func(t *testing.T) (Tool, error) { return Go(t.Context(), "golang") },
			wantErr: "runtime golang needs the Go toolchain",
		},
		{
			name:  "go is the one of its own tree",
			first: map[string]string{"go": tells("/opt/go", "go1.26")},
			find:  func(t *testing.T) (Tool, error) { return Go(t.Context(), "golang") },
			want:  Tool{"/opt/go/bin/go", "go1.26"},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			first, later := t.TempDir(), t.TempDir()
			for name, script := range tt.first {
				program(t, first, name, script)
			}
			for name, script := range tt.later {
				program(t, later, name, script)
			}
			t.Setenv("PATH", first+string(os.PathListSeparator)+later)
			for range 2 { // the second time from memory
				got, err := tt.find(t)
				if tt.wantErr != "" {
					var missing *Missing
					require.ErrorAs(t, err, &missing)
					assert.ErrorContains(t, err, tt.wantErr)
					continue
				}
				require.NoError(t, err)
				assert.Equal(t, tt.want, got)
			}
		})
	}
}
