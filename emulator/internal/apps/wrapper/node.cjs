'use strict';
// Serves one function handler of Node.js to the emulator; wrapper.go says how.

const fs = require('fs');
const http = require('http');
const path = require('path');
const url = require('url');
const vm = require('vm');

const handlerName = process.argv[2];
const beta = process.argv[3] === 'v1beta1';
process.argv.length = 2;

function fail(message) {
  console.error(message);
  process.exit(1);
}

// Loads "path/file.export": CommonJS first, as handlers of node8 and node10
// expect, ES modules where the file is one.
async function load(name) {
  const dot = name.lastIndexOf('.');
  if (dot < name.lastIndexOf('/') || dot < 1) {
    fail(`handler "${name}" names no function: a dot and the name of an export are missing ` +
      `(a handler is path/file.export, seen from the root of the archive, such as ${name}.handle)`);
  }
  const base = name.slice(0, dot);
  const exported = name.slice(dot + 1);
  const file = ['.js', '.cjs', '.mjs'].map((end) => path.resolve(base + end)).find((f) => fs.existsSync(f));
  if (!file) {
    fail(`handler "${name}": the archive has no file ${base}.js ` +
      '(a handler is path/file.export, seen from the root of the archive)');
  }
  const module = await loadModule(file);
  const found = module[exported] || (module.default && module.default[exported]);
  if (typeof found !== 'function') {
    fail(`handler "${name}": ${path.basename(file)} exports no function "${exported}"; ` +
      `its exports are: ${Object.keys(module).sort().join(', ') || 'none'}`);
  }
  return found;
}

async function loadModule(file) {
  if (beta && file.endsWith('.js')) return loadScript(file);
  if (!file.endsWith('.mjs')) {
    try {
      return require(file) || {};
    } catch (err) {
      if (!isESModule(err)) throw err;
    }
  }
  return import(url.pathToFileURL(file).href);
}

// A .js file is what the nearest package.json says, or what its own syntax says:
// the platform takes it for an ES module where the archive has no package.json.
async function loadScript(file) {
  const found = packageOf(file);
  const type = found && found.type;
  if (type === 'commonjs' || (type !== 'module' && !hasModuleSyntax(file))) return require(file) || {};
  if (!found && !detectsModules()) {
    fs.writeFileSync('package.json', '{"type":"module"}\n');
  }
  return import(url.pathToFileURL(file).href);
}

function packageOf(file) {
  const root = process.cwd();
  for (let dir = path.dirname(file); ; dir = path.dirname(dir)) {
    try {
      return JSON.parse(fs.readFileSync(path.join(dir, 'package.json'), 'utf8')) || {};
    } catch (err) {
      if (err.code !== 'ENOENT') throw err;
    }
    if (dir === root || dir === path.dirname(dir)) return undefined;
  }
}

function hasModuleSyntax(file) {
  const source = fs.readFileSync(file, 'utf8').replace(/^#!.*/, '');
  try {
    vm.compileFunction(source, ['exports', 'require', 'module', '__filename', '__dirname'], { filename: file });
    return false;
  } catch (err) {
    return isESModule(err);
  }
}

// Without this, Node.js needs a package.json to know an ES module by.
function detectsModules() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  return (major === 20 && minor >= 19) || (major === 22 && minor >= 7) || major > 22;
}

function isESModule(err) {
  return err && (err.code === 'ERR_REQUIRE_ESM' || err.code === 'ERR_REQUIRE_ASYNC_MODULE' ||
    (err instanceof SyntaxError && /import statement|import\.meta|'export'|await is only valid/.test(err.message)));
}

// A handler answers through its return value, a promise or the callback,
// whichever comes first. One without a callback parameter that returns nothing
// has nothing to say.
function call(handler, event, context) {
  return new Promise((resolve, reject) => {
    const callback = (err, result) => (err ? reject(err) : resolve(result));
    const result = handler(event, context, callback);
    if (result && typeof result.then === 'function') {
      result.then(resolve, reject);
    } else if (result !== undefined || handler.length < 3) {
      resolve(result);
    }
  });
}

function send(res, status, body) {
  const bytes = Buffer.from(body === undefined ? '' : body);
  res.writeHead(status, { 'Content-Type': 'application/json', 'Content-Length': bytes.length });
  res.end(bytes);
}

async function answer(handler, body, res) {
  try {
    const { event, context } = JSON.parse(body);
    const result = await call(handler, event, context);
    send(res, 200, JSON.stringify(result));
  } catch (err) {
    console.error(err);
    const message = (err && err.message) || String(err);
    send(res, 500, JSON.stringify({ message }));
  }
}

function serve(handler, key) {
  const server = http.createServer((req, res) => {
    if (req.headers['x-instance-key'] !== key) {
      send(res, 403, JSON.stringify({ message: 'this port belongs to the emulator' }));
      return;
    }
    const chunks = [];
    req.on('data', (chunk) => chunks.push(chunk));
    req.on('end', () => answer(handler, Buffer.concat(chunks).toString(), res));
  });
  // The emulator decides how long a call takes and when a connection ends.
  server.timeout = server.requestTimeout = server.headersTimeout = server.keepAliveTimeout = 0;
  server.on('error', (err) => fail(`cannot serve the function: ${err.message}`));
  server.listen(Number(process.env.PORT), '127.0.0.1');
}

// Standard input is the line to the emulator: its first line is the greeting,
// its end the emulator's end.
function greet(start) {
  let text = '';
  let greeted = false;
  process.stdin.on('data', (chunk) => {
    if (greeted) return;
    text += chunk;
    const end = text.indexOf('\n');
    if (end < 0) return;
    greeted = true;
    start(text.slice(0, end).replace(/^instance /, ''));
  });
  process.stdin.on('end', () => process.exit(0));
}

greet((key) => {
  load(handlerName).then(
    (handler) => serve(handler, key),
    (err) => fail((err && err.stack) || err));
});
