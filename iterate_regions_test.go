package gosc

import (
	"errors"
	"iter"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestListRegions(t *testing.T) {
	broken := errors.New("region is down")
	var begun []string
	list := func(region string) iter.Seq2[string, error] {
		return func(yield func(string, error) bool) {
			begun = append(begun, region)
			if !yield(region+"-1", nil) {
				return
			}
			if region == "nl-ams" {
				yield("", broken)
				return
			}
			yield(region+"-2", nil)
		}
	}
	regions := []string{"fr-par", "nl-ams", "pl-waw"}
	var got []InRegion[string]
	for item, err := range ListRegions(regions, list) {
		if err != nil {
			assert.Equal(t, broken, err)
			assert.Equal(t, "nl-ams", item.Region, "an error says where")
			continue
		}
		got = append(got, item)
	}
	assert.Equal(t, []InRegion[string]{
		{"fr-par", "fr-par-1"}, {"fr-par", "fr-par-2"}, {"nl-ams", "nl-ams-1"}, {"pl-waw", "pl-waw-1"}, {"pl-waw", "pl-waw-2"},
	}, got)

	begun = nil
	for range ListRegions(regions, list) {
		break
	}
	assert.Equal(t, []string{"fr-par"}, begun, "no other region is asked")
	for range ListRegions(nil, list) {
		t.Error("there is nothing to list")
	}
}
