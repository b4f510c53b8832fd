package gosc

import (
	"fmt"
	"iter"
	"log/slog"

	"github.com/rumpl/gosc/jsoncodec"
)

// InRegion is an element of a list over several regions.
type InRegion[T any] struct {
	Region string
	Item   T
}

// String is the region and the element, without the secrets of a model.
func (r InRegion[T]) String() string { return fmt.Sprintf("{%s %v}", r.Region, r.Item) }

// Format formats as String does, for every verb of fmt.
func (r InRegion[T]) Format(f fmt.State, verb rune) { jsoncodec.FormatPrintable(f, verb, r.String()) }

// LogValue is the same for slog, as a group.
func (r InRegion[T]) LogValue() slog.Value {
	return slog.GroupValue(slog.String("region", r.Region), slog.Any("item", r.Item))
}

// ListRegions walks over the lists of several regions, one after the other. It
// requests the list of a region only when those before it are exhausted:
//
//	regions := []string{"fr-par", "nl-ams", "pl-waw"}
//	all := gosc.ListRegions(regions, func(region string) iter.Seq2[gosc.Function, error] {
//		return client.FunctionsApi.ListFunctionsAll(ctx, region, nil)
//	})
//	for fn, err := range all { … }
//
// An error comes with its region and ends the list of that region. The regions
// after it are still listed, unless the loop is left.
func ListRegions[T any](regions []string, list func(region string) iter.Seq2[T, error]) iter.Seq2[InRegion[T], error] {
	return func(yield func(InRegion[T], error) bool) {
		for _, region := range regions {
			items := noList[T]
			if list != nil {
				if of := list(region); of != nil {
					items = of
				}
			}
			for item, err := range items {
				if !yield(InRegion[T]{Region: region, Item: item}, err) {
					return
				}
			}
		}
	}
}

// noList is the list of a region for which there is no function.
func noList[T any](yield func(T, error) bool) {
	var zero T
	yield(zero, &ArgumentError{Operation: "ListRegions", Argument: "list", Reason: "is nil"})
}
