/** Which room may import which, and why. The test beside this file keeps it; docs/architecture.md prints it. */
export interface Room {
  room: string
  /** Rooms that it may import besides itself. `type` rooms only by `import type`. */
  may: readonly string[]
  /** Rooms whose types it may name. */
  mayName?: readonly string[]
  why: string
}

export const ROOMS: readonly Room[] = [
  { room: 'model', may: [], why: 'the words that every room shares stand on nothing' },
  {
    room: 'problems',
    may: ['model'],
    why: 'mistakes in what people wrote: collected with their places, drawn with a caret, one way for rules, settings and mappings',
  },
  {
    room: 'yaml',
    may: ['model', 'problems'],
    why: 'files that people write, read with positions and unknown keys refused',
  },
  {
    room: 'velocity',
    may: ['model'],
    mayName: ['ports'],
    why: 'windows are pure: the same code reads logs from memory and from Redis',
  },
  {
    room: 'decode',
    may: ['model'],
    mayName: ['ports'],
    why: 'bytes become a payment without knowing what will be asked of it',
  },
  { room: 'geo', may: [], why: 'the tables of addresses and places, read once from the package that brings them' },
  {
    room: 'enrich',
    may: ['model', 'geo'],
    mayName: ['velocity'],
    why: 'facts come from the payment alone, so a rule test and a live payment see the same ones',
  },
  {
    room: 'ruleset',
    may: ['model', 'problems', 'yaml', 'enrich', 'velocity'],
    mayName: ['ports'],
    why: 'checks names against the catalogue and plans the velocities; it scores nothing',
  },
  {
    room: 'reload',
    may: ['model', 'problems', 'ruleset'],
    mayName: ['enrich'],
    why: 'watches the rules folder and swaps rulesets; it tells what came of it and knows neither log nor metrics',
  },
  {
    room: 'engine',
    may: ['model', 'ruleset', 'enrich'],
    mayName: ['ports', 'velocity'],
    why: 'evaluates and decides from a frame: no I/O, no clock, no randomness',
  },
  {
    room: 'backtest',
    may: ['model', 'problems', 'ruleset', 'engine'],
    why: 'judges rulesets by what they would have done: adds up verdicts of the engine, and knows neither files nor stores',
  },
  {
    room: 'rule-tests',
    may: ['model', 'problems', 'ruleset', 'engine', 'enrich'],
    mayName: ['ports', 'velocity'],
    why: 'the tests inside rule files go through the decoder, store and engine that live payments go through',
  },
  {
    room: 'emit',
    may: ['model', 'decode', 'engine'],
    mayName: ['ports', 'ruleset'],
    why: 'turns verdicts into the bytes of the three topics',
  },
  {
    room: 'pipeline',
    may: ['decode', 'emit', 'engine', 'enrich', 'model'],
    mayName: ['ports', 'ruleset', 'velocity'],
    why: 'the flow, top to bottom; it knows ports, never adapters',
  },
  {
    room: 'rebuild',
    may: ['model', 'decode', 'enrich'],
    mayName: ['ports', 'ruleset', 'velocity'],
    why: 'counts lost records again as the pipeline counted them, and neither decides nor emits',
  },
  {
    room: 'cases',
    may: ['model'],
    mayName: ['ruleset'],
    why: 'what may be done with a case, by whom, and what its history comes to: no I/O and no clock, so that a history can be replayed',
  },
  {
    room: 'desk',
    may: ['model', 'enrich', 'cases'],
    mayName: ['ports', 'decode', 'ruleset'],
    why: 'keeps what happened and what people did about it; knows SQL, and no database in particular',
  },
  {
    room: 'reports',
    may: ['model', 'velocity', 'cases'],
    mayName: ['ports'],
    why: 'figures of a period by SQL over what the desk keeps; the days of calendar windows are the days of reports',
  },
  {
    room: 'playbooks',
    may: ['model', 'problems', 'yaml', 'ruleset'],
    why: 'what to do about disputes, reason by reason: files of the rules folder, read and checked with the tools of the rules',
  },
  {
    room: 'evidence',
    may: ['model', 'problems', 'desk', 'playbooks'],
    mayName: ['ports', 'cases', 'ruleset'],
    why: 'gathers what is stored about a case into a pack for a bank; takes from it only what the playbook of the reason asks for',
  },
  {
    room: 'rescore',
    may: ['model', 'enrich', 'velocity', 'engine', 'cases', 'desk'],
    mayName: ['ports', 'decode', 'ruleset'],
    why: 'scores payments that are not shipped again by the engine and windows that score the stream, from what the desk has kept',
  },
  {
    room: 'database',
    may: ['model'],
    mayName: ['ports'],
    why: 'two adapters for one port, PostgreSQL on a server and inside the process',
  },
  { room: 'ports', may: [], mayName: ['velocity', 'model'], why: 'promises only' },
  { room: 'kafka', may: ['model'], mayName: ['ports'], why: 'an adapter: adapters never import each other' },
  { room: 'redis', may: ['model', 'velocity'], mayName: ['ports'], why: 'an adapter around the pure velocity room' },
  { room: 'embedded', may: ['model'], mayName: ['ports'], why: 'an adapter' },
  { room: 'settings', may: ['model', 'problems'], why: 'one table; adapters get values, not the table' },
  { room: 'telemetry', may: ['model'], mayName: ['pipeline', 'ports', 'velocity'], why: 'watches, is never asked' },
  {
    room: 'generator',
    may: ['model'],
    why: 'makes payments as the outside would; it must not know how they are scored',
  },
  {
    room: 'import',
    may: ['model', 'problems', 'yaml', 'decode'],
    why: 'foreign files become payments, then the decoder judges them',
  },
  {
    room: 'intake',
    may: ['model', 'decode', 'import', 'emit'],
    mayName: ['ports'],
    why: 'what gateways post: proven, mapped, judged by the decoder and stored; it knows a store, never Kafka',
  },
  {
    room: 'cli',
    may: [
      'model',
      'problems',
      'yaml',
      'velocity',
      'decode',
      'enrich',
      'ruleset',
      'reload',
      'engine',
      'backtest',
      'rule-tests',
      'emit',
      'pipeline',
      'rebuild',
      'ports',
      'kafka',
      'redis',
      'embedded',
      'database',
      'cases',
      'desk',
      'reports',
      'rescore',
      'playbooks',
      'evidence',
      'settings',
      'telemetry',
      'generator',
      'import',
      'intake',
    ],
    why: 'the only place that builds adapters',
  },
  { room: 'main', may: ['cli'], why: 'reads arguments, calls one command' },
]

/** The table as docs/architecture.md shows it. */
export function roomTable(): string {
  const names = (rooms: readonly string[]) => rooms.map(room => `\`${room}\``).join(', ') || 'nothing'
  const rows = ROOMS.map(({ room, may, mayName = [], why }) => {
    const types = mayName.length === 0 ? '' : `; types of ${names(mayName)}`
    return `| \`${room}\` | ${names(may)}${types} | ${why} |`
  })
  return ['| room | may import | because |', '|---|---|---|', ...rows].join('\n')
}
