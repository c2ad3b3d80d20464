/** What the training costs on microcontrollers: the committed counts of `goldvec cost`. */

import { escapeHtml } from '../../conformance/reporters/html/tag.ts';
import { readCosts } from '../cost/recorded.ts';
import { sumRows } from '../cost/table.ts';
import type { ExampleName } from './examples.ts';
import { table } from './page_parts.ts';

export function costSection(example: ExampleName): string {
  const { compiler, costs } = readCosts(example);
  const [head, ...rows] = sumRows(costs);
  return `<h2>On the target</h2>
<p class="sub">Instructions per training sample, counted on emulated Cortex-M3, M4F, M7 and M55 (code of ${escapeHtml(compiler)}, -O2); RAM at its
peak; code and constants of the kernels. These are the recorded counts, whatever this page was trained on: <code>npx goldvec cost ${example}</code> counts
them again, with every layer.</p>
${table(head!, rows)}`;
}
