/** Acts on SIGTERM and on SIGINT (Ctrl-C), and says which; only the first counts. Answers how to stop listening. */
export function onStopSignal(act: (signal: NodeJS.Signals) => void): () => void {
  let isTold = false
  const stop = (signal: NodeJS.Signals): void => {
    if (isTold) return
    isTold = true
    act(signal)
  }
  process.on('SIGTERM', stop).on('SIGINT', stop)
  return () => void process.off('SIGTERM', stop).off('SIGINT', stop)
}
