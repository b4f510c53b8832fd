// Loaded by NODE_OPTIONS=--require into clients that call https://<domain_name>
// and https://api.scaleway.com wherever they are told to go: sends all of it to
// the emulator at EMULATOR_URL, by plain HTTP and with the host that was meant.
'use strict'
const http = require('http')
const https = require('https')

const emulator = new URL(process.env.EMULATOR_URL)

https.request = (...args) => {
  const url = typeof args[0] === 'string' || args[0] instanceof URL ? new URL(args.shift()) : undefined
  const options = typeof args[0] === 'object' ? args.shift() : {}
  const host = url ? url.host : options.hostname || options.host
  const path = url ? url.pathname + url.search : options.path
  const target = { ...options, protocol: 'http:', hostname: emulator.hostname, host: emulator.hostname, port: emulator.port, path, agent: undefined }
  if (/\.fnc\.[a-z-]+\.scw\.cloud$/.test(host)) {
    target.headers = { ...options.headers, Host: host }
  } else if (host !== 'api.scaleway.com') {
    throw new Error(`a test must not call https://${host}`)
  }
  return http.request(target, ...args)
}
https.get = (...args) => {
  const request = https.request(...args)
  request.end()
  return request
}
