import { describeDeskSuggest } from '../contracts/desk-suggest.ts'

describeDeskSuggest('suggestions from the embedded database', async folder => folder)
