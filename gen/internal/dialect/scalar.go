package dialect

import "github.com/rumpl/gosc/gen/internal/model"

// Scalar returns the Go type of a JSON type with a format. Unknown formats say
// nothing about the encoding. No format makes a float32: that corrupts sizes.
func Scalar(jsonType, format string) (model.Kind, bool) {
	switch jsonType {
	case "boolean":
		return model.Bool, true
	case "string":
		return stringKind(format), true
	case "integer":
		return integerKind(format), true
	case "number":
		return numberKind(format), true
	}
	return 0, false
}

func stringKind(format string) model.Kind {
	switch format {
	case "date-time":
		return model.Time
	case "byte", "base64":
		return model.Bytes
	}
	return model.String
}

func integerKind(format string) model.Kind {
	switch format {
	case "int32":
		return model.Int32
	case "uint32":
		return model.Uint32
	case "uint64":
		return model.Uint64
	}
	return model.Int64
}

// numberKind also reads the habit of writing "type: number, format: uint32".
func numberKind(format string) model.Kind {
	switch format {
	case "int32", "uint32", "uint64", "int64":
		return integerKind(format)
	}
	return model.Float64
}
