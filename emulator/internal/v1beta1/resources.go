package v1beta1

// Resources as these APIs show them. Their members stand in the order in which
// the APIs write them.
type (
	namespaceView struct {
		ID                         string            `json:"id"`
		Name                       string            `json:"name"`
		EnvironmentVariables       map[string]string `json:"environment_variables"`
		OrganizationID             string            `json:"organization_id"`
		ProjectID                  string            `json:"project_id"`
		Status                     string            `json:"status"`
		RegistryNamespaceID        string            `json:"registry_namespace_id"`
		ErrorMessage               *string           `json:"error_message"`
		RegistryEndpoint           string            `json:"registry_endpoint"`
		Description                string            `json:"description"`
		SecretEnvironmentVariables []secretView      `json:"secret_environment_variables"`
		Tags                       []string          `json:"tags"`
		CreatedAt                  *string           `json:"created_at"`
		UpdatedAt                  *string           `json:"updated_at"`
		VPCIntegrationActivated    bool              `json:"vpc_integration_activated"`
		Region                     string            `json:"region"`
	}

	secretView struct {
		Key         string `json:"key"`
		HashedValue string `json:"hashed_value"`
	}

	functionView struct {
		ID                         string            `json:"id"`
		Name                       string            `json:"name"`
		NamespaceID                string            `json:"namespace_id"`
		Status                     string            `json:"status"`
		EnvironmentVariables       map[string]string `json:"environment_variables"`
		MinScale                   uint32            `json:"min_scale"`
		MaxScale                   uint32            `json:"max_scale"`
		Runtime                    string            `json:"runtime"`
		MemoryLimit                uint32            `json:"memory_limit"` // MB
		CPULimit                   uint32            `json:"cpu_limit"`    // mCPU
		Timeout                    string            `json:"timeout"`
		Handler                    string            `json:"handler"`
		ErrorMessage               *string           `json:"error_message"`
		Privacy                    string            `json:"privacy"`
		Description                string            `json:"description"`
		DomainName                 string            `json:"domain_name"`
		SecretEnvironmentVariables []secretView      `json:"secret_environment_variables"`
		HTTPOption                 string            `json:"http_option"`
		RuntimeMessage             string            `json:"runtime_message"`
		BuildMessage               *string           `json:"build_message"`
		Sandbox                    string            `json:"sandbox"`
		CreatedAt                  *string           `json:"created_at"`
		UpdatedAt                  *string           `json:"updated_at"`
		ReadyAt                    *string           `json:"ready_at"`
		Tags                       []string          `json:"tags"`
		PrivateNetworkID           *string           `json:"private_network_id"`
		Region                     string            `json:"region"`
	}

	containerView struct {
		ID                         string            `json:"id"`
		Name                       string            `json:"name"`
		NamespaceID                string            `json:"namespace_id"`
		Status                     string            `json:"status"`
		EnvironmentVariables       map[string]string `json:"environment_variables"`
		MinScale                   uint32            `json:"min_scale"`
		MaxScale                   uint32            `json:"max_scale"`
		MemoryLimit                uint32            `json:"memory_limit"` // MB
		CPULimit                   uint32            `json:"cpu_limit"`    // mCPU
		Timeout                    string            `json:"timeout"`
		ErrorMessage               *string           `json:"error_message"`
		Privacy                    string            `json:"privacy"`
		Description                string            `json:"description"`
		RegistryImage              string            `json:"registry_image"`
		MaxConcurrency             uint32            `json:"max_concurrency"`
		DomainName                 string            `json:"domain_name"`
		Protocol                   string            `json:"protocol"`
		Port                       uint32            `json:"port"`
		SecretEnvironmentVariables []secretView      `json:"secret_environment_variables"`
		HTTPOption                 string            `json:"http_option"`
		Sandbox                    string            `json:"sandbox"`
		LocalStorageLimit          uint32            `json:"local_storage_limit"` // MB
		ScalingOption              scalingView       `json:"scaling_option"`
		CreatedAt                  *string           `json:"created_at"`
		UpdatedAt                  *string           `json:"updated_at"`
		ReadyAt                    *string           `json:"ready_at"`
		HealthCheck                healthView        `json:"health_check"`
		Tags                       []string          `json:"tags"`
		PrivateNetworkID           *string           `json:"private_network_id"`
		Command                    []string          `json:"command"`
		Args                       []string          `json:"args"`
		Region                     string            `json:"region"`
	}

	scalingView struct {
		ConcurrentRequestsThreshold *uint32 `json:"concurrent_requests_threshold,omitempty"`
		CPUUsageThreshold           *uint32 `json:"cpu_usage_threshold,omitempty"`
		MemoryUsageThreshold        *uint32 `json:"memory_usage_threshold,omitempty"`
	}

	healthView struct {
		FailureThreshold uint32        `json:"failure_threshold"`
		Interval         string        `json:"interval"`
		TCP              *struct{}     `json:"tcp,omitempty"`
		HTTP             *httpPathView `json:"http,omitempty"`
	}

	httpPathView struct {
		Path string `json:"path"`
	}

	// owner is the application of a cron, a domain, a token or a trigger: the
	// member of the other product is absent.
	owner struct {
		FunctionID  string `json:"function_id,omitempty"`
		ContainerID string `json:"container_id,omitempty"`
	}

	cronView struct {
		ID string `json:"id"`
		owner
		Schedule string         `json:"schedule"`
		Args     map[string]any `json:"args"`
		Status   string         `json:"status"`
		Name     string         `json:"name"`
	}

	domainView struct {
		ID       string `json:"id"`
		Hostname string `json:"hostname"`
		owner
		URL          string  `json:"url"`
		Status       string  `json:"status"`
		ErrorMessage *string `json:"error_message"`
	}

	tokenView struct {
		Token       string `json:"token"`
		PublicKey   string `json:"public_key"`
		NamespaceID string `json:"namespace_id,omitempty"`
		owner
		ID          string  `json:"id"`
		Status      string  `json:"status"`
		ExpiresAt   *string `json:"expires_at"`
		Description string  `json:"description"`
	}

	triggerView struct {
		ID           string  `json:"id"`
		Name         string  `json:"name"`
		Description  string  `json:"description"`
		InputType    string  `json:"input_type"`
		Status       string  `json:"status"`
		ErrorMessage *string `json:"error_message"`
		owner
		SQS  *sqsView  `json:"scw_sqs_config,omitempty"`
		NATS *natsView `json:"scw_nats_config,omitempty"`
	}

	sqsView struct {
		Queue        string  `json:"queue"`
		ProjectID    string  `json:"mnq_project_id"`
		Region       string  `json:"mnq_region"`
		CredentialID *string `json:"mnq_credential_id"`
	}

	natsView struct {
		Subject      string  `json:"subject"`
		AccountID    string  `json:"mnq_nats_account_id"`
		ProjectID    string  `json:"mnq_project_id"`
		Region       string  `json:"mnq_region"`
		CredentialID *string `json:"mnq_credential_id"`
	}

	runtimeView struct {
		Name           string `json:"name"`
		Language       string `json:"language"`
		Version        string `json:"version"`
		DefaultHandler string `json:"default_handler"`
		CodeSample     string `json:"code_sample"`
		Status         string `json:"status"`
		StatusMessage  string `json:"status_message"`
		Extension      string `json:"extension"`
		Implementation string `json:"implementation"`
		LogoURL        string `json:"logo_url"`
	}
)
