package render

import "github.com/rumpl/gosc/gen/internal/model"

// Signature returns the arguments and results of the method.
func Signature(op *model.Operation) string { return "func(" + args(op) + ") " + results(op) }

// ParamType is the Go type of an option.
func ParamType(p *model.Param) string { return paramType(p) }

// maxLine is the length at which the declaration of a method is broken.
const maxLine = 120

// method declares a method, on several lines if it is long.
func method(receiver, name, args, results string) string {
	head := "func (s *" + receiver + ") " + name + "("
	if line := head + args + ") " + results + " {"; len(line) <= maxLine {
		return line
	}
	return head + "\n\t" + args + ",\n) " + results + " {"
}
