// Package events holds the event that a function receives and the response that
// it may return.
package events

// APIGatewayProxyRequest is one HTTP request as a function sees it. Of headers
// and query parameters given more than once the last value is kept.
type APIGatewayProxyRequest struct {
	Resource                        string                        `json:"resource"`
	Path                            string                        `json:"path"`
	HTTPMethod                      string                        `json:"httpMethod"`
	Headers                         map[string]string             `json:"headers"`
	MultiValueHeaders               map[string][]string           `json:"multiValueHeaders"`
	QueryStringParameters           map[string]string             `json:"queryStringParameters"`
	MultiValueQueryStringParameters map[string][]string           `json:"multiValueQueryStringParameters"`
	PathParameters                  map[string]string             `json:"pathParameters"`
	StageVariables                  map[string]string             `json:"stageVariables"`
	RequestContext                  APIGatewayProxyRequestContext `json:"requestContext"`
	// Body is the text of the request, or base64 if IsBase64Encoded.
	Body            string `json:"body"`
	IsBase64Encoded bool   `json:"isBase64Encoded,omitempty"`
}

// APIGatewayProxyRequestContext is there for compatibility; its fields are empty.
type APIGatewayProxyRequestContext struct {
	AccountID    string         `json:"accountId"`
	ResourceID   string         `json:"resourceId"`
	Stage        string         `json:"stage"`
	RequestID    string         `json:"requestId"`
	ResourcePath string         `json:"resourcePath"`
	Authorizer   map[string]any `json:"authorizer"`
	HTTPMethod   string         `json:"httpMethod"`
	APIID        string         `json:"apiId"`
}

// APIGatewayProxyResponse is the HTTP response that a function asks for.
type APIGatewayProxyResponse struct {
	// StatusCode 0 means 200.
	StatusCode        int                 `json:"statusCode"`
	Headers           map[string]string   `json:"headers"`
	MultiValueHeaders map[string][]string `json:"multiValueHeaders"`
	Body              string              `json:"body"`
	IsBase64Encoded   bool                `json:"isBase64Encoded,omitempty"`
}
