import sax from 'sax'
import { DEPTH_MAX, KEYS_MAX } from '../limits.ts'

export type XmlTree = { [name: string]: XmlTree | XmlTree[] | string | null }

/**
 * An XML document to a tree as JSON would be: an element with elements inside is an object, one with text is the text, `nil="true"` is
 * null, `type="array"` is a list, and what stands several times under one name is a list too. Undefined for what is not well-formed, too deep or too
 * wide, and for any document type: it could define entities that grow without end.
 */
export function readXml(text: string): XmlTree | undefined {
  const parser = sax.parser(true)
  const root = element({})
  const open: Element[] = [root]
  let elements = 0
  let isRefused = false
  const refuse = (): void => {
    isRefused = true
  }
  parser.ondoctype = refuse
  parser.onerror = refuse
  parser.onopentag = ({ name, attributes }) => {
    if (++elements > KEYS_MAX || open.length > DEPTH_MAX) refuse()
    if (isRefused) return
    open.push(element(attributes as Record<string, string>, name))
  }
  parser.ontext = parser.oncdata = part => {
    if (!isRefused) open.at(-1)!.text += part
  }
  parser.onclosetag = () => {
    if (isRefused || open.length < 2) return
    const { name, ...done } = open.pop()!
    const inner = open.at(-1)!.inner
    inner.push({ name, value: contentOf(done) })
  }
  parser.write(text)
  if (!isRefused) parser.close()
  return isRefused || root.inner.length === 0 ? undefined : objectOf(root.inner)
}

interface Element {
  name: string
  attributes: Readonly<Record<string, string>>
  text: string
  inner: { name: string; value: XmlTree[string] }[]
}

function element(attributes: Readonly<Record<string, string>>, name = ''): Element {
  return { name, attributes, text: '', inner: [] }
}

function contentOf({ attributes, text, inner }: Omit<Element, 'name'>): XmlTree[string] {
  if (attributes.nil === 'true') return null
  if (attributes.type === 'array') return inner.map(({ value }) => value).filter(value => isTree(value))
  return inner.length === 0 ? text.trim() : objectOf(inner)
}

const isTree = (value: XmlTree[string]): value is XmlTree =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function objectOf(inner: Element['inner']): XmlTree {
  const object: XmlTree = Object.create(null)
  for (const { name, value } of inner) {
    const before = object[name]
    if (before === undefined) object[name] = value
    else if (Array.isArray(before)) before.push(...(isTree(value) ? [value] : []))
    else object[name] = [before, value].filter(each => isTree(each))
  }
  return object
}
