package shop

import (
	"net/http"
	"testing"
	"time"

	"github.com/antihax/optional"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/rumpl/gosc"
)

func noContent(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) }

func TestObjectsAndListsAsParameters(t *testing.T) {
	s := newServer(t, noContent)
	const path = "/base/shop/v1/search/1,2%2C3/p/.a.b;sizes=4,5;names=x;names=y%3Bz"
	for name, tc := range map[string]struct {
		opts *SearchOpts
		want string
	}{
		"nothing": {nil, ""},
		"deep object": {
			&SearchOpts{Filter: &Filter{
				Name: new("a&b"), Since: new(time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)), Size: new(uint64(18446744073709551615)),
				Gift: new(false), Status: FilterStatusReady, Wait: new(90 * time.Second),
			}},
			"filter%5Bname%5D=a%26b&filter%5Bsince%5D=2026-01-02T03%3A04%3A05Z&filter%5Bsize%5D=18446744073709551615" +
				"&filter%5Bgift%5D=false&filter%5Bstatus%5D=ready&filter%5Bwait%5D=90s",
		},
		"spread":    {&SearchOpts{Near: &SearchRequestNear{Lat: 48.5, Lon: new(-2.0)}}, "lat=48.5&lon=-2"},
		"map":       {&SearchOpts{Sort: map[string]string{"b": "de,sc", "a": "asc"}}, "sort=a,asc,b,de%2Csc"},
		"deep map":  {&SearchOpts{Labels: map[string]int64{"b": 2, "a": -1}}, "labels%5Ba%5D=-1&labels%5Bb%5D=2"},
		"empty map": {&SearchOpts{Sort: map[string]string{}, Labels: map[string]int64{}}, ""},
		"any type":  {&SearchOpts{Untyped: optional.NewString("1.5"), OneOrMore: []string{"a"}}, "untyped=1.5&one_or_more=a"},
		"delimited": {&SearchOpts{Piped: []string{"a", "b c"}, Spaced: []int64{1, 2}, Repeated: []string{"x", "y|z"}}, "piped=a%7Cb%20c&spaced=1%202&repeated=x&repeated=y%7Cz"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := s.client().DefaultApi.Search(t.Context(), []string{"1", "2,3"}, "p", []string{"a", "b"}, []string{"4", "5"}, []string{"x", "y;z"}, tc.opts)
			require.NoError(t, err)
			assert.Equal(t, tc.want, s.last(t).Query)
			assert.Equal(t, path, s.last(t).Path)
		})
	}
}

func TestParametersThatCannotBeSent(t *testing.T) {
	s := newServer(t, noContent)
	one := []string{"1"}
	for argument, call := range map[string]func(*DefaultApiService) error{
		"filter.weight": func(a *DefaultApiService) error {
			_, err := a.Search(t.Context(), one, "p", one, one, one, &SearchOpts{Filter: &Filter{Size: new(uint64(1)), Weight: new(1.0)}})
			return err
		},
		"piped[0]": func(a *DefaultApiService) error {
			_, err := a.Search(t.Context(), one, "p", one, one, one, &SearchOpts{Piped: []string{"a|b"}})
			return err
		},
		"ids": func(a *DefaultApiService) error {
			_, err := a.Search(t.Context(), nil, "p", one, one, one, nil)
			return err
		},
		"user": func(a *DefaultApiService) error { _, err := a.LogIn(t.Context(), LogIn{}); return err },
	} {
		var refused *gosc.ArgumentError
		require.ErrorAs(t, call(s.client().DefaultApi), &refused)
		assert.Equal(t, argument, refused.Argument)
	}
	assert.Empty(t, s.requests(), "nothing is sent")
}

func TestURLEncodedForms(t *testing.T) {
	s := newServer(t, noContent)
	api := s.client().DefaultApi
	for want, body := range map[string]LogIn{
		"user=a%26b": {User: "a&b"},
		"user=u&scopes=r&scopes=w+x&remember=false&ttl=-1&address=%7B%22street%22%3A%22s%22%7D": {
			User: "u", Scopes: []string{"r", "w x"}, Remember: new(false), TTL: new(int32(-1)), Address: &LogInAddress{Street: new("s")},
		},
	} {
		_, err := api.LogIn(t.Context(), body)
		require.NoError(t, err)
		assert.Equal(t, want, s.last(t).Body)
		assert.Equal(t, "application/x-www-form-urlencoded", s.last(t).Header.Get("Content-Type"))
	}
	for want, body := range map[string]map[string]string{"": nil, "a=1&b=2+3": {"b": "2 3", "a": "1"}} {
		_, err := api.LogInAgain(t.Context(), body)
		require.NoError(t, err)
		assert.Equal(t, want, s.last(t).Body)
	}
}
