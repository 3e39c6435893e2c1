import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { emailFacts } from '../../src/enrich/email.ts'
import { randomness } from '../../src/enrich/email-random.ts'
import { randomNames, realisticNames } from './mail-names.ts'
import { factsOf, read } from './payments.ts'

const factsFor = (email: string, name?: string) =>
  factsOf({ customer: name === undefined ? { email } : { email, name } })
const value = (email: string, fact: string, name?: string) => read(factsFor(email, name), fact)
const normalised = (email: string) => emailFacts(email, undefined)!.normalised

describe('email, normalised', () => {
  it.each([
    ['Joe@Example.COM', 'joe@example.com'],
    [' joe@example.com ', 'joe@example.com'],
    ['joe+shop@example.com', 'joe@example.com'],
    ['joe+a+b@example.com', 'joe@example.com'],
    ['+joe@example.com', '+joe@example.com'],
    ['J.O.E+x@gmail.com', 'joe@gmail.com'],
    ['joe.doe@googlemail.com', 'joedoe@gmail.com'],
    ['joe.doe@example.com', 'joe.doe@example.com'],
    ['joe-shop@yahoo.co.uk', 'joe@yahoo.co.uk'],
    ['joe-shop@example.com', 'joe-shop@example.com'],
    ['joe@pm.me', 'joe@proton.me'],
    ['joe@me.com', 'joe@icloud.com'],
    ['...@gmail.com', '...@gmail.com'],
    ['jose\u0301@example.com', 'jos\u00e9@example.com'],
    ['joe@BÜCHER.example', 'joe@xn--bcher-kva.example'],
  ])('%s is %s', (email, expected) => expect(normalised(email)).toBe(expected))

  it('is idempotent and blind to case, tags and the dots of Gmail', () => {
    const name = fc.stringMatching(/^[a-zA-Z0-9][a-zA-Z0-9._]{0,12}$/)
    const domain = fc.constantFrom('gmail.com', 'GoogleMail.com', 'example.co.uk', 'yahoo.de', 'mail.example.org')
    fc.assert(
      fc.property(name, domain, name, (local, at, tag) => {
        const plain = normalised(`${local}@${at}`)
        expect(normalised(plain)).toBe(plain)
        expect(normalised(`${local.toUpperCase()}@${at.toUpperCase()}`)).toBe(plain)
        const mark = at.startsWith('yahoo') ? '-' : '+'
        expect(normalised(`${local}${mark}${tag}@${at}`)).toBe(plain)
        if (at === 'gmail.com')
          expect(normalised(`${[...local].join('.')}@${at}`)).toBe(plain.replaceAll('.', '').replace('com', '.com'))
      }),
    )
  })

  it('is idempotent for any text, and nothing throws', () => {
    const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
    fc.assert(
      fc.property(text, text, (local, domain) => {
        const facts = emailFacts(`${local}@${domain}`, local)
        if (facts === undefined) return
        const again = emailFacts(facts.normalised, undefined)
        if (again !== undefined) expect(again.normalised).toBe(facts.normalised)
        expect(
          [facts.skeleton, facts.hasHomoglyphs, facts.randomness, facts.digitsShare].includes(undefined as never),
        ).toBe(false)
        expect(facts.nameSimilarity ?? 0).toBeLessThanOrEqual(1)
      }),
      { numRuns: 2000 },
    )
  })

  it.each(['', '@', 'joe', 'joe@', '@example.com'])('%j is no address', email => {
    expect(value(email, 'email')).toBeUndefined()
    expect(value(email, 'email.domain')).toBeUndefined()
    expect(value(email, 'email.disposable')).toBeUndefined()
  })
})

describe('email, domain', () => {
  it.each([
    ['joe@mail.example.co.uk', 'example.co.uk', false, false],
    ['joe@gmail.com', 'gmail.com', false, true],
    ['joe@yahoo.com.br', 'yahoo.com.br', false, true],
    ['joe@mailinator.com', 'mailinator.com', true, false],
    ['joe@x.y.mailinator.com', 'mailinator.com', true, false],
    ['joe@GUERRILLAMAIL.com', 'guerrillamail.com', true, false],
    ['joe@shop.blogspot.com', 'shop.blogspot.com', false, false],
    ['joe@com', 'com', false, false],
  ])('%s', (email, registrable, disposable, free) => {
    expect(value(email, 'email.registrable_domain')).toBe(registrable)
    expect(value(email, 'email.disposable')).toBe(disposable)
    expect(value(email, 'email.free')).toBe(free)
  })

  it.each([
    ['gmial.com', 'gmail.com'],
    ['gmal.com', 'gmail.com'],
    ['gmaill.com', 'gmail.com'],
    ['gnail.com', 'gmail.com'],
    ['gamil.com', 'gmail.com'],
    ['gmail.co', 'gmail.com'],
    ['gmail.con', 'gmail.com'],
    ['gmail.de', 'gmail.com'],
    ['gmai1.com', 'gmail.com'],
    ['gmáil.com', 'gmail.com'],
    ['gmaıl.com', 'gmail.com'],
    ['gmail.co.uk', 'gmail.com'],
    ['gmial.con', 'gmail.com'],
    ['yaho.com', 'yahoo.com'],
    ['yahooo.com', 'yahoo.com'],
    ['yhaoo.com', 'yahoo.com'],
    ['yah00.com', 'yahoo.com'],
    ['yahoo.con', 'yahoo.com'],
    ['hotmial.com', 'hotmail.com'],
    ['hotmai.com', 'hotmail.com'],
    ['hotnail.com', 'hotmail.com'],
    ['hormail.com', 'hotmail.com'],
    ['outlok.com', 'outlook.com'],
    ['0utlook.com', 'outlook.com'],
    ['iclould.com', 'icloud.com'],
    ['icoud.com', 'icloud.com'],
    ['protonmial.com', 'protonmail.com'],
  ])('%s is a slip for %s', (domain, meant) => {
    expect(value(`joe@${domain}`, 'email.typo_of')).toBe(meant)
    expect(value(`joe@${domain}`, 'email.typo')).toBe(true)
  })

  it.each([
    'gmail.com',
    'yahoo.com',
    'yahoo.fr',
    'yahoo.co.jp',
    'hotmail.fr',
    'hotmail.co.uk',
    'outlook.de',
    'icloud.com',
    'mail.com',
    'email.com',
    'ymail.com',
    'fmail.de',
    'mail.ru',
    'gmx.com',
    'live.com',
    'comcast.net',
    'verizon.net',
    'aol.com',
    'me.com',
    'protonmail.com',
    'proton.me',
    'example.com',
    'maille.com',
    'outlander.com',
    'cloud.com',
    'hotel.com',
    'google.com',
    'yandex.com',
  ])('%s is no slip', domain => {
    expect(value(`joe@${domain}`, 'email.typo_of')).toBeUndefined()
    expect(value(`joe@${domain}`, 'email.typo')).toBe(false)
  })
})

describe('email, name before the @', () => {
  it('digits and tags', () => {
    expect(value('joe82@example.com', 'email.digits_share')).toBe(0.4)
    expect(value('joe+2026@example.com', 'email.digits_share')).toBe(0)
    expect(value('joe+2026@example.com', 'email.tagged')).toBe(true)
    expect(value('joe-2026@example.com', 'email.tagged')).toBe(false)
    expect(value('joe-2026@yahoo.com', 'email.tagged')).toBe(true)
  })

  const share = (names: readonly string[]) => names.filter(name => randomness(name) >= 0.5).length / names.length
  const letters = 'abcdefghijklmnopqrstuvwxyz'

  it('takes fewer than 1 in 200 realistic names for random', () => {
    expect(share(realisticNames(20_000))).toBeLessThan(0.005)
  })

  it.each([
    ['letters', letters, 8, 0.85],
    ['letters', letters, 10, 0.9],
    ['letters', letters, 12, 0.93],
    ['letters and digits', `${letters}0123456789`, 8, 0.9],
    ['letters and digits', `${letters}0123456789`, 10, 0.95],
    ['letters and digits', `${letters}0123456789`, 12, 0.98],
    ['hexadecimal digits', '0123456789abcdef', 12, 0.95],
  ])('finds random %s %#', (_kind, alphabet, length, atLeast) => {
    expect(share(randomNames(5000, alphabet, length))).toBeGreaterThan(atLeast)
  })

  it('stays between 0 and 1, says nothing of digits alone and never calls a short name random', () => {
    fc.assert(
      fc.property(fc.string(), name => {
        const value = randomness(name)
        expect(value).toBeGreaterThanOrEqual(0)
        expect(value).toBeLessThanOrEqual(1)
        if (name.length < 6) expect(value).toBeLessThan(0.5)
      }),
    )
    expect(randomness('13800138000')).toBe(0)
    expect(value('xqkzvjwp@example.com', 'email.looks_random')).toBe(true)
    expect(value('joe.doe@example.com', 'email.looks_random')).toBe(false)
  })

  it.each([
    ['joe.doe', 'Joe Doe', 1],
    ['jdoe82', 'Joe Doe', 1],
    ['doe-family', 'Joe Doe', 1],
    ['jd1982', 'Joe Doe', 0.6],
    ['li.wei', 'Wei Li', 1],
    ['oconnor', "Pat O'Connor", 1],
    ['mueller', 'Jörg Müller', 1],
    ['muller', 'Jörg Müller', 1],
    ['lukasz.w', 'Łukasz Wiśniewski', 1],
    ['andersonn', 'Al Andersen', 0.78],
  ])('%s of %s: %d', (local, name, similarity) => {
    expect(value(`${local}@example.com`, 'email.name_similarity', name)).toBe(similarity)
    expect(value(`${local}@example.com`, 'email.matches_name', name)).toBe(true)
  })

  it.each([
    ['xqkzvjwp', 'Joe Doe'],
    ['flower.power', 'Heinrich Zimmermann'],
    ['maria.rossi', 'Thomas Becker'],
  ])('%s is not made from %s', (local, name) => {
    expect(value(`${local}@example.com`, 'email.matches_name', name)).toBe(false)
  })

  it('says nothing of a name without Latin letters, takes the billing name for a missing one', () => {
    expect(value('joe@example.com', 'email.name_similarity')).toBeUndefined()
    expect(value('joe@example.com', 'email.matches_name', '王伟')).toBeUndefined()
    expect(value('123@example.com', 'email.matches_name', 'Joe Doe')).toBeUndefined()
    expect(
      read(factsOf({ customer: { email: 'jdoe@example.com' }, billing: { name: 'Joe Doe' } }), 'email.matches_name'),
    ).toBe(true)
  })
})

describe('email, letters of another script', () => {
  it.each([
    ['раура1@example.com', true],
    ['joe@раура1.com', true],
    ['joe@pаypal.com', true],
    ['joe@xn--pypal-4ve.com', true],
    ['γoogle@example.com', true],
    ['joe@example.com', false],
    ['josé@example.com', false],
    ['joe@bücher.de', false],
    ['иван.петров@пример.рф', false],
    ['иван@example.com', false],
    ['joe@осса.рф', false],
  ])('%s: %s', (email, expected) => expect(value(email, 'email.homoglyphs')).toBe(expected))

  it('shows what the reader sees', () => {
    expect(value('раура1@example.com', 'email.skeleton')).toBe('paypa1@example.com')
  })
})
