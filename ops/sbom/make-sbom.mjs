// Prints what the runtime consists of as CycloneDX JSON: `npm run --silent sbom > tripline.cdx.json`. Needs no network.
//
// `npm sbom --omit dev` leaves out whatever a development package needs too, `ajv` and `yaml` among it (npm 11.19), so npm is
// asked for everything here, and what the lock file marks as development only is taken out.
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** Licences that stand in the package's LICENSE file and not in its package.json, each read by a person. */
const LICENCES_BY_HAND = new Map([['@kafkajs/confluent-schema-registry@3.9.0', 'MIT']])

const own = JSON.parse(readFileSync('package.json', 'utf8'))
const lock = JSON.parse(readFileSync('package-lock.json', 'utf8'))

const runtime = new Set()
for (const [path, { version, dev }] of Object.entries(lock.packages)) {
  if (path !== '' && !dev) runtime.add(`${path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)}@${version}`)
}

const args = ['sbom', '--sbom-format', 'cyclonedx', '--sbom-type', 'application', '--package-lock-only']
const bill = JSON.parse(execFileSync('npm', args, { encoding: 'utf8', maxBuffer: 64 << 20, stdio: ['ignore', 'pipe', 'ignore'] }))
const root = bill.metadata.component

// npm names it by the folder that it lies in.
root.name = own.name
bill.components = bill.components.filter(each => runtime.has(`${each.name}@${each.version}`)).map(withLicence)
const kept = new Set([root['bom-ref'], ...bill.components.map(each => each['bom-ref'])])
bill.dependencies = bill.dependencies
  .filter(each => kept.has(each.ref))
  .map(({ ref, dependsOn = [] }) => ({ ref, dependsOn: dependsOn.filter(each => kept.has(each)) }))
process.stdout.write(`${JSON.stringify(bill, null, 2)}\n`)

function withLicence(component) {
  const licence = LICENCES_BY_HAND.get(`${component.name}@${component.version}`)
  return licence === undefined ? component : { ...component, licenses: [{ license: { id: licence } }] }
}
