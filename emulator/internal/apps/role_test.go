package apps

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"
)

// roleVariable turns the test binary into another program.
const roleVariable = "APPS_TEST_ROLE"

func runRole(role string) {
	switch role {
	case "container":
		runContainer()
	case "emulator":
		runEmulator()
	}
}

// runContainer is what a container's image would hold: a server on $PORT.
func runContainer() {
	mux := http.NewServeMux()
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		w.Header().Set("X-From", "container")
		w.WriteHeader(http.StatusAccepted)
		_ = json.NewEncoder(w).Encode(map[string]any{
			"method": r.Method, "uri": r.RequestURI, "host": r.Host, "header": r.Header, "body": string(body), "who": os.Getenv("WHO"),
		})
	})
	mux.HandleFunc("/echo", echoLines)
	mux.HandleFunc("/hang", func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	mux.HandleFunc("/exit", func(http.ResponseWriter, *http.Request) {
		fmt.Println("leaving")
		os.Exit(9)
	})
	mux.HandleFunc("/upgrade", upgrade)
	go func() {
		stop := make(chan os.Signal, 1)
		signal.Notify(stop, syscall.SIGTERM)
		<-stop
		fmt.Println("asked to stop")
		os.Exit(0)
	}()
	fmt.Println("listening")
	fmt.Fprintln(os.Stderr, http.ListenAndServe("127.0.0.1:"+os.Getenv("PORT"), mux))
	os.Exit(1)
}

// echoLines answers each line as soon as it comes.
func echoLines(w http.ResponseWriter, r *http.Request) {
	control := http.NewResponseController(w)
	_ = control.EnableFullDuplex()
	_ = control.Flush()
	lines := bufio.NewScanner(r.Body)
	for lines.Scan() {
		fmt.Fprintln(w, "echo", lines.Text())
		_ = control.Flush()
	}
}

// upgrade leaves HTTP, as a websocket does.
func upgrade(w http.ResponseWriter, _ *http.Request) {
	conn, buffered, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(err)
	}
	defer conn.Close()
	fmt.Fprint(conn, "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: lines\r\n\r\n")
	for {
		line, err := buffered.ReadString('\n')
		if err != nil {
			return
		}
		fmt.Fprint(conn, "upgraded ", line)
	}
}

// runEmulator deploys one application of each kind, prints the processes it has,
// and waits to be killed.
func runEmulator() {
	m, err := NewManager(Options{Dir: os.Getenv("DIR"), TemporaryDir: true})
	exitOn(err)
	for _, runtime := range []string{"node10", "python3", "golang", "container"} {
		spec := Spec{Runtime: runtime, Archive: os.Getenv(runtime)}
		if runtime == "container" {
			// A shell between us and the server, which must not save the server.
			spec = Spec{Kind: Container, Command: []string{"/bin/sh", "-c", os.Args[0] + " & wait"}, Env: map[string]string{roleVariable: "container"}}
		} else if spec.Archive == "" {
			continue
		}
		a, err := m.NewApp(AppOptions{})
		exitOn(err)
		exitOn(a.Deploy(context.Background(), spec))
		inst := a.current.Load().pool.slots[0].worker.(*instance)
		fmt.Println(inst.process.PID(), inst.port)
	}
	fmt.Println("ready")
	time.Sleep(time.Minute)
}

func exitOn(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
