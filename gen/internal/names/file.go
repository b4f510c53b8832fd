package names

import "strings"

// goSuffixes are endings of file names that the go command gives a meaning:
// tests, systems and processors. A model named Linux must not live in a file that
// only Linux compiles.
var goSuffixes = makeSet(strings.Fields(`test
	aix android darwin dragonfly freebsd hurd illumos ios js linux nacl netbsd openbsd plan9 solaris wasip1 windows zos
	386 amd64 amd64p32 arm armbe arm64 arm64be loong64 mips mipsle mips64 mips64le mips64p32 mips64p32le ppc ppc64
	ppc64le riscv riscv64 s390 s390x sparc sparc64 wasm unix`)...)

// File returns the name of a Go file, without its extension, that has no special
// meaning to the go command.
func File(prefix, name string) string {
	out := prefix + "_" + Snake(name)
	if goSuffixes[out[strings.LastIndexByte(out, '_')+1:]] {
		out += "_"
	}
	return out
}

// Files hands out file names that differ on every file system.
type Files struct{ taken map[string]bool }

// NewFiles returns a Files that never hands out the reserved names.
func NewFiles(reserved ...string) *Files {
	f := &Files{taken: map[string]bool{}}
	for _, name := range reserved {
		f.taken[strings.ToLower(name)] = true
	}
	return f
}

// Take returns name, with underscores appended if it is taken.
func (f *Files) Take(name string) string {
	for f.taken[strings.ToLower(name)] {
		name += "_"
	}
	f.taken[strings.ToLower(name)] = true
	return name
}
