package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// checkTaggable reports why the commit that is checked out cannot be tagged.
func checkTaggable(ctx context.Context, root, version string) error {
	changes, err := output(ctx, root, nil, "git", "status", "--porcelain")
	if err != nil {
		return err
	}
	if changes != "" {
		return fmt.Errorf("the tree has changes that are not committed:\n%s", changes)
	}
	log, err := os.ReadFile(filepath.Join(root, "CHANGELOG.md"))
	if err != nil {
		return err
	}
	if heading := "\n## " + strings.TrimPrefix(version, "v") + "\n"; !strings.Contains(string(log), heading) {
		return fmt.Errorf("CHANGELOG.md has no heading %q", strings.TrimSpace(heading))
	}
	var all []error
	for _, tag := range tags(version) {
		known, err := output(ctx, root, nil, "git", "tag", "--list", tag)
		if err != nil {
			return err
		}
		if known != "" {
			all = append(all, fmt.Errorf("the tag %s exists; a published version cannot be changed", tag))
		}
	}
	return errors.Join(all...)
}

// tagModules tags the commit, once for each module. All tags or none are made,
// and nothing is pushed.
func tagModules(ctx context.Context, root, version string, log io.Writer) error {
	var made []string
	for _, tag := range tags(version) {
		if _, err := output(ctx, root, nil, "git", "tag", "-a", "-m", tag, tag); err != nil {
			for _, tag := range made {
				_, undone := output(ctx, root, nil, "git", "tag", "-d", tag)
				err = errors.Join(err, undone)
			}
			return err
		}
		made = append(made, tag)
	}
	fmt.Fprintf(log, "tagged. Publish with:\n\n\tgit push --atomic origin %s\n", strings.Join(made, " "))
	return nil
}
