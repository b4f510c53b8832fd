package platform

import (
	"context"
	"encoding/json"
	"net/http"
	"sync"
	"time"

	"github.com/rumpl/gosc/emulator/internal/state"
)

const (
	// deliveryAttempts is the first call for a message and three more.
	deliveryAttempts = 4
	// deliveriesAtOnce bounds the calls of one trigger that are under way.
	deliveriesAtOnce = 10
	// deliveryPause is the time before the second attempt; it doubles after that.
	deliveryPause    = 50 * time.Millisecond
	triggerUserAgent = "functions-emulator-trigger"
)

// Delivery is how a message ended.
type Delivery struct {
	Status   int // of the last reply
	Attempts int
}

// Delivered reports whether the application took the message.
func (d Delivery) Delivered() bool {
	return d.Status >= http.StatusOK && d.Status < http.StatusMultipleChoices
}

// FireTrigger calls the application of a trigger with a message, as a queue would:
// again, up to three times, while the reply's status is 300 or more, and never more
// than ten messages of the trigger at a time. A message that is not taken is no
// error of FireTrigger.
func (p *Platform) FireTrigger(ctx context.Context, id string, message []byte) (Delivery, error) {
	var row *state.Trigger
	var app *state.Application
	p.store.View(func(t *state.Tables) {
		if row, _ = t.Triggers.Get(id); row != nil {
			app, _ = t.Applications.Get(row.ApplicationID)
		}
	})
	if row == nil || app == nil {
		return Delivery{}, &NotFoundError{ResourceTrigger, id}
	}
	if row.Status != state.StatusReady {
		return Delivery{}, &TransientError{ResourceTrigger, id, row.Status}
	}
	free, err := p.deliveries.enter(ctx, id)
	if err != nil {
		return Delivery{}, err
	}
	defer free()
	contentType := "text/plain; charset=utf-8"
	if json.Valid(message) {
		contentType = jsonType
	}
	return p.attempts(ctx, func() (status int, err error) {
		return p.call(ctx, app, message, contentType, triggerUserAgent)
	})
}

// attempts makes the attempts of a message. Those after the first are made when the platform's
// clock says so, and before it goes on: who moves a manual clock past a pause has
// seen the attempt after it.
func (p *Platform) attempts(ctx context.Context, call func() (status int, err error)) (Delivery, error) {
	type outcome struct {
		delivery Delivery
		err      error
	}
	ended := make(chan outcome, 1)
	var attempt func(number int, pause time.Duration)
	attempt = func(number int, pause time.Duration) {
		if ctx.Err() != nil {
			return // the caller no longer waits
		}
		status, err := call()
		delivery := Delivery{Status: status, Attempts: number}
		if err != nil || delivery.Delivered() || number == deliveryAttempts {
			ended <- outcome{delivery, err}
			return
		}
		p.tasks.after(pause, func() { attempt(number+1, 2*pause) })
	}
	attempt(1, deliveryPause)
	select {
	case result := <-ended:
		return result.delivery, result.err
	case <-ctx.Done():
		return Delivery{}, ctx.Err()
	case <-p.ctx.Done():
		return Delivery{}, p.ctx.Err()
	}
}

// deliveries counts the messages of each trigger that are under way.
type deliveries struct {
	mu    sync.Mutex
	slots map[string]chan struct{} // by trigger
}

// enter waits for a slot; the caller gives it back with free.
func (d *deliveries) enter(ctx context.Context, trigger string) (free func(), err error) {
	d.mu.Lock()
	if d.slots == nil {
		d.slots = map[string]chan struct{}{}
	}
	slots := d.slots[trigger]
	if slots == nil {
		slots = make(chan struct{}, deliveriesAtOnce)
		d.slots[trigger] = slots
	}
	d.mu.Unlock()
	select {
	case slots <- struct{}{}:
		return func() { <-slots }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (d *deliveries) forget(trigger string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	delete(d.slots, trigger)
}
