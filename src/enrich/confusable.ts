/**
 * Letters of other scripts that a reader takes for a Latin one. A small part of the table of Unicode Technical
 * Standard 39: the lower-case letters that fonts draw alike, which is what look-alike mail addresses are made of.
 */
const looksLike = new Map<string, string>(
  Object.entries({
    // Cyrillic
    а: 'a',
    е: 'e',
    о: 'o',
    р: 'p',
    с: 'c',
    у: 'y',
    х: 'x',
    і: 'i',
    ј: 'j',
    ѕ: 's',
    һ: 'h',
    ԁ: 'd',
    ԛ: 'q',
    ԝ: 'w',
    ӏ: 'l',
    ѵ: 'v',
    ӕ: 'ae',
    к: 'k',
    ё: 'e',
    ї: 'i',
    // Greek
    α: 'a',
    ο: 'o',
    ν: 'v',
    ρ: 'p',
    υ: 'u',
    ι: 'i',
    κ: 'k',
    χ: 'x',
    τ: 't',
    ϲ: 'c',
    ϳ: 'j',
    // Armenian
    օ: 'o',
    ս: 'u',
    հ: 'h',
    ո: 'n',
    ց: 'g',
    ք: 'p',
    // Latin letters that are not the plain ones
    ı: 'i',
    ȷ: 'j',
    ɑ: 'a',
    ɡ: 'g',
    ɩ: 'i',
    ʋ: 'v',
    ʏ: 'y',
    ƅ: 'b',
    ɴ: 'n',
    ꜱ: 's',
    ł: 'l',
    ø: 'o',
    đ: 'd',
    ħ: 'h',
  }),
)

/** What the text looks like in plain Latin letters: accents dropped, letters that look alike replaced. Lower case. */
export function skeletonOf(text: string): string {
  const folded = text
    .normalize('NFKD')
    .toLowerCase()
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
  let skeleton = ''
  for (const letter of folded) skeleton += looksLike.get(letter) ?? letter
  return skeleton
}

/**
 * True when a word imitates Latin letters: it mixes Latin with Cyrillic, Greek or Armenian, or every letter of it is a
 * foreign one that looks Latin. A word honestly written in another script is neither.
 */
export function imitatesLatin(word: string): boolean {
  if (!/[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}]/u.test(word)) return false
  if (/\p{Script=Latin}/u.test(word)) return true
  return /^[\x00-\x7f]*$/.test(skeletonOf(word))
}
