package emulator

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

var noon = time.Date(2021, 1, 1, 12, 0, 0, 0, time.UTC)

func TestManualClockStopsAtEveryTimerInOrder(t *testing.T) {
	clock := NewManualClock(noon)
	var seen []time.Duration
	note := func() { seen = append(seen, clock.Now().Sub(noon)) }
	clock.AfterFunc(3*time.Second, note)
	clock.AfterFunc(time.Second, func() {
		note()
		clock.AfterFunc(time.Second, note) // within the same Advance
	})
	stop := clock.AfterFunc(2*time.Second, func() { t.Error("a stopped timer went off") })
	assert.True(t, stop())
	assert.False(t, stop(), "a second stop comes too late")

	clock.Advance(10 * time.Second)

	assert.Equal(t, []time.Duration{time.Second, 2 * time.Second, 3 * time.Second}, seen)
	assert.Equal(t, noon.Add(10*time.Second), clock.Now())
}

func TestManualClockKeepsWhatIsNotDue(t *testing.T) {
	clock := NewManualClock(noon)
	fired := false
	clock.AfterFunc(time.Minute, func() { fired = true })
	clock.Advance(time.Minute - 1)
	assert.False(t, fired)
	clock.Advance(1)
	assert.True(t, fired)
}

func TestSystemClockTimerCanBeCalledOff(t *testing.T) {
	stop := systemClock{}.AfterFunc(time.Hour, func() { t.Error("called") })
	assert.True(t, stop())
}
