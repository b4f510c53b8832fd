package render

import "github.com/rumpl/gosc/gen/internal/model"

// Signature is what a caller of the method has to know: arguments and results.
func Signature(op *model.Operation) string { return "func(" + args(op) + ") " + results(op) }

// ParamType is the Go type of an option.
func ParamType(p *model.Param) string { return paramType(p) }
