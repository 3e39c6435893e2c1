import { SingleBar } from 'cli-progress'

/** A bar on standard error, shown only on a terminal; otherwise every call does nothing. */
export interface Progress {
  /** `done` counts in the unit of `total`; `note` stands behind the bar. */
  update(done: number, note: string): void
  end(): void
}

export function showProgress(what: string, total: number, stream: NodeJS.WriteStream = process.stderr): Progress {
  if (!stream.isTTY || total <= 0) return { update: () => undefined, end: () => undefined }
  const bar = new SingleBar({
    format: `${what} {bar} {percentage} %  {note}`,
    barCompleteChar: '█',
    barIncompleteChar: '░',
    barsize: 32,
    hideCursor: true,
    stream,
    clearOnComplete: true,
  })
  bar.start(total, 0, { note: '' })
  return {
    update: (done, note) => bar.update(Math.min(done, total), { note }),
    end: () => bar.stop(),
  }
}
