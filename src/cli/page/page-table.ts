import { type Content, type Markup, markup } from './markup.ts'

/** A table whose first column names the row. */
export function pageTable(head: readonly Content[], rows: readonly (readonly Content[])[]): Markup {
  const cells = (row: readonly Content[]) => row.map(cell => markup`<td>${cell}</td>`)
  return markup`<div class="scroll"><table><thead><tr>${head.map(each => markup`<th>${each}</th>`)}</tr></thead><tbody>${rows.map(row => markup`<tr>${cells(row)}</tr>`)}</tbody></table></div>`
}
