import { createMemoryStore } from '../../src/velocity/memory-store.ts'
import { historySurvivesReloads } from './history.ts'

historySurvivesReloads('memory', () => createMemoryStore({ secret: 'secret of the tests', baseDigits: 2 }), 150)
