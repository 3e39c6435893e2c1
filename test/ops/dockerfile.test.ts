/** The image holds what the program needs and nothing else; it is read here because building it needs an engine. */
import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'

const instructions = readFileSync('Dockerfile', 'utf8')
  .replaceAll(/\\\n\s*/g, '')
  .split('\n')
  .filter(line => line !== '' && !line.startsWith('#'))
  .map(line => ({ word: line.slice(0, line.indexOf(' ')), rest: line.slice(line.indexOf(' ') + 1) }))
const all = (word: string) => instructions.filter(each => each.word === word).map(({ rest }) => rest)
const scripts = (JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> }).scripts

test('two stages of one pinned Node, the one that the tests run on', () => {
  expect(all('FROM')).toEqual(['node:20-bookworm-slim AS build', 'node:20-bookworm-slim'])
})

test('what is copied exists and is let in by .dockerignore', () => {
  const copied = all('COPY').filter(each => !each.startsWith('--from='))
  const sources = copied.flatMap(each => each.split(' ').slice(0, -1))
  const letIn = readFileSync('.dockerignore', 'utf8')
    .split('\n')
    .filter(line => line.startsWith('!'))
  expect(sources.filter(source => !existsSync(source))).toEqual([])
  expect([...new Set(sources)].sort()).toEqual(letIn.map(line => line.slice(1)).sort())
})

test('what is copied from the build is made there', () => {
  const made = all('COPY')
    .filter(each => each.startsWith('--from=build'))
    .map(each => each.split(' ')[1])
  expect(made).toEqual(['/app/node_modules', '/app/dist', '/app/tripline.cdx.json'])
  for (const [, script = ''] of all('RUN')
    .join('\n')
    .matchAll(/npm run (\w+)/g))
    expect(scripts).toHaveProperty(script)
})

test('runs as nobody special, with arguments of its own and signals that arrive', () => {
  const last = instructions.slice(instructions.findLastIndex(({ word }) => word === 'FROM'))
  expect(last.find(({ word }) => word === 'USER')?.rest).toBe('1000:1000')
  expect(last.filter(({ word }) => word === 'RUN')).toEqual([])
  expect(all('ENTRYPOINT')).toEqual(['["node", "--max-semi-space-size=32", "--v8-pool-size=2", "dist/main.js"]'])
  expect(all('CMD')).toEqual(['["run"]'])
})

test('the health check follows /healthz', async () => {
  const [check = ''] = all('HEALTHCHECK')
  const [node = '', ...args] = JSON.parse(check.slice(check.indexOf('['))) as string[]
  const ask = async (status: number) => {
    const paths: string[] = []
    const server = createServer((request, response) => {
      paths.push(request.url ?? '')
      response.writeHead(status).end()
    })
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    const code = await exitCode(node, args, port)
    await new Promise(resolve => server.close(resolve))
    return [code, paths]
  }
  expect(await ask(200)).toEqual([0, ['/healthz']])
  expect(await ask(503)).toEqual([1, ['/healthz']])
  expect(await exitCode(node, args, 1)).toBe(1) // nobody listens there
})

function exitCode(program: string, args: string[], port: number): Promise<number | null> {
  const child = spawn(program, args, { env: { ...process.env, TRIPLINE_HTTP_PORT: String(port) }, stdio: 'ignore' })
  return new Promise(resolve => child.once('exit', resolve))
}
