import { DECODE_CODES, type RejectCode } from '../../src/decode/codes.ts'
import { createDecoder } from '../../src/decode/create-decoder.ts'
import { deadLetterOf, idConflict } from '../../src/emit/outputs.ts'
import type { EventRecord, Output } from '../../src/ports.ts'
import { SETTINGS } from '../../src/settings/table.ts'
import { examplePayment } from '../decode/example-payment.ts'

/** What to do about each code, for whoever runs the stream. */
const REMEDIES: Record<RejectCode | 'id-conflict', string> = {
  'record-too-large': 'Send the payment without attachments and histories. The limit is the 1 MiB of a broker.',
  'empty-record': 'Send a payment, or null as the value to delete a key.',
  'byte-order-mark': 'Set the serializer to UTF-8 without a byte order mark.',
  'not-utf8': 'Set the serializer to UTF-8.',
  'bad-json': 'Look at the original: often it was cut off, or is a form, XML or several documents in one record.',
  'not-an-object': 'Send one payment per record, as an object.',
  'too-deep': 'Send the payment as `schemas/payment.schema.json` says; leave out raw requests and answers of gateways.',
  'too-many-fields': 'The same: send the payment only.',
  'duplicate-key': 'Mend the code that writes the JSON; a JSON library never does this.',
  'forbidden-key': 'Rename the field. Somebody may be trying to break a program written in JavaScript.',
  'field-too-long': 'Cut the text, or leave the field out.',
  'missing-field': 'Every payment needs `id`, `occurredAt`, `amount` and `currency`.',
  'wrong-type': 'Send the type of the schema. Texts are not read as numbers, nor 1 as true.',
  'not-in-list': 'Use one of the values that `suggestion` lists.',
  'too-many-items': 'Send the dearest 500 lines.',
  'bad-id': 'Send an id of printable characters that is unique within the merchant.',
  'amount-not-finite': 'Send a decimal string: `"129.90"`.',
  'amount-malformed':
    'Send digits and one point: no thousands, no comma, no currency sign. Check the mapping when it is a card number.',
  'negative-amount': 'Send money that goes back as an outcome of type `refund`.',
  'unsafe-number': 'Send the amount as a string; a JSON number of that size has lost its last digits.',
  'too-many-decimals': 'Round to the digits of the currency: none for JPY, two for USD, three for KWD.',
  'amount-over-max': 'Check the unit: amounts are in major units.',
  'unknown-currency': 'Send the ISO 4217 code in upper case.',
  'bad-time': 'Send `2026-11-21T10:15:30.123Z`: ISO 8601 with a zone.',
  'implausible-time': 'Send ISO 8601, or say with the setting `payments.time_unit` what numbers count.',
  'future-time': "Set the sender's clock or time zone.",
  'short-frame': "Use the serializer of the schema registry's client.",
  'wrong-magic': 'The same; or set `format` to `json` or `auto` when payments come as plain JSON.',
  'schema-unknown':
    'Register the schema where `registry.url` points, or set the sender to that registry. Then produce again.',
  'schema-not-allowed': 'The record was meant for another topic, or its schema is registered under another subject.',
  'schema-refused': 'Register a plain schema, such as those in `schemas/`.',
  undecodable: 'The sender names one schema and writes with another, or cuts bytes off: check its serializer.',
  'id-conflict':
    'Give each payment an id of its own. The payment that came first stands. Only `status`, `declineCode` and `occurredAt` may change under one id.',
}

/** docs/dead-letters.md, made from the codes themselves and from a record that the decoder refuses. */
export function deadLettersPage(): string {
  const { default: shareMax } = SETTINGS['dead_letters.share_max']
  const example = exampleDeadLetter()
  return `# Dead letters

Made from \`src/decode/codes.ts\`; a test keeps it so. For whoever runs the stream and finds \`tripline_dead_letters_total\` growing.

A record that cannot be scored does not stop the stream. It becomes a dead letter in the topic \`topics.dead_letters\`, and the stream goes on
behind it. A dead letter says what is wrong, where the record lies and a summary of it; it never holds the record, nor a card number, a
security code, an e-mail or IP address. \`tripline score --rejects FILE\` writes the same, one line for each line of its input that it refused.

## The form

\`\`\`json
${JSON.stringify(JSON.parse(example.value), null, 2)}
\`\`\`

| part | holds |
|---|---|
| key of the record | \`paymentId\`, or \`topic/partition/offset\` when there is none: here \`${example.key}\` |
| header \`tripline-code\` | the same as \`code\`, to filter without reading JSON |
| \`code\` | what is wrong, one of the codes below; stable, scripts may name it |
| \`field\` | the field that it is about, \`order.items[0].sku\`; absent when it is the record as a whole |
| \`message\`, \`suggestion\` | the same in words, and what to send instead; they never quote a value |
| \`source\` | where the record lies. For files \`topic\` is the path, \`partition\` 0 and \`offset\` the line, from 1 |
| \`paymentId\` | the id, when it could be read and cannot be a secret |
| \`summary\` | the known fields with type and length; only id, amount and currency with their values; unknown names are only counted |

## Find the record

\`\`\`sh
kafka-console-consumer.sh --bootstrap-server BROKER --topic payments --partition 3 --offset 1729 --max-messages 1
kcat -b BROKER -C -t payments -p 3 -o 1729 -c 1
sed -n 1729p payments.ndjson
\`\`\`

The original holds whatever was sent, card numbers too: look at it where you may. It is there as long as the topic keeps its records; a
dead letter outlives it when its own topic keeps them longer.

## Replay

There is no replay command yet. What works today: mend the producer, then produce the payment again.

- A refused record was never counted, so the mended payment may come with the same id and is scored as new. Not so after \`id-conflict\`: there
  the id is taken, so the mended payment needs one of its own.
- Leave \`occurredAt\` as it was. The payment is scored as of its own time, and later payments see it from then on.
- Records that were good and only came too early (\`schema-unknown\`, once the schema is registered) are produced again as they are.
- Producing a payment that had been scored already does no harm: it is a duplicate, is answered with the same decision and not counted again.

## When it is a flood

A changed schema or a broken producer could turn a whole stream into dead letters. When more than \`dead_letters.share_max\`
(${shareMax} unless set) of a partition's records of a minute are refused, and at least 50 of them, that partition is held back and the others
go on: \`/readyz\` names \`input\` with the partition and the commonest code, \`tripline_outage_active{dependency="input"}\` is 1, and the lag of
the partition grows. Nothing is skipped. Every five seconds the partition is tried again.

1. Stop or mend the producer, or register the right schema. Schemas that were unknown are asked for again every 30 seconds; when the
   records can be read the partition goes on by itself.
2. Bad records that lie in the topic already stay bad. Send SIGUSR2 to the process that holds the partition (\`kill -USR2\`,
   \`docker kill -s USR2\`): its held partitions go on, what cannot be read becomes dead letters, and the good payments behind it are scored.
   This lasts until a batch of the partition is within the limit again; a later flood is held back anew. A restart forgets it.
3. Replay as above.

A dead letter that cannot be written (its topic is gone, or takes no record of that size) is an outage of \`kafka-output\`: the process waits
with the offset not passed, and goes on when the topic is mended.

## Codes

| code | means | what to do |
|---|---|---|
${rejectRows().join('\n')}

## Scored all the same

These are no dead letters. The payment is scored, and \`tripline_warnings_total{code="…"}\` counts them: a sudden rise tells of a sender that
changed.

| code | means |
|---|---|
${warningRows().join('\n')}
`
}

function rejectRows(): string[] {
  const codes = Object.entries(DECODE_CODES).filter(([, { severity }]) => severity === 'reject')
  const rows = codes.map(([code, { help }]) => row(code, meaningOf(help), REMEDIES[code as RejectCode]))
  const { code, message } = idConflict(decodedExample()).problem
  return [...rows, row(code, message, REMEDIES['id-conflict'])]
}

function warningRows(): string[] {
  const codes = Object.entries(DECODE_CODES).filter(([, { severity }]) => severity === 'warning')
  return codes.map(([code, { help }]) => row(code, help))
}

/** The help line says what it means and, after a semicolon, what to do; the latter has a column of its own. */
const meaningOf = (help: string): string => help.split('; ')[0]!

const row = (code: string, ...cells: string[]): string => `| \`${code}\` | ${cells.join(' | ')} |`

const decoder = createDecoder({ format: 'json', secret: 'secret-of-the-docs' })

function recordOf(payment: object): EventRecord {
  const value = Buffer.from(JSON.stringify(payment))
  return { topic: 'payments', partition: 3, offset: 1729n, key: Buffer.from('pay_1001'), value }
}

function exampleDeadLetter(): Output {
  const { id, occurredAt, currency, customer, card } = examplePayment() as Record<string, unknown>
  const record = recordOf({ id, occurredAt, amount: '1.299,00', currency, customer, card })
  const decoded = decoder.decode(record)
  if (decoded.kind !== 'rejected') throw new Error('the example is no bad record')
  return deadLetterOf(record, decoded)
}

function decodedExample() {
  const decoded = decoder.decode(recordOf(examplePayment()))
  if (decoded.kind !== 'payment') throw new Error('the example payment is refused')
  return decoded.payment
}
