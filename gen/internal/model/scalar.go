package model

import (
	"encoding/base64"
	"fmt"
	"math"
	"strconv"
	"time"
)

// Scalar is all that the generator knows about a kind of values that are not
// made of others. A new kind of scalar is one constant and one entry of the
// table.
type Scalar struct {
	Go      string   // the type as Go source
	Formats []Format // of the description; the first entry without a format is the type's default
	Codec   string   // of package jsoncodec: Encode<Codec> and Decode<Codec>
	Based   bool     // the codec's functions take every type that is based on Go's, as enums are
	NilSet  bool     // nil stands for "not set", so that no pointer is needed

	Optional string // of package optional, and Call.Query<Optional>; "" if it cannot be a parameter
	Text     string // Go source of the text in a query or a header, with %s for the value
	Bits     int    // of an integer
	Unsigned bool   // of an integer

	Required string                                // Go source that reports whether a required field of a body is set, with %s for the field; "" if zero is as good as any other
	Wire     string                                // documentation: what stands on the wire, "" if the Go type says it
	Literal  func(example any, name string) string // Go source of a value, made from the example if that fits
	Typed    bool                                  // a literal needs a conversion to be of the type
}

// Format is a type of a description with its format.
type Format struct{ Type, Name string }

var scalars = map[Kind]Scalar{
	String: {
		Go: "string", Formats: []Format{{"string", ""}}, Codec: "String", Based: true, Optional: "String", Text: "%s",
		Required: `%s != ""`, Literal: stringLiteral,
	},
	Bool: {
		Go: "bool", Formats: []Format{{"boolean", ""}}, Codec: "Bool", Based: true, Optional: "Bool", Text: "strconv.FormatBool(%s)",
		Literal: boolLiteral,
	},
	Int32: {
		Go: "int32", Formats: []Format{{"integer", "int32"}, {"number", "int32"}}, Codec: "Int32", Based: true, Optional: "Int32",
		Text: "strconv.FormatInt(int64(%s), 10)", Bits: 32, Literal: intLiteral(32), Typed: true,
	},
	Int64: {
		Go: "int64", Formats: []Format{{"integer", ""}, {"integer", "int64"}, {"number", "int64"}}, Codec: "Int64", Based: true, Optional: "Int64",
		Text: "strconv.FormatInt(int64(%s), 10)", Bits: 64, Literal: intLiteral(64), Typed: true,
	},
	Uint32: {
		Go: "uint32", Formats: []Format{{"integer", "uint32"}, {"number", "uint32"}}, Codec: "Uint32", Based: true, Optional: "Uint32",
		Text: "strconv.FormatUint(uint64(%s), 10)", Bits: 32, Unsigned: true, Literal: uintLiteral(32), Typed: true,
	},
	Uint64: {
		Go: "uint64", Formats: []Format{{"integer", "uint64"}, {"number", "uint64"}}, Codec: "Uint64", Based: true, Optional: "Uint64",
		Text: "strconv.FormatUint(uint64(%s), 10)", Bits: 64, Unsigned: true, Literal: uintLiteral(64), Typed: true,
	},
	Float64: {
		Go: "float64", Formats: []Format{{"number", ""}}, Codec: "Float64", Based: true, Optional: "Float64",
		Text: "strconv.FormatFloat(%s, 'f', -1, 64)", Literal: floatLiteral, Typed: true,
	},
	Time: {
		Go: "time.Time", Formats: []Format{{"string", "date-time"}}, Codec: "Time", Optional: "Time",
		Text: "%s.Format(time.RFC3339Nano)", Required: "!%s.IsZero()", Literal: timeLiteral,
	},
	Duration: {
		Go: "time.Duration", Formats: []Format{{"string", "google-duration"}}, Codec: "Duration",
		Wire: `On the wire: seconds, such as "300s" or "1.5s".`, Literal: durationLiteral,
	},
	Bytes: {
		Go: "[]byte", Formats: []Format{{"string", "byte"}, {"string", "base64"}}, Codec: "Bytes", NilSet: true,
		Literal: bytesLiteral,
	},
	File: {Required: "%s.Content != nil", Literal: fileLiteral},
	Raw:  {Go: "json.RawMessage", Codec: "Raw", NilSet: true, Literal: func(any, string) string { return "json.RawMessage(`1`)" }},
}

// Scalar returns the entry of a kind, and whether it is a scalar.
func (k Kind) Scalar() (Scalar, bool) {
	s, ok := scalars[k]
	return s, ok
}

// IsInteger reports whether the kind is an integer.
func (k Kind) IsInteger() bool { return scalars[k].Bits > 0 }

// ScalarOf returns the kind of a type with a format. A format that is not in the
// table says nothing about the encoding.
func ScalarOf(typ, format string) (Kind, bool) {
	for _, wanted := range []Format{{typ, format}, {typ, ""}} {
		for kind, s := range scalars {
			for _, f := range s.Formats {
				if f == wanted {
					return kind, true
				}
			}
		}
	}
	return 0, false
}

func stringLiteral(example any, name string) string {
	if s, ok := example.(string); ok && s != "" {
		return strconv.Quote(s)
	}
	return strconv.Quote(name)
}

func boolLiteral(example any, _ string) string {
	if b, ok := example.(bool); ok {
		return strconv.FormatBool(b)
	}
	return "true"
}

func intLiteral(bits int) func(any, string) string {
	return func(example any, _ string) string {
		text := fmt.Sprint(example)
		if _, err := strconv.ParseInt(text, 10, bits); err == nil {
			return text
		}
		return "1"
	}
}

func uintLiteral(bits int) func(any, string) string {
	return func(example any, _ string) string {
		text := fmt.Sprint(example)
		if _, err := strconv.ParseUint(text, 10, bits); err == nil {
			return text
		}
		return "1"
	}
}

func floatLiteral(example any, _ string) string {
	if f, ok := example.(float64); ok && !math.IsInf(f, 0) && !math.IsNaN(f) {
		return strconv.FormatFloat(f, 'g', -1, 64)
	}
	return "1.5"
}

func timeLiteral(example any, _ string) string {
	at, ok := example.(time.Time)
	if !ok {
		s, _ := example.(string)
		var err error
		if at, err = time.Parse(time.RFC3339, s); err != nil {
			at = time.Date(2030, 1, 2, 0, 0, 0, 0, time.UTC)
		}
	}
	at = at.UTC()
	return fmt.Sprintf("time.Date(%d, %d, %d, %d, %d, %d, 0, time.UTC)", at.Year(), at.Month(), at.Day(), at.Hour(), at.Minute(), at.Second())
}

func durationLiteral(example any, _ string) string {
	text, _ := example.(string)
	d, err := time.ParseDuration(text) // "300s" is a Go duration, too
	if err != nil {
		d = 5 * time.Minute
	}
	if d%time.Second == 0 {
		return strconv.FormatInt(int64(d/time.Second), 10) + " * time.Second"
	}
	return strconv.FormatInt(int64(d), 10) + " * time.Nanosecond"
}

func bytesLiteral(example any, _ string) string {
	text, _ := example.(string)
	if data, err := base64.StdEncoding.DecodeString(text); err == nil && text != "" {
		return "[]byte(" + strconv.Quote(string(data)) + ")"
	}
	return `[]byte("data")`
}

// fileLiteral is qualified even for the root package: examples are programs.
func fileLiteral(_ any, name string) string {
	return fmt.Sprintf("gosc.File{Name: %q, Content: strings.NewReader(%q)}", name, "some bytes")
}
