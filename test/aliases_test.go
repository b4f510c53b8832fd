package test

import "github.com/rumpl/gosc"

//lint:file-ignore SA1019 the deprecated names are what is looked at

// An alias is the very same type, so a slice of one is a slice of the other.
func aliases() {
	var _ []gosc.Container = []gosc.ScalewayFunctionsV1alpha2Container{}
	var _ []gosc.ContainerPrivacy = []gosc.ScalewayFunctionsV1alpha2ContainerPrivacy{}
	var _ []gosc.ContainerStatus = []gosc.ScalewayFunctionsV1alpha2ContainerStatus{}
	var _ []gosc.Cron = []gosc.ScalewayFunctionsV1alpha2Cron{}
	var _ []gosc.CronStatus = []gosc.ScalewayFunctionsV1alpha2CronStatus{}
	var _ []gosc.DownloadURL = []gosc.ScalewayFunctionsV1alpha2DownloadUrl{}
	var _ []gosc.Function = []gosc.ScalewayFunctionsV1alpha2Function{}
	var _ []gosc.FunctionPrivacy = []gosc.ScalewayFunctionsV1alpha2FunctionPrivacy{}
	var _ []gosc.FunctionRuntime = []gosc.ScalewayFunctionsV1alpha2FunctionRuntime{}
	var _ []gosc.FunctionStatus = []gosc.ScalewayFunctionsV1alpha2FunctionStatus{}
	var _ []gosc.ListContainersRequestOrderBy = []gosc.ScalewayFunctionsV1alpha2ListContainersRequestOrderBy{}
	var _ []gosc.ListContainersResponse = []gosc.ScalewayFunctionsV1alpha2ListContainersResponse{}
	var _ []gosc.ListCronsRequestOrderBy = []gosc.ScalewayFunctionsV1alpha2ListCronsRequestOrderBy{}
	var _ []gosc.ListCronsResponse = []gosc.ScalewayFunctionsV1alpha2ListCronsResponse{}
	var _ []gosc.ListFunctionRuntimesResponse = []gosc.ScalewayFunctionsV1alpha2ListFunctionRuntimesResponse{}
	var _ []gosc.ListFunctionsRequestOrderBy = []gosc.ScalewayFunctionsV1alpha2ListFunctionsRequestOrderBy{}
	var _ []gosc.ListFunctionsResponse = []gosc.ScalewayFunctionsV1alpha2ListFunctionsResponse{}
	var _ []gosc.ListLogsRequestOrderBy = []gosc.ScalewayFunctionsV1alpha2ListLogsRequestOrderBy{}
	var _ []gosc.ListLogsResponse = []gosc.ScalewayFunctionsV1alpha2ListLogsResponse{}
	var _ []gosc.ListNamespacesRequestOrderBy = []gosc.ScalewayFunctionsV1alpha2ListNamespacesRequestOrderBy{}
	var _ []gosc.ListNamespacesResponse = []gosc.ScalewayFunctionsV1alpha2ListNamespacesResponse{}
	var _ []gosc.Log = []gosc.ScalewayFunctionsV1alpha2Log{}
	var _ []gosc.Namespace = []gosc.ScalewayFunctionsV1alpha2Namespace{}
	var _ []gosc.NamespaceStatus = []gosc.ScalewayFunctionsV1alpha2NamespaceStatus{}
	var _ []gosc.Token = []gosc.ScalewayFunctionsV1alpha2Token{}
	var _ []gosc.UploadURL = []gosc.ScalewayFunctionsV1alpha2UploadUrl{}
	var _ []gosc.CreateContainerRequest = []gosc.InlineObject{}
	var _ []gosc.UpdateContainerRequest = []gosc.InlineObject1{}
	var _ []gosc.CreateCronRequest = []gosc.InlineObject2{}
	var _ []gosc.UpdateCronRequest = []gosc.InlineObject3{}
	var _ []gosc.CreateFunctionRequest = []gosc.InlineObject4{}
	var _ []gosc.UpdateFunctionRequest = []gosc.InlineObject5{}
	var _ []gosc.CreateNamespaceRequest = []gosc.InlineObject6{}
	var _ []gosc.UpdateNamespaceRequest = []gosc.InlineObject7{}
	var _ []map[string]any = []gosc.GoogleProtobufStruct{}
	var _ []map[string]any = []gosc.GoogleProtobufValueStructValue{}
	var _ []any = []gosc.GoogleProtobufValue{}
	var _ [][]any = []gosc.GoogleProtobufValueListValue{}
	var _ []map[string]string = []gosc.ScalewayStdMapStringStringValue{}
}
