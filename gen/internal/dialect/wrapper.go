package dialect

import "github.com/rumpl/gosc/gen/internal/model"

var wrappers = map[string]model.Type{
	"google.protobuf.StringValue":       {Kind: model.String, Nullable: true},
	"google.protobuf.BoolValue":         {Kind: model.Bool, Nullable: true},
	"google.protobuf.Int32Value":        {Kind: model.Int32, Nullable: true},
	"google.protobuf.Int64Value":        {Kind: model.Int64, Nullable: true},
	"google.protobuf.UInt32Value":       {Kind: model.Uint32, Nullable: true},
	"google.protobuf.UInt64Value":       {Kind: model.Uint64, Nullable: true},
	"google.protobuf.FloatValue":        {Kind: model.Float64, Nullable: true},
	"google.protobuf.DoubleValue":       {Kind: model.Float64, Nullable: true},
	"google.protobuf.BytesValue":        {Kind: model.Bytes, Nullable: true},
	"google.protobuf.Timestamp":         {Kind: model.Time, Nullable: true},
	"google.protobuf.Duration":          {Kind: model.Duration, Nullable: true},
	"google.protobuf.Struct":            {Kind: model.Object, Nullable: true},
	"google.protobuf.Value":             {Kind: model.Any, Nullable: true},
	"google.protobuf.ListValue":         {Kind: model.ListOf, Elem: &model.Type{Kind: model.Any}, Nullable: true},
	"google.protobuf.Empty":             {Kind: model.Object},
	"scaleway.std.StringsValue":         {Kind: model.ListOf, Elem: &model.Type{Kind: model.String}, Nullable: true},
	"scaleway.std.MapStringStringValue": {Kind: model.MapOf, Elem: &model.Type{Kind: model.String}, Nullable: true},
}

// Wrapper returns the Go type of a well-known schema, whatever members the
// description gives it: on the wire it is the plain value, or null.
func Wrapper(schemaName string) (*model.Type, bool) {
	t, ok := wrappers[schemaName]
	if !ok {
		return nil, false
	}
	return &t, true
}
