/** `goldvec spec coverage`: which clauses of the specification are tested by what. */

import { Argument, type Command } from 'commander';
import { contractIds } from '../../../reference/contracts.ts';
import { type CoverageRow, coverageOf, uncovered } from '../../spec/coverage.ts';
import { loadSpec } from '../../spec/load.ts';
import { columns, print } from '../print.ts';

interface Options {
  readonly json?: true;
}

function rowCells({ ids, title, ops, cases, mutants, missing, reason }: CoverageRow) {
  const remark = missing.length > 0 ? `NO ${missing.join(', no ')}` : (reason ?? '');
  const counts = contractIds.map((id) => cases[id]);
  return [ids.join(' '), ops.length, ...counts, mutants.length, title, remark];
}

function spec(_what: 'coverage', options: Options): void {
  const { spec: pages, where } = loadSpec();
  const rows = coverageOf(pages, where);
  const open = uncovered(rows);
  if (options.json === true) {
    print(JSON.stringify(rows, null, 2));
  } else {
    const head = ['clause', 'ops', ...contractIds, 'mutants', 'title', 'reason for a gap'];
    for (const line of columns([head, ...rows.map(rowCells)])) print(line);
    print(`${rows.length} clauses, ${open.length} with a gap that has no reason`);
  }
  if (open.length > 0) process.exitCode = 1;
}

/** Adds the command to the program. */
export function register(program: Command): void {
  program
    .command('spec')
    .description('print ops, cases and mutants of every clause; exit 1 if one has none unexplained')
    .addArgument(new Argument('<what>', 'what to print').choices(['coverage']))
    .option('--json', 'print the rows as JSON')
    .action(spec);
}
