const ascii = /^[\x00-\x7f]*$/

/** Letters that no accent makes: what people type for them on a plain keyboard. */
const spelledOut = new Map(
  Object.entries({
    ß: 'ss',
    æ: 'ae',
    œ: 'oe',
    ø: 'o',
    ł: 'l',
    đ: 'd',
    ð: 'd',
    þ: 'th',
    ħ: 'h',
    ı: 'i',
    ĸ: 'k',
    ŋ: 'n',
  }),
)

/** Lower case without accents, so that spellings of one word compare equal; letters of other scripts stay. */
export function fold(text: string): string {
  if (ascii.test(text)) return text.toLowerCase()
  return text
    .normalize('NFKD')
    .toLowerCase()
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .replace(/[ßæœøłđðþħıĸŋ]/g, letter => spelledOut.get(letter)!)
}

/** The words and numbers of a folded text, in order. Apostrophes are left out (`o'connor` is one word). */
export function wordsOf(folded: string): string[] {
  const plain = folded.replace(/['’]/g, '')
  return ascii.test(plain) ? asciiWords(plain) : (plain.match(/[\p{L}\p{N}]+/gu) ?? [])
}

function asciiWords(text: string): string[] {
  const words: string[] = []
  let start = -1
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    const inWord = (code >= 97 && code <= 122) || (code >= 48 && code <= 57)
    if (inWord) {
      if (start < 0) start = at
    } else if (start >= 0) {
      words.push(text.slice(start, at))
      start = -1
    }
  }
  if (start >= 0) words.push(start === 0 ? text : text.slice(start))
  return words
}
