"""Serves one function handler of Python to the emulator; wrapper.go says how.

Runs on Python 2.7 and 3. It speaks just the HTTP that the emulator sends, which
starts in a third of the time that http.server takes.
"""
from __future__ import print_function

import importlib
import json
import os
import posixpath
import socket
import sys
import threading
import traceback


class Context(dict):
    """Fields are attributes and keys, as handlers use either."""

    def __getattr__(self, name):
        try:
            return self[name]
        except KeyError:
            raise AttributeError(name)


def fail(message):
    print(message, file=sys.stderr)
    sys.stderr.flush()
    sys.exit(1)


def trace():
    """The present exception, without the frames of this file and of importlib
    that led to the function's own code."""
    kind, error, frames = sys.exc_info()
    while frames and is_inner(frames.tb_frame.f_code.co_filename):
        frames = frames.tb_next
    return "".join(traceback.format_exception(kind, error, frames)).rstrip("\n")


def is_inner(filename):
    return filename == main.__code__.co_filename or "importlib" in filename


def load(name, beta):
    """Loads "path/file.function", seen from the root of the archive."""
    root = os.getcwd()
    path, _, function = name.rpartition(".")
    if not path or "/" in function:
        fail('handler "%s" names no function: a dot and the name of a function are missing '
             "(a handler is path/file.function, seen from the root of the archive, such as %s.handle)"
             % (name, name))
    path = posixpath.normpath(path)
    source = os.path.join(root, path + ".py")
    dotted = path.replace(".", "/")
    if beta and not os.path.isfile(source) and os.path.isfile(os.path.join(root, dotted + ".py")):
        path, source = dotted, os.path.join(root, dotted + ".py")
    if not os.path.isfile(source):
        fail('handler "%s": the archive has no file %s.py '
             "(a handler is path/file.function, seen from the root of the archive)"
             % (name, path))
    # The wrapper's own folder gives way to the function's.
    sys.path[0:1] = [root, os.path.join(root, "package")]
    folder = os.path.dirname(source)
    if folder != root:
        sys.path.insert(1, folder)
    try:
        module = import_handler(path, posixpath.basename(path))
    except Exception:
        fail(trace())
    found = getattr(module, function, None)
    if not callable(found):
        names = [n for n in dir(module) if not n.startswith("_") and callable(getattr(module, n))]
        fail('handler "%s": %s.py has no function "%s"; it has: %s'
             % (name, path, function, ", ".join(names) or "none"))
    return found


def import_handler(path, plain):
    """Prefers the dotted name, which makes relative imports work. A folder with
    a dot in its name has none, and Python 2 knows no package without
    __init__.py; there the plain name must do."""
    dotted = plain if "." in path else path.replace("/", ".")
    if sys.version_info[0] == 2 and "." in dotted:
        try:
            importlib.import_module(dotted.rpartition(".")[0])
        except ImportError:
            dotted = plain
    # A handler may be named like a module that the wrapper has loaded already.
    sys.modules.pop(dotted, None)
    return importlib.import_module(dotted)


def answer(handler, body):
    """Returns status and body of the reply to one call."""
    try:
        call = json.loads(body.decode("utf-8"))
        result = handler(call["event"], Context(call["context"]))
        if result is None:
            return 200, b""
        return 200, json.dumps(result, allow_nan=False).encode("utf-8")
    except Exception as error:
        print(trace(), file=sys.stderr)
        try:
            message = str(error) or type(error).__name__
        except UnicodeError:
            message = type(error).__name__
        return 500, json.dumps({"message": message}).encode("utf-8")


def read_request(stream):
    """Returns headers and body of the next request, or None at the end."""
    if not stream.readline():
        return None
    headers = {}
    while True:
        line = stream.readline()
        if line in (b"\r\n", b"\n", b""):
            break
        name, _, value = line.decode("latin-1").partition(":")
        headers[name.strip().lower()] = value.strip()
    return headers, stream.read(int(headers.get("content-length", 0)))


def serve_connection(connection, handler, key):
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    stream = connection.makefile("rb")
    try:
        while True:
            request = read_request(stream)
            if request is None:
                return
            headers, body = request
            if headers.get("x-instance-key") != key:
                status, reply = 403, b'{"message":"this port belongs to the emulator"}'
            else:
                status, reply = answer(handler, body)
            head = "HTTP/1.1 %d Reply\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
            connection.sendall((head % (status, len(reply))).encode("latin-1") + reply)
    except (OSError, IOError, ValueError):
        pass  # the emulator gave up on this call
    finally:
        stream.close()
        connection.close()


def serve(handler, key):
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    if os.name == "posix":
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(("127.0.0.1", int(os.environ["PORT"])))
    except (OSError, IOError) as error:
        fail("cannot serve the function: %s" % error)
    listener.listen(16)
    while True:
        connection, _ = listener.accept()
        serve_connection(connection, handler, key)


def read_greeting():
    """Standard input is read unbuffered: a lock held by a waiting reader would
    get in the way of the interpreter's exit."""
    line = b""
    while not line.endswith(b"\n"):
        byte = os.read(0, 1)
        if not byte:
            sys.exit(0)
        line += byte
    return line.decode("latin-1").strip().partition(" ")[2]


def end_with_parent():
    while os.read(0, 4096):
        pass
    os._exit(0)


def main():
    name, beta = sys.argv[1], sys.argv[2:] == ["v1beta1"]
    del sys.argv[1:]
    key = read_greeting()
    parent = threading.Thread(target=end_with_parent)
    parent.daemon = True
    parent.start()
    serve(load(name, beta), key)


main()
