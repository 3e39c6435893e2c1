/** Numbers of own logs are added up in millionths, so that their sums are exact whatever the order. */
export const OWN_UNITS_PER_ONE = 1_000_000
