/** `goldvec crosscheck DIR`: replays recorded ground truth through the reference. */

import { type Command, InvalidArgumentError } from 'commander';
import { runCrosscheck } from '../../../goldgen/crosscheck/engine.ts';
import {
  failureLines,
  tableHead,
  tableRow,
  totalLine,
} from '../../../goldgen/crosscheck/report.ts';
import type { FileResult } from '../../../goldgen/crosscheck/types.ts';

interface Options {
  readonly only?: string;
  readonly failures: number;
}

function wholeNumber(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('expected a whole number');
  return Number(text);
}

/** Prints the table while files finish; returns the process's exit code, 1 after a failure. */
export function crosscheck(dir: string, options: Options, print: (line: string) => void): number {
  const files: FileResult[] = [];
  for (const file of runCrosscheck(dir, options.only)) {
    if (files.length === 0) print(tableHead());
    files.push(file);
    print(tableRow(file));
  }
  for (const line of failureLines(files, options.failures)) print(line);
  print(totalLine(files));
  const failed = files.some(({ results }) => results.some((r) => r.verdict.kind === 'failed'));
  return failed ? 1 : 0;
}

/** Adds the command to the program. */
export function registerCrosscheck(program: Command): void {
  program
    .command('crosscheck')
    .argument('<dir>', 'folder of recorded cases (*.json)')
    .description(
      'replay recorded cases of the original framework through the reference, bit by bit',
    )
    .option('--only <text>', 'only files whose name contains the text')
    .option('--failures <count>', 'failures printed in full', wholeNumber, 5)
    .action((dir: string, options: Options) => {
      process.exitCode = crosscheck(dir, options, (line) => console.log(line));
    });
}
