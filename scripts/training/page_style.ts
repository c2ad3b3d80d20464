/** Style sheet of the training page. */

import { baseStyle } from '../../conformance/reporters/html/style.ts';

export const pageStyle = `${baseStyle}
.row { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(460px, 100%), 1fr)); gap: 16px; }
.trio { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(300px, 100%), 1fr)); gap: 16px; }
svg { width: 100%; height: auto; }
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
.row > figure:only-child { max-width: 720px; }
table.matrix td { text-align: center; padding: 10px 16px; border: 1px solid var(--line); }
table.matrix th { padding: 6px 12px; }
.bar { display: inline-block; position: relative; width: 220px; height: 12px; background: var(--line);
  border-radius: 3px; vertical-align: middle; }
.bar i { position: absolute; inset: 0 auto 0 0; border-radius: 3px; background: var(--c0); opacity: 0.35; }
.bar i + i { opacity: 1; }
`;
