package platform

// cpuOfMemory gives the share of a CPU (mCPU) that comes with each memory size
// of a function (MB).
var cpuOfMemory = map[uint32]uint32{128: 70, 256: 140, 512: 280, 1024: 560, 2048: 1120, 3072: 1680, 4096: 2240}

// CPUOfMemory is the share of a CPU in mCPU that comes with so many MB of a
// function; 0 if there is no such size.
func CPUOfMemory(megabytes uint32) uint32 { return cpuOfMemory[megabytes] }
