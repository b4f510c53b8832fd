package openapi

// trail is a JSON pointer that is only written out when it is needed: the checks look
// at every node of a description, and hardly ever have something to say.
type trail struct {
	outer *trail
	step  string // of the outermost one: a whole pointer
}

// rootTrail is the pointer of the whole description.
var rootTrail = &trail{step: "#"}

func (t *trail) String() string {
	if t.outer == nil {
		return t.step
	}
	return pointer(t.outer.String(), t.step)
}
