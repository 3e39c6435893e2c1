/** Every way in which a record may be refused or doubted. The docs' table is made from this one. */
export interface DecodeCode {
  /** `reject`: goes to the dead letters. `warning`: scored all the same, and counted. */
  severity: 'reject' | 'warning'
  /** One line: what it means and what to do. */
  help: string
}

export const DECODE_CODES = {
  // The record as a whole.
  'record-too-large': { severity: 'reject', help: 'the record has more bytes than allowed; send less' },
  'empty-record': { severity: 'reject', help: 'the record has a value of no bytes; send a payment, or null to delete' },
  'byte-order-mark': { severity: 'reject', help: 'JSON starts with a byte order mark; send UTF-8 without one' },
  'not-utf8': { severity: 'reject', help: 'JSON is in UTF-16 or UTF-32; send UTF-8' },
  'bad-json': { severity: 'reject', help: 'the value is not one JSON document' },
  'not-an-object': { severity: 'reject', help: 'the value is no JSON object' },
  'too-deep': { severity: 'reject', help: 'objects or lists are nested deeper than 32 levels' },
  'too-many-fields': { severity: 'reject', help: 'the record has more than 10,000 field names' },
  'duplicate-key': { severity: 'reject', help: 'one object names the same field twice, so its meaning is open' },
  'forbidden-key': { severity: 'reject', help: 'a field is called `__proto__`, `constructor` or `prototype`' },
  'field-too-long': { severity: 'reject', help: 'a text is longer than 4 KiB, or the id longer than 256 characters' },
  // Its fields.
  'missing-field': { severity: 'reject', help: 'a required field is absent or null' },
  'wrong-type': { severity: 'reject', help: 'a field has another type than the schema says; nothing is converted' },
  'not-in-list': { severity: 'reject', help: 'a field has a value that is not one of those allowed' },
  'too-many-items': { severity: 'reject', help: 'the order has more than 500 lines' },
  'bad-id': { severity: 'reject', help: 'the id is blank or holds characters that cannot be seen' },
  'amount-not-finite': { severity: 'reject', help: 'the amount is no finite number' },
  'amount-malformed': {
    severity: 'reject',
    help: 'the amount is no plain decimal, or is a card number; write 1234.56',
  },
  'negative-amount': { severity: 'reject', help: 'a payment cannot be negative; send a refund as an outcome' },
  'unsafe-number': { severity: 'reject', help: 'the number is too large to be exact; send the amount as a string' },
  'too-many-decimals': { severity: 'reject', help: 'more digits after the point than the currency has' },
  'amount-over-max': { severity: 'reject', help: 'more than 9,007,199,254,740,991 minor units' },
  'unknown-currency': {
    severity: 'reject',
    help: 'no ISO 4217 currency; upper-case letters or the three-digit number',
  },
  'bad-time': { severity: 'reject', help: 'not ISO 8601 with a zone, or a day or hour that does not exist' },
  'implausible-time': { severity: 'reject', help: 'before 2015, or a number in another unit than the settings say' },
  'future-time': { severity: 'reject', help: 'more than 24 hours after the time the broker took the record' },
  // Frames and schemas of the registry.
  'short-frame': { severity: 'reject', help: 'shorter than the 5 bytes that name a schema' },
  'wrong-magic': { severity: 'reject', help: 'does not start with byte 0, so no schema is named' },
  'schema-unknown': { severity: 'reject', help: 'the registry does not know the schema id, asked for 60 seconds' },
  'schema-not-allowed': { severity: 'reject', help: 'the schema belongs to no subject that the settings allow' },
  'schema-refused': { severity: 'reject', help: 'the schema is recursive, too large, of the wrong kind or not valid' },
  undecodable: { severity: 'reject', help: 'the bytes do not match the schema they name' },
  // Scored, but counted.
  'unknown-field': { severity: 'warning', help: 'a field that nobody declared was ignored; counted once for each' },
  'sad-present': { severity: 'warning', help: 'a security code, track or PIN was sent and dropped; stop sending it' },
  'pan-in-text': { severity: 'warning', help: 'a card number stood in a text and was taken out' },
  'card-number-invalid': { severity: 'warning', help: 'a card number of wrong length or check digit was dropped' },
  'card-field-ignored': { severity: 'warning', help: 'a BIN or last four were no such digits and were dropped' },
  'zero-amount': { severity: 'warning', help: 'the amount is zero, as in a card check' },
  'currency-withdrawn': { severity: 'warning', help: 'the currency was no longer legal tender at that time' },
  'currency-not-yet': { severity: 'warning', help: 'the currency was not yet legal tender at that time' },
  'future-time-held-back': { severity: 'warning', help: 'over 5 minutes ahead of the broker; windows use its time' },
  'clock-skew': { severity: 'warning', help: 'the time of the payment and of the record differ by over an hour' },
  'leap-second': { severity: 'warning', help: 'second 60 was read as second 59' },
  'time-ignored': { severity: 'warning', help: 'an optional time could not be read and counts as absent' },
  'near-duplicate-id': {
    severity: 'warning',
    help: 'the id has outer spaces or is not in NFC; ids are compared exactly',
  },
  'pan-like-id': { severity: 'warning', help: 'the id looks like a card number; ids are kept, so choose others' },
  'placeholder-ignored': { severity: 'warning', help: 'an identifier such as `unknown` or `0000` counts as absent' },
  'identifier-ignored': {
    severity: 'warning',
    help: 'an identifier with characters that cannot be seen counts as absent',
  },
  'hidden-characters': { severity: 'warning', help: 'control, zero-width or direction characters were taken out' },
  'broken-text': { severity: 'warning', help: 'a text with broken Unicode counts as absent' },
  'email-ignored': { severity: 'warning', help: 'not one usable e-mail address; counts as absent' },
  'ip-ignored': { severity: 'warning', help: 'not one IP address, or the empty address; counts as absent' },
  'ip-not-public': { severity: 'warning', help: 'a private, shared, loopback, documentation or reserved address' },
  'country-ignored': { severity: 'warning', help: 'no ISO 3166-1 country; counts as absent' },
  'mcc-ignored': { severity: 'warning', help: 'no four-digit merchant category code; counts as absent' },
  'price-ignored': { severity: 'warning', help: 'an item price that is no exact amount counts as absent' },
  'metadata-ignored': {
    severity: 'warning',
    help: 'a declared field of metadata is not what it is declared to be: a text, an exact number or a boolean',
  },
  'key-missing': { severity: 'warning', help: 'the record has no key, so the broker promises no order' },
  'headers-over-cap': { severity: 'warning', help: 'more than 100 headers; none were read' },
} as const satisfies Record<string, DecodeCode>

type CodeOf<S extends DecodeCode['severity']> = {
  [C in keyof typeof DECODE_CODES]: (typeof DECODE_CODES)[C]['severity'] extends S ? C : never
}[keyof typeof DECODE_CODES]

export type RejectCode = CodeOf<'reject'>
export type WarningCode = CodeOf<'warning'>
