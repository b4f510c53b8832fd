package names

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestExported(t *testing.T) {
	for name, want := range map[string]string{
		"namespace_id": "NamespaceID", "id": "ID", "cpu_limit": "CPULimit", "UploadUrl": "UploadURL", "GetFunctionUploadURL": "GetFunctionUploadURL",
		"IssueJWT": "IssueJWT", "vm_ids": "VMIDs", "IPs": "IPs", "ListIPs": "ListIPs", "ListIPsByName": "ListIPsByName", "node10": "Node10",
		"max-scale": "MaxScale", "x.y/z": "XYZ", "3d": "X3d", "été": "Été", "日本": "X日本", "READY": "Ready", "ASC": "ASC", "DEV1-S": "DEV1S",
		"HTTPServer": "HTTPServer", "httpsOnly": "HTTPSOnly", "created_at": "CreatedAt", "v1alpha2": "V1alpha2", "": "", "$": "",
		"ACLRule": "ACLRule", "s3_bucket": "S3Bucket", "uuid": "UUID", "idea": "Idea", "lipids": "Lipids", "_leading": "Leading",
	} {
		assert.Equal(t, want, Exported(name), name)
	}
}

func TestSuffix(t *testing.T) {
	for value, want := range map[string]string{
		"ready": "Ready", "": "Empty", "1st": "1st", "-1": "Minus1", "+1": "Plus1", "*": "Star", "<=": "LessEqual", "a.b": "AB",
		"with space": "WithSpace", "x/y": "XY", "READY": "Ready", "été": "Été", "☃": "U2603", "node10": "Node10", "created_at_asc": "CreatedAtAsc",
	} {
		assert.Equal(t, want, Suffix(value), value)
	}
}

func TestUnexported(t *testing.T) {
	for name, want := range map[string]string{
		"function_id": "functionID", "id": "id", "URL": "url", "type": "typeArg", "ctx": "ctxArg", "string": "stringArg", "len": "lenArg",
		"region": "region", "3d": "x3d", "": "x", "APIKey": "apiKey",
	} {
		assert.Equal(t, want, Unexported(name, "ctx"), name)
	}
}

func TestSnake(t *testing.T) {
	for name, want := range map[string]string{
		"UploadURL": "upload_url", "CreateFunctionRequest": "create_function_request", "IPs": "ips", "ListIPsResponse": "list_ips_response", "A": "a",
	} {
		assert.Equal(t, want, Snake(name), name)
	}
}

func TestFileAvoidsWhatTheGoCommandReads(t *testing.T) {
	for name, want := range map[string]string{
		"Linux": "model_linux_", "LoadTest": "model_load_test_", "Amd64": "model_amd64_", "Unix": "model_unix_",
		"LinuxServer": "model_linux_server", "Testing": "model_testing", "Order": "model_order",
	} {
		assert.Equal(t, want, File("model", name), name)
	}
}

func TestFilesDifferOnEveryFileSystem(t *testing.T) {
	f := NewFiles("readme")
	assert.Equal(t, "Url", f.Take("Url"))
	assert.Equal(t, "URL_", f.Take("URL"))
	assert.Equal(t, "README_", f.Take("README"))
}

func TestSingular(t *testing.T) {
	for plural, want := range map[string]string{
		"lines": "line", "policies": "policy", "addresses": "address", "statuses": "status", "boxes": "box", "patches": "patch",
		"status": "statusItem", "access": "accessItem", "ips": "ip", "IPs": "IP", "analysis": "analysisItem", "data": "dataItem", "s": "sItem", "VMIDs": "VMID", "timeseries": "timeseriesItem",
	} {
		assert.Equal(t, want, Singular(plural), plural)
	}
}

func TestRegistry(t *testing.T) {
	r := NewRegistry()
	name, first := r.Take("a", "Order", "ShopOrder")
	assert.Equal(t, "Order", name)
	assert.True(t, first)
	name, first = r.Take("b", "Order", "ShopOrder")
	assert.Equal(t, "ShopOrder", name)
	assert.False(t, first)
	name, _ = r.Take("c", "Order", "ShopOrder")
	assert.Equal(t, "ShopOrder2", name)
	name, _ = r.Take("d", "Order", "ShopOrder")
	assert.Equal(t, "ShopOrder3", name)
	assert.Equal(t, "a", r.Owner("Order"))
}
