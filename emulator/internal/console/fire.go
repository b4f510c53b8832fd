package console

import "net/http"

// fireReply is the result of a message.
type fireReply struct {
	Status    int  `json:"status"` // of the last reply of the application
	Attempts  int  `json:"attempts"`
	Delivered bool `json:"delivered"`
}

// serveFire sends a message as the queue of a trigger would.
func (c *Console) serveFire(w http.ResponseWriter, r *http.Request) {
	message, ok := read[struct {
		Trigger string `json:"trigger"` // id
		Message string `json:"message"`
	}](w, r)
	if !ok {
		return
	}
	delivery, err := c.platform.FireTrigger(r.Context(), message.Trigger, []byte(message.Message))
	if err != nil {
		c.fail(w, err)
		return
	}
	writeJSON(w, http.StatusOK, fireReply{Status: delivery.Status, Attempts: delivery.Attempts, Delivered: delivery.Delivered()})
}
