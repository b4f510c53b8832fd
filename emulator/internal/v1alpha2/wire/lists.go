package wire

// Replies of the list operations. Their slices are never nil, because clients
// iterate over them without a check.
type (
	// NamespaceList is the reply of ListNamespaces.
	NamespaceList struct {
		Namespaces []Namespace `json:"namespaces"`
		TotalCount int         `json:"total_count"`
	}
	// FunctionList is the reply of ListFunctions and of the nested list.
	FunctionList struct {
		Functions  []Function `json:"functions"`
		TotalCount int        `json:"total_count"`
	}
	// ContainerList is the reply of ListContainers and of the nested list.
	ContainerList struct {
		Containers []Container `json:"containers"`
		TotalCount int         `json:"total_count"`
	}
	// CronList is the reply of ListCrons.
	CronList struct {
		Crons      []Cron `json:"crons"`
		TotalCount int    `json:"total_count"`
	}
	// LogList is the reply of ListLogs.
	LogList struct {
		Logs       []Log `json:"logs"`
		TotalCount int   `json:"total_count"`
	}
	// RuntimeList is the reply of ListFunctionRuntimes, the only list without a
	// count.
	RuntimeList struct {
		Runtimes []string `json:"runtimes"`
	}
)

// Runtimes that the API lists. Later node versions are accepted too, since
// clients of the time used them before the list named them.
var Runtimes = []string{"golang", "python", "python3", "node8", "node10"}
