package gosc

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestWriteZipPacksProjects(t *testing.T) {
	tests := []struct {
		name          string
		tree          map[string]string
		files, leaves []string
	}{
		{
			name: "node, as npm leaves it",
			tree: map[string]string{
				"handler.js": "h", "package.json": "{}", "package-lock.json": "{}", ".gitignore": "node_modules\n*.log\n", "npm.log": "",
				".env": "SECRET=1", ".env.production": "SECRET=2", ".git/config": "[core]", "node_modules/.package-lock.json": "{}",
				"node_modules/.bin/semver": "-> ../semver/bin/semver.js", "node_modules/semver/bin/semver.js": "cli",
				"node_modules/semver/index.js": "lib", "node_modules/semver/.gitignore": "index.js",
				"node_modules/workspace": "-> ../packages/workspace", "packages/workspace/index.js": "w",
			},
			files: []string{".gitignore", "handler.js", "package.json", "package-lock.json", "node_modules/.package-lock.json",
				"node_modules/.bin/semver", "node_modules/semver/bin/semver.js", "node_modules/semver/index.js",
				"node_modules/semver/.gitignore", "node_modules/workspace/index.js", "packages/workspace/index.js"},
			leaves: []string{"npm.log", ".env", ".env.production", ".git"},
		},
		{
			name: "python, with pip install --target package",
			tree: map[string]string{
				"handler.py": "h", "requirements.txt": "r", "package/requests/__init__.py": "i", "package/requests/__pycache__/x.pyc": "c",
				"venv/pyvenv.cfg": "home=/usr", "venv/bin/python": "-> /usr/bin/python3", ".gitignore": "package/\n", "__pycache__/h.pyc": "c",
			},
			files:  []string{".gitignore", "handler.py", "requirements.txt", "package/requests/__init__.py"},
			leaves: []string{"venv", "__pycache__", "package/requests/__pycache__"},
		},
		{
			name: "Go, with a vendor folder",
			tree: map[string]string{
				"go.mod": "m", "handler.go": "h", "vendor/modules.txt": "v", "vendor/x/x.go": "x", ".gitignore": "/vendor/\n/dist/\n", "dist/app": "a",
			},
			files:  []string{".gitignore", "go.mod", "handler.go", "vendor/modules.txt", "vendor/x/x.go"},
			leaves: []string{"dist"},
		},
		{
			name: "what .gosciignore says overrides",
			tree: map[string]string{
				"a.js": "a", "b.test.js": "b", ".env": "x", ".gitignore": "dist\n", ".gosciignore": "*.test.js\n!.env\n!dist\nnode_modules/dev\n",
				"dist/x.js": "x", "node_modules/dev/x.js": "x", "node_modules/prod/x.js": "x",
				"sub/.gosciignore": "/only.js", "sub/only.js": "o", "sub/deep/only.js": "o",
			},
			files:  []string{".gitignore", "a.js", ".env", "dist/x.js", "node_modules/prod/x.js", "sub/deep/only.js"},
			leaves: []string{"b.test.js", ".gosciignore", "sub/.gosciignore", "sub/only.js", "node_modules/dev"},
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			files, leftOut := pack(t, writeTree(t, test.tree), nil)
			assert.ElementsMatch(t, test.files, keysOf(files))
			assert.ElementsMatch(t, test.leaves, keysOf(leftOut))
		})
	}
}

func TestWriteZipIncludeAndExclude(t *testing.T) {
	dir := writeTree(t, map[string]string{
		"a.js": "a", "secret.txt": "s", ".env": "e", ".gitignore": "build\n", "build/keep/x.js": "x", "build/drop.js": "d", "big/data": "b",
	})
	files, leftOut := pack(t, dir, &ZipParams{Include: []string{".env", "build/keep"}, Exclude: []string{"big/", "secret.*", ".gitignore"}})
	assert.Equal(t, map[string]string{"a.js": "a", ".env": "e", "build/keep/x.js": "x"}, files)
	assert.Equal(t, map[string]string{
		"build": ".gitignore", "big": "ZipParams.Exclude", "secret.txt": "ZipParams.Exclude", ".gitignore": "ZipParams.Exclude",
	}, leftOut)

	files, _ = pack(t, dir, &ZipParams{NoIgnoreFiles: true})
	assert.Contains(t, files, "build/drop.js")
}
