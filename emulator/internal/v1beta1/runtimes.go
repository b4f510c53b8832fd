package v1beta1

import (
	"fmt"
	"slices"
)

// Statuses of a runtime.
const (
	available    = "available"
	deprecated   = "deprecated"
	endOfSupport = "end_of_support"
	endOfLife    = "end_of_life"
)

// language is what its runtimes have in common.
type language struct {
	name, extension, handler, sample string
}

var (
	node = language{"Node", "js", "handler.handle", `export function handle(event, context, callback) {
  return {
    statusCode: 200,
    headers: { "Content-Type": "text/plain" },
    body: "Hello from Node.js",
  };
}
`}
	python = language{"Python", "py", "handler.handle", `def handle(event, context):
    return {
        "statusCode": 200,
        "headers": {"Content-Type": "text/plain"},
        "body": "Hello from Python",
    }
`}
	php = language{"PHP", "php", "handler.handle", `<?php

function handle($event, $context)
{
    return [
        "statusCode" => 200,
        "headers" => ["Content-Type" => "text/plain"],
        "body" => "Hello from PHP",
    ];
}
`}
	golang = language{"Go", "go", "Handle", `package handler

import (
	"fmt"
	"net/http"
)

// Handle answers one request.
func Handle(w http.ResponseWriter, r *http.Request) {
	fmt.Fprintln(w, "Hello from Go")
}
`}
	oldGo = language{"Go", "go", ".", `package main

import "github.com/scaleway/scaleway-functions-go/lambda"

func main() {
	lambda.Start(func() (string, error) { return "Hello from Go", nil })
}
`}
	rust = language{"Rust", "rs", "handle", `use axum::{body::Body, extract::Request, response::Response};

pub async fn handle(_request: Request<Body>) -> Response<Body> {
    Response::new(Body::from("Hello from Rust"))
}
`}
)

// runtimes stand in the order of the list: by language, the newest first. Old ones
// stay, because existing projects create and update functions with them.
var runtimes = []runtimeView{
	node.version("node26", "26", available),
	node.version("node24", "24", available),
	node.version("node22", "22", available),
	node.version("node20", "20", endOfSupport),
	node.version("node19", "19", endOfLife),
	node.version("node18", "18", endOfSupport),
	node.version("node17", "17", endOfLife),
	node.version("node16", "16", endOfLife),
	node.version("node14", "14", endOfLife),
	node.version("node10", "10", endOfLife),
	node.version("node8", "8", endOfLife),
	python.version("python314", "3.14", available),
	python.version("python313", "3.13", available),
	python.version("python312", "3.12", available),
	python.version("python311", "3.11", available),
	python.version("python310", "3.10", endOfSupport),
	python.version("python39", "3.9", deprecated),
	python.version("python38", "3.8", endOfSupport),
	python.version("python37", "3.7", endOfLife),
	python.version("python3", "", endOfLife),
	python.version("python", "2.7", endOfLife),
	php.version("php85", "8.5", available),
	php.version("php84", "8.4", available),
	php.version("php83", "8.3", endOfSupport),
	php.version("php82", "8.2", endOfSupport),
	golang.version("go126", "1.26", available),
	golang.version("go125", "1.25", available),
	golang.version("go124", "1.24", endOfSupport),
	golang.version("go123", "1.23", endOfSupport),
	golang.version("go122", "1.22", endOfSupport),
	golang.version("go121", "1.21", endOfSupport),
	golang.version("go120", "1.20", endOfSupport),
	golang.version("go119", "1.19", endOfLife),
	golang.version("go118", "1.18", endOfLife),
	golang.version("go117", "1.17", endOfLife),
	oldGo.version("go113", "1.13", endOfLife),
	oldGo.version("golang", "", endOfLife),
	rust.version("rust196", "1.96", available),
	rust.version("rust185", "1.85", endOfSupport),
	rust.version("rust179", "1.79", endOfSupport),
	rust.version("rust165", "1.65", endOfLife),
}

func (l language) version(name, version, status string) runtimeView {
	named := l.name
	if version != "" {
		named += " " + version
	}
	message := map[string]string{
		deprecated:   fmt.Sprintf("%s is deprecated: plan the move to a later version.", named),
		endOfSupport: fmt.Sprintf("%s is no longer supported: move to a later version.", named),
		endOfLife:    fmt.Sprintf("%s has reached its end of life: create the function again with a later version.", named),
	}[status]
	return runtimeView{
		Name: name, Language: l.name, Version: version, DefaultHandler: l.handler, CodeSample: l.sample,
		Status: status, StatusMessage: message, Extension: l.extension,
		LogoURL: "https://logos.example/" + l.name + ".png",
	}
}

// findRuntime returns nil for a name that is not listed.
func findRuntime(name string) *runtimeView {
	at := slices.IndexFunc(runtimes, func(r runtimeView) bool { return r.Name == name })
	if at < 0 {
		return nil
	}
	return &runtimes[at]
}

func listRuntimes(*request) (any, error) {
	return map[string]any{"runtimes": runtimes, "total_count": len(runtimes)}, nil
}
