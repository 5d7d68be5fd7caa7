"""The style of the page: flat, ruled like a printed table, one accent, light and dark as the reader has it."""

from __future__ import annotations

STYLE = """
:root { color-scheme: light dark; --page: #fff; --ink: #1c1c1c; --muted: #5f5f5f; --rule: #d0d0d0; --accent: #005f87; }
@media screen and (prefers-color-scheme: dark) {
  :root { --page: #1c1c1c; --ink: #dadada; --muted: #9e9e9e; --rule: #444; --accent: #5fd7d7; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--ink); font: 16px/1.5 system-ui, sans-serif;
  font-variant-numeric: tabular-nums; overflow-wrap: break-word; }
main { max-width: 60rem; margin: 0 auto; padding: 3rem 1.5rem 6rem; }
h1, h2, h3 { margin: 0; line-height: 1.2; font-weight: 600; text-wrap: balance; }
h1 { font-size: 2rem; }
h2 { font-size: 1.6rem; }
h3 { font-size: .8rem; letter-spacing: .06em; text-transform: uppercase; color: var(--muted); margin: 2.25rem 0 .6rem; }
header { margin-bottom: 1.5rem; }
article { border-top: 2px solid var(--ink); padding-top: 1.25rem; margin-top: 4rem; }
header + article { margin-top: 0; padding-top: 0; }
p, section ul, section ol { max-width: 42rem; margin: 0 0 .8rem; }
section ul, section ol { padding-left: 1.25rem; }
a { color: var(--accent); text-decoration-thickness: 1px; text-underline-offset: .15em; }
.accent { color: var(--accent); }
.note { color: var(--muted); font-size: .9rem; }
dl { margin: .75rem 0 0; display: grid;
  grid-template-columns: repeat(auto-fill, minmax(17rem, 1fr)); column-gap: 2rem; }
dl > div { display: flex; gap: 1rem; justify-content: space-between;
  border-bottom: 1px solid var(--rule); padding: .3rem 0; }
dt { color: var(--muted); flex: 1 1 0; }
dd { margin: 0; text-align: right; min-width: 0; }
dl > .long { grid-column: 1 / -1; }
.long dt { flex: none; width: 6rem; }
.long dd { flex: 1; text-align: left; }
section dl { margin-top: 0; }
dl.instead { display: block; max-width: 42rem; }
dl.instead > div { display: block; }
dl.instead dt { color: var(--ink); font-weight: 600; }
dl.instead dd { text-align: left; }
dl.instead p:last-child { margin-bottom: 0; }
.wide { overflow-x: auto; margin: 0 0 .8rem; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; border-top: 1px solid var(--ink);
  border-bottom: 1px solid var(--ink); }
th { text-align: left; font-weight: 400; color: var(--muted);
  border-bottom: 1px solid var(--ink); vertical-align: bottom; }
th, td { padding: .35rem 1.25rem .35rem 0; }
td { border-bottom: 1px solid var(--rule); vertical-align: top; }
tbody tr:last-child td { border-bottom: 0; }
th:last-child, td:last-child { padding-right: 0; }
.figure { text-align: right; white-space: nowrap; }
.day { white-space: nowrap; }
.taken td { color: var(--accent); font-weight: 600; }
figure { margin: 0 0 1rem; overflow-x: auto; }
figcaption { color: var(--muted); font-size: .9rem; }
.pair { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 24rem), 1fr)); gap: 1rem 2rem; }
svg { display: block; width: 100%; min-width: 34rem; height: auto; }
.pair svg { min-width: 0; }
@media screen and (max-width: 36rem) {
  main { padding: 1.5rem 1rem 3rem; }
  nav thead { display: none; }
  nav table, nav tbody, nav tr { display: block; }
  nav tr { border-bottom: 1px solid var(--rule); padding: .4rem 0; }
  nav tbody tr:last-child { border-bottom: 0; }
  nav td { display: inline-block; border: 0; padding: 0 .75rem 0 0; }
  nav td:nth-child(2) { display: block; font-weight: 600; }
  nav .day { color: var(--muted); }
  nav td:nth-child(4)::before { content: "decided "; }
  nav td:nth-child(5)::before { content: "review by "; }
}
svg text { fill: var(--ink); font-size: 12px; }
svg text.accent { fill: var(--accent); font-weight: 600; }
svg .rule { stroke: var(--rule); }
svg .axis { stroke: var(--ink); }
svg .line { fill: none; stroke: var(--ink); stroke-width: 1.5; stroke-linejoin: round; }
svg .line.taken { stroke: var(--accent); stroke-width: 2.5; }
svg .band { fill: var(--accent); fill-opacity: .1; }
svg .mark, svg .limit { stroke: var(--accent); stroke-dasharray: 2 3; }
svg .diamond { fill: var(--accent); }
svg .dot { fill: var(--page); stroke: var(--ink); stroke-width: 1.5; }
svg .dot.past { fill: var(--accent); stroke: var(--accent); }
@media print {
  @page { margin: 18mm; }
  body { font-size: 10pt; }
  main { max-width: none; padding: 0; }
  nav + article, article + article { break-before: page; border-top: 0; margin-top: 0; }
  h3, figcaption, thead { break-after: avoid; }
  tr, figure { break-inside: avoid; }
  a { color: inherit; text-decoration: none; }
  .wide, figure { overflow: visible; }
  svg { min-width: 0; }
  .pair { grid-template-columns: 1fr 1fr; }
}
"""
