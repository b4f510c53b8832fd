package jsoncodec

// counts records the lengths of lists, to allocate the next ones with the right size
// at once.
type counts struct {
	last    [4]int // number of elements of the last list, by depth
	guessed bool   // the list of the page was found
}

// maxGuess limits the guess from another list.
const maxGuess = 16

func (c *counts) note(depth, n int) { c.last[depth%len(c.last)] = n }

// room returns how many more elements of this size to allocate in a list that has n
// and begins at start.
//
// The list of a page is nearly all of its reply: after the first element, the length
// of the rest gives the number of elements. Lists further inside are assumed to be as
// long as the last one there, and grow by doubling.
func (c *counts) room(d *Decoder, start, n, size int) int {
	if n == 0 {
		if d.depth <= 2 {
			return 1
		}
		return max(1, min(c.last[(d.depth-1)%len(c.last)], maxGuess))
	}
	if d.depth > 2 || n > 1 || c.guessed {
		return min(n, 1024+n/4)
	}
	c.guessed = true // only once: many lists that each make room for all the rest would be too much
	left := len(d.data) - d.pos
	more := left/max(1, d.pos-start) + 1
	// The remaining elements may be much longer: never allocate more than twice the
	// size of the JSON.
	return max(1, min(more, 2*left/size))
}
