/** A city where customers live. Its networks lie in the city or at least in its country, as geoip-lite sees them. */
export interface Place {
  country: string
  city: string
  region: string
  /** `#` is a digit, `@` a letter. */
  postalCode: string
  /** First two numbers of IPv4 networks. */
  networks: readonly string[]
  /** First two groups of an IPv6 network. */
  network6: string
  /** Standard time, ahead of UTC; summer time is left out. */
  utcOffsetHours: number
  weight: number
}

export interface Country {
  currency: string
  /** Units of its currency for one US dollar, roughly. */
  perDollar: number
  minorDigits: number
  phone: string
  streets: readonly string[]
  /** How a line is put together from `{street}` and `{number}`. */
  line: string
}

const english = ['Oak Street', 'Maple Avenue', 'Church Road', 'Park Lane', 'Mill Road', 'Station Road', 'High Street']
const american = [
  'Oak St',
  'Maple Ave',
  'Cedar Ln',
  'Washington Blvd',
  'Lake Dr',
  'Hillcrest Rd',
  'Sunset Ct',
  'Pine St',
]

export const COUNTRIES: Readonly<Record<string, Country>> = {
  US: {
    currency: 'USD',
    perDollar: 1,
    minorDigits: 2,
    phone: '+1##########',
    streets: american,
    line: '{number} {street}',
  },
  CA: {
    currency: 'CAD',
    perDollar: 1.4,
    minorDigits: 2,
    phone: '+1##########',
    streets: american,
    line: '{number} {street}',
  },
  GB: {
    currency: 'GBP',
    perDollar: 0.76,
    minorDigits: 2,
    phone: '+447#########',
    streets: english,
    line: '{number} {street}',
  },
  IE: {
    currency: 'EUR',
    perDollar: 0.87,
    minorDigits: 2,
    phone: '+3538########',
    streets: english,
    line: '{number} {street}',
  },
  AU: {
    currency: 'AUD',
    perDollar: 1.52,
    minorDigits: 2,
    phone: '+614########',
    streets: english,
    line: '{number} {street}',
  },
  DE: {
    currency: 'EUR',
    perDollar: 0.87,
    minorDigits: 2,
    phone: '+4915########',
    streets: ['Hauptstraße', 'Bahnhofstraße', 'Gartenweg', 'Lindenallee', 'Schulstraße', 'Am Markt'],
    line: '{street} {number}',
  },
  FR: {
    currency: 'EUR',
    perDollar: 0.87,
    minorDigits: 2,
    phone: '+336########',
    streets: ['rue de la Paix', 'avenue Victor Hugo', 'rue des Lilas', 'boulevard Voltaire', 'place du Marché'],
    line: '{number} {street}',
  },
  NL: {
    currency: 'EUR',
    perDollar: 0.87,
    minorDigits: 2,
    phone: '+316########',
    streets: ['Dorpsstraat', 'Kerkstraat', 'Molenweg', 'Stationsweg', 'Julianalaan'],
    line: '{street} {number}',
  },
  ES: {
    currency: 'EUR',
    perDollar: 0.87,
    minorDigits: 2,
    phone: '+346########',
    streets: ['Calle Mayor', 'Avenida de la Constitución', 'Calle del Sol', 'Plaza Nueva', 'Calle Real'],
    line: '{street} {number}',
  },
  IT: {
    currency: 'EUR',
    perDollar: 0.87,
    minorDigits: 2,
    phone: '+393########',
    streets: ['Via Roma', 'Via Garibaldi', 'Corso Italia', 'Via Verdi', 'Piazza Dante'],
    line: '{street} {number}',
  },
  SE: {
    currency: 'SEK',
    perDollar: 9.5,
    minorDigits: 2,
    phone: '+467########',
    streets: ['Storgatan', 'Kungsgatan', 'Skolgatan', 'Björkvägen'],
    line: '{street} {number}',
  },
  JP: {
    currency: 'JPY',
    perDollar: 150,
    minorDigits: 0,
    phone: '+8190########',
    streets: ['Sakura-dori', 'Chuo-dori', 'Minami-cho', 'Honmachi'],
    line: '{number} {street}',
  },
}

function place(
  country: string,
  city: string,
  region: string,
  postalCode: string,
  networks: string,
  network6: string,
  utcOffsetHours: number,
  weight: number,
): Place {
  return { country, city, region, postalCode, networks: networks.split(' '), network6, utcOffsetHours, weight }
}

export const PLACES: readonly Place[] = [
  place('US', 'Austin', 'TX', '787##', '70.112 70.113', '2600:1700', -6, 6),
  place('US', 'Chicago', 'IL', '606##', '97.130 208.59', '2601:200', -6, 7),
  place('US', 'Seattle', 'WA', '981##', '97.113 71.212', '2601:200', -8, 5),
  place('US', 'Denver', 'CO', '802##', '97.118 184.96', '2601:200', -7, 4),
  place('US', 'Brooklyn', 'NY', '112##', '71.105 108.46', '2603:6000', -5, 7),
  place('US', 'Phoenix', 'AZ', '850##', '184.103 75.167', '2600:1700', -7, 4),
  place('US', 'Columbus', 'OH', '432##', '75.118 174.207', '2603:6000', -5, 4),
  place('US', 'Miami', 'FL', '331##', '170.134 66.176', '2601:200', -5, 4),
  place('US', 'Minneapolis', 'MN', '554##', '174.20 97.116', '2601:200', -6, 3),
  place('GB', 'London', 'England', 'SE## #@@', '138.37 84.68', '2a00:23c4', 0, 6),
  place('GB', 'Manchester', 'England', 'M## #@@', '90.241 84.70', '2a02:c7f', 0, 4),
  place('GB', 'Leeds', 'England', 'LS## #@@', '90.246 80.3', '2a00:23c8', 0, 3),
  place('DE', 'Berlin', 'BE', '10###', '77.183 78.54', '2003:e0', 1, 5),
  place('DE', 'Hamburg', 'HH', '20###', '77.0 95.112', '2a02:8108', 1, 3),
  place('DE', 'Köln', 'NW', '50###', '78.34 87.79', '2003:c0', 1, 3),
  place('FR', 'Paris', 'IDF', '750##', '78.192 80.215', '2a01:e34', 1, 4),
  place('FR', 'Lyon', 'ARA', '690##', '90.66 86.202', '2a01:cb00', 1, 2),
  place('CA', 'Toronto', 'ON', 'M#@ #@#', '99.241 99.240', '2607:fea8', -5, 3),
  place('CA', 'Vancouver', 'BC', 'V#@ #@#', '96.49 24.86', '2605:8d80', -8, 2),
  place('AU', 'Sydney', 'NSW', '20##', '49.180 110.21', '2001:8003', 10, 2),
  place('AU', 'Melbourne', 'VIC', '30##', '101.181 49.188', '2403:5800', 10, 2),
  place('NL', 'Amsterdam', 'NH', '10## @@', '80.113 77.250', '2a02:a440', 1, 2),
  place('NL', 'Rotterdam', 'ZH', '30## @@', '92.69 188.205', '2001:1c00', 1, 1),
  place('ES', 'Madrid', 'MD', '280##', '83.32 88.12', '2a02:9130', 1, 2),
  place('ES', 'Barcelona', 'CT', '080##', '79.152 83.50', '2a0c:5a80', 1, 2),
  place('IT', 'Milano', 'MI', '201##', '151.18 93.50', '2001:b07', 1, 2),
  place('IE', 'Dublin', 'D', 'D## @#@#', '109.76 109.255', '2a02:8084', 0, 1),
  place('SE', 'Stockholm', 'AB', '11# ##', '90.129 188.151', '2001:2002', 1, 1),
  place('JP', 'Tokyo', '13', '1##-00##', '220.146 221.242', '2400:2410', 9, 1),
]

/** Networks abroad: holidays are spent here, and a good part of fraud comes through here. */
export const ABROAD: readonly { country: string; networks: readonly string[] }[] = [
  { country: 'BR', networks: ['177.142', '189.57'] },
  { country: 'MX', networks: ['189.147', '201.103'] },
  { country: 'PL', networks: ['83.24', '89.65'] },
  { country: 'RO', networks: ['79.115', '86.123'] },
  { country: 'VN', networks: ['14.186', '113.169'] },
  { country: 'ID', networks: ['36.93', '110.138'] },
  { country: 'IN', networks: ['122.166', '182.59'] },
  { country: 'ES', networks: ['88.26', '2.139'] },
  { country: 'IT', networks: ['31.191', '151.27'] },
  { country: 'FR', networks: ['93.19', '92.169'] },
]

/** Networks of large hosting companies, where people with a VPN and machines without people come from. */
export const HOSTING: readonly { country: string; networks: readonly string[] }[] = [
  { country: 'US', networks: ['159.203', '104.236', '45.79'] },
  { country: 'DE', networks: ['5.9', '144.76', '88.198'] },
  { country: 'FR', networks: ['51.254', '176.31'] },
]
