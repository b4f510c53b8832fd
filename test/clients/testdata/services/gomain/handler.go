package main

import (
	"net/http"
	"os"

	"github.com/scaleway/scaleway-functions-go/events"
	"github.com/scaleway/scaleway-functions-go/lambda"
)

func handle(req events.APIGatewayProxyRequest) (events.APIGatewayProxyResponse, error) {
	return events.APIGatewayProxyResponse{Body: "from package ., " + os.Getenv("STAGE"), StatusCode: http.StatusOK}, nil
}

func main() { lambda.Start(handle) }
