<?php
// Serves one function handler of PHP to the emulator; wrapper.go says how.

namespace Emulator\Wrapper;

function fail(string $message): never
{
    fwrite(STDERR, $message . "\n");
    exit(1);
}

// Loads "path/file.function", seen from the root of the archive.
function load(string $name): callable
{
    $dot = strrpos($name, '.');
    if (!$dot || strpos($name, '/', $dot) !== false) {
        fail("handler \"$name\" names no function: a dot and the name of a function are missing "
            . "(a handler is path/file.function, seen from the root of the archive, such as $name.handle)");
    }
    $path = substr($name, 0, $dot) . '.php';
    $function = substr($name, $dot + 1);
    if (!is_file($path)) {
        fail("handler \"$name\": the archive has no file $path "
            . '(a handler is path/file.function, seen from the root of the archive)');
    }
    if (is_file('vendor/autoload.php')) {
        require_once getcwd() . '/vendor/autoload.php';
    }
    (static function (string $file): void {
        require_once $file;
    })(getcwd() . '/' . $path);
    if (!function_exists($function)) {
        $own = array_filter(get_defined_functions()['user'], fn ($f) => !str_starts_with($f, 'emulator\\wrapper\\'));
        fail("handler \"$name\": $path has no function \"$function\"; it has: " . (implode(', ', $own) ?: 'none'));
    }
    return $function;
}

// Returns status and body of the reply to one call.
function answer(callable $handler, string $body): array
{
    try {
        $call = json_decode($body, true, 512, JSON_THROW_ON_ERROR);
        $result = $handler($call['event'], $call['context']);
        if ($result === null) {
            return [200, ''];
        }
        // PHP has one empty array for lists and maps; headers are a map.
        if (is_array($result) && ($result['headers'] ?? null) === []) {
            unset($result['headers']);
        }
        $flags = JSON_THROW_ON_ERROR | JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE | JSON_PRESERVE_ZERO_FRACTION;
        return [200, json_encode($result, $flags)];
    } catch (\Throwable $error) {
        fwrite(STDERR, $error . "\n");
        $message = $error->getMessage() !== '' ? $error->getMessage() : get_class($error);
        return [500, json_encode(['message' => $message], JSON_INVALID_UTF8_SUBSTITUTE | JSON_UNESCAPED_SLASHES)];
    }
}

// Returns headers and body of the request, or null at the end.
function read_request($connection): ?array
{
    if (fgets($connection) === false) {
        return null;
    }
    $headers = [];
    while (($line = fgets($connection)) !== false && trim($line) !== '') {
        [$key, $value] = explode(':', $line, 2) + [1 => ''];
        $headers[strtolower(trim($key))] = trim($value);
    }
    $length = (int) ($headers['content-length'] ?? 0);
    $body = $length > 0 ? stream_get_contents($connection, $length) : '';
    return [$headers, $body];
}

// One request a connection: there is nobody else to look after the listener and
// the emulator while a connection is open.
function serve_connection($connection, callable $handler, string $key): void
{
    stream_set_timeout($connection, 60);
    $request = read_request($connection);
    if ($request !== null) {
        [$headers, $body] = $request;
        [$status, $reply] = ($headers['x-instance-key'] ?? '') === $key
            ? answer($handler, $body)
            : [403, '{"message":"this port belongs to the emulator"}'];
        @fwrite($connection, "HTTP/1.1 $status Reply\r\nContent-Type: application/json\r\nConnection: close\r\n"
            . 'Content-Length: ' . strlen($reply) . "\r\n\r\n" . $reply);
    }
    fclose($connection);
}

// Standard input is the line to the emulator: its first line is the greeting,
// its end the emulator's end.
function serve(callable $handler, string $key): never
{
    $listener = @stream_socket_server('tcp://127.0.0.1:' . getenv('PORT'), $code, $problem)
        ?: fail("cannot serve the function: $problem");
    while (true) {
        $ready = [STDIN, $listener];
        $none = null;
        if (@stream_select($ready, $none, $none, null) === false) {
            continue; // a signal
        }
        if (in_array(STDIN, $ready, true) && (fread(STDIN, 4096) === '' || feof(STDIN))) {
            exit(0);
        }
        if (in_array($listener, $ready, true) && ($connection = @stream_socket_accept($listener, 0))) {
            serve_connection($connection, $handler, $key);
        }
    }
}

function main(array $arguments): never
{
    $greeting = fgets(STDIN);
    if ($greeting === false) {
        exit(0);
    }
    try {
        $handler = load($arguments[1]);
    } catch (\Throwable $error) {
        fail(get_class($error) . ': ' . $error->getMessage() . ' in ' . $error->getFile() . ':' . $error->getLine());
    }
    serve($handler, substr(trim($greeting), strlen('instance ')));
}

main($argv);
