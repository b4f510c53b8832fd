package v1beta1

import (
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/rumpl/gosc/emulator/internal/front"
	"github.com/rumpl/gosc/emulator/internal/platform"
	"github.com/rumpl/gosc/emulator/internal/state"
)

const (
	maxVariables     = 200
	maxVariableName  = 100
	maxVariableValue = 1000  // characters
	maxSecretValue   = 65536 // bytes
	reservedPrefix   = "SCW_"
	portVariable     = "PORT"
)

var resourceName = regexp.MustCompile(`^[a-z0-9]([a-z0-9-]*[a-z0-9])?$`)

// checkName refuses names that cannot be part of a host name.
func (a *api) checkName(b *front.Body, name string, longest int) {
	if name == "" || a.options.Lenient { // an empty one has been rejected
		return
	}
	if len(name) > longest || !resourceName.MatchString(name) {
		b.Reject("name", platform.ReasonFormat, fmt.Sprintf(
			"must be 1 to %d lower-case letters, digits and hyphens, and begin and end with a letter or digit", longest))
	}
}

// readVariables reads environment variables; nil if they are absent.
func (a *api) readVariables(b *front.Body) map[string]string {
	const member = "environment_variables"
	variables := b.Variables(member)
	if len(variables) > maxVariables {
		b.Reject(member, platform.ReasonConstraint, fmt.Sprintf("must not be more than %d", maxVariables))
	}
	for key, value := range variables {
		if help := a.badKey(key); help != "" {
			b.Reject(member, platform.ReasonConstraint, help)
		}
		if utf8.RuneCountInString(value) > maxVariableValue {
			b.Reject(member, platform.ReasonConstraint,
				fmt.Sprintf("must have values of at most %d characters, and that of %s has more", maxVariableValue, key))
		}
	}
	return variables
}

// badKey says what is wrong with the name of a variable or a secret, if anything.
func (a *api) badKey(key string) string {
	switch {
	case len(key) > maxVariableName:
		return fmt.Sprintf("must have names of at most %d characters", maxVariableName)
	case strings.HasPrefix(key, reservedPrefix):
		return fmt.Sprintf("must not have names that begin with %s, which are the platform's own", reservedPrefix)
	case key == portVariable && a.kind == state.Container:
		return "must not set PORT, which the platform sets"
	default:
		return ""
	}
}

// readSecrets reads what a request does to secrets. Values are hashed here,
// because that takes time.
func (a *api) readSecrets(b *front.Body) []platform.SecretChange {
	const member = "secret_environment_variables"
	var changes []platform.SecretChange
	for _, item := range b.List(member) {
		key, value := item.String("key"), item.String("value")
		if item.Err() != nil || key == nil || *key == "" {
			b.Reject(member, platform.ReasonFormat, `must be a list of {"key": text, "value": text or null}`)
			return nil
		}
		if help := a.badKey(*key); help != "" {
			b.Reject(member, platform.ReasonConstraint, help)
			return nil
		}
		if strings.ContainsAny(*key, "=\x00") || strings.Contains(textOf(value), "\x00") {
			b.Reject(member, platform.ReasonFormat, `must have keys without "=", and no zero bytes`)
			return nil
		}
		if len(textOf(value)) > maxSecretValue {
			b.Reject(member, platform.ReasonConstraint,
				fmt.Sprintf("must have values of at most %d bytes, and that of %s has more", maxSecretValue, *key))
			return nil
		}
		change := platform.SecretChange{Key: *key}
		if value != nil {
			secret := platform.NewSecret(*key, *value)
			change.Set = &secret
		}
		changes = append(changes, change)
	}
	return changes
}
