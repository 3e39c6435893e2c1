import { CATALOGUE } from './catalogue.ts'
import type { FactName } from './facts.ts'

/** `docs/glossary.md`: the catalogue for people who write rules. A test keeps the committed page equal to this. */
export function glossary(): string {
  const names = [...CATALOGUE.values()]
  return `# Names that rules can use

This page is generated from the catalogue in \`src/enrich\`; a test fails when it is out of date (\`vitest -u\` writes it anew).

A name that has no value for a payment is *absent*, and a condition that touches it is unknown: no hit, unless the rule
says \`missing: hit\`. Countries are two capital letters (ISO 3166-1). Fields of your own are \`metadata.…\`, once the
settings declare them.

## Fields of the payment

${table(names.filter(row => row.from === 'payment'))}

## Worked out by Tripline

Those that a hit read are shown in the decision under \`facts\`.

${table(names.filter(row => row.from === 'derived'))}

## How sure they are

- \`ip.country\` and the rest of the location come from the GeoLite tables of the geoip-lite package: countries are mostly
  right, towns often not.
- \`ip.hosting\` knows the larger published blocks of about a dozen clouds and hosters. \`true\` is a sign; \`false\` proves nothing.
- \`email.disposable\` asks a public list of throw-away domains; new ones appear daily.
- \`email.looks_random\` weighs unusual pairs of letters and changes between letters and digits. In its test it takes 0.3 %
  of realistic names for random, and finds 87 to 98 % of random strings of 8 to 12 characters. Names from languages with
  unusual spelling are likelier to be taken for random: use it beside other signs.
- \`email.name_similarity\` compares Latin letters only; a nickname, a company or a family address differs honestly.
- \`address.match\` knows common abbreviations of English, and some of German, French and Spanish.
- \`shipping.forwarder\` goes by what is written. An office suite that is not on the bill counts too;
  \`shipping.forwarder_sign\` tells which sign it was.
- \`local.hour\` is absent without a located address for countries that span many time zones, such as the United States.
`
}

function table(names: readonly FactName[]): string {
  const lines = names.map(row => `| \`${row.name}\` | ${row.type} | ${row.help} | \`${row.example}\` |`)
  return ['| name | type | what it is | example |', '|---|---|---|---|', ...lines].join('\n')
}
