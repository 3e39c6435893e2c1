/** The columns that every record keeps, so that a velocity over them works on history already stored. */
export const STANDARD_COLUMNS = [
    'amount',
    'status',
    'card.fingerprint',
    'email',
    'ip',
    'device.id',
    'customer.id',
    'shipping.address',
    'billing.address',
    'ip.country',
    'card.country',
    'shipping.country',
    'billing.country',
];
