// Every operation of both products, with the official SDK for JavaScript.
// Usage: node sdk.mjs, with EMULATOR_URL, SCW_SECRET_KEY, PROJECT_ID and ARCHIVE in the environment.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import http from 'node:http'
import { createClient, Errors } from '@scaleway/sdk-client'
import { Containerv1beta1 } from '@scaleway/sdk-container'
import { Functionv1beta1 } from '@scaleway/sdk-function'

const { EMULATOR_URL, SCW_SECRET_KEY, PROJECT_ID, ARCHIVE } = process.env
const client = createClient({
  apiURL: EMULATOR_URL, accessKey: 'SCWXXXXXXXXXXXXXXXXX', secretKey: SCW_SECRET_KEY,
  defaultProjectId: PROJECT_ID, defaultRegion: 'fr-par',
})
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const soon = { minDelay: 1, timeout: 60 }

// call asks a function or container by its name, wherever it is.
const call = (host, { method = 'GET', path = '/', headers = {}, body } = {}) => new Promise((resolve, reject) => {
  const request = http.request(EMULATOR_URL + path, { method, headers: { ...headers, Host: host } }, reply => {
    let text = ''
    reply.on('data', chunk => { text += chunk })
    reply.on('end', () => resolve({ status: reply.statusCode, body: text }))
  })
  request.on('error', reject)
  request.end(body)
})

const fails = (promise, status, message) => assert.rejects(promise, error => {
  assert.ok(error instanceof Errors.ScalewayError, String(error))
  assert.equal(error.status, status)
  assert.match(error.message, message)
  return true
})

// gone waits until a resource is deleted.
const gone = async get => {
  for (let i = 0; i < 200; i += 1) {
    try { await get() } catch (error) {
      assert.equal(error.status, 404)
      return
    }
    await new Promise(resolve => { setTimeout(resolve, 50) })
  }
  assert.fail('still there')
}

async function namespaces(api) {
  const created = await api.createNamespace({
    name: 'bakery', environmentVariables: { STAGE: 'test' }, tags: ['a'],
    secretEnvironmentVariables: [{ key: 'OVEN', value: 'hot' }], description: 'bread',
  })
  assert.match(created.id, uuid)
  assert.equal(created.status, 'pending')
  assert.equal(created.projectId, PROJECT_ID)
  assert.equal(created.registryEndpoint, '')
  const ready = await api.waitForNamespace({ namespaceId: created.id }, soon)
  assert.equal(ready.status, 'ready')
  assert.match(ready.registryEndpoint, /^rg\.fr-par\.scw\.cloud\/funcscwbakery[a-z0-9]{8}$/)
  assert.ok(ready.createdAt instanceof Date)
  assert.equal(ready.secretEnvironmentVariables[0].key, 'OVEN')
  assert.match(ready.secretEnvironmentVariables[0].hashedValue, /^\$argon2id\$v=19\$m=65536,t=1,p=2\$/)
  await fails(api.createNamespace({ name: 'bakery' }), 409, /Namespace already exist/)

  const updated = await api.updateNamespace({ namespaceId: created.id, description: 'cake', tags: [] })
  assert.equal(updated.description, 'cake')
  assert.deepEqual(updated.tags, [])
  assert.deepEqual(updated.environmentVariables, { STAGE: 'test' }, 'absent is left as it is')
  assert.deepEqual((await api.getNamespace({ namespaceId: created.id })).description, 'cake')
  const list = await api.listNamespaces({ name: 'bakery', projectId: PROJECT_ID, orderBy: 'name_desc' })
  assert.equal(list.totalCount, 1)
  assert.equal(list.namespaces[0].id, created.id)
  for (const region of ['nl-ams', 'pl-waw']) assert.equal((await api.listNamespaces({ region })).totalCount, 0)
  return ready
}

// parts are the resources that functions and containers have alike.
async function parts(api, kind, application, namespace) {
  const owner = { [`${kind}Id`]: application.id }

  const cron = await api.createCron({ ...owner, schedule: '1 * * * *', args: { myInput: 'v', n: 1, deep: { list: [1, null] } } })
  assert.equal(cron.status, 'pending')
  assert.equal(cron.name, `cron-${cron.id}`)
  assert.equal((await api.waitForCron({ cronId: cron.id }, soon)).status, 'ready')
  assert.deepEqual((await api.getCron({ cronId: cron.id })).args, { myInput: 'v', n: 1, deep: { list: [1, null] } })
  const weekly = await api.updateCron({ cronId: cron.id, schedule: '5 4 * * 1', name: 'weekly' })
  assert.deepEqual([weekly.schedule, weekly.name, weekly.status], ['5 4 * * 1', 'weekly', 'pending'])
  const crons = await api.listCrons(owner)
  assert.deepEqual(crons.crons.map(each => each.id), [cron.id])
  await fails(api.createCron({ ...owner, schedule: 'nonsense', args: {} }), 400, /./)
  assert.equal((await api.deleteCron({ cronId: cron.id })).status, 'deleting')
  await gone(() => api.getCron({ cronId: cron.id }))

  const domain = await api.createDomain({ ...owner, hostname: `${kind}.example.org` })
  assert.deepEqual([domain.status, domain.url], ['pending', ''])
  const there = await api.waitForDomain({ domainId: domain.id }, soon)
  assert.deepEqual([there.status, there.url], ['ready', `https://${kind}.example.org`])
  assert.equal((await api.getDomain({ domainId: domain.id })).hostname, `${kind}.example.org`)
  assert.equal((await api.listDomains({ ...owner, orderBy: 'hostname_desc' })).totalCount, 1)
  assert.equal((await call(`${kind}.example.org`)).status, 200)
  await fails(api.createDomain({ ...owner, hostname: `${kind}.example.org` }), 409, /already exist/)
  assert.equal((await api.deleteDomain({ domainId: domain.id })).status, 'deleting')
  await gone(() => api.getDomain({ domainId: domain.id }))

  const trigger = await api.createTrigger({
    ...owner, name: 'orders', scwSqsConfig: { queue: 'orders', mnqProjectId: PROJECT_ID, mnqRegion: 'fr-par' },
  })
  assert.equal(trigger.inputType, 'scw_sqs')
  assert.equal(trigger.scwSqsConfig.mnqCredentialId, null)
  const nats = await api.createTrigger({
    ...owner, name: 'subjects',
    scwNatsConfig: { subject: 'orders.>', mnqNatsAccountId: 'ABCDEFGH'.repeat(7), mnqProjectId: PROJECT_ID, mnqRegion: 'fr-par' },
  })
  const ready = await api.waitForTrigger({ triggerId: trigger.id }, soon)
  assert.equal(ready.status, 'ready')
  assert.match(ready.scwSqsConfig.mnqCredentialId, uuid)
  assert.equal((await api.getTrigger({ triggerId: nats.id })).scwNatsConfig.subject, 'orders.>')
  assert.equal((await api.updateTrigger({ triggerId: trigger.id, description: 'new orders' })).description, 'new orders')
  assert.equal((await api.listTriggers(owner)).totalCount, 2)
  assert.equal((await api.listTriggers({ projectId: PROJECT_ID })).totalCount, 2)
  const fired = await fetch(`${EMULATOR_URL}/emulator/v1/triggers/${trigger.id}/messages`, {
    method: 'POST', headers: { 'X-Auth-Token': SCW_SECRET_KEY }, body: '{"order":1}',
  })
  assert.deepEqual(await fired.json(), { delivered: true, status: 200, attempts: 1 })
  for (const triggerId of [trigger.id, nats.id]) {
    assert.equal((await api.deleteTrigger({ triggerId })).status, 'deleting')
    await gone(() => api.getTrigger({ triggerId }))
  }
  await fails(api.getTrigger({ triggerId: trigger.id }), 404, /^trigger does not exist|trigger does not exist/)

  const token = await api.createToken({ ...owner, description: 'ci', expiresAt: new Date('2126-12-31T22:00:00Z') })
  const shared = await api.createToken({ namespaceId: namespace.id })
  assert.equal(token.status, 'creating')
  assert.match(token.token, /^[\w-]+\.[\w-]+\.[\w-]+$/)
  assert.match(token.publicKey, /^-----BEGIN RSA PUBLIC KEY-----/)
  const hidden = await api.waitForToken({ tokenId: token.id }, soon)
  assert.deepEqual([hidden.status, hidden.token, hidden.publicKey], ['ready', '<hidden>', ''])
  const read = await api.getToken({ tokenId: token.id })
  assert.equal(read.expiresAt.toISOString(), '2126-12-31T22:00:00.000Z')
  assert.equal(read.namespaceId, undefined)
  assert.equal((await api.listTokens(owner)).tokens[0].id, token.id)
  return { token, shared }
}

async function privateCalls(api, kind, application, tokens) {
  const host = application.domainName
  assert.equal((await call(host)).status, 403)
  for (const token of [tokens.token.token, tokens.shared.token, SCW_SECRET_KEY]) {
    assert.equal((await call(host, { headers: { 'X-Auth-Token': token } })).status, 200)
  }
  for (const { id: tokenId } of [tokens.token, tokens.shared]) {
    const deleted = await api.deleteToken({ tokenId })
    assert.deepEqual([deleted.status, deleted.token], ['deleting', ''])
    await gone(() => api.getToken({ tokenId }))
  }
}

async function functions() {
  const api = new Functionv1beta1.API(client)
  const namespace = await namespaces(api)
  const { runtimes, totalCount } = await api.listFunctionRuntimes()
  assert.equal(runtimes.length, totalCount)
  for (const name of ['node26', 'node16', 'python310', 'python3', 'go118', 'golang', 'php85', 'rust196']) {
    assert.ok(runtimes.some(each => each.name === name), name)
  }

  const created = await api.createFunction({
    name: 'hello', namespaceId: namespace.id, runtime: 'node22', timeout: '20.500s', tags: ['x'],
    environmentVariables: { NAME: 'hello' }, secretEnvironmentVariables: [{ key: 'RECIPE', value: 'flour' }],
  })
  assert.deepEqual([created.status, created.handler, created.timeout, created.memoryLimit, created.cpuLimit, created.maxScale, created.privacy],
    ['created', 'handler.handle', '20.5s', 256, 140, 5, 'public'])
  assert.equal(created.readyAt, undefined)
  await api.createFunction({ name: 'spare', namespaceId: namespace.id, runtime: 'go126' })

  const code = readFileSync(ARCHIVE)
  await fails(api.getFunctionDownloadURL({ functionId: created.id }), 404, /./)
  const upload = await api.getFunctionUploadURL({ functionId: created.id, contentLength: code.length })
  assert.deepEqual(upload.headers, { 'content-length': [String(code.length)], 'content-type': ['application/octet-stream'] })
  const put = await fetch(upload.url, {
    method: 'PUT', body: code, headers: { 'Content-Type': 'application/octet-stream', 'X-Auth-Token': SCW_SECRET_KEY },
  })
  assert.deepEqual([put.status, await put.text()], [200, ''])
  const download = await api.getFunctionDownloadURL({ functionId: created.id })
  assert.deepEqual(Buffer.from(await (await fetch(download.url)).arrayBuffer()), code)

  assert.equal((await api.deployFunction({ functionId: created.id })).status, 'pending')
  const ready = await api.waitForFunction({ functionId: created.id }, soon)
  assert.deepEqual([ready.status, ready.errorMessage, ready.buildMessage], ['ready', null, null])
  assert.ok(ready.readyAt instanceof Date)
  const answer = await call(ready.domainName, { method: 'POST', path: '/deep/path?q=1', body: 'question' })
  assert.deepEqual(JSON.parse(answer.body), {
    stage: 'test', oven: 'hot', recipe: 'flour', method: 'POST', path: '/deep/path', q: '1', body: 'question',
  })

  const stored = await api.updateFunction({ functionId: created.id, redeploy: false, maxScale: 2 })
  assert.deepEqual([stored.status, stored.maxScale], ['ready', 2])
  const updated = await api.updateFunction({
    functionId: created.id, secretEnvironmentVariables: [{ key: 'RECIPE' }, { key: 'SALT', value: 'sea' }], memoryLimit: 512,
  })
  assert.equal(updated.status, 'pending')
  const again = await api.waitForFunction({ functionId: created.id }, soon)
  assert.deepEqual(again.secretEnvironmentVariables.map(each => each.key), ['SALT'])
  assert.equal(again.cpuLimit, 280)
  assert.equal(again.readyAt.getTime(), ready.readyAt.getTime())
  assert.equal(JSON.parse((await call(ready.domainName)).body).recipe, undefined)

  const list = await api.listFunctions({ namespaceId: namespace.id, orderBy: 'name_desc' })
  assert.deepEqual(list.functions.map(each => each.name), ['spare', 'hello'])
  for (let i = 0; i < 248; i += 1) await api.createFunction({ name: `f-${i}`, namespaceId: namespace.id, runtime: 'node22' })
  assert.equal((await api.listFunctions({ namespaceId: namespace.id, pageSize: 100 }).all()).length, 250)
  assert.equal((await api.listFunctions({ namespaceId: namespace.id, page: 99 })).functions.length, 0)
  await fails(api.createFunction({ name: 'x', namespaceId: namespace.id, runtime: 'node22', memoryLimit: 100 }), 400, /memory_limit/)

  const tokens = await parts(api, 'function', ready, namespace)
  await api.updateFunction({ functionId: created.id, privacy: 'private' })
  await api.waitForFunction({ functionId: created.id }, soon)
  await privateCalls(api, 'function', ready, tokens)

  assert.equal((await api.deleteFunction({ functionId: created.id })).status, 'deleting')
  await gone(() => api.getFunction({ functionId: created.id }))
  await fails(api.getFunction({ functionId: created.id }), 404, /Function was not found/)
  assert.equal((await api.deleteNamespace({ namespaceId: namespace.id })).status, 'deleting')
  await gone(() => api.getNamespace({ namespaceId: namespace.id }))
  assert.equal((await api.listFunctions({})).totalCount, 0, 'deleted with their namespace')
}

async function containers() {
  const api = new Containerv1beta1.API(client)
  const namespace = await namespaces(api)
  const created = await api.createContainer({
    name: 'site', namespaceId: namespace.id, registryImage: 'example.org/bread/known:latest',
    environmentVariables: { NAME: 'bread' }, secretEnvironmentVariables: [{ key: 'KEY', value: 'one' }],
    healthCheck: { failureThreshold: 3, interval: '5s', http: { path: '/healthz' } }, scalingOption: { cpuUsageThreshold: 70 },
    command: ['serve'], args: ['fast'],
  })
  assert.deepEqual([created.status, created.memoryLimit, created.cpuLimit, created.port, created.protocol, created.localStorageLimit],
    ['pending', 2048, 1000, 8080, 'http1', 1000])
  assert.deepEqual(created.scalingOption, { cpuUsageThreshold: 70, concurrentRequestsThreshold: undefined, memoryUsageThreshold: undefined })
  assert.equal(created.healthCheck.http.path, '/healthz')
  const ready = await api.waitForContainer({ containerId: created.id }, soon)
  assert.equal(ready.status, 'ready')
  assert.equal((await call(ready.domainName)).body, 'from a container, bread one')

  const updated = await api.updateContainer({
    containerId: created.id, redeploy: false, maxScale: 2, secretEnvironmentVariables: [{ key: 'KEY', value: 'two' }], command: [], args: [],
  })
  assert.deepEqual([updated.status, updated.maxScale, updated.command], ['pending', 2, []], 'containers always deploy')
  await api.waitForContainer({ containerId: created.id }, soon)
  assert.equal((await call(ready.domainName)).body, 'from a container, bread two')
  assert.equal((await api.deployContainer({ containerId: created.id })).status, 'pending')
  assert.equal((await api.waitForContainer({ containerId: created.id }, soon)).status, 'ready')
  const named = await api.createContainer({ name: 'other', namespaceId: namespace.id })
  assert.equal(named.registryImage, `${namespace.registryEndpoint}/other:latest`)
  const list = await api.listContainers({ namespaceId: namespace.id, orderBy: 'name_desc' })
  assert.deepEqual(list.containers.map(each => each.name), ['site', 'other'])

  const tokens = await parts(api, 'container', ready, namespace)
  await api.updateContainer({ containerId: created.id, privacy: 'private' })
  await api.waitForContainer({ containerId: created.id }, soon)
  await privateCalls(api, 'container', ready, tokens)

  assert.equal((await api.deleteContainer({ containerId: created.id })).status, 'deleting')
  await gone(() => api.getContainer({ containerId: created.id }))
  await fails(api.getContainer({ containerId: created.id }), 404, /Container was not found/)
  assert.equal((await api.deleteNamespace({ namespaceId: namespace.id })).status, 'deleting')
  await gone(() => api.getNamespace({ namespaceId: namespace.id }))
}

await functions()
await containers()
