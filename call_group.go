package gosc

import (
	"fmt"
	"strings"
)

// ExactlyOne refuses the call unless one of the members is set, and only one. The
// group is the x-one-of of the API description.
func (c *Call) ExactlyOne(group string, members ...GroupMember) {
	c.AtMostOne(group, members...)
	names := make([]string, len(members))
	for i, member := range members {
		if member.Set {
			return
		}
		names[i] = member.Name
	}
	c.refuse(strings.Join(names, " or "), fmt.Sprintf("is missing: set exactly one of the group %q", group))
}
