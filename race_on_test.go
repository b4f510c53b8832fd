//go:build race

package gosc

const raceEnabled = true
