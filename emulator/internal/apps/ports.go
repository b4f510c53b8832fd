package apps

import (
	"errors"
	"math/rand/v2"
	"net"
	"strconv"
	"sync"
)

// loopback is where instances listen, wherever the emulator does.
const loopback = "127.0.0.1"

// ports hands out free ports to instances. A port is only reserved by not being
// given to another instance of this process; the instance itself has to bind it.
var ports = portBook{taken: map[int]bool{}}

type portBook struct {
	mu    sync.Mutex
	taken map[int]bool
}

// Instances get ports below those that systems give out by themselves (Linux from
// 32768, others from 49152). So no program that asks for any port, and no outgoing
// connection, can come between the choice of a port and the instance that binds
// it.
const (
	firstPort = 15000
	lastPort  = 32767
)

// errNoPort means that a search was given up.
var errNoPort = errors.New("find a free port: the system offers only ports in use")

func (b *portBook) take() (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for range 1000 {
		port := firstPort + rand.IntN(lastPort-firstPort+1)
		if !b.taken[port] && !stolen(port) {
			b.taken[port] = true
			return port, nil
		}
	}
	return 0, errNoPort
}

// listen opens a listener on a free port which no instance is about to bind.
func (b *portBook) listen(host string) (net.Listener, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for range 100 {
		l, err := net.Listen("tcp", net.JoinHostPort(host, "0"))
		if err != nil || !b.taken[l.Addr().(*net.TCPAddr).Port] {
			return l, err
		}
		defer l.Close() //nolint:errcheck // kept until the end, so that the system offers another one
	}
	return nil, errNoPort
}

func (b *portBook) give(port int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	delete(b.taken, port)
}

// stolen reports whether another program holds the port.
func stolen(port int) bool {
	l, err := net.Listen("tcp", net.JoinHostPort(loopback, strconv.Itoa(port)))
	if err != nil {
		return true
	}
	_ = l.Close()
	return false
}
