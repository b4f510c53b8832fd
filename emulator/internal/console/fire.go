package console

import (
	"encoding/json"
	"mime"
	"net/http"
)

// fireReply is how a message ended.
type fireReply struct {
	Status    int  `json:"status"` // of the last reply of the application
	Attempts  int  `json:"attempts"`
	Delivered bool `json:"delivered"`
}

// serveFire sends a message as the queue of a trigger would.
func (c *Console) serveFire(w http.ResponseWriter, r *http.Request) {
	// A form of another page could not have this type without CORS.
	if media, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")); media != "application/json" {
		writeError(w, http.StatusUnsupportedMediaType, "the content type must be application/json")
		return
	}
	var message struct {
		Trigger string `json:"trigger"` // id
		Message string `json:"message"`
	}
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxRequest)).Decode(&message); err != nil {
		writeError(w, http.StatusBadRequest, "the message cannot be read: "+err.Error())
		return
	}
	delivery, err := c.platform.FireTrigger(r.Context(), message.Trigger, []byte(message.Message))
	if err != nil {
		c.fail(w, err)
		return
	}
	writeJSON(w, http.StatusOK, fireReply{Status: delivery.Status, Attempts: delivery.Attempts, Delivered: delivery.Delivered()})
}
