import { join } from 'node:path'
import { preferDocker, startContainer } from './docker.ts'
import { freePort } from './free-port.ts'
import { unpackZip } from './maven.ts'
import { startProgram } from './program.ts'
import { waitUntil } from './wait-until.ts'

const VERSION = '2.6.13.Final'
const IMAGE = `apicurio/apicurio-registry-mem:${VERSION}`
/** Where Apicurio speaks the API of Confluent's registry. */
const CONFLUENT_API = '/apis/ccompat/v7'

export interface RegistryServer {
  url: string
  how: string
  stop(): Promise<void>
}

export function startRegistry(): Promise<RegistryServer> {
  return preferDocker(
    () => startRegistryContainer(),
    () => startRegistryProgram(),
  )
}

async function startRegistryProgram(): Promise<RegistryServer> {
  const artifact = `io.apicurio:apicurio-registry-app:${VERSION}:zip:all`
  const home = await unpackZip('the schema registry', `registry-${VERSION}`, artifact)
  const port = await freePort()
  const jar = join(home, `apicurio-registry-app-${VERSION}-runner.jar`)
  const settings = ['-Xmx512m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-Dquarkus.http.host=127.0.0.1']
  const program = startProgram('registry', 'java', [...settings, `-Dquarkus.http.port=${port}`, '-jar', jar], home)
  const url = `http://127.0.0.1:${port}${CONFLUENT_API}`
  await Promise.race([program.ended, registryAnswers(url)])
  return { url, how: `Apicurio Registry ${VERSION} from Maven Central`, stop: () => program.stop() }
}

async function startRegistryContainer(): Promise<RegistryServer> {
  const port = await freePort()
  const container = await startContainer(IMAGE, { host: port, inside: 8080 })
  const url = `http://127.0.0.1:${port}${CONFLUENT_API}`
  await registryAnswers(url)
  return { url, how: `Docker image ${IMAGE}`, stop: () => container.stop() }
}

async function registryAnswers(url: string): Promise<void> {
  await waitUntil(`the schema registry at ${url}`, 90_000, async () => (await fetch(`${url}/subjects`)).ok)
}
