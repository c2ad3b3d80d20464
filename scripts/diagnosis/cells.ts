/** Prints which families of ops have which kinds of mistakes: `npm run diagnosis:cells`. */

import { cellCounts, families } from '../../conformance/diagnosis/mistakes/cells.ts';
import { mistakes, slipMistakes } from '../../conformance/diagnosis/replay/mistakes.ts';

const slips = slipMistakes();
const counts = cellCounts([...mistakes, ...slips].map(({ hypothesis }) => hypothesis));
for (const family of families) {
  const own = counts.filter((cell) => cell.family === family);
  const empty = own.filter(({ count }) => count === 0).map(({ kind }) => kind);
  const filled = own.length - empty.length;
  const rest = empty.length === 0 ? '' : `; none: ${empty.join(', ')}`;
  process.stdout.write(`${family.padEnd(16)} ${filled} of ${own.length} kinds${rest}\n`);
}
const filled = counts.filter(({ count }) => count > 0).length;
const known = mistakes.length + slips.length;
process.stdout.write(`${filled} of ${counts.length} cells, by ${known} mistakes\n`);
