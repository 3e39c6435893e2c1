import type { Settings } from '../settings.ts'

/** Where outcomes come from, or undefined where none are wanted. */
export function outcomesTopic(settings: Settings): string | undefined {
  const topic = settings['topics.outcomes']
  return topic === 'off' ? undefined : topic
}
