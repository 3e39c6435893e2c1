import { type Content, Markup, markup } from './markup.ts'
import { PAGE_STYLE } from './page-style.ts'

/** A page that needs nothing else: what is in it is all there is, it runs no script and loads nothing. */
export function wholePage(title: string, body: Content, furtherStyle = ''): string {
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${title}</title>
<style>${new Markup(PAGE_STYLE)}${new Markup(furtherStyle)}</style>
</head>
<body>
<h1>${title}</h1>
${body}
</body>
</html>
`.text
}
