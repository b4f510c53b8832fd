package apps

// roleVariable turns the test binary into another program, see runRole.
const roleVariable = "APPS_TEST_ROLE"

func runRole(string) {}
