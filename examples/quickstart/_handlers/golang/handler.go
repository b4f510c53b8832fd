// The directory of this package main is the handler: ".".
package main

import (
	"encoding/json"
	"fmt"
	"os"

	"github.com/scaleway/scaleway-functions-go/events"
	"github.com/scaleway/scaleway-functions-go/lambda"
)

func hello(req events.APIGatewayProxyRequest) (events.APIGatewayProxyResponse, error) {
	fmt.Printf("quickstart: %s from %s\n", req.HTTPMethod, os.Getenv("WHERE"))
	body, err := json.Marshal(map[string]string{
		"message": "Hello, World",
		"where":   os.Getenv("WHERE"),
		"level":   os.Getenv("LEVEL"),
		"body":    req.Body,
	})
	return events.APIGatewayProxyResponse{
		StatusCode: 200,
		Headers:    map[string]string{"Content-Type": "application/json"},
		Body:       string(body),
	}, err
}

func main() { lambda.Start(hello) }
