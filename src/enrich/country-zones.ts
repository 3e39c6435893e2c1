/**
 * The time zone where most people of a country live (IANA names), for countries where that is a fair guess of the local
 * hour. The widest ones (US, CA, RU, BR, AU, MX, ID, KZ, CD, MN, PF, GL, FM, KI) are left out: there it would be a guess.
 */
const written = `
Africa/Abidjan CI BF GM GN MR SL SN TG|Africa/Accra GH|Africa/Addis_Ababa ET|Africa/Algiers DZ|Africa/Asmara ER
Africa/Bamako ML|Africa/Bangui CF|Africa/Bissau GW|Africa/Blantyre MW|Africa/Brazzaville CG|Africa/Bujumbura BI
Africa/Cairo EG|Africa/Casablanca MA|Africa/Dar_es_Salaam TZ|Africa/Djibouti DJ|Africa/Douala CM|Africa/Gaborone BW
Africa/Harare ZW|Africa/Johannesburg ZA|Africa/Juba SS|Africa/Kampala UG|Africa/Khartoum SD|Africa/Kigali RW
Africa/Lagos NG|Africa/Libreville GA|Africa/Luanda AO|Africa/Lusaka ZM|Africa/Malabo GQ|Africa/Maputo MZ
Africa/Maseru LS|Africa/Mbabane SZ|Africa/Mogadishu SO|Africa/Monrovia LR|Africa/Nairobi KE|Africa/Ndjamena TD
Africa/Niamey NE|Africa/Porto-Novo BJ|Africa/Sao_Tome ST|Africa/Tripoli LY|Africa/Tunis TN|Africa/Windhoek NA
America/Argentina/Buenos_Aires AR|America/Aruba AW|America/Asuncion PY|America/Barbados BB|America/Belize BZ
America/Bogota CO|America/Caracas VE|America/Cayenne GF|America/Cayman KY|America/Costa_Rica CR|America/Curacao CW
America/Dominica DM|America/El_Salvador SV|America/Grenada GD|America/Guadeloupe GP|America/Guatemala GT
America/Guayaquil EC|America/Guyana GY|America/Havana CU|America/Jamaica JM|America/La_Paz BO|America/Lima PE
America/Managua NI|America/Martinique MQ|America/Montevideo UY|America/Nassau BS|America/Panama PA|America/Paramaribo SR
America/Port-au-Prince HT|America/Port_of_Spain TT|America/Puerto_Rico PR|America/Santiago CL|America/Santo_Domingo DO
America/St_Lucia LC|America/Tegucigalpa HN|Asia/Aden YE|Asia/Amman JO|Asia/Ashgabat TM|Asia/Baghdad IQ|Asia/Bahrain BH
Asia/Baku AZ|Asia/Bangkok TH|Asia/Beirut LB|Asia/Bishkek KG|Asia/Brunei BN|Asia/Colombo LK|Asia/Damascus SY
Asia/Dhaka BD|Asia/Dili TL|Asia/Dubai AE|Asia/Dushanbe TJ|Asia/Gaza PS|Asia/Ho_Chi_Minh VN|Asia/Hong_Kong HK
Asia/Jerusalem IL|Asia/Kabul AF|Asia/Karachi PK|Asia/Kathmandu NP|Asia/Kolkata IN|Asia/Kuala_Lumpur MY|Asia/Kuwait KW
Asia/Macau MO|Asia/Manila PH|Asia/Muscat OM|Asia/Nicosia CY|Asia/Phnom_Penh KH|Asia/Pyongyang KP|Asia/Qatar QA
Asia/Riyadh SA|Asia/Seoul KR|Asia/Shanghai CN|Asia/Singapore SG|Asia/Taipei TW|Asia/Tashkent UZ|Asia/Tbilisi GE
Asia/Tehran IR|Asia/Thimphu BT|Asia/Tokyo JP|Asia/Vientiane LA|Asia/Yangon MM|Asia/Yerevan AM|Atlantic/Bermuda BM
Atlantic/Cape_Verde CV|Atlantic/Faroe FO|Atlantic/Reykjavik IS|Europe/Amsterdam NL|Europe/Andorra AD|Europe/Athens GR
Europe/Belgrade RS|Europe/Berlin DE|Europe/Bratislava SK|Europe/Brussels BE|Europe/Bucharest RO|Europe/Budapest HU
Europe/Chisinau MD|Europe/Copenhagen DK|Europe/Dublin IE|Europe/Gibraltar GI|Europe/Guernsey GG|Europe/Helsinki FI
Europe/Isle_of_Man IM|Europe/Istanbul TR|Europe/Jersey JE|Europe/Kyiv UA|Europe/Lisbon PT|Europe/Ljubljana SI
Europe/London GB|Europe/Luxembourg LU|Europe/Madrid ES|Europe/Malta MT|Europe/Mariehamn AX|Europe/Minsk BY
Europe/Monaco MC|Europe/Oslo NO|Europe/Paris FR|Europe/Podgorica ME|Europe/Prague CZ|Europe/Riga LV|Europe/Rome IT
Europe/San_Marino SM|Europe/Sarajevo BA|Europe/Skopje MK|Europe/Sofia BG|Europe/Stockholm SE|Europe/Tallinn EE
Europe/Tirane AL|Europe/Vaduz LI|Europe/Vienna AT|Europe/Vilnius LT|Europe/Warsaw PL|Europe/Zagreb HR|Europe/Zurich CH
Europe/Belgrade XK|Indian/Antananarivo MG|Indian/Comoro KM|Indian/Maldives MV|Indian/Mauritius MU|Indian/Mayotte YT
Indian/Reunion RE|Pacific/Apia WS|Pacific/Auckland NZ|Pacific/Efate VU|Pacific/Fiji FJ|Pacific/Guam GU
Pacific/Noumea NC|Pacific/Port_Moresby PG|Pacific/Tongatapu TO|Pacific/Guadalcanal SB`

const zones = new Map<string, string>()
for (const entry of written.trim().split(/[|\n]/)) {
  const [zone, ...countries] = entry.split(' ')
  for (const country of countries) zones.set(country, zone!)
}

/** `country` is ISO 3166-1 alpha-2, upper case. */
export function zoneOfCountry(country: string): string | undefined {
  return zones.get(country)
}
