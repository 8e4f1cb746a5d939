/** The style of the report page: one column that reads well, tables that scroll, light and dark by the reader's choice. */
export const PAGE_STYLE = `
:root {
  color-scheme: light dark;
  --ground: #fbfbfa; --card: #ffffff; --ink: #1c2126; --soft: #5b646e; --line: #dfe3e6; --accent: #0072b2; --stripe: #f4f6f7; --reference: #e8f4ee;
}
@media (prefers-color-scheme: dark) {
  :root { --ground: #14181c; --card: #1b2026; --ink: #e6e9ec; --soft: #9aa5b1; --line: #323a43; --accent: #56b4e9; --stripe: #20262d; --reference: #1d332a; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 15px/1.55 system-ui, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; }
main { max-width: 1360px; margin: 0 auto; padding: 28px 20px 80px; }
header h1 { margin: 0 0 4px; font-size: 30px; letter-spacing: -0.02em; }
header p { margin: 0; color: var(--soft); }
h2 { margin: 44px 0 6px; font-size: 20px; letter-spacing: -0.01em; }
h3 { margin: 0 0 2px; font-size: 16px; }
p.caption { margin: 0 0 12px; color: var(--soft); font-size: 13.5px; max-width: 90ch; }
a { color: var(--accent); }
code { font-size: 13px; overflow-wrap: anywhere; }
nav { margin-top: 14px; display: flex; flex-wrap: wrap; gap: 6px 18px; font-size: 14px; }
.facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(150px, 1fr)); gap: 12px; margin: 24px 0 0; padding: 0; }
.facts div { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 10px 14px; }
.facts dt { color: var(--soft); font-size: 12.5px; }
.facts dd { margin: 0; font-size: 18px; font-weight: 600; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 16px 18px; margin: 14px 0; }
.charts { columns: 2 540px; column-gap: 14px; }
.charts .card { margin: 0 0 14px; break-inside: avoid; }
.chart { width: 100%; overflow-x: auto; }
.chart .vega-bindings, .vega-bind { font-size: 14px; margin-top: 8px; }
.chart.vega-embed { display: block; }
.chart.vega-embed summary { background: var(--card); border-color: var(--line); opacity: 0.6; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: 13.5px; font-variant-numeric: tabular-nums; }
th, td { padding: 5px 8px; text-align: left; white-space: nowrap; border-bottom: 1px solid var(--line); }
th.number, td.number { text-align: right; }
thead th { border-bottom: 2px solid var(--line); padding: 0; }
thead button { all: unset; box-sizing: border-box; width: 100%; padding: 6px 8px; cursor: pointer; font-weight: 600; color: var(--ink); }
thead button:hover { color: var(--accent); }
thead button:focus-visible, select:focus-visible, summary:focus-visible, .tabs button:focus-visible { outline: 2px solid var(--accent); outline-offset: -2px; }
thead button::after { content: "\\2195"; content: "\\2195" / ""; opacity: 0.25; margin-left: 4px; }
th[aria-sort=ascending] button::after { content: "\\2191"; content: "\\2191" / ""; opacity: 1; }
th[aria-sort=descending] button::after { content: "\\2193"; content: "\\2193" / ""; opacity: 1; }
tbody tr:nth-child(even) { background: var(--stripe); }
tbody tr.reference { background: var(--reference); }
tbody tr:hover td { box-shadow: inset 0 0 0 99px color-mix(in srgb, var(--accent) 9%, transparent); }
.tabs { display: flex; flex-wrap: wrap; gap: 6px; margin: 12px 0; }
.tabs button { font: inherit; font-size: 13.5px; padding: 4px 12px; border: 1px solid var(--line); border-radius: 999px; background: var(--card); color: var(--ink); cursor: pointer; }
.tabs button[aria-selected=true] { background: var(--accent); border-color: var(--accent); color: var(--card); font-weight: 600; }
select { font: inherit; font-size: 14px; padding: 3px 8px; border: 1px solid var(--line); border-radius: 6px; background: var(--card); color: var(--ink); max-width: 100%; }
.gantt { margin: 14px 0 0; overflow-x: auto; }
.gantt svg { display: block; width: 100%; min-width: 760px; height: auto; border-radius: 6px; background: #fff; }
ul.notes { padding-left: 20px; max-width: 95ch; }
ul.notes li { margin: 6px 0; }
pre { overflow: auto; max-height: 480px; background: var(--stripe); border-radius: 8px; padding: 12px; font-size: 12.5px; line-height: 1.45; }
details summary { cursor: pointer; font-weight: 600; }
.failed { color: #d55e00; }
@media print { nav, .tabs, .vega-embed summary { display: none; } [role=tabpanel][hidden] { display: block !important; } }
`;
