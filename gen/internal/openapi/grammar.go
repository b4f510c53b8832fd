package openapi

import "go.yaml.in/yaml/v3"

// This file defines the members of the objects of a description, according to OpenAPI
// 3.0 and 3.1 and JSON Schema 2020-12, and to their use in public documents.
// keywords.go checks a description against it.

// form is what a value has to be.
type form struct {
	want    string                // "a list": what an error says is wanted, "" if anything will do
	fits    func(*yaml.Node) bool // nil: anything
	name    string                // of an object whose members are known: "schema"
	members map[string]*form      // by keyword
	each    *form                 // the elements of a list, or the members of a map of names
}

// words are the values that a keyword may have.
func words(list ...string) *form {
	allowed := map[string]bool{}
	want := "one of "
	for i, word := range list {
		if allowed[word] = true; i > 0 {
			want += ", "
		}
		want += word
	}
	return &form{want: want, fits: func(node *yaml.Node) bool { return isScalar(node) && allowed[node.Value] }}
}

var (
	anything = &form{}
	text     = &form{want: "a text", fits: isScalar}
	flag     = &form{want: "true or false", fits: isBool}
	number   = &form{want: "a number", fits: isNumber}
	count    = &form{want: "a number of 0 or more", fits: isCount}
	limit    = &form{want: "a number, true or false", fits: func(node *yaml.Node) bool { return isNumber(node) || isBool(node) }}
	someMap  = &form{want: "a map", fits: isMap}
)

func listOf(each *form) *form { return &form{want: "a list", fits: isList, each: each} }
func mapOf(each *form) *form  { return &form{want: "a map", fits: isMap, each: each} }

// known is an object with known members.
func known(name string) *form {
	return &form{want: "a map", fits: isMap, name: name, members: map[string]*form{}}
}

func (f *form) add(what *form, keywords ...string) {
	for _, keyword := range keywords {
		f.members[keyword] = what
	}
}

// documentForm is the form of a whole description.
var documentForm = newDocumentForm()

func newDocumentForm() *form {
	g := grammar{schema: newSchemaForm(), header: known("header"), media: known("media type"), operation: known("operation"), pathItem: known("path item")}
	parameter := g.parameters()
	g.contents()
	body, response := g.bodies()
	g.operations(parameter, body, response)
	components := known("list of components")
	components.add(mapOf(g.schema), "schemas")
	components.add(mapOf(parameter), "parameters")
	components.add(mapOf(g.header), "headers")
	components.add(mapOf(body), "requestBodies")
	components.add(mapOf(response), "responses")
	components.add(mapOf(g.pathItem), "pathItems")
	components.add(someMap, "securitySchemes", "examples", "links", "callbacks")
	info, tag := known("info"), known("tag")
	info.add(text, "title", "version", "description", "summary", "termsOfService")
	info.add(someMap, "contact", "license")
	tag.add(text, "name", "description", "summary", "parent", "kind")
	tag.add(someMap, "externalDocs")
	document := known("description")
	document.add(text, "openapi", "jsonSchemaDialect", "$self")
	document.add(info, "info")
	document.add(components, "components")
	document.add(mapOf(g.pathItem), "paths", "webhooks")
	document.add(listOf(tag), "tags")
	document.add(listOf(someMap), "servers", "security")
	document.add(someMap, "externalDocs")
	return document
}

// grammar holds the forms that contain each other.
type grammar struct{ schema, header, media, operation, pathItem *form }

// parameters completes headers and returns the form of parameters.
func (g *grammar) parameters() *form {
	parameter := known("parameter")
	parameter.add(text, "name")
	parameter.add(words("query", "path", "header", "cookie"), "in")
	for _, f := range []*form{parameter, g.header} {
		f.add(text, "description")
		f.add(flag, "required", "deprecated", "allowEmptyValue", "allowReserved", "explode")
		f.add(words("form", "simple", "label", "matrix", "spaceDelimited", "pipeDelimited", "deepObject"), "style")
		f.add(g.schema, "schema")
		f.add(mapOf(g.media), "content")
		f.add(anything, "example", "examples")
	}
	return parameter
}

func (g *grammar) contents() {
	encoding := known("encoding")
	encoding.add(text, "contentType")
	encoding.add(words("form", "simple", "spaceDelimited", "pipeDelimited", "deepObject"), "style")
	encoding.add(flag, "explode", "allowReserved")
	encoding.add(mapOf(g.header), "headers")
	g.media.add(g.schema, "schema")
	g.media.add(mapOf(encoding), "encoding")
	g.media.add(anything, "example", "examples")
}

func (g *grammar) bodies() (body, response *form) {
	body, response = known("request body"), known("response")
	body.add(text, "description")
	body.add(flag, "required")
	response.add(text, "description", "summary")
	response.add(mapOf(g.header), "headers")
	response.add(someMap, "links")
	for _, f := range []*form{body, response} {
		f.add(mapOf(g.media), "content")
	}
	return body, response
}

func (g *grammar) operations(parameter, body, response *form) {
	g.operation.add(text, "operationId", "summary", "description")
	g.operation.add(listOf(text), "tags")
	g.operation.add(flag, "deprecated")
	g.operation.add(body, "requestBody")
	g.operation.add(mapOf(response), "responses")
	g.operation.add(mapOf(mapOf(g.pathItem)), "callbacks")
	g.operation.add(someMap, "externalDocs")
	g.operation.add(listOf(someMap), "security")
	g.pathItem.add(text, "summary", "description")
	g.pathItem.add(g.operation, "get", "put", "post", "delete", "options", "head", "patch", "trace")
	for _, f := range []*form{g.pathItem, g.operation} {
		f.add(listOf(parameter), "parameters")
		f.add(listOf(someMap), "servers")
	}
}

// newSchemaForm leaves it open whether a keyword is of OpenAPI 3.0 or 3.1.
func newSchemaForm() *form {
	schema := known("schema")
	orBool := *schema // with the same members
	orBool.want, orBool.fits = "a schema", func(node *yaml.Node) bool { return isMap(node) || isBool(node) }
	schema.add(text, "title", "description", "format", "pattern", "contentEncoding", "contentMediaType", "$id", "$schema", "$anchor", "$dynamicAnchor", "$dynamicRef", "$comment")
	schema.add(typeForm(), "type")
	schema.add(flag, "nullable", "readOnly", "writeOnly", "deprecated", "uniqueItems")
	schema.add(count, "minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties", "minContains", "maxContains")
	schema.add(number, "minimum", "maximum", "multipleOf")
	schema.add(limit, "exclusiveMinimum", "exclusiveMaximum")
	schema.add(listOf(text), "required")
	schema.add(listOf(anything), "enum")
	schema.add(mapOf(&orBool), "properties", "patternProperties", "$defs", "definitions", "dependentSchemas")
	schema.add(&orBool, "items", "additionalProperties", "not", "if", "then", "else", "contains", "propertyNames", "unevaluatedItems", "unevaluatedProperties", "contentSchema")
	schema.add(listOf(&orBool), "allOf", "oneOf", "anyOf", "prefixItems")
	schema.add(someMap, "xml", "externalDocs", "dependentRequired", "$vocabulary")
	schema.add(anything, "example", "examples", "default", "const", "dependencies")
	discriminator := known("discriminator")
	discriminator.add(text, "propertyName", "defaultMapping")
	discriminator.add(mapOf(text), "mapping")
	schema.add(discriminator, "discriminator")
	return &orBool
}

// typeForm is a type or, in OpenAPI 3.1, a list of types. Null without quotes is
// taken for the type of that name.
func typeForm() *form {
	one := words("string", "number", "integer", "boolean", "object", "array", "null")
	list := listOf(one)
	return &form{want: one.want, each: one, fits: func(node *yaml.Node) bool { return one.fits(node) || list.fits(node) }}
}
