import type { SchemaRegistry, SchemaType } from '@kafkajs/confluent-schema-registry'
import { Outage } from '../model/problem.ts'
import { RefusedSchema } from './avro-guard.ts'
import { exactLongs } from './avro-long.ts'
import { registryLibrary } from './registry-libraries.ts'

export interface RegistryAddress {
  /** Base of the Confluent API, such as `http://registry:8081` or, for Apicurio, `…/apis/ccompat/v7`. */
  url: string
  auth?: { username: string; password: string }
}

/** A schema as the client compiled it. */
export interface CompiledSchema {
  type: SchemaType
  schema: unknown
}

const SCHEMA_LENGTH_MAX = 262_144
const ANSWER_MS = 10_000

/**
 * Asks a Confluent-compatible registry. The client compiles schemas (references included), but reports an unreachable
 * registry as status 400 and waits without end for a silent one, so whether a schema exists is asked here first.
 */
export class RegistryClient {
  private readonly address: RegistryAddress
  private readonly client: SchemaRegistry

  constructor(address: RegistryAddress) {
    this.address = { ...address, url: address.url.replace(/\/+$/, '') }
    const library = registryLibrary()
    this.client = new library.SchemaRegistry(
      { host: this.address.url, auth: address.auth, retry: { retries: 0 } },
      {
        [library.SchemaType.AVRO]: { typeHook: exactLongs, omitRecordMethods: true },
        [library.SchemaType.JSON]: {
          strict: false,
          strictTypes: false,
          validateSchema: false,
          validateFormats: false,
          logger: false,
        },
      },
    )
  }

  /**
   * Undefined when the registry does not know the id, or gives for it what breaks off in its middle: no registry takes such
   * a schema from anybody, so another answer may come. Throws `RefusedSchema` when it must not or cannot be compiled and `Outage`
   * when the registry is down or does not answer as one.
   */
  async find(id: number): Promise<CompiledSchema | undefined> {
    const found = await this.get(`/schemas/ids/${id}`)
    if (found === undefined) return undefined
    const { schema: text, schemaType = 'AVRO' } = found as { schema?: unknown; schemaType?: unknown }
    if (typeof text !== 'string') throw new Outage('registry', 'the schema registry answered without a schema')
    if (text.length > SCHEMA_LENGTH_MAX) throw new RefusedSchema('the schema is too large')
    if (schemaType !== 'PROTOBUF' && !isJson(text)) return undefined
    await this.compile(id)
    return this.client.cache.getSchema(id) as CompiledSchema
  }

  /** Names of the subjects that the schema is registered under. */
  async subjects(id: number): Promise<readonly string[]> {
    const found = await this.get(`/schemas/ids/${id}/subjects`)
    return Array.isArray(found) ? found.map(String) : []
  }

  private async compile(id: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Outage('registry', 'the schema registry did not answer in time')), ANSWER_MS)
    })
    try {
      await Promise.race([this.client.getSchema(id), late])
    } catch (error) {
      if (error instanceof Outage) throw error
      // With a status it is about the answer; without, about the schema: the client's errors have no better mark.
      const status = (error as { status?: unknown }).status
      if (typeof status === 'number' && status !== 404) {
        throw new Outage('registry', `the schema registry answered with status ${status}`, error)
      }
      throw new RefusedSchema(
        status === 404 ? 'the schema refers to one that is missing' : 'the schema cannot be compiled',
      )
    } finally {
      clearTimeout(timer)
    }
  }

  /** The JSON answer; undefined for a 404 that says so in the registry's own words. */
  private async get(path: string): Promise<unknown> {
    const { url, auth } = this.address
    const headers: Record<string, string> = { accept: 'application/vnd.schemaregistry.v1+json, application/json' }
    if (auth) headers.authorization = `Basic ${Buffer.from(`${auth.username}:${auth.password}`).toString('base64')}`
    const request = (): Promise<Response> => fetch(url + path, { headers, signal: AbortSignal.timeout(ANSWER_MS) })
    let response: Response
    let body: unknown
    try {
      // A kept-alive connection that the other side has closed fails the first request after it.
      response = await request().catch(request)
      body = await response.json()
    } catch (error) {
      throw new Outage('registry', 'the schema registry cannot be reached or does not answer in JSON', error)
    }
    if (response.ok) return body
    if (response.status === 404 && isNotFound(body)) return undefined
    throw new Outage('registry', `the schema registry answered with status ${response.status}${remedyOf(response)}`)
  }
}

function remedyOf({ status }: Response): string {
  return status === 401 || status === 403 ? '; check registry.username and registry.password' : ''
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

/** 40401 to 40403: subject, version or schema not found. A proxy's 404 has none of these. */
function isNotFound(body: unknown): boolean {
  const code = (body as { error_code?: unknown } | null)?.error_code
  return typeof code === 'number' && code >= 40_400 && code < 40_500
}
