import { type Gathered, gather } from '../../evidence/gather.ts'
import type { Network } from '../../model/evidence.ts'
import type { Playbook } from '../../playbooks/playbook.ts'
import { didYouMean } from '../../problems/did-you-mean.ts'
import { settingsOrExplain } from '../settings-or-explain.ts'
import { type DeskPlace, type OpenDesk, theCase } from './open-desk.ts'
import { playbooksOrExplain } from './playbooks-or-explain.ts'

export interface PlaybookPlace extends DeskPlace {
  /** Name of the playbook; the one that covers the reason unless said. */
  playbook?: string
}

export interface CaseAndPlaybook {
  gathered: Gathered
  playbook: Playbook
  network: Network | undefined
}

/** A case with what is stored about it and the playbook for its reason; or why there is none. */
export async function caseAndPlaybook(
  { database }: OpenDesk,
  written: string,
  { playbook: named, rules, settings }: PlaybookPlace,
): Promise<CaseAndPlaybook | string> {
  const of = await theCase(database, written)
  if (typeof of === 'string') return of
  const dir = rules ?? settingsOrExplain(settings)?.['rules.dir']
  const playbooks = dir === undefined ? undefined : await playbooksOrExplain(dir)
  if (playbooks === undefined) return 'the playbooks cannot be used as they are'
  const gathered = await gather(database, of, playbooks)
  const names = playbooks.map(({ name }) => name)
  if (named !== undefined) {
    const playbook = playbooks.find(({ name }) => name === named)
    const meant = didYouMean(named, names)
    const hint = meant === undefined ? `one of ${names.join(', ') || 'none yet'}` : `did you mean ${meant}?`
    return playbook === undefined
      ? `no playbook is called ${named}: ${hint}`
      : { gathered, playbook, network: gathered.found?.network }
  }
  if (gathered.found !== undefined) return { gathered, ...gathered.found }
  const reason = gathered.dispute?.reason ?? of.reason
  const about = reason === null || reason === undefined ? 'the case has no reason' : `no playbook covers \`${reason}\``
  return `${about}; choose one with --playbook: ${names.join(', ') || 'rules/playbooks holds none'}`
}
