/**
 * Imports and scores data that nobody on this project wrote, and a made-up stream whose truth is known, with the starter
 * rules, and writes what came out to docs/trials.md. Run it after a build: `npm run build && node trials/run.mjs`.
 * The data is looked for in TRIPLINE_TEST_DATA, or in ../shared/data beside the checkout.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'
import { judge } from './judge.mjs'
import { report } from './report.mjs'

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..')
const main = process.env.TRIPLINE_TEST_MAIN ?? join(root, 'dist/main.js')
const shared = process.env.TRIPLINE_TEST_DATA ?? join(root, '../shared/data')
const work = join(root, 'out/trials')
/** The number that decides most on data that has amounts and history only. */
const SWEPT = 'far-above-usual:usual_amount'

/** @param {string[]} args */
function tripline(...args) {
  const run = spawnSync(process.execPath, [main, ...args], { cwd: root, encoding: 'utf8', maxBuffer: 1 << 26 })
  if (run.status === 0) return run.stderr
  process.stderr.write(run.stderr)
  throw new Error(`tripline ${args[0]} ended with ${run.status}`)
}

/**
 * The same judged by the backtest, which must come to the same figures.
 * @param {string} name
 * @param {string | undefined} from
 * @param {string[]} more
 * @returns {import('../src/backtest/report.ts').BacktestReport}
 */
function backtest(name, from, ...more) {
  const args = ['--in', file(`${name}.ndjson`), '--labels', file(`${name}.labels.csv`), '--format', 'json', ...more]
  if (from !== undefined) args.push('--warm-until', from)
  const run = spawnSync(process.execPath, [main, 'backtest', ...args], { cwd: root, encoding: 'utf8', maxBuffer: 1 << 26 })
  if (run.status === 0) return JSON.parse(run.stdout)
  throw new Error(`tripline backtest ended with ${run.status}: ${run.stderr}`)
}

/** @param {string} name */
const file = name => join(work, name)

/** @param {string} path */
const lines = path => readFileSync(path, 'utf8').split('\n').filter(Boolean)

/** Dollars for one unit of each currency that the policy knows. @type {Record<string, number>} */
const rates = { USD: 1, ...parse(readFileSync(join(root, 'rules/policy.yaml'), 'utf8')).rates }

/** In time order, for files that have none: a history only helps when it comes first. @param {string} path */
function sortByTime(path) {
  const payments = lines(path).map(line => ({ line, at: String(JSON.parse(line).occurredAt) }))
  payments.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
  writeFileSync(path, payments.map(({ line }) => `${line}\n`).join(''))
}

/** @param {string} path */
function readLabels(path) {
  return new Map(
    lines(path)
      .slice(1)
      .map(line => /** @type {[string, string]} */ (line.split(','))),
  )
}

/**
 * @param {string} name
 * @param {{ labels: ReadonlyMap<string, string>, from?: string }} truth
 */
function score(name, { labels, from }) {
  tripline('score', '--in', file(`${name}.ndjson`), '--out', file(`${name}.decisions.ndjson`), '--rejects', file(`${name}.unread.ndjson`))
  const payments = lines(file(`${name}.ndjson`)).map(line => JSON.parse(line))
  const decisions = lines(file(`${name}.decisions.ndjson`)).map(line => JSON.parse(line))
  return judge({ payments, decisions, labels, rates, from })
}

/**
 * @param {string} name
 * @param {string} input
 * @param {string} [from] only payments from this time on are judged; the ones before give the history
 */
function trial(name, input, from) {
  const said = tripline(
    'import',
    ...['--map', join(root, `trials/${name}.map.yaml`), '--in', input, '--out', file(`${name}.ndjson`)],
    ...['--rejects', file(`${name}.rejects.ndjson`), '--labels', file(`${name}.labels.csv`)],
  )
  sortByTime(file(`${name}.ndjson`))
  const judged = score(name, { labels: readLabels(file(`${name}.labels.csv`)), from })
  const tested = backtest(name, from, '--sweep', SWEPT, '--values', '1,2,3,4,5,6,8,10')
  const { review, block, caught } = tested.ruleset.overall
  if (review.payments + block.payments !== judged.flagged || caught.payments !== judged.caught) {
    throw new Error(`${name}: backtest and score disagree`)
  }
  return { said, ...judged, tested }
}

/** @param {number} seed @param {number} count */
function generated(seed, count) {
  const name = `generated-${seed}`
  tripline('generate', '--seed', `${seed}`, '--count', `${count}`, '--out', file(`${name}.ndjson`), '--labels', file(`${name}.labels.csv`))
  const patterns = readLabels(file(`${name}.labels.csv`))
  const labels = new Map(lines(file(`${name}.ndjson`)).map(line => [JSON.parse(line).id, 'legit']))
  for (const [id, pattern] of patterns) labels.set(id, pattern)
  return { said: '', ...score(name, { labels }) }
}

/** @param {string} folder @param {string} ending */
function find(folder, ending) {
  const at = join(shared, folder)
  const name = existsSync(at) ? readdirSync(at).find(each => each.endsWith(ending)) : undefined
  if (name === undefined) throw new Error(`absent: ${at}/*${ending}; set TRIPLINE_TEST_DATA to the folder that holds it`)
  return join(at, name)
}

mkdirSync(work, { recursive: true })
const sparkov = find('sparkov', '.csv.gz')
const aws = find('aws-frauddetector', 'transaction_data_2K_coldstart.csv')
const text = report({
  generated: generated(31_415, 20_000),
  sparkov: trial('sparkov', sparkov, '2024-04-01'),
  awsAsWritten: trial('aws-frauddetector', aws),
  awsDollars: trial('aws-frauddetector-usd', aws),
})
writeFileSync(join(root, 'docs/trials.md'), text)
process.stdout.write(text)
