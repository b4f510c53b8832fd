#!/usr/bin/env bash
# Runs real clients against the emulator: installs the Serverless Framework, Scaleway's
# plugin and the JavaScript SDK from npm, and starts the tests that need them.
# Takes minutes, and npm, node, python and Go. Usage: test/clients/run.sh [flags of go test]
set -euo pipefail
cd "$(dirname "$0")"
npm ci --no-audit --no-fund
# The plugin verifies hashes of secrets with argon2, which has a part to be compiled; some
# versions of npm install nothing of that kind without being asked.
node -e 'require("argon2")' 2>/dev/null || npm rebuild argon2 --foreground-scripts
exec go test -count=1 -timeout 30m "$@" .
