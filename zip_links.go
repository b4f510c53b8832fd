package gosc

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"path/filepath"
	"strings"
)

var (
	errLinkSkipped = errors.New("symbolic link")
	errLinkOutside = errors.New("leads out of the tree")
)

// maxLinks is how many links in a row are followed, as on Linux.
const maxLinks = 40

// maxLinkedFolders is how many folders are reached through links. In a chain of
// folders that each link twice to the next one, the number doubles with every link,
// though there is nothing in them. A package manager that links everything
// needs some ten thousands in a large project.
const maxLinkedFolders = 100_000

// zipTarget is what is packed under a name: the entry itself, or what it links to.
type zipTarget struct {
	real string // name in the file system, without links
	info fs.FileInfo
}

// target returns what is to be packed for an entry, following it if it is a link.
func (p *packer) target(name, real string, entry fs.DirEntry) (zipTarget, error) {
	info, err := entry.Info()
	if err != nil {
		return zipTarget{real: real}, withName(name, err)
	}
	target := zipTarget{real, info}
	if info.Mode()&fs.ModeSymlink == 0 {
		return target, nil
	}
	links, readable := p.fsys.(fs.ReadLinkFS)
	switch {
	case p.params.Links == ZipLinksSkip:
		return target, errLinkSkipped
	case p.params.Links == ZipLinksRefuse || !readable:
		return target, fmt.Errorf("%s is not a regular file but a symbolic link", name)
	}
	resolved, err := resolveLinks(links, real)
	if err == nil {
		target.info, err = links.Lstat(resolved)
	}
	if err != nil {
		return target, fmt.Errorf("the symbolic link %s: %w; leave it out with a %s or ZipParams.Exclude", name, err, goscIgnoreFile)
	}
	target.real = resolved
	return target, nil
}

// resolveLinks follows all links in a name and returns the name of the target. It
// goes step by step, since a link that stays inside the tree may point to one that
// does not.
func resolveLinks(fsys fs.ReadLinkFS, name string) (string, error) {
	resolved := "."
	rest := strings.Split(name, "/")
	for followed := 0; len(rest) > 0; {
		part := rest[0]
		rest = rest[1:]
		switch {
		case part == "" || part == ".":
			continue
		case part == ".." && resolved == ".":
			return "", errLinkOutside
		case part == "..":
			resolved = path.Dir(resolved)
			continue
		}
		step := path.Join(resolved, part)
		info, err := fsys.Lstat(step)
		if err != nil {
			return "", err
		}
		if info.Mode()&fs.ModeSymlink == 0 {
			resolved = step
			continue
		}
		if followed++; followed > maxLinks {
			return "", fmt.Errorf("more than %d links in a row", maxLinks)
		}
		to, err := fsys.ReadLink(step)
		if err != nil {
			return "", err
		}
		if to = filepath.ToSlash(to); path.IsAbs(to) || filepath.IsAbs(to) {
			return "", errLinkOutside
		}
		rest = append(strings.Split(to, "/"), rest...)
	}
	return resolved, nil
}
