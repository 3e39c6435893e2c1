import { terminal } from './check.ts'
import type { ImportOptions } from './import.ts'
import type { ImportGatewayOptions } from './import-gateway.ts'

const EXIT_WRONG_USE = 2

/** `tripline import`, by a mapping or by the table of a gateway. Loads only what is asked for. Exit 2 where neither is. */
export async function importEitherCommand(
  options: Partial<ImportOptions> & Partial<ImportGatewayOptions> & { in: string; out: string },
): Promise<number> {
  const { map, gateway, to = 'file' } = options
  if (gateway !== undefined) {
    return (await import('./import-gateway.ts')).importGatewayCommand({ ...options, gateway, to })
  }
  if (map !== undefined) return (await import('./import.ts')).importCommand({ ...options, map })
  terminal.error('tripline: say how the file is read: `--map FILE`, or `--gateway NAME` for what a gateway posted')
  return EXIT_WRONG_USE
}
