const UNIT_MS: Record<string, number> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** `5m`, `1h`, `7d` in milliseconds; undefined for anything else. Units are s, m, h and d. */
export function parseDuration(text: string): number | undefined {
  const match = /^([1-9]\d{0,8})([smhd])$/.exec(text)
  return match === null ? undefined : Number(match[1]) * UNIT_MS[match[2]!]!
}
