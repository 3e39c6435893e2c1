import { costly, rows } from './catalogue-row.ts'
import type { FactName } from './facts.ts'

const { text, number, boolean } = rows('derived')

/** What the e-mail address tells. */
export const emailNames: readonly FactName[] = [
  text(
    'email',
    '"joe@example.com"',
    'E-mail address in one form, so that all spellings of a mailbox count as one: lower case, without +tags, without the dots of Gmail.',
    f => f.email?.normalised,
  ),
  text('email.domain', '"mail.example.co.uk"', 'What stands behind the @, in lower case.', f => f.email?.domain.ascii),
  text(
    'email.registrable_domain',
    '"example.co.uk"',
    'The part of the domain that one owner registered.',
    f => f.email?.domain.registrable,
  ),
  boolean(
    'email.disposable',
    'false',
    'The address is from a known maker of throw-away addresses.',
    f => f.email?.domain.disposable,
  ),
  boolean(
    'email.free',
    'true',
    'The address is from a webmail that anyone can open for free.',
    f => f.email?.domain.free,
  ),
  boolean('email.typo', 'false', 'The domain looks like a misspelling of a big provider.', f =>
    f.email === undefined ? undefined : f.email.domain.typoOf !== undefined,
  ),
  text(
    'email.typo_of',
    '"gmail.com"',
    'The big provider that was probably meant, as gmail.com for gmial.com.',
    f => f.email?.domain.typoOf,
  ),
  number(
    'email.digits_share',
    '0.25',
    'Share of digits in the name before the @, from 0 to 1.',
    f => f.email?.digitsShare,
  ),
  costly(
    boolean(
      'email.looks_random',
      'false',
      'The name before the @ looks typed by chance, as xkqzvjwp; right for most, not for all.',
      f => f.email?.looksRandom,
    ),
  ),
  costly(
    number(
      'email.randomness',
      '0.12',
      'How much the name before the @ looks typed by chance, from 0 to 1; 0.5 and more is random.',
      f => f.email?.randomness,
    ),
  ),
  boolean('email.tagged', 'false', 'The name before the @ carries a tag, as joe+shop@.', f => f.email?.hasTag),
  boolean(
    'email.homoglyphs',
    'false',
    'Letters of another script imitate Latin ones, as a Cyrillic a in paypal.',
    f => f.email?.hasHomoglyphs,
  ),
  costly(
    text(
      'email.skeleton',
      '"paypal@example.com"',
      'What the address looks like in plain Latin letters.',
      f => f.email?.skeleton,
    ),
  ),
  costly(
    number(
      'email.name_similarity',
      '0.8',
      "How much of the customer's name (else the billing name) is in the address, from 0 (nothing) to 1.",
      f => f.email?.nameSimilarity,
    ),
  ),
  costly(
    boolean(
      'email.matches_name',
      'true',
      'The address seems made from the name of the customer (similarity of 0.6 and more).',
      f => f.email?.matchesName,
    ),
  ),
]
