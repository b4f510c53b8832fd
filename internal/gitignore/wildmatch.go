package gitignore

import "strings"

// outcome is the result of comparing a pattern with a text. The two ways to give up
// early keep patterns with several asterisks from taking exponential time.
type outcome int

const (
	match           outcome = iota
	noMatch                 // an outer asterisk may try a longer part of the text
	giveUp                  // the text is used up: no longer piece can match
	giveUpToSlashes         // only an asterisk that matches slashes may go on
)

// wildmatch reports whether text matches pattern as git's own matching does,
// byte by byte. With pathname, only "**" between slashes matches a slash.
func wildmatch(pattern, text string, pathname bool) bool {
	w := wildcard{pattern: pattern, pathname: pathname}
	return w.match(0, text) == match
}

type wildcard struct {
	pattern  string
	pathname bool
}

// match compares the pattern, from byte p on, with text.
func (w *wildcard) match(p int, text string) outcome {
	for ; p < len(w.pattern); p++ {
		char := w.pattern[p]
		if char == '*' {
			next, rest, result, done := w.star(p, text)
			if done {
				return result
			}
			p, text = next, rest
			continue
		}
		if text == "" {
			return giveUp
		}
		switch char {
		case '?':
			if w.pathname && text[0] == '/' {
				return noMatch
			}
		case '[':
			end, matched, valid := bracket(w.pattern, p, text[0])
			if !valid {
				return giveUp
			}
			if !matched || (w.pathname && text[0] == '/') {
				return noMatch
			}
			p = end
		case '\\':
			p++
			if p == len(w.pattern) || w.pattern[p] != text[0] {
				return noMatch
			}
		default:
			if char != text[0] {
				return noMatch
			}
		}
		text = text[1:]
	}
	if text != "" {
		return noMatch
	}
	return match
}

// star compares one or more asterisks that begin at byte p, and everything after
// them. Unless done is true, the comparison continues after byte next of the
// pattern, with the text rest.
func (w *wildcard) star(p int, text string) (next int, rest string, result outcome, done bool) {
	first := p
	for p < len(w.pattern) && w.pattern[p] == '*' {
		p++
	}
	slashes := !w.pathname
	if p-first > 1 && w.pathname && w.standsBetweenSlashes(first, p) {
		slashes = true
		// "**/" matches no directory at all, too.
		if p < len(w.pattern) && w.pattern[p] == '/' && w.match(p+1, text) == match {
			return 0, "", match, true
		}
	}
	if p == len(w.pattern) {
		if !slashes && strings.Contains(text, "/") {
			return 0, "", giveUpToSlashes, true
		}
		return 0, "", match, true
	}
	if !slashes && w.pattern[p] == '/' { // "*/" ends at the next slash, whichever it is
		slash := strings.IndexByte(text, '/')
		if slash < 0 {
			return 0, "", giveUp, true
		}
		return p, text[slash+1:], match, false
	}
	for ; text != ""; text = text[1:] {
		tried := w.match(p, text)
		if tried != noMatch && (!slashes || tried != giveUpToSlashes) {
			return 0, "", tried, true
		}
		if tried == noMatch && !slashes && text[0] == '/' {
			return 0, "", giveUpToSlashes, true
		}
	}
	return 0, "", giveUp, true
}

// standsBetweenSlashes reports whether the asterisks from byte first to byte end
// fill a whole component of the path: only then is "**" special.
func (w *wildcard) standsBetweenSlashes(first, end int) bool {
	begins := first == 0 || w.pattern[first-1] == '/'
	rest := w.pattern[end:]
	return begins && (rest == "" || rest[0] == '/' || strings.HasPrefix(rest, `\/`))
}

// bracket compares char with the set that begins at pattern[p], such as [a-z],
// [!0-9] or [[:alpha:]]. It returns the index of the closing bracket. A set
// without one is not valid, nor is one with an unknown class.
func bracket(pattern string, p int, char byte) (end int, matched, valid bool) {
	p++
	negated := p < len(pattern) && (pattern[p] == '!' || pattern[p] == '^')
	if negated {
		p++
	}
	var previous byte // 0: nothing that a range can begin with
	for first := true; ; first = false {
		switch {
		case p >= len(pattern):
			return 0, false, false
		case pattern[p] == ']' && !first:
			return p, matched != negated, true
		case pattern[p] == '-' && previous != 0 && p+1 < len(pattern) && pattern[p+1] != ']':
			p++
			if pattern[p] == '\\' {
				p++
			}
			if p >= len(pattern) {
				return 0, false, false
			}
			matched = matched || (previous <= char && char <= pattern[p])
			previous = 0
		case pattern[p] == '[' && p+1 < len(pattern) && pattern[p+1] == ':':
			closing := strings.IndexByte(pattern[p+2:], ']')
			if closing < 0 {
				return 0, false, false
			}
			name, isClass := strings.CutSuffix(pattern[p+2:p+2+closing], ":")
			if !isClass { // an ordinary set that happens to contain "[:"
				matched = matched || char == '['
				previous = '['
				break
			}
			class, known := classes[name]
			if !known {
				return 0, false, false
			}
			matched = matched || class(char)
			previous = 0
			p += 2 + closing
		default:
			if pattern[p] == '\\' {
				p++
				if p >= len(pattern) {
					return 0, false, false
				}
			}
			matched = matched || char == pattern[p]
			previous = pattern[p]
		}
		p++
	}
}

// classes are the named sets of POSIX, for ASCII.
var classes = map[string]func(byte) bool{
	"alnum":  func(c byte) bool { return isAlpha(c) || isDigit(c) },
	"alpha":  isAlpha,
	"blank":  func(c byte) bool { return c == ' ' || c == '\t' },
	"cntrl":  func(c byte) bool { return c < ' ' || c == 0x7f },
	"digit":  isDigit,
	"graph":  func(c byte) bool { return ' ' < c && c < 0x7f },
	"lower":  isLower,
	"print":  func(c byte) bool { return ' ' <= c && c < 0x7f },
	"punct":  func(c byte) bool { return ' ' < c && c < 0x7f && !isAlpha(c) && !isDigit(c) },
	"space":  func(c byte) bool { return c == ' ' || ('\t' <= c && c <= '\r') },
	"upper":  isUpper,
	"xdigit": func(c byte) bool { return isDigit(c) || ('a' <= c && c <= 'f') || ('A' <= c && c <= 'F') },
}

func isLower(c byte) bool { return 'a' <= c && c <= 'z' }
func isUpper(c byte) bool { return 'A' <= c && c <= 'Z' }
func isAlpha(c byte) bool { return isLower(c) || isUpper(c) }
func isDigit(c byte) bool { return '0' <= c && c <= '9' }
