/**
 * How usual each pair of letters is in names and words, one digit from 0 (hardly ever) to 9, row for the first letter,
 * column for the second. Counted over some 1,700 given names, surnames and mailbox words of about 25 languages and the
 * names of the world's towns, on a base-2 logarithmic scale: a pair at EVEN is as likely in a name as in random letters.
 */
const USUAL = [
  '46775576747989662988766366', // a
  '83028002611512700731610040', // b
  '80427008606511703543500035', // c
  '72148133731433721654633043', // d
  '66666465736869552987675366', // e
  '60006521510421600622500000', // f
  '72127145621535710644712041', // g
  '82118111811454720535613040', // h
  '85768473346879653787463445', // i
  '60316001503102610010500000', // j
  '81117105713413710553623030', // k
  '84469444824854832265652163', // l
  '95327111701252750241612040', // m
  '84688385856326822478543155', // n
  '56665465546879652876777355', // o
  '72117205601511750633500030', // p
  '20000000300000000000610000', // q
  '95678574836556843777653165', // r
  '84748217727544752278743035', // s
  '83318217713533810766533054', // t
  '65667354645667452876143435', // u
  '70317000802302600421300030', // v
  '72216203603314600351300030', // w
  '31102001400100200002300010', // x
  '62335111404435510343421021', // y
  '62226014503333511123412053', // z
].join('')
/** The digit that says nothing either way. */
const EVEN = 5.6

/** The first letter is often an initial (`cmcgee`), so an unusual first pair weighs at most this. */
const FIRST_PAIR_MAX = 1
/** Each change between letters and digits after the first; people seldom write more than one. */
const SWITCH_WEIGHT = 3
/** Where names and chance part, and how fast; set on 1,709 made-up addresses and some 30,000 random strings. */
const MIDDLE = 3
const SLOPE = 3
/** Shorter names than this say too little. */
const LENGTH_MIN = 6

/**
 * How much the name before the @ looks typed by chance, 0 to 1 in hundredths; 0.5 and above counts as random. Adds up,
 * as in a naive Bayes classifier, how unusual the letter pairs are and how often letters and digits alternate. Names of
 * fewer than six characters stay below 0.5; digits alone (a phone number) score 0.
 *
 * Measured at 0.5: of 20,000 realistic names 0.3 % count as random; of random letters 87 % are found at length 8 and 94 %
 * at 12, of random letters and digits 92 % and 98 %, of hexadecimal digits 87 % and 97 %. A test repeats the measurement.
 */
export function randomness(name: string): number {
  let evidence = 0
  let switches = 0
  let letters = 0
  let before = 0
  for (let at = 0; at < name.length; at++) {
    const code = name.charCodeAt(at)
    const kind = code >= 97 && code <= 122 ? 1 : code >= 48 && code <= 57 ? 2 : 0
    if (kind === 1) {
      letters++
      if (before === 1) {
        const pair = EVEN - (USUAL.charCodeAt((name.charCodeAt(at - 1) - 97) * 26 + code - 97) - 48)
        evidence += letters === 2 && pair > FIRST_PAIR_MAX ? FIRST_PAIR_MAX : pair
      }
    }
    if (before !== 0 && kind !== 0 && kind !== before) switches++
    before = kind
  }
  if (letters === 0) return 0
  if (switches > 1) evidence += SWITCH_WEIGHT * (switches - 1)
  const probability = 1 / (1 + Math.exp((MIDDLE - evidence) / SLOPE))
  const capped = name.length < LENGTH_MIN ? Math.min(probability, 0.49) : probability
  return Math.floor(capped * 100) / 100
}
