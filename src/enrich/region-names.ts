/** Names of regions that people write out where others use the postal code: the United States and Canada. */
const written = `
AL alabama|AK alaska|AZ arizona|AR arkansas|CA california|CO colorado|CT connecticut|DE delaware|FL florida|GA georgia
HI hawaii|ID idaho|IL illinois|IN indiana|IA iowa|KS kansas|KY kentucky|LA louisiana|ME maine|MD maryland
MA massachusetts|MI michigan|MN minnesota|MS mississippi|MO missouri|MT montana|NE nebraska|NV nevada|NH new hampshire
NJ new jersey|NM new mexico|NY new york|NC north carolina|ND north dakota|OH ohio|OK oklahoma|OR oregon
PA pennsylvania|RI rhode island|SC south carolina|SD south dakota|TN tennessee|TX texas|UT utah|VT vermont|VA virginia
WA washington|WV west virginia|WI wisconsin|WY wyoming|DC district of columbia|PR puerto rico|AB alberta
BC british columbia|MB manitoba|NB new brunswick|NL newfoundland and labrador|NS nova scotia|ON ontario
PE prince edward island|QC quebec|SK saskatchewan|YT yukon|NT northwest territories|NU nunavut`

const codes = new Map(
  written
    .trim()
    .split(/[|\n]/)
    .map(entry => [entry.slice(3), entry.slice(0, 2).toLowerCase()] as const),
)

/** The postal code of a region's name, in lower case; any other folded text as it is. */
export function regionCode(folded: string): string {
  return codes.get(folded) ?? folded
}
