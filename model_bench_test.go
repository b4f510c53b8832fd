package gosc

import (
	"encoding/json"
	"fmt"
	"testing"
)

// The twins have the fields of the models, but not their methods, so that
// encoding/json works on them by reflection.
type (
	functionTwin      Function
	listFunctionsTwin struct {
		Functions  []functionTwin `json:"functions"`
		TotalCount uint32         `json:"total_count"`
	}
)

func hundredFunctions(tb testing.TB) []byte {
	tb.Helper()
	list := ListFunctionsResponse{TotalCount: 100}
	for i := range 100 {
		list.Functions = append(list.Functions, Function{
			ID: fmt.Sprintf("2c1d7a40-8f5b-4f6e-b9a3-51d0c2a9e%03d", i), Name: fmt.Sprintf("function-%d", i),
			NamespaceID: "6f1e3c1a-52c4-4a0e-9d0b-0c6f5b0f7a11", Status: FunctionStatusReady,
			EnvironmentVariables: map[string]string{"LEVEL": "debug", "STAGE": "dev"}, MaxScale: 20, Runtime: FunctionRuntimeNode10,
			MemoryLimit: 128, CPULimit: 70, Endpoint: "https://shop9x2k-hello.functions.fnc.fr-par.scw.cloud", Timeout: 300000,
			Handler: "handler.handle", Privacy: FunctionPrivacyPublic, Region: "fr-par",
		})
	}
	data, err := json.Marshal(list)
	if err != nil {
		tb.Fatal(err)
	}
	return data
}

func BenchmarkDecode(b *testing.B) {
	data := hundredFunctions(b)
	b.Run("generated", func(b *testing.B) {
		b.ReportAllocs()
		b.SetBytes(int64(len(data)))
		for b.Loop() {
			var out ListFunctionsResponse
			if err := out.UnmarshalJSON(data); err != nil || len(out.Functions) != 100 {
				b.Fatal(err)
			}
		}
	})
	b.Run("encodingJSON", func(b *testing.B) {
		b.ReportAllocs()
		b.SetBytes(int64(len(data)))
		for b.Loop() {
			var out listFunctionsTwin
			if err := json.Unmarshal(data, &out); err != nil || len(out.Functions) != 100 {
				b.Fatal(err)
			}
		}
	})
}

func BenchmarkEncode(b *testing.B) {
	var list ListFunctionsResponse
	if err := list.UnmarshalJSON(hundredFunctions(b)); err != nil {
		b.Fatal(err)
	}
	twin := listFunctionsTwin{TotalCount: list.TotalCount}
	for _, f := range list.Functions {
		twin.Functions = append(twin.Functions, functionTwin(f))
	}
	b.Run("generated", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := list.MarshalJSON(); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("encodingJSON", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := json.Marshal(twin); err != nil {
				b.Fatal(err)
			}
		}
	})
}
