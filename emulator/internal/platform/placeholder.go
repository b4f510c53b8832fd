package platform

import (
	"encoding/json"
	"fmt"
	"net/http"

	"github.com/rumpl/gosc/emulator/internal/state"
)

// placeholder answers for a container whose image no local command stands for. The
// container becomes ready, because clients wait for that and a project with one
// such image should still deploy; a caller reads what it is.
func (p *Platform) placeholder(row *state.Application, revision *state.Revision) http.Handler {
	message := fmt.Sprintf("This is container %s of the functions-emulator. The emulator does not pull images, and no "+
		"local command stands for %q: name one with -container '%s=COMMAND', or in Options.Containers, and deploy again.",
		row.Name, revision.Image, shortName(revision.Image))
	body, _ := json.Marshal(map[string]string{"message": message, "image": revision.Image}) // texts always encode
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("X-Functions-Emulator", "placeholder")
		_, _ = w.Write(body) // the client is gone if this fails
	})
}
