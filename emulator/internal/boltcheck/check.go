// Package boltcheck checks a bbolt database file as a whole before bbolt opens
// it. bbolt's own check runs in a goroutine whose panics cannot be recovered, and
// bbolt uses the older of its two headers if the newer is damaged, which silently
// loses the last transaction. This check only reads bytes: it returns an error for
// every damage of the structure, and never panics.
//
// It does not check the content of values, which the checksums of package sealed
// protect.
package boltcheck

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/fnv"
	"os"
)

const (
	magic       = 0xED0CDAED
	version     = 2
	headerSize  = 16 // of a page
	elementSize = 16 // of an entry of a branch or leaf page
	metaSize    = 64
	minPageSize = 512
	maxPageSize = 64 << 10
	noFreelist  = 1<<64 - 1
	// maxDepth of buckets and pages bounds the recursion; a real tree has less
	// than ten levels.
	maxDepth = 64

	flagBranch   = 0x01
	flagLeaf     = 0x02
	flagMeta     = 0x04
	flagFreelist = 0x10
	bucketEntry  = 0x01
)

// File checks the database in a file. The caller makes sure that no process writes
// to it at the same time.
func File(path string) error {
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	return Check(data)
}

// Check checks the bytes of a database.
func Check(data []byte) error {
	m, err := newestMeta(data)
	if err != nil {
		return err
	}
	c := &checker{data: data, meta: m, use: make([]byte, m.pages)}
	c.use[0], c.use[1] = inUse, inUse
	if err := c.freelist(); err != nil {
		return err
	}
	if err := c.tree(m.root, bounds{}, 0); err != nil {
		return err
	}
	for id, use := range c.use {
		if use == 0 {
			return fmt.Errorf("page %d is neither in use nor free", id)
		}
	}
	return nil
}

// meta is a header; there are two, written in turn.
type meta struct {
	pageSize              uint64
	root, freelist, pages uint64
	txid                  uint64
}

func newestMeta(data []byte) (meta, error) {
	if len(data) < headerSize+metaSize {
		return meta{}, fmt.Errorf("the file is too short: %d bytes", len(data))
	}
	first, err := readMeta(data, 0)
	if err != nil {
		return meta{}, fmt.Errorf("header 0: %w", err)
	}
	second, err := readMeta(data, first.pageSize)
	if err != nil {
		return meta{}, fmt.Errorf("header 1: %w", err)
	}
	newest, other := first, second
	if second.txid > first.txid {
		newest, other = second, first
	}
	switch {
	case newest.txid != other.txid+1:
		return meta{}, fmt.Errorf("the headers are of transactions %d and %d", first.txid, second.txid)
	case first.pageSize != second.pageSize:
		return meta{}, fmt.Errorf("the headers have page sizes %d and %d", first.pageSize, second.pageSize)
	case newest.pages > uint64(len(data))/newest.pageSize:
		return meta{}, fmt.Errorf("the file has %d bytes, and should have at least %d pages of %d", len(data), newest.pages, newest.pageSize)
	case newest.pages < 4:
		return meta{}, fmt.Errorf("only %d pages", newest.pages)
	}
	return newest, nil
}

// readMeta reads the header in the page at an offset.
func readMeta(data []byte, at uint64) (meta, error) {
	if uint64(len(data)) < at+headerSize+metaSize {
		return meta{}, fmt.Errorf("the file is too short: %d bytes", len(data))
	}
	page, raw := data[at:], data[at+headerSize:][:metaSize]
	switch sum := fnv.New64a(); {
	case binary.NativeEndian.Uint32(raw) != magic:
		return meta{}, fmt.Errorf("not a bbolt database")
	case binary.NativeEndian.Uint32(raw[4:]) != version:
		return meta{}, fmt.Errorf("unknown version %d", binary.NativeEndian.Uint32(raw[4:]))
	default:
		sum.Write(raw[:metaSize-8])
		if sum.Sum64() != binary.NativeEndian.Uint64(raw[metaSize-8:]) {
			return meta{}, fmt.Errorf("wrong checksum")
		}
	}
	m := meta{
		pageSize: uint64(binary.NativeEndian.Uint32(raw[8:])),
		root:     binary.NativeEndian.Uint64(raw[16:]),
		freelist: binary.NativeEndian.Uint64(raw[32:]),
		pages:    binary.NativeEndian.Uint64(raw[40:]),
		txid:     binary.NativeEndian.Uint64(raw[48:]),
	}
	if m.pageSize < minPageSize || m.pageSize > maxPageSize || m.pageSize&(m.pageSize-1) != 0 {
		return meta{}, fmt.Errorf("page size %d", m.pageSize)
	}
	if flags := binary.NativeEndian.Uint16(page[8:]); flags != flagMeta {
		return meta{}, fmt.Errorf("page has flags %#x", flags)
	}
	if id := binary.NativeEndian.Uint64(page); id != m.txid%2 || id*m.pageSize != at {
		return meta{}, fmt.Errorf("page has number %d", id)
	}
	return m, nil
}

// What a page is used for.
const (
	inUse = 1
	free  = 2
)

type checker struct {
	data []byte
	meta meta
	use  []byte // by page
}

// page is a page of a tree; an inline bucket has one without a number.
type page struct {
	flags uint16
	count int
	data  []byte // with the header, and all overflow pages
}

func (c *checker) claim(id, n uint64, use byte) error {
	if id < 2 || id >= c.meta.pages || n > c.meta.pages-id {
		return fmt.Errorf("page %d (+%d) of %d does not exist", id, n-1, c.meta.pages)
	}
	for i := id; i < id+n; i++ {
		if c.use[i] != 0 {
			return fmt.Errorf("page %d is used twice", i)
		}
		c.use[i] = use
	}
	return nil
}

func (c *checker) load(id uint64) (page, error) {
	if id < 2 || id >= c.meta.pages {
		return page{}, fmt.Errorf("page %d of %d does not exist", id, c.meta.pages)
	}
	raw := c.data[id*c.meta.pageSize:]
	pages := 1 + uint64(binary.NativeEndian.Uint32(raw[12:]))
	if got := binary.NativeEndian.Uint64(raw); got != id {
		return page{}, fmt.Errorf("page %d has number %d", id, got)
	}
	if err := c.claim(id, pages, inUse); err != nil {
		return page{}, err
	}
	return parsePage(raw[:pages*c.meta.pageSize]), nil
}

func parsePage(raw []byte) page {
	return page{
		flags: binary.NativeEndian.Uint16(raw[8:]),
		count: int(binary.NativeEndian.Uint16(raw[10:])),
		data:  raw,
	}
}

func (c *checker) freelist() error {
	if c.meta.freelist == noFreelist {
		return fmt.Errorf("there is no list of free pages")
	}
	p, err := c.load(c.meta.freelist)
	if err != nil {
		return fmt.Errorf("list of free pages: %w", err)
	}
	if p.flags != flagFreelist {
		return fmt.Errorf("list of free pages: page has flags %#x", p.flags)
	}
	ids, count := p.data[headerSize:], uint64(p.count)
	if p.count == 0xFFFF { // a long list begins with its length
		count, ids = binary.NativeEndian.Uint64(ids), ids[8:]
	}
	if count > uint64(len(ids)/8) {
		return fmt.Errorf("list of free pages: %d entries do not fit", count)
	}
	for i := range count {
		if err := c.claim(binary.NativeEndian.Uint64(ids[8*i:]), 1, free); err != nil {
			return fmt.Errorf("list of free pages: %w", err)
		}
	}
	return nil
}

// bounds of the keys of a page: from low on, and below high if there is one.
type bounds struct {
	low, high []byte
	bounded   bool
}

func (b bounds) contain(key []byte) bool {
	return bytes.Compare(key, b.low) >= 0 && (!b.bounded || bytes.Compare(key, b.high) < 0)
}

func (c *checker) tree(id uint64, within bounds, depth int) error {
	if depth > maxDepth {
		return fmt.Errorf("page %d: the tree is too deep", id)
	}
	p, err := c.load(id)
	if err != nil {
		return err
	}
	if err := c.entries(p, within, depth); err != nil {
		return fmt.Errorf("page %d: %w", id, err)
	}
	return nil
}

func (c *checker) entries(p page, within bounds, depth int) error {
	switch p.flags {
	case flagLeaf:
		return c.leaf(p, within, depth)
	case flagBranch:
		return c.branch(p, within, depth)
	default:
		return fmt.Errorf("page has flags %#x", p.flags)
	}
}

// field is a part of the page: size bytes at pos after the element's beginning.
func (p page) field(element int, pos, size uint64) ([]byte, error) {
	begin := uint64(headerSize+element*elementSize) + pos
	if begin < uint64(headerSize+p.count*elementSize) || begin > uint64(len(p.data)) || size > uint64(len(p.data))-begin {
		return nil, fmt.Errorf("entry %d lies outside of its page", element)
	}
	return p.data[begin : begin+size], nil
}

func (p page) element(i int) []byte {
	return p.data[headerSize+i*elementSize:][:elementSize]
}

func (p page) fits() error {
	if headerSize+p.count*elementSize > len(p.data) {
		return fmt.Errorf("%d entries do not fit", p.count)
	}
	return nil
}

func (c *checker) leaf(p page, within bounds, depth int) error {
	if err := p.fits(); err != nil {
		return err
	}
	var previous []byte
	for i := range p.count {
		element := p.element(i)
		flags := binary.NativeEndian.Uint32(element)
		pos := uint64(binary.NativeEndian.Uint32(element[4:]))
		keySize := uint64(binary.NativeEndian.Uint32(element[8:]))
		valueSize := uint64(binary.NativeEndian.Uint32(element[12:]))
		both, err := p.field(i, pos, keySize+valueSize)
		if err != nil {
			return err
		}
		key, value := both[:keySize], both[keySize:]
		if i > 0 && bytes.Compare(previous, key) >= 0 || !within.contain(key) {
			return fmt.Errorf("entry %d is out of order", i)
		}
		previous = key
		switch flags {
		case 0:
		case bucketEntry:
			if err := c.bucket(value, depth+1); err != nil {
				return fmt.Errorf("bucket %q: %w", key, err)
			}
		default:
			return fmt.Errorf("entry %d has flags %#x", i, flags)
		}
	}
	return nil
}

// bucket is a separate tree, or a single page inside of the value.
func (c *checker) bucket(value []byte, depth int) error {
	if depth > maxDepth {
		return fmt.Errorf("the tree is too deep")
	}
	if len(value) < 16 {
		return fmt.Errorf("header of %d bytes", len(value))
	}
	if root := binary.NativeEndian.Uint64(value); root != 0 {
		return c.tree(root, bounds{}, depth)
	}
	if len(value) < 16+headerSize {
		return fmt.Errorf("inline page of %d bytes", len(value)-16)
	}
	// The bytes are copied because a bucket may be at an unaligned address.
	p := parsePage(bytes.Clone(value[16:]))
	if p.flags != flagLeaf {
		return fmt.Errorf("inline page has flags %#x", p.flags)
	}
	return c.leaf(p, bounds{}, depth)
}

func (c *checker) branch(p page, within bounds, depth int) error {
	if err := p.fits(); err != nil {
		return err
	}
	if p.count == 0 {
		return fmt.Errorf("branch without entries")
	}
	keys, children := make([][]byte, p.count), make([]uint64, p.count)
	for i := range p.count {
		element := p.element(i)
		key, err := p.field(i, uint64(binary.NativeEndian.Uint32(element)), uint64(binary.NativeEndian.Uint32(element[4:])))
		if err != nil {
			return err
		}
		if i > 0 && bytes.Compare(keys[i-1], key) >= 0 || !within.contain(key) {
			return fmt.Errorf("entry %d is out of order", i)
		}
		keys[i], children[i] = key, binary.NativeEndian.Uint64(element[8:])
	}
	for i, child := range children {
		inside := bounds{low: keys[i], high: within.high, bounded: within.bounded}
		if i+1 < len(keys) {
			inside.high, inside.bounded = keys[i+1], true
		}
		if err := c.tree(child, inside, depth+1); err != nil {
			return err
		}
	}
	return nil
}
