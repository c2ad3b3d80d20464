/** `goldvec report`: renders recorded event streams again, several of them as one. */

import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import type { ColourOption } from '../../../conformance/core/colour.ts';
import type { RunEvent } from '../../../conformance/core/events.ts';
import { mergeRuns, parseEvents } from '../../../conformance/core/merge.ts';
import { openOutputs } from '../../../conformance/reporters/outputs.ts';
import { GoldError } from '../../../schema/format/errors.ts';
import { newClauseTexts } from '../clause_text.ts';
import { colourOption, integerFrom, listOption } from '../options.ts';
import { reportersOf } from './run.ts';

interface Options {
  readonly reporter: readonly string[];
  readonly failures: number;
  readonly color: ColourOption;
}

function readEvents(path: string): RunEvent[] {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    throw new GoldError('file-missing', 'the report cannot be read', { path, cause });
  }
  return parseEvents(text, path);
}

async function report(paths: readonly string[], options: Options): Promise<void> {
  const { color: colour, failures: failuresShown } = options;
  const reporters = reportersOf(options);
  const events = mergeRuns(paths.map(readEvents));
  const clauseText = newClauseTexts();
  const outputs = openOutputs({ reporters, colour, failuresShown, clauseText }, process.stdout);
  for (const event of events) outputs.event(event);
  await outputs.end();
  const last = events.at(-1);
  process.exitCode = last?.event === 'run_end' ? last.exit_code : 1;
}

/** Adds the command to the program. */
export function register(program: Command): void {
  program
    .command('report')
    .description('render event streams of `run --json`, several as one')
    .argument('<events.jsonl...>', 'files of event lines')
    .addOption(listOption('--reporter <name...>', 'as for run'))
    .option('--failures <n>', 'failing cases shown per backend and op', integerFrom(0), 5)
    .addOption(colourOption())
    .action(report);
}
