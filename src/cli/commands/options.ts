/** Options that several commands take, each with one wording. */
import { Option } from 'commander'

export const rulesOption = (): Option => new Option('--rules <dir>', 'folder of rule files').default('rules')

export const settingsOption = (): Option =>
  new Option('--settings <file>', 'a YAML file of settings; the environment wins over it')

export const databaseOption = (): Option =>
  new Option('--database <place>', 'postgres://… or a folder; `desk.database_url` of the settings unless said')

export const outcomesOption = (): Option =>
  new Option('--outcomes <file>', 'what became of payments later, one JSON object a line; counted in order of time')

export const labelsOption = (): Option => new Option('--labels <file>', 'what is known of them, as paymentId,label')
