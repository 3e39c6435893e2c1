import { Environment } from '@marcbachmann/cel-js'
import { startCpu } from '../start-cpu.ts'

const EXPRESSIONS = ['amount > 50.0', 'cards_per_ip >= 3', 'country == "US"', 'amount > 20.0 && cards_per_ip > 9']

/** CPU of asking one short condition, read and checked beforehand, through the CEL library itself, µs. */
export function celCost(rounds: number): number {
  const environment = new Environment()
    .registerVariable('amount', 'double')
    .registerVariable('cards_per_ip', 'int')
    .registerVariable('country', 'string')
  const programs = EXPRESSIONS.map(text => environment.parse(text))
  const contexts = [1, 40, 60, 90].map(amount => ({
    amount,
    cards_per_ip: BigInt(amount % 11),
    country: amount > 50 ? 'US' : 'RO',
  }))
  let hits = 0
  const ask = (count: number): void => {
    for (let round = 0; round < count; round++) {
      for (const context of contexts) for (const program of programs) if (program(context) === true) hits++
    }
  }
  ask(rounds / 4)
  const cpu = startCpu()
  ask(rounds)
  const micros = cpu()
  if (hits === 0) throw new Error('no condition held: it was not asked')
  return micros / (rounds * contexts.length * programs.length)
}
