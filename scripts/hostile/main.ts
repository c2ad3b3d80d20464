/** `npm run hostile`: hostile backends, files, replies, frames and environments, as a table. */

import { harmlessLine } from '../../conformance/core/harmless.ts';
import { heading, rowOf, tryAll } from './hostile.ts';

const shownMax = 20;

process.stdout.write(`${heading}\n`);
const tallies = await tryAll((tally) => {
  process.stdout.write(`${rowOf(tally)}\n`);
  for (const line of tally.strange.slice(0, shownMax)) {
    process.stdout.write(`  not as expected: ${harmlessLine(line)}\n`);
  }
});
const strange = tallies.reduce((sum, tally) => sum + tally.strange.length, 0);
const tried = tallies.reduce((sum, tally) => sum + tally.tried, 0);
process.stdout.write(`${tried - strange} passed, ${strange} failed, 0 skipped\n`);
process.exitCode = strange === 0 && tried > 0 ? 0 : 1;
