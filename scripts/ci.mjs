/** What continuous integration runs: the tests, then conformance; ends with the totals of both. */

import { join } from 'node:path';
import { root } from './setup.mjs';
import { addTotals, formatTotals, parseTotals, runShown } from './totals.mjs';

let totals = { passed: 0, failed: 0, skipped: 0 };
for (const script of ['test.mjs', 'conformance.mjs']) {
  // not through npm, which would send a signal on a second time
  // nothing is remembered or left to others, wherever it is started
  const env = { CI: process.env.CI || 'true' };
  const { status, text } = await runShown(process.execPath, [join(root, 'scripts', script)], env);
  const found = parseTotals(text) ?? { passed: 0, failed: 1, skipped: 0 };
  if (status !== 0 && found.failed === 0) found.failed = 1;
  totals = addTotals(totals, found);
}
process.stdout.write(`\nnpm test and npm run conformance together:\n${formatTotals(totals)}\n`);
process.exitCode = totals.failed === 0 && totals.passed > 0 ? 0 : 1;
