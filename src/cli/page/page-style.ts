/** Colours as variables, so that one rule turns the page and its plots dark. Nothing is loaded from anywhere. */
export const PAGE_STYLE = `
:root { color-scheme: light dark; --ground: #ffffff; --panel: #f6f7f9; --ink: #1c2430; --faint: #667085; --line: #d9dee6;
  --review: #e0a100; --block: #c8372d; --bad: #c8372d; --good: #4c7fd0; --plain: #98a2b3; --mark: #0f766e; --heat: 76, 127, 208; }
@media (prefers-color-scheme: dark) { :root { --ground: #14181f; --panel: #1c222c; --ink: #e5e9f0; --faint: #98a2b3;
  --line: #323b49; --review: #f0b429; --block: #f0675c; --bad: #f0675c; --good: #7aa7f0; --plain: #667085; --mark: #2dd4bf;
  --heat: 122, 167, 240; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 2rem 1.25rem 4rem; max-width: 72rem; background: var(--ground); color: var(--ink);
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
h1 { font-size: 1.6rem; margin: 0 0 .25rem; }
h2 { font-size: 1.15rem; margin: 2.5rem 0 .5rem; }
h3 { font-size: 1rem; margin: 1.5rem 0 .25rem; }
p { margin: .25rem 0 .75rem; }
.faint { color: var(--faint); }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(10.5rem, 1fr)); gap: .75rem; margin: 1rem 0; }
.tile { background: var(--panel); border: 1px solid var(--line); border-radius: .5rem; padding: .75rem .9rem; }
.tile b { display: block; font-size: 1.35rem; font-weight: 600; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; font-size: .88rem; font-variant-numeric: tabular-nums; }
th, td { padding: .25rem .9rem .25rem 0; text-align: right; white-space: nowrap; border-bottom: 1px solid var(--line); }
th:first-child, td:first-child { text-align: left; }
th { font-weight: 600; color: var(--faint); }
td.why, th.why { text-align: left; white-space: normal; min-width: 22rem; }
tr.current td { font-weight: 600; color: var(--mark); }
code { font: .92em ui-monospace, "SF Mono", Menlo, Consolas, monospace; overflow-wrap: anywhere; }
svg { display: block; width: 100%; height: auto; margin: .5rem 0 1rem; }
svg text { fill: var(--faint); font-size: 11px; font-family: inherit; }
svg .name { fill: var(--ink); }
svg .axis { stroke: var(--line); stroke-width: 1; }
svg .review { fill: var(--review); } svg .block { fill: var(--block); } svg .bad { fill: var(--bad); }
svg .good { fill: var(--good); } svg .plain { fill: var(--plain); }
svg .curve { fill: none; stroke-width: 2; } svg .curve.one { stroke: var(--good); } svg .curve.two { stroke: var(--bad); }
svg .dot.one { fill: var(--good); } svg .dot.two { fill: var(--bad); }
svg .now { stroke: var(--mark); stroke-width: 1.5; stroke-dasharray: 4 3; }
svg text.mark { fill: var(--mark); }
svg .heat { fill: rgb(var(--heat)); stroke: var(--line); stroke-width: .5; }
.key { display: inline-block; width: .75rem; height: .75rem; border-radius: .15rem; margin: 0 .35rem 0 1rem; vertical-align: -1px; }
.key.review { background: var(--review); } .key.block, .key.bad, .key.two { background: var(--bad); }
.key.good, .key.one { background: var(--good); } .key.plain { background: var(--plain); }
details { margin: .5rem 0 1rem; } summary { cursor: pointer; color: var(--faint); }
`
