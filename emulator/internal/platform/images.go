package platform

import (
	"fmt"
	"net/http"
	"strings"
)

// command finds what to run for an image. An image may be named in full, or by
// its last part, because the registry namespace in the middle is random; in
// both cases with or without its tag.
func (p *Platform) command(image string) ([]string, error) {
	for _, name := range imageNames(image) {
		if command := p.options.Containers[name]; len(command) > 0 {
			return command, nil
		}
	}
	return nil, fmt.Errorf("the emulator pulls no images, and no local command stands for %q: "+
		"name one with -container %s=COMMAND, or in Options.Containers", image, shortName(image))
}

// handler is what serves an application in this process, or nil.
func (p *Platform) handler(names ...string) http.Handler {
	for _, name := range names {
		if handler := p.options.Handlers[name]; handler != nil {
			return handler
		}
	}
	return nil
}

// imageNames lists the names of an image, the most precise first.
func imageNames(image string) []string {
	last := image[strings.LastIndex(image, "/")+1:]
	return []string{image, withoutTag(image), last, withoutTag(last)}
}

func shortName(image string) string { return withoutTag(image[strings.LastIndex(image, "/")+1:]) }

// withoutTag drops a tag or a digest. A colon before the last slash belongs to
// a port.
func withoutTag(image string) string {
	name, _, _ := strings.Cut(image, "@")
	if colon := strings.LastIndex(name, ":"); colon > strings.LastIndex(name, "/") {
		return name[:colon]
	}
	return name
}
