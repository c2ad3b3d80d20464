/** What every page of numbers and charts looks like: its frame and its style sheet. */

import { baseStyle } from '../../conformance/reporters/html/style.ts';
import { escapeHtml } from '../../conformance/reporters/html/tag.ts';

const pageStyle = `${baseStyle}
.row { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(460px, 100%), 1fr)); gap: 16px; }
.trio { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(300px, 100%), 1fr)); gap: 16px; }
svg { width: 100%; height: auto; }
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

/** A page that loads nothing; `command` is what made it, `sub` a line of text, the body is markup. */
export function wholePage(command: string, title: string, sub: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>goldvec ${command}: ${escapeHtml(title)}</title>
<style>${pageStyle}</style>
</head>
<body>
<h1>${escapeHtml(title)}</h1>
<p class="sub">${escapeHtml(sub)}</p>
${body}
</body>
</html>
`;
}
