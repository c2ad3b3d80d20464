/** `goldvec diff A B`: what differs between two contracts, folders of vectors or revisions, how far, and why. */

import type { Command } from 'commander';
import { choiceNames } from '../../../reference/choices.ts';
import { contracts } from '../../../reference/contracts.ts';
import { isEmpty, opDiff } from '../diff/op_diff.ts';
import { type Diff, jsonReport, markdownReport, textReport } from '../diff/report.ts';
import { pairsOf, type Side, sideOf } from '../diff/sides.ts';
import { listOption } from '../options.ts';
import { vectorsDir } from '../paths.ts';
import { print } from '../print.ts';
import { opsNamed } from '../select.ts';

interface Options {
  readonly op: readonly string[];
  readonly cases: string;
  readonly json?: true;
  readonly markdown?: true;
  readonly exitCode?: true;
}

/** The choices in which two contracts differ. */
function choicesOf(a: Side, b: Side): Diff['choices'] {
  if (a.contract === undefined || b.contract === undefined) return [];
  const [before, after] = [contracts[a.contract], contracts[b.contract]];
  return choiceNames
    .filter((name) => before[name] !== after[name])
    .map((name) => [name, `${before[name]}`, `${after[name]}`] as const);
}

function diff(nameA: string, nameB: string | undefined, options: Options): void {
  const named = opsNamed(options.op).map((op) => op.name);
  const isWanted = (op: string): boolean => options.op.length === 0 || named.includes(op);
  const [a, b] = [sideOf(nameA, isWanted), sideOf(nameB ?? vectorsDir, isWanted)];
  const ops = pairsOf(a, b).map((pair) => opDiff(a, b, pair));
  const isMoved = ops.some((op) => !isEmpty(op));
  // of folders and revisions only what moved is worth a line
  const shown = a.contract === undefined ? ops.filter((op) => !isEmpty(op)) : ops;
  const name = nameB === undefined ? 'the working tree' : b.name;
  const found: Diff = { a: a.name, b: name, choices: choicesOf(a, b), ops: shown };
  const examples = Number(options.cases);
  if (options.json === true) print(JSON.stringify(jsonReport(found), null, 2));
  else if (options.markdown === true) for (const l of markdownReport(found, examples)) print(l);
  else for (const l of textReport(found, examples)) print(l);
  if (options.exitCode === true && isMoved) process.exitCode = 1;
}

/** Adds the command to the program. */
export function register(program: Command): void {
  program
    .command('diff')
    .description(
      'what differs between two contracts, vector folders or revisions, how far, and why',
    )
    .argument('<a>', 'a contract, a folder of vectors, or a git revision')
    .argument('[b]', 'another one of the same kind; the working tree if none is given')
    .addOption(listOption('--op <name...>', 'only these ops'))
    .option('--cases <count>', 'differing cases worked out per op', '1')
    .option('--json', 'print everything as JSON')
    .option('--markdown', 'print Markdown for a pull request')
    .option('--exit-code', 'exit 1 if a case is new, gone or answered otherwise')
    .action(diff);
}
