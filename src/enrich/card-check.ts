export type CheckResult = 'match' | 'partial' | 'no-match' | 'not-checked'

/**
 * Answers of the address verification service, by the codes of the card networks and the words of gateways. A letter
 * can mean different things at different networks; where it does, the more cautious reading stands.
 */
const avs = new Map<string, CheckResult>([
  ...named('match', 'Y X D F M V J pass match matched full_match yes'),
  ...named('partial', 'A B P W Z T L K O H partial partial_match'),
  ...named('no-match', 'N fail failed no_match mismatch no'),
  ...named('not-checked', 'C E G I Q R S U 0 unavailable unchecked not_checked not_provided unsupported'),
])

/** Answers of the security code check. */
const cvc = new Map<string, CheckResult>([
  ...named('match', 'M Y pass match matched yes'),
  ...named('no-match', 'N D fail failed no_match mismatch no'),
  ...named('not-checked', 'P S U I X E 0 unavailable unchecked not_checked not_provided unsupported'),
])

/** What the address check said; absent when there was none or its code is unknown. */
export function avsResult(code: string | undefined): CheckResult | undefined {
  return code === undefined ? undefined : (avs.get(code) ?? avs.get(plain(code)))
}

/** What the security code check said; absent when there was none or its code is unknown. */
export function cvcResult(code: string | undefined): CheckResult | undefined {
  return code === undefined ? undefined : (cvc.get(code) ?? cvc.get(plain(code)))
}

function named(result: CheckResult, codes: string): [string, CheckResult][] {
  return codes.split(' ').flatMap(code => [
    [code, result],
    [plain(code), result],
  ])
}

function plain(code: string): string {
  return code.trim().toLowerCase().replace(/[ -]/g, '_')
}
