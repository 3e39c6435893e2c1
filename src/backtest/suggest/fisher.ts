/** Payments of which it is known whether they are bad. */
export interface Counts {
  bad: number
  good: number
}

/**
 * How likely it is that chance alone would put as many bad payments or more among the first, were both groups alike: the
 * one-sided exact test of R. A. Fisher (The Design of Experiments, 1935), a tail of the hypergeometric distribution. From 0 to
 * 1; 1 where either group is empty.
 */
export function chanceOfMoreBad(first: Counts, second: Counts): number {
  const some = first.bad + first.good
  const bad = first.bad + second.bad
  const good = first.good + second.good
  if (some === 0 || some === bad + good) return 1
  const all = logChoose(bad + good, some)
  let chance = 0
  for (let among = first.bad; among <= Math.min(bad, some); among++) {
    chance += Math.exp(logChoose(bad, among) + logChoose(good, some - among) - all)
  }
  return Math.min(1, chance)
}

/** The natural logarithm of the number of ways to take some of all; of 0 where there is none. */
function logChoose(all: number, some: number): number {
  if (some < 0 || some > all) return Number.NEGATIVE_INFINITY
  return logFactorial(all) - logFactorial(some) - logFactorial(all - some)
}

const SMALL: number[] = [0]
for (let number = 1; number < 256; number++) SMALL.push(SMALL[number - 1]! + Math.log(number))

/** Beyond a table by Stirling's series, whose next term is below 1e-15 there. */
function logFactorial(number: number): number {
  const known = SMALL[number]
  if (known !== undefined) return known
  const series = 1 / (12 * number) - 1 / (360 * number ** 3) + 1 / (1260 * number ** 5)
  return number * Math.log(number) - number + 0.5 * Math.log(2 * Math.PI * number) + series
}
