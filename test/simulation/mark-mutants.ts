import type { History } from '../../src/ports.ts'
import { markedAppendAndRead, readGuard } from './mark-model.ts'
import type { Mutant } from './mutant.ts'

/** Bugs about what becomes of velocities when Redis loses them. */
export const MARK_MUTANTS: Readonly<Record<string, Mutant>> = {
  'counts lost records again from one too late on': {
    history: history => readingFromOneLater(history),
  },

  'takes any state for the one that it knows': {
    markedScript: (space, keys, args, reach) => {
      const { mark, plainArgs } = readGuard(keys, args)
      const held = Buffer.from(space.fields(mark).get('id') ?? '')
      return markedAppendAndRead(space, keys, args.with(plainArgs, held), reach)
    },
  },

  'moves the mark before the records are appended': {
    markedScript: (space, keys, args, reach) => {
      const { mark, id, advances } = readGuard(keys, args)
      const stands = (name: string): number => Number(space.fields(mark).get(name) ?? 0)
      if (space.fields(mark).get('id') === id && advances.every(({ name, from }) => stands(name) >= from)) {
        for (const { name, to } of advances) if (stands(name) < Number(to)) space.setField(mark, name, to)
      }
      return markedAppendAndRead(space, keys, args, reach)
    },
  },

  'takes a server that took over for the one that it knew': { noticesNewServer: false },

  'counts again what the group has committed and not what it counted itself since': {
    history: history => ({
      extents: async () => (await history.extents()).map(each => ({ ...each, high: each.committed ?? each.low })),
      positionsAt: timeMs => history.positionsAt(timeMs),
      keepsMs: topic => history.keepsMs(topic),
      read: ranges => history.read(ranges),
    }),
  },
}

function readingFromOneLater(history: History): History {
  return {
    extents: () => history.extents(),
    positionsAt: timeMs => history.positionsAt(timeMs),
    keepsMs: topic => history.keepsMs(topic),
    read: ranges => history.read(ranges.map(range => ({ ...range, from: range.from + 1n })).filter(r => r.from < r.to)),
  }
}
