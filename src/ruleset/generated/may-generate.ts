let allowed: boolean | undefined

/** Whether this process may make functions of text: not under `--disallow-code-generation-from-strings`. */
export function mayGenerate(): boolean {
  allowed ??= tryOne()
  return allowed
}

function tryOne(): boolean {
  try {
    return new Function('return true')() === true
  } catch (error) {
    if (error instanceof EvalError) return false
    throw error
  }
}
