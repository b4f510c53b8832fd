package shop

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/rumpl/gosc"
	"github.com/rumpl/gosc/jsoncodec"
)

// Parcel has what few descriptions have: unions, null in lists and maps, members
// without a field, members with three states, objects without members.
func TestParcelOnTheWire(t *testing.T) {
	for name, tc := range map[string]struct {
		parcel Parcel
		want   string
	}{
		"nothing": {Parcel{}, `{}`},
		"everything": {
			Parcel{
				Carrier: &Carrier{Courier: &Courier{Kind: "car", Name: new("n"), Next: &Carrier{Post: &Post{Kind: "post", Office: "o"}}}},
				Past:    []Carrier{{Post: &Post{Kind: "post", Office: "p"}}, {Raw: json.RawMessage(`{"kind":"drone","height":3}`)}},
				Content: &ParcelContent{Book: &ParcelContentBook{Book: "b", Note: new("x")}},
				Names:   []*string{new("a"), nil, new("")}, Weights: map[string]*int32{"a": new(int32(1)), "b": nil},
				Note: jsoncodec.Null[string](), Wait: new(90 * time.Second), Fragile: new(false),
				Labels:  &ParcelLabels{Main: new("m"), AdditionalProperties: map[string]int32{"z": 1, "a": 2}},
				Nothing: &ParcelNothing{},
			},
			`{"carrier":{"kind":"car","name":"n","next":{"kind":"post","office":"o"}},` +
				`"past":[{"kind":"post","office":"p"},{"kind":"drone","height":3}],"content":{"book":"b","note":"x"},` +
				`"names":["a",null,""],"weights":{"a":1,"b":null},"note":null,"wait":"90s","fragile":false,` +
				`"labels":{"main":"m","a":2,"z":1},"nothing":{}}`,
		},
		"told apart by a member": {Parcel{Content: &ParcelContent{Bottles: &ParcelContentBottles{Bottles: new(uint32(6))}}}, `{"content":{"bottles":6}}`},
		"null in lists of lists": {
			Parcel{
				Grid: [][]*string{nil, {}, {nil, new("")}}, Sets: map[string][]int32{"empty": {}, "full": {1}, "null": nil},
				Bags: []map[string]string{nil, {}, {"a": "b"}}, Seals: [][]byte{nil, {}, {1}},
			},
			`{"grid":[null,[],[null,""]],"sets":{"empty":[],"full":[1],"null":null},"bags":[null,{},{"a":"b"}],"seals":[null,"","AQ=="]}`,
		},
		"members beside oneOf": {
			Parcel{Insurance: &ParcelInsurance{Insurer: "i", Kind: "sum", Sum: new(int64(0))}}, `{"insurance":{"insurer":"i","kind":"sum","sum":0}}`,
		},
		"empty, not null": {Parcel{Names: []*string{}, Note: jsoncodec.Value("")}, `{"names":[],"note":""}`},
	} {
		t.Run(name, func(t *testing.T) {
			s := newServer(t, replies(tc.want))
			got, _, err := s.client().DefaultApi.EchoParcel(t.Context(), tc.parcel)
			require.NoError(t, err)
			assert.Equal(t, tc.parcel, got)
			request := s.last(t)
			assert.Equal(t, tc.want, request.Body)
			assert.Equal(t, "application/merge-patch+json", request.Header.Get("Content-Type"))
			assert.Equal(t, "application/vnd.shop+json", request.Header.Get("Accept"))
		})
	}
}

func TestDiscriminatorIsFilledIn(t *testing.T) {
	post := &Post{Office: "o"}
	data, err := json.Marshal(Carrier{Post: post})
	require.NoError(t, err)
	assert.JSONEq(t, `{"kind":"post","office":"o"}`, string(data))
	assert.Empty(t, post.Kind, "the caller's own stays as it is")
	s := newServer(t, replies(`{}`))
	_, _, err = s.client().DefaultApi.EchoParcel(t.Context(), Parcel{Carrier: &Carrier{Post: post}})
	assert.NoError(t, err, "the discriminator need not be set")
}

func TestUnionsAreChecked(t *testing.T) {
	s := newServer(t, replies(`{}`))
	for want, parcel := range map[string]Parcel{
		"carrier.Post or carrier.Courier or carrier.Raw": {Carrier: &Carrier{}},
		"past[1].Courier": {Past: []Carrier{{Post: &Post{Office: "o"}}, {Post: &Post{Office: "o"}, Courier: &Courier{}}}},
		"carrier.office":  {Carrier: &Carrier{Post: &Post{}}},
		"content.book":    {Content: &ParcelContent{Book: &ParcelContentBook{}}},
	} {
		_, _, err := s.client().DefaultApi.EchoParcel(t.Context(), parcel)
		var argument *gosc.ArgumentError
		if assert.ErrorAs(t, err, &argument, want) {
			assert.Equal(t, want, argument.Argument)
		}
	}
	assert.Empty(t, s.requests(), "nothing is sent")
}

func TestUnionsOfReplies(t *testing.T) {
	for text, want := range map[string]Carrier{
		`{"kind":"boat"}`:                   {Raw: json.RawMessage(`{"kind":"boat"}`)},
		`{"office":"o"}`:                    {Raw: json.RawMessage(`{"office":"o"}`)},
		`{"office":"o","kind":"post"}`:      {Post: &Post{Kind: "post", Office: "o"}},
		`{"kind":"bike","unknown":{"a":1}}`: {Courier: &Courier{Kind: "bike"}},
		`null`:                              {},
		`"text"`:                            {Raw: json.RawMessage(`"text"`)},
	} {
		var got Carrier
		require.NoError(t, json.Unmarshal([]byte(text), &got), text)
		assert.Equal(t, want, got, text)
	}
	var both ParcelContent
	require.NoError(t, json.Unmarshal([]byte(`{"book":"b","bottles":1}`), &both))
	assert.Nil(t, both.Book)
	assert.JSONEq(t, `{"book":"b","bottles":1}`, string(both.Raw), "it is not known which it is")
	var parcel Parcel
	err := json.Unmarshal([]byte(`{"past":[{"kind":"bike","next":{"kind":"post","office":7}}]}`), &parcel)
	assert.ErrorContains(t, err, "past[0].next.office")
	deep := strings.Repeat(`{"kind":"bike","next":`, 3000) + `null` + strings.Repeat(`}`, 3000)
	assert.Error(t, json.Unmarshal([]byte(`{"carrier":`+deep+`}`), &parcel), "nested too deeply")
}
