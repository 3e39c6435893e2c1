/** What a signature may cover. */
export interface SignedRequest {
  /** The first of each, names in lower case. */
  header(name: string): string | undefined
  /** The bytes as they came: what was parsed and written again has another signature. */
  body: Buffer
  /** Path and query as they came. */
  url: string
  nowMs: number
}

/** Whether the gateway sent this. Throws `Outage` when that cannot be found out now. */
export type Verify = (request: SignedRequest) => boolean | Promise<boolean>
