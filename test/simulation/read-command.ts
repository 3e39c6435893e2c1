/** One Redis command as it goes over the wire, taken apart into its arguments: the other side of `CommandFrame`. */
export function readCommand(frame: Buffer): Buffer[] {
  let at = 0
  const number = (sign: string): number => {
    const end = frame.indexOf('\r\n', at)
    const text = frame.toString('latin1', at, end)
    if (text[0] !== sign || !/^\d+$/.test(text.slice(1))) throw new Error(`no ${sign} and number at byte ${at}`)
    at = end + 2
    return Number(text.slice(1))
  }
  const count = number('*')
  const args: Buffer[] = []
  for (let each = 0; each < count; each++) {
    const size = number('$')
    args.push(Buffer.from(frame.subarray(at, at + size)))
    at += size + 2
  }
  if (at !== frame.length) throw new Error(`${frame.length - at} bytes too many`)
  return args
}
