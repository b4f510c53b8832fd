package main

import (
	"encoding/json"
	"math/rand/v2"
)

// object is a JSON object of a description.
type object = map[string]any

// specMaker makes random API descriptions within the dialect.
type specMaker struct {
	*rand.Rand
	schemas []string // names of the components that are objects
	used    map[string]bool
}

// randomSpec returns the description of this seed, as JSON: that is YAML as well.
func randomSpec(seed uint64) []byte {
	m := &specMaker{Rand: rand.New(rand.NewPCG(seed, 17)), used: map[string]bool{}}
	doc := object{
		"openapi": m.pick("3.0.0", "3.0.3", "3.1.0"),
		"info":    object{"title": m.text(), "version": "v1", "description": m.text()},
	}
	components := m.components()
	doc["paths"] = m.paths()
	doc["components"] = object{"schemas": components}
	data, err := json.MarshalIndent(doc, "", " ")
	if err != nil {
		panic(err)
	}
	return data
}

func (m *specMaker) chance(percent int) bool { return m.IntN(100) < percent }

func (m *specMaker) pick(list ...string) string { return list[m.IntN(len(list))] }
