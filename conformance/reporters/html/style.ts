/** Style sheets of the pages that goldvec writes: light and dark, no external files. */

/** What every page shares: colours, text, tables, figures. */
export const baseStyle = `
:root { color-scheme: light dark; --ink: #1b1f24; --soft: #57606a; --line: #d8dee4; --page: #ffffff;
  --card: #f6f8fa; --good: #1a7f37; --bad: #cf222e; --c0: #0072b2; --c1: #d55e00;
  --c2: #009e73; --c3: #cc79a7; --c4: #b58900; --c5: #56b4e9; --c6: #6f42c1; --c7: #8c564b; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6edf3; --soft: #9aa4af; --line: #30363d; --page: #0d1117; --card: #161b22;
    --good: #3fb950; --bad: #ff7b72; --c0: #58a6ff; --c1: #ff9a52; --c2: #3fd29b;
    --c3: #f0a3cc; --c4: #e3c04a; --c5: #8fd3ff; --c6: #c3a6ff; --c7: #d0a090; }
}
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 24px; max-width: 1120px; background: var(--page); color: var(--ink);
  font: 15px/1.5 system-ui, sans-serif; }
h1 { font-size: 26px; margin: 0 0 4px; }
h2 { font-size: 19px; margin: 36px 0 8px; }
p { max-width: 75ch; }
.sub, .alt { color: var(--soft); }
.alt { font-size: 13px; margin: 6px 0 0; }
figure { margin: 0; padding: 12px 14px; background: var(--card); border: 1px solid var(--line);
  border-radius: 8px; }
figcaption { font-weight: 600; margin-bottom: 6px; }
svg { display: block; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: 14px; }
th, td { padding: 4px 12px 4px 0; text-align: left; border-bottom: 1px solid var(--line); }
td.n, th.n { text-align: right; }
code { font: 13px ui-monospace, monospace; overflow-wrap: anywhere; }
dl { display: grid; grid-template-columns: fit-content(40%) minmax(0, 1fr); gap: 2px 14px; margin: 8px 0 0; font-size: 14px; }
dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; }
.scroll { overflow-x: auto; margin-bottom: 16px; }
figure .scroll { margin-bottom: 0; }
`;

/** The conformance report. */
export const reportStyle = `${baseStyle}
pre { margin: 4px 0 0; padding: 8px 10px; background: var(--card); border: 1px solid var(--line);
  border-radius: 6px; overflow-x: auto; font: 12.5px/1.45 ui-monospace, monospace; white-space: pre-wrap;
  overflow-wrap: anywhere; }
pre.wide { white-space: pre; overflow-wrap: normal; max-height: 320px; overflow: auto; }
a { color: var(--c0); }
h3 { font-size: 16px; margin: 20px 0 6px; overflow-wrap: anywhere; }
:focus-visible { outline: 2px solid var(--c0); outline-offset: 2px; border-radius: 4px; }
svg a:focus-visible path { stroke: var(--ink); stroke-width: 2; }
.verdict { font-weight: 600; }
.pass { color: var(--good); } .fail, .error, .xpass { color: var(--bad); }
.skip, .xfail, .quiet { color: var(--soft); }
.quiet { font-size: 14px; margin: 4px 0; }
.cause { font-weight: 600; margin: 0 0 6px; }
.findings { padding: 0; margin: 0; list-style-position: inside; }
.card { padding: 12px 14px; margin: 8px 0; background: var(--card); border: 1px solid var(--line);
  border-radius: 8px; }
.card .cause { display: inline; }
.grid { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(460px, 100%), 1fr)); gap: 16px; }
.grid > * { min-width: 0; }
summary { cursor: pointer; color: var(--soft); overflow-wrap: anywhere; }
#filters { display: flex; flex-wrap: wrap; gap: 8px 12px; align-items: end; }
#filters label { display: grid; gap: 2px; font-size: 13px; color: var(--soft); min-width: 0; }
#filters .wide { flex: 1 1 240px; }
input, select, button { font: inherit; padding: 4px 8px; max-width: 100%; color: var(--ink); background: var(--card);
  border: 1px solid var(--line); border-radius: 6px; }
#filters select { max-width: min(260px, 88vw); }
button { cursor: pointer; font-size: 13px; }
.case { border-bottom: 1px solid var(--line); }
.case > summary { padding: 6px 2px; color: var(--ink); }
.case .first { display: block; padding-left: 18px; color: var(--soft); font-size: 13px; white-space: nowrap;
  overflow: hidden; text-overflow: ellipsis; }
.case[open] .first { display: none; }
.body { padding: 0 0 16px 18px; }
.inner { margin: 8px 0; }
.body figure { margin: 10px 0; }
.tensor p { margin-top: 10px; }
.heat { display: grid; grid-template-columns: repeat(var(--columns), 14px); gap: 1px; overflow-x: auto; }
.heat i { height: 14px; background: var(--line); }
.heat i.above { background: var(--c1); } .heat i.below { background: var(--c0); }
.heat i.unmeasured { background: var(--ink); }
`;
