/** Style sheet of the training page: light and dark, no external files. */

export const pageStyle = `
:root { color-scheme: light dark; --ink: #1b1f24; --soft: #57606a; --line: #d8dee4; --page: #ffffff;
  --card: #f6f8fa; --c0: #0072b2; --c1: #d55e00; --c2: #009e73; --c3: #cc79a7; --c4: #b58900;
  --c5: #56b4e9; --c6: #6f42c1; --c7: #8c564b; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6edf3; --soft: #9aa4af; --line: #30363d; --page: #0d1117; --card: #161b22;
    --c0: #58a6ff; --c1: #ff9a52; --c2: #3fd29b; --c3: #f0a3cc; --c4: #e3c04a; --c5: #8fd3ff;
    --c6: #c3a6ff; --c7: #d0a090; }
}
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 24px; max-width: 1120px; background: var(--page); color: var(--ink);
  font: 15px/1.5 system-ui, sans-serif; }
h1 { font-size: 26px; margin: 0 0 4px; }
h2 { font-size: 19px; margin: 36px 0 8px; }
p { max-width: 75ch; }
.sub, .alt { color: var(--soft); }
.alt { font-size: 13px; margin: 6px 0 0; }
.row { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(460px, 100%), 1fr)); gap: 16px; }
.trio { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(300px, 100%), 1fr)); gap: 16px; }
figure { margin: 0; padding: 12px 14px; background: var(--card); border: 1px solid var(--line);
  border-radius: 8px; }
figcaption { font-weight: 600; margin-bottom: 6px; }
svg { width: 100%; height: auto; display: block; font: 12px system-ui, sans-serif; }
svg text { fill: var(--soft); stroke: none; }
svg polyline, svg line { fill: none; stroke-width: 1.8; }
svg .grid { stroke: var(--line); stroke-width: 1; }
svg line.mark { stroke: var(--soft); stroke-dasharray: 5 4; stroke-width: 1.2; }
svg .ink { stroke: var(--ink); stroke-width: 1.4; }
svg .cover { fill: var(--card); }
svg rect { fill-opacity: 0.6; stroke: none; }
svg rect.cover { fill-opacity: 1; }
svg circle { fill-opacity: 0.65; }
${[0, 1, 2, 3, 4, 5, 6, 7]
  .map(
    (k) => `svg polyline.c${k}, svg line.c${k} { stroke: var(--c${k}); }
svg rect.c${k}, svg circle.c${k} { fill: var(--c${k}); }
.legend i.c${k} { background: var(--c${k}); }`,
  )
  .join('\n')}
.legend { list-style: none; display: flex; flex-wrap: wrap; gap: 2px 14px; margin: 6px 0 0; padding: 0;
  font-size: 13px; }
.legend i { display: inline-block; width: 14px; height: 4px; border-radius: 2px; margin-right: 6px;
  vertical-align: middle; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: 14px; }
th, td { padding: 4px 12px 4px 0; text-align: left; border-bottom: 1px solid var(--line); }
td.n, th.n { text-align: right; }
.scroll { overflow-x: auto; margin-bottom: 16px; }
figure .scroll { margin-bottom: 0; }
.row > figure:only-child { max-width: 720px; }
table.matrix td { text-align: center; padding: 10px 16px; border: 1px solid var(--line); }
table.matrix th { padding: 6px 12px; }
.bar { display: inline-block; position: relative; width: 220px; height: 12px; background: var(--line);
  border-radius: 3px; vertical-align: middle; }
.bar i { position: absolute; inset: 0 auto 0 0; border-radius: 3px; background: var(--c0); opacity: 0.35; }
.bar i + i { opacity: 1; }
`;
