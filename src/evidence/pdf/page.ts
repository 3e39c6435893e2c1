import { createRequire } from 'node:module'
import PDFDocument from 'pdfkit'

const require = createRequire(import.meta.url)
/** DejaVu Sans has Latin, Greek, Cyrillic and more; what it lacks is shown as a box. */
const TEXT_FONT = require.resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf')
const BOLD_FONT = require.resolve('dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf')

const SIZE = { title: 20, heading: 12, text: 9, small: 7.5 }
const INK = '#1c2430'
const FAINT = '#5b6675'
const LINE = '#c9d0d9'
const SHADE = '#eef1f5'

/** A table's column: a share of the width, and its heading. */
export interface Column {
  head: string
  share: number
}

/** An A4 document that grows from top to bottom. */
export class Page {
  private readonly document: PDFKit.PDFDocument
  private readonly chunks: Buffer[] = []
  private readonly finished: Promise<void>

  /** `at` is the date that the file carries; ISO 8601. */
  constructor(title: string, at: string) {
    this.document = new PDFDocument({
      size: 'A4',
      margins: { top: 56, bottom: 56, left: 56, right: 56 },
      bufferPages: true,
      font: TEXT_FONT,
      info: {
        Title: title,
        Producer: 'Tripline',
        Creator: 'Tripline',
        CreationDate: new Date(at),
        ModDate: new Date(at),
      },
    })
    this.document.registerFont('text', TEXT_FONT).registerFont('bold', BOLD_FONT)
    this.document.on('data', (chunk: Buffer) => this.chunks.push(chunk))
    this.finished = new Promise(resolve => void this.document.on('end', resolve))
  }

  title(text: string, below: string): void {
    this.document.font('bold').fontSize(SIZE.title).fillColor(INK).text(text)
    this.document.font('text').fontSize(SIZE.text).fillColor(FAINT).text(below).moveDown(1)
  }

  heading(text: string): void {
    if (this.document.y > this.bottom - 90) this.document.addPage()
    this.document.x = this.left
    this.document.moveDown(0.8).font('bold').fontSize(SIZE.heading).fillColor(INK).text(text).moveDown(0.4)
  }

  paragraph(text: string, isFaint = false): void {
    this.document.x = this.left
    this.document
      .font('text')
      .fontSize(isFaint ? SIZE.small : SIZE.text)
      .fillColor(isFaint ? FAINT : INK)
      .text(printable(text), { lineGap: 2 })
      .moveDown(0.4)
  }

  /** Names on the left, values on the right. */
  facts(rows: readonly (readonly [string, string])[]): void {
    this.lines(
      [0.28, 0.72],
      rows.map(([name, value]) => [{ text: printable(name), textColor: FAINT }, shortened(value)]),
    )
  }

  table(columns: readonly Column[], rows: readonly (readonly string[])[]): void {
    const head = columns.map(({ head: text }) => ({
      text,
      font: { src: 'bold', size: SIZE.small },
      backgroundColor: SHADE,
    }))
    this.lines(
      columns.map(({ share }) => share),
      [head, ...rows.map(row => row.map(shortened))],
    )
  }

  /** A picture on a page of its own; what is no picture is said to be none. */
  picture(caption: string, bytes: Buffer): void {
    this.document.addPage()
    this.heading(caption)
    try {
      const height = this.bottom - this.document.y
      this.document.image(bytes, { fit: [this.width, height], align: 'center' })
    } catch (error) {
      if (!(error instanceof Error)) throw error
      this.paragraph('This file cannot be shown here; it is in the ZIP as it was added.')
    }
  }

  newPage(): void {
    this.document.addPage()
  }

  /** Puts a line below every page and answers the file. */
  async end(footer: string): Promise<Buffer> {
    const { count } = this.document.bufferedPageRange()
    for (let page = 0; page < count; page++) {
      this.document.switchToPage(page)
      this.document.page.margins.bottom = 0 // otherwise writing there would begin another page
      this.document.font('text').fontSize(SIZE.small).fillColor(FAINT)
      const y = this.document.page.height - 36
      this.document.text(footer, this.left, y, { lineBreak: false })
      this.document.text(`${page + 1} of ${count}`, this.left, y, {
        width: this.width,
        align: 'right',
        lineBreak: false,
      })
    }
    this.document.end()
    await this.finished
    return Buffer.concat(this.chunks)
  }

  private lines(shares: readonly number[], data: PDFKit.Mixins.TableOptionsWithData['data']): void {
    this.document.x = this.left
    this.document.font('text').fontSize(SIZE.small).fillColor(INK)
    this.document.table({
      columnStyles: shares.map(share => ({ width: share * this.width })),
      defaultStyle: {
        border: [0, 0, 0.5, 0],
        borderColor: LINE,
        padding: [3, 4, 3, 4],
        align: { x: 'left', y: 'top' },
      },
      data,
    })
    this.document.moveDown(0.6)
  }

  private get left(): number {
    return this.document.page.margins.left
  }

  private get width(): number {
    return this.document.page.width - 2 * this.left
  }

  private get bottom(): number {
    return this.document.page.height - 56
  }
}

/** A cell is one row of a page at most. */
const CELL_LENGTH_MAX = 600

function shortened(text: string): string {
  const whole = printable(text)
  return whole.length > CELL_LENGTH_MAX ? `${whole.slice(0, CELL_LENGTH_MAX)} …` : whole
}

/** Without control characters and lone halves of a character pair, which no font has. */
function printable(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cs}]/gu, letter => (letter === '\n' ? letter : ' '))
}
