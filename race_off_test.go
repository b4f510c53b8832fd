//go:build !race

package gosc

const raceEnabled = false
