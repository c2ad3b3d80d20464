/** Goal: the bug reports are caught and named right; the table says which first line each of them gets. */

import { join } from 'node:path';
import { expect, it } from 'vitest';
import { buildRoot } from '../../../backends/toolchain/build_folder.ts';
import { loadCorpus } from '../../../core/load.ts';
import { newReplayer } from '../../replay/replayer.ts';
import { diagnoseBuild } from '../run_broken.ts';
import { type Grade, gradeOf, overlayOf } from './bug_report.ts';
import { bugReports } from './index.ts';

/** Least numbers: caught, and named by function and mistake. */
const least = { caught: 45, named: 40 } as const;

function tableRow({ id, isCaught, namesFunction, namesMistake, line }: Grade): string {
  const mark = (holds: boolean): string => (holds ? 'yes' : 'no ');
  return `${id}  caught ${mark(isCaught)}  function ${mark(namesFunction)}  mistake ${mark(namesMistake)}  ${line}\n`;
}

it('names the mistakes of public bug reports', async () => {
  const ops = new Set(bugReports.flatMap((report) => report.ops));
  const { cases } = loadCorpus(join(buildRoot, '..', 'vectors'), ({ op }) => ops.has(op));
  const replayer = newReplayer();
  const grades: Grade[] = [];
  for (const report of bugReports) {
    const own = cases.filter(({ op }) => report.ops.includes(op));
    const event = await diagnoseBuild(overlayOf(report), own, replayer);
    const grade = gradeOf(report, event?.lines[0]);
    process.stdout.write(tableRow(grade));
    grades.push(grade);
  }
  const caught = grades.filter(({ isCaught }) => isCaught).length;
  const named = grades.filter((g) => g.namesFunction && g.namesMistake).length;
  process.stdout.write(`caught ${caught}, named ${named} of ${grades.length}\n`);
  expect(caught).toBeGreaterThanOrEqual(least.caught);
  expect(named).toBeGreaterThanOrEqual(least.named);
});
