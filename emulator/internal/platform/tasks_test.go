package platform

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
)

type realClock struct{}

func (realClock) Now() time.Time { return time.Now() }

func (realClock) AfterFunc(d time.Duration, f func()) func() bool { return time.AfterFunc(d, f).Stop }

func TestTasksAfter(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tasks := newTasks(realClock{})
		var ran []string
		tasks.after(0, func() { ran = append(ran, "at once") })
		assert.Equal(t, []string{"at once"}, ran)
		tasks.after(time.Minute, func() { ran = append(ran, "later") })
		cancel := tasks.after(time.Second, func() { ran = append(ran, "called off") })
		cancel()
		cancel() // again is nothing
		time.Sleep(time.Minute)
		synctest.Wait()
		assert.Equal(t, []string{"at once", "later"}, ran)
		tasks.end()
	})
}

func TestTasksEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tasks := newTasks(realClock{})
		finished, late := false, false
		tasks.start(func() {
			time.Sleep(time.Second)
			finished = true
		})
		tasks.after(time.Minute, func() { late = true })
		tasks.end()
		assert.True(t, finished, "end waits for what runs")
		tasks.start(func() { late = true })
		tasks.after(time.Second, func() { late = true })
		time.Sleep(time.Hour)
		synctest.Wait()
		assert.False(t, late, "nothing starts after the end")
	})
}
