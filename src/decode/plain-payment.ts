import { PAYMENT, type RawAddress, type RawPayment } from './payment-shape.ts'
import { plainShape } from './plain-shape.ts'
import type { Reading } from './reading.ts'
import { PlainScan } from './scan-plain.ts'
import { isForbiddenName } from './walk-fields.ts'

const slots = { next: 0 }
const SHAPE = plainShape(PAYMENT, slots)
const SLOTS = slots.next

/** Where the slots of an object begin, or those of each item of a list. */
const insideOf = (name: string, shape = SHAPE): number => shape.byName.get(name)!.inner!.fields[0]!.slot

const MERCHANT = insideOf('merchant')
const CUSTOMER = insideOf('customer')
const CARD = insideOf('card')
const DEVICE = insideOf('device')
const BILLING = insideOf('billing')
const SHIPPING = insideOf('shipping')
const ORDER = insideOf('order')
const ITEM = insideOf('items', SHAPE.byName.get('order')!.inner!)

/** What stands in the slots. That each is of the type of its field, the scan has seen to. */
type Values = ArrayLike<never>

/** Payments as nearly all of them come, read in a fraction of the time that `JSON.parse`, the walk over all names and the validator take. */
export class PlainPayments {
  private readonly scan: PlainScan
  /** Written anew for each payment, because making them anew would be a fifth of the garbage. */
  private readonly raw: RawPayment = { id: '', occurredAt: '', amount: '', currency: '' }
  private readonly merchant: NonNullable<RawPayment['merchant']> = {}
  private readonly customer: NonNullable<RawPayment['customer']> = {}
  private readonly card: NonNullable<RawPayment['card']> = {}
  private readonly device: NonNullable<RawPayment['device']> = {}
  private readonly billing: RawAddress = {}
  private readonly shipping: RawAddress = {}
  private readonly order: NonNullable<RawPayment['order']> = {}

  /** `declared` are the names that metadata may have. */
  constructor(declared: ReadonlySet<string>) {
    const names = new Set([...declared].filter(name => !isForbiddenName(name)))
    this.scan = new PlainScan(SHAPE, SLOTS, names, itemOf)
  }

  /**
   * Undefined when the text is not plain, which means neither that it is a payment nor that it is none. What is answered is
   * good until the next call.
   */
  read(text: string, units: Uint8Array, reading: Reading): RawPayment | undefined {
    const { scan } = this
    if (!scan.scan(text, units)) return undefined
    reading.verbatim = reading.plain && !reading.longDigits && !scan.hasOuterSpaces
    return this.payment(scan.values as unknown as Values)
  }

  /** Fields lie in their slots in the order of their shape. */
  private payment(v: Values): RawPayment {
    const { raw } = this
    raw.id = v[0]!
    raw.occurredAt = v[1]!
    raw.amount = v[2]!
    raw.currency = v[3]!
    raw.status = v[4]
    raw.declineCode = v[5]
    raw.method = v[6]
    raw.channel = v[7]
    raw.merchant = v[8] && this.merchantOf(v)
    raw.customer = v[9] && this.customerOf(v)
    raw.card = v[10] && this.cardOf(v)
    raw.ip = v[11]
    raw.device = v[12] && this.deviceOf(v)
    raw.billing = v[13] && addressOf(v, BILLING, this.billing)
    raw.shipping = v[14] && addressOf(v, SHIPPING, this.shipping)
    if (v[14]) this.shipping.method = v[SHIPPING + 7]
    raw.order = v[15] && this.orderOf(v)
    raw.metadata = v[16]
    return raw
  }

  private merchantOf(v: Values): NonNullable<RawPayment['merchant']> {
    const { merchant } = this
    merchant.id = v[MERCHANT]
    merchant.mcc = v[MERCHANT + 1]
    return merchant
  }

  private customerOf(v: Values): NonNullable<RawPayment['customer']> {
    const { customer } = this
    customer.id = v[CUSTOMER]
    customer.email = v[CUSTOMER + 1]
    customer.name = v[CUSTOMER + 2]
    customer.phone = v[CUSTOMER + 3]
    customer.createdAt = v[CUSTOMER + 4]
    return customer
  }

  private cardOf(v: Values): NonNullable<RawPayment['card']> {
    const { card } = this
    card.fingerprint = v[CARD]
    card.bin = v[CARD + 1]
    card.last4 = v[CARD + 2]
    card.brand = v[CARD + 3]
    card.funding = v[CARD + 4]
    card.country = v[CARD + 5]
    card.avs = v[CARD + 6]
    card.cvc = v[CARD + 7]
    return card
  }

  private deviceOf(v: Values): NonNullable<RawPayment['device']> {
    const { device } = this
    device.id = v[DEVICE]
    device.userAgent = v[DEVICE + 1]
    return device
  }

  private orderOf(v: Values): NonNullable<RawPayment['order']> {
    const { order } = this
    order.id = v[ORDER]
    order.items = v[ORDER + 1]
    return order
  }
}

function addressOf(v: Values, at: number, address: RawAddress): RawAddress {
  address.name = v[at]
  address.line1 = v[at + 1]
  address.line2 = v[at + 2]
  address.city = v[at + 3]
  address.region = v[at + 4]
  address.postalCode = v[at + 5]
  address.country = v[at + 6]
  return address
}

function itemOf(v: ArrayLike<unknown>): unknown {
  return { sku: v[ITEM], category: v[ITEM + 1], quantity: v[ITEM + 2], unitPrice: v[ITEM + 3] }
}
