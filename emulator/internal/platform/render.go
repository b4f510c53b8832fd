package platform

import "github.com/rumpl/gosc/emulator/internal/wire"

// Function renders the application as the API shows functions.
func (a Application) Function() wire.Function {
	return wire.Function{
		ID: a.ID, Name: a.Name, NamespaceID: a.NamespaceID, Status: a.Status,
		EnvironmentVariables: a.EnvironmentVariables,
		MinScale:             a.MinScale, MaxScale: a.MaxScale, Runtime: a.Runtime,
		MemoryLimit: a.MemoryLimit, CPULimit: cpuOfMemory[a.MemoryLimit],
		Endpoint: a.Endpoint, Timeout: a.Timeout, Handler: a.Handler,
		ErrorMessage: a.ErrorMessage, Privacy: a.Privacy, Description: a.Description, Region: a.region,
	}
}

// Container renders the application as the API shows containers.
func (a Application) Container() wire.Container {
	return wire.Container{
		ID: a.ID, Name: a.Name, NamespaceID: a.NamespaceID, Status: a.Status,
		EnvironmentVariables: a.EnvironmentVariables,
		MinScale:             a.MinScale, MaxScale: a.MaxScale,
		MemoryLimit: a.MemoryLimit, CPULimit: cpuOfMemory[a.MemoryLimit],
		Endpoint: a.Endpoint, Timeout: a.Timeout,
		ErrorMessage: a.ErrorMessage, Privacy: a.Privacy, Description: a.Description,
		RegistryImage: image(a.RegistryImage, a.registryEndpoint, a.Name), Region: a.region,
	}
}

// image is what a container runs: the image it names, or the one that its
// owner pushes to the namespace's registry under the container's name.
func image(named, registryEndpoint, name string) string {
	if named != "" || registryEndpoint == "" {
		return named
	}
	return registryEndpoint + "/" + name + ":latest"
}
