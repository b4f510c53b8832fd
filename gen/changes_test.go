package main

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const changesSpec = `openapi: 3.0.3
info: {title: Changes, version: v1}
paths:
  /c/v1/regions/{region}/things:
    get:
      operationId: ListThings
      tags: [Things]
      parameters:
        - {name: region, in: path, required: true, schema: {type: string}}
        - {name: page, in: query, schema: {type: integer, format: uint32}}
        - {name: order_by, in: query, schema: {type: string, enum: [asc, desc], default: asc}}
        - {name: name, in: query, schema: {type: string}}
        - {name: kinds, in: query, explode: true, schema: {type: array, items: {type: string}}}
        - {name: limit, in: query, schema: {type: integer, format: uint32, default: 20, maximum: 100}}
        - {name: X-Hint, in: header, schema: {type: string}}
      responses:
        '200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/c.v1.ListThingsResponse'}}}}
    post:
      operationId: CreateThing
      tags: [Things]
      parameters: [{name: region, in: path, required: true, schema: {type: string}}]
      requestBody:
        required: true
        content:
          application/json:
            schema:
              type: object
              required: [name]
              properties:
                name: {type: string, maxLength: 63}
                size: {type: integer, format: uint32, default: 128}
                note: {type: string, nullable: true}
                kind: {type: string, enum: [big, small], default: small}
                tags: {type: array, items: {type: string}}
      responses:
        '200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/c.v1.Thing'}}}}
  /c/v1/regions/{region}/things/{thing_id}:
    get:
      operationId: GetThing
      tags: [Things]
      parameters:
        - {name: region, in: path, required: true, schema: {type: string}}
        - {name: thing_id, in: path, required: true, schema: {type: string}}
      responses:
        '200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/c.v1.Thing'}}}}
    delete:
      operationId: DeleteThing
      tags: [Things]
      parameters:
        - {name: region, in: path, required: true, schema: {type: string}}
        - {name: thing_id, in: path, required: true, schema: {type: string}}
      responses:
        '200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/c.v1.Thing'}}}}
  /c/v1/blobs/{blob}:
    put:
      operationId: PutBlob
      tags: [Blobs]
      parameters: [{name: blob, in: path, required: true, schema: {type: string}}]
      requestBody: {required: true, content: {application/octet-stream: {schema: {type: string, format: binary}}}}
      responses: {'204': {description: done}}
    get:
      operationId: GetBlob
      tags: [Blobs]
      parameters: [{name: blob, in: path, required: true, schema: {type: string}}]
      responses: {'200': {description: ok, content: {image/png: {schema: {type: string, format: binary}}}}}
  /c/v1/forms:
    post:
      operationId: PostForm
      tags: [Forms]
      requestBody:
        content:
          multipart/form-data:
            schema: {$ref: '#/components/schemas/c.v1.Form'}
            encoding:
              photo: {contentType: image/png}
              scans: {contentType: 'image/png, image/jpeg'}
              words: {style: form, explode: false}
              notes: {contentType: text/plain}
              whole: {contentType: application/json}
      responses: {'204': {description: stored}}
    put:
      operationId: PutForm
      tags: [Forms]
      requestBody:
        content:
          application/x-www-form-urlencoded:
            schema: {type: object, properties: {deep: {type: object, properties: {a: {type: string}}}, flat: {type: string}}}
            encoding: {deep: {contentType: application/json}}
      responses: {'204': {description: stored}}
components:
  schemas:
    c.v1.Form:
      allOf:
        - type: object
          properties:
            photo: {type: string, format: binary}
            scans: {type: array, items: {type: string, format: binary}}
            extra: {type: string, format: binary}
        - type: object
          properties:
            words: {type: array, items: {type: string}}
            marks: {type: array, items: {type: string}}
            notes: {type: string}
            place: {type: object, properties: {a: {type: string}}}
            whole: {type: array, items: {type: object, properties: {a: {type: string}}}}
    c.v1.ListThingsResponse:
      type: object
      properties:
        things: {type: array, items: {$ref: '#/components/schemas/c.v1.Thing'}}
        total_count: {type: integer, format: uint32}
    c.v1.Thing:
      type: object
      properties:
        id: {type: string}
        name: {type: string}
        status: {type: string, enum: [unknown, creating, ready, error], default: unknown}
        size: {type: integer, format: uint32}
        ratio: {type: number}
        note: {type: string, nullable: true}
        labels: {type: object, additionalProperties: {type: string}}
        inner: {$ref: '#/components/schemas/c.v1.Inner'}
    c.v1.Inner:
      type: object
      properties:
        a: {type: string}
        at: {type: string, format: date-time}
`

// Each change of a description is classified as a break of Go code, a break on the
// wire, a note, or nothing.
func TestEveryChangeHasItsClass(t *testing.T) {
	const (
		inGo = 1 << iota
		wire
		note
		nothing = 0
	)
	tests := []struct {
		name, old, new string
		want           int
	}{
		// Operations.
		{"operation renamed", "operationId: GetThing", "operationId: ReadThing", inGo},
		{"operation moved to another tag", "operationId: PutBlob\n      tags: [Blobs]", "operationId: PutBlob\n      tags: [Other]", inGo},
		{"tag renamed", "tags: [Blobs]", "tags: [Files]", inGo},
		{"path changed", "/c/v1/blobs/{blob}:", "/c/v1/files/{blob}:", wire},
		{"method changed", "    put:\n      operationId: PutBlob", "    post:\n      operationId: PutBlob", wire},
		{"operation deprecated", "operationId: PutBlob", "deprecated: true\n      operationId: PutBlob", nothing},
		{"summary added", "operationId: PutBlob", "summary: Put a blob\n      operationId: PutBlob", nothing},
		{"title changed", "title: Changes", "title: Other", nothing},
		{"API version changed", "version: v1}", "version: v2}", nothing},
		// Path parameters.
		{"path parameter renamed", "/{blob}:\n|name: blob", "/{key}:\n|name: key", nothing},
		{"path parameter added", "/c/v1/blobs/{blob}:\n|parameters: [{name: blob", "/c/v1/{box}/blobs/{blob}:\n|parameters: [{name: box, in: path, required: true, schema: {type: string}}, {name: blob", inGo | wire},
		// Query and header parameters.
		{"query parameter added", "- {name: name, in: query", "- {name: extra, in: query, schema: {type: string}}\n        - {name: name, in: query", nothing},
		{"required query parameter added", "- {name: name, in: query", "- {name: extra, in: query, required: true, schema: {type: string}}\n        - {name: name, in: query", inGo | wire},
		{"query parameter removed", "        - {name: name, in: query, schema: {type: string}}\n", "", inGo | wire},
		{"query parameter renamed", "- {name: name, in: query", "- {name: called, in: query", inGo | wire},
		{"query parameter required", "- {name: name, in: query, ", "- {name: name, in: query, required: true, ", inGo | wire},
		{"query parameter of another type", "- {name: name, in: query, schema: {type: string}}", "- {name: name, in: query, schema: {type: boolean}}", inGo | wire},
		{"query parameter wider", "- {name: limit, in: query, schema: {type: integer, format: uint32", "- {name: limit, in: query, schema: {type: integer, format: uint64", inGo | wire},
		{"query default changed", "default: 20", "default: 50", note},
		{"query default removed", ", default: 20", "", note},
		{"query maximum lowered", "maximum: 100", "maximum: 50", wire},
		{"query maximum raised", "maximum: 100", "maximum: 200", nothing},
		{"explode changed", "explode: true", "explode: false", wire},
		{"explode spelled out", ", explode: true", "", nothing},
		{"query enum value added", "enum: [asc, desc]", "enum: [asc, desc, random]", note},
		{"query enum value removed", "enum: [asc, desc]", "enum: [asc]", inGo | wire},
		{"query enum value renamed", "enum: [asc, desc]", "enum: [asc, down]", inGo | wire | note},
		{"query enum default changed", "default: asc", "default: desc", note},
		{"page renamed: no iterator any more", "name: page,", "name: offset,", inGo | wire},
		{"header parameter removed", "        - {name: X-Hint, in: header, schema: {type: string}}\n", "", inGo | wire},
		{"header parameter becomes a query parameter", "{name: X-Hint, in: header", "{name: X-Hint, in: query", wire},
		// Request bodies.
		{"optional property added", "note: {type: string, nullable: true}\n                kind", "note: {type: string, nullable: true}\n                more: {type: string}\n                kind", nothing},
		{"required property added", "required: [name]|tags: {type: array, items: {type: string}}\n      responses", "required: [name, more]|tags: {type: array, items: {type: string}}\n                more: {type: string}\n      responses", inGo | wire},
		{"property becomes required", "required: [name]", "required: [name, size]", inGo | wire},
		{"property becomes optional", "required: [name]", "required: []", inGo},
		{"request property removed", "                tags: {type: array, items: {type: string}}\n", "", inGo | wire},
		{"request property renamed", "                tags: {", "                marks: {", inGo | wire},
		{"request property of another type", "size: {type: integer, format: uint32, default: 128}", "size: {type: string, default: '128'}", inGo | wire | note},
		{"request default changed", "default: 128", "default: 256", note},
		{"request enum value added", "enum: [big, small]", "enum: [big, small, tiny]", note},
		{"request enum value removed", "enum: [big, small]", "enum: [small]", inGo | wire},
		{"maxLength lowered", "maxLength: 63", "maxLength: 34", wire},
		{"list of another type", "tags: {type: array, items: {type: string}}", "tags: {type: array, items: {type: integer}}", inGo | wire},
		{"request media type replaced", "application/octet-stream", "application/zip", wire},
		{"JSON media type replaced", "requestBody:\n        required: true\n        content:\n          application/json:", "requestBody:\n        required: true\n        content:\n          application/merge-patch+json:", inGo | wire},
		{"request media type added", "content: {application/octet-stream: {schema: {type: string, format: binary}}}", "content: {application/octet-stream: {schema: {type: string, format: binary}}, application/zip: {schema: {type: string, format: binary}}}", nothing},
		// Replies. A property that was never required may be missing on the wire.
		{"reply property added", "name: {type: string}\n        status", "name: {type: string}\n        more: {type: string}\n        status", nothing},
		{"reply property removed", "        ratio: {type: number}\n", "", inGo},
		{"reply property renamed", "        ratio: {type", "        share: {type", inGo},
		{"reply property of another type", "ratio: {type: number}", "ratio: {type: string}", inGo | wire},
		{"reply number narrower", "        size: {type: integer, format: uint32}", "        size: {type: integer, format: int32}", inGo | wire},
		{"reply property becomes nullable", "        name: {type: string}\n        status", "        name: {type: string, nullable: true}\n        status", inGo | wire},
		{"reply property no longer nullable", "        note: {type: string, nullable: true}\n        labels", "        note: {type: string}\n        labels", inGo},
		{"reply enum value added", "enum: [unknown, creating, ready, error]", "enum: [unknown, creating, ready, error, locked]", note | wire},
		{"reply enum value removed", "enum: [unknown, creating, ready, error]", "enum: [unknown, ready, error]", inGo},
		{"reply map of another type", "additionalProperties: {type: string}", "additionalProperties: {type: integer}", inGo | wire},
		{"reply media type replaced", "image/png", "image/jpeg", wire},
		{"reply status changed", "responses: {'204': {description: done}}", "responses: {'202': {description: done}}", wire},
		{"reply schema renamed", "c.v1.Inner", "c.v1.Inside", inGo},
		{"inner property removed", "        a: {type: string}\n        at:", "        at:", inGo},
		{"time becomes a string", "at: {type: string, format: date-time}", "at: {type: string}", inGo | wire},
		{"status removed: no waiter any more", "        status: {type: string, enum: [unknown, creating, ready, error], default: unknown}\n", "", inGo},
		{"total count removed", "        total_count: {type: integer, format: uint32}\n", "", inGo},
		{"items renamed", "        things: {type", "        elements: {type", inGo},
		{"description added", "c.v1.Inner:\n      type: object", "c.v1.Inner:\n      description: Inside.\n      type: object", nothing},
		// Forms.
		{"part of another media type", "photo: {contentType: image/png}", "photo: {contentType: image/gif}", wire},
		{"part of the default media type", "photo: {contentType: image/png}", "photo: {}", wire},
		{"file of more media types", "photo: {contentType: image/png}", "photo: {contentType: 'image/png, image/gif'}", inGo},
		{"file of any picture", "photo: {contentType: image/png}", "photo: {contentType: image/*}", inGo},
		{"file of any media type", "photo: {contentType: image/png}", "photo: {contentType: '*/*'}", nothing},
		{"file of fewer media types", "'image/png, image/jpeg'", "image/jpeg", wire},
		{"file of the same media types", "'image/png, image/jpeg'", "'image/jpeg,image/png'", nothing},
		{"default media type of a file spelled out", "photo: {contentType", "extra: {contentType: application/octet-stream}\n              photo: {contentType", nothing},
		{"file gets a media type", "photo: {contentType", "extra: {contentType: text/csv}\n              photo: {contentType", wire},
		{"file becomes text", "extra: {type: string, format: binary}", "extra: {type: string}", inGo | wire},
		{"list of files becomes one file", "scans: {type: array, items: {type: string, format: binary}}", "scans: {type: string, format: binary}", inGo | wire},
		{"part added", "            notes: {type: string}\n", "            notes: {type: string}\n            later: {type: string}\n", nothing},
		{"part removed", "            marks: {type: array, items: {type: string}}\n", "", inGo | wire},
		{"part becomes JSON", "notes: {contentType: text/plain}", "notes: {contentType: application/json}", wire},
		{"part of another text type", "notes: {contentType: text/plain}", "notes: {contentType: text/html}", wire},
		{"default of a text removed", "              notes: {contentType: text/plain}\n", "", nothing},
		{"default of an object spelled out", "notes: {contentType", "place: {contentType: application/json}\n              notes: {contentType", nothing},
		{"list is no longer one part", "whole: {contentType: application/json}", "whole: {}", wire},
		{"list becomes one part", "words: {style: form", "marks: {contentType: application/json}\n              words: {style: form", wire},
		{"explode of a part changed", "explode: false}\n              notes", "explode: true}\n              notes", wire},
		{"explode of a part removed", "              words: {style: form, explode: false}\n", "", wire},
		{"explode of a part spelled out", "words: {style: form", "marks: {explode: true}\n              words: {style: form", nothing},
		{"style of a part changed", "words: {style: form, explode", "words: {style: pipeDelimited, explode", wire},
		{"object becomes deep", "words: {style: form", "place: {style: deepObject}\n              words: {style: form", wire},
		{"multipart becomes urlencoded", "multipart/form-data:\n            schema: {$ref: '#/components/schemas/c.v1.Form'}", "application/x-www-form-urlencoded:\n            schema: {type: object, properties: {photo: {type: string}}}", inGo | wire},
		{"urlencoded member becomes JSON", "encoding: {deep:", "encoding: {flat: {contentType: application/json}, deep:", wire},
		{"urlencoded default spelled out", "encoding: {deep:", "encoding: {flat: {explode: true}, deep:", nothing},
		{"nothing", "title: Changes", "title: Changes", nothing},
	}
	require.GreaterOrEqual(t, len(tests), 60)
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			changed := changesSpec
			olds, news := strings.Split(test.old, "|"), strings.Split(test.new, "|")
			for i := range olds {
				require.Contains(t, changed, olds[i])
				changed = strings.ReplaceAll(changed, olds[i], news[i])
			}
			t.Chdir(t.TempDir())
			write(t, "old.yaml", changesSpec)
			write(t, "new.yaml", changed)
			var stdout, stderr bytes.Buffer
			status := run([]string{"-spec", "new.yaml", "-diff", "old.yaml", "-package", "changes"}, &stdout, &stderr)
			got := 0
			if !strings.Contains(stdout.String(), "In Go: nothing breaks.") {
				got |= inGo
			}
			if !strings.Contains(stdout.String(), "On the wire: nothing breaks.") {
				got |= wire
			}
			if strings.Contains(stdout.String(), "Good to know:") {
				got |= note
			}
			assert.Equal(t, test.want, got, "%s%s", stdout.String(), stderr.String())
			wantStatus := 0
			if test.want&(inGo|wire) != 0 {
				wantStatus = 1
			}
			assert.Equal(t, wantStatus, status)
		})
	}
}

func TestDifferenceFailsIfItCannotCompare(t *testing.T) {
	t.Chdir(t.TempDir())
	write(t, "new.yaml", changesSpec)
	// What the comparison on the wire cannot load, though the generator can.
	write(t, "old.yaml", strings.Replace(changesSpec, "components:", "components:\n  securitySchemes: {broken: {$ref: '#/components/securitySchemes/missing'}}", 1))
	var stdout, stderr bytes.Buffer
	status := run([]string{"-spec", "new.yaml", "-diff", "old.yaml", "-package", "changes"}, &stdout, &stderr)
	assert.Equal(t, 1, status)
	assert.NotContains(t, stdout.String(), "nothing breaks")
	assert.NotEmpty(t, stderr.String())
}
