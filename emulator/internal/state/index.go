package state

import (
	"cmp"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// index finds the records of a table by a key other than their id. It reflects the
// last Update; a record may have several keys, and a key several records.
type index[T record] struct {
	keys func(T) []string
	ids  map[string][]string
}

func newIndex[T record](keys func(T) []string) *index[T] {
	return &index[T]{keys: keys, ids: map[string][]string{}}
}

func (i *index[T]) add(id string, row T) {
	if i == nil {
		return
	}
	for _, key := range i.keys(row) {
		i.ids[key] = append(i.ids[key], id)
	}
}

func (i *index[T]) remove(id string, row T) {
	if i == nil {
		return
	}
	for _, key := range i.keys(row) {
		left := slices.DeleteFunc(i.ids[key], func(other string) bool { return other == id })
		if len(left) == 0 {
			delete(i.ids, key)
		} else {
			i.ids[key] = left
		}
	}
}

// find returns the records with a key, oldest first, as All does.
func (t *Table[T]) find(key string) []T {
	var rows []T
	for _, id := range t.index.ids[key] {
		if _, ok := t.changed[id]; !ok {
			rows = append(rows, t.rows[id])
		}
	}
	for id, put := range t.changed {
		if put && slices.Contains(t.index.keys(t.staged[id]), key) {
			rows = append(rows, t.staged[id])
		}
	}
	slices.SortFunc(rows, func(a, b T) int { return cmp.Compare(a.seq(), b.seq()) })
	return rows
}

func applicationKeys(row *Application) []string {
	keys := []string{nameKey(row.NamespaceID, row.Name)}
	if endpoint, err := url.Parse(row.Endpoint); err == nil && endpoint.Port() != "" {
		keys = append(keys, "port "+endpoint.Port())
	}
	return keys
}

func nameKey(namespace, name string) string { return namespace + " " + strings.ToLower(name) }

func namespaceKeys(row *Namespace) []string { return []string{row.Label} }

func domainKeys(row *Domain) []string { return []string{strings.ToLower(row.Hostname)} }

// NamespacesLabelled returns the namespaces with a label; the empty one is that of
// the first state files.
func (t *Tables) NamespacesLabelled(label string) []*Namespace { return t.Namespaces.find(label) }

// ApplicationsNamed returns the functions and containers of a name in a namespace,
// in whatever case, the oldest first.
func (t *Tables) ApplicationsNamed(namespace, name string) []*Application {
	return t.Applications.find(nameKey(namespace, name))
}

// ApplicationsAtPort returns the functions and containers whose endpoint has a
// port, the oldest first.
func (t *Tables) ApplicationsAtPort(port string) []*Application {
	if n, err := strconv.ParseUint(port, 10, 16); err == nil { // "080" is 80
		port = strconv.FormatUint(n, 10)
	}
	return t.Applications.find("port " + port)
}

// DomainsNamed returns the custom domains with a host name, in whatever case.
func (t *Tables) DomainsNamed(hostname string) []*Domain {
	return t.Domains.find(strings.ToLower(hostname))
}
