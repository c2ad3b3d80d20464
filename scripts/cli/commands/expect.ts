/** `goldvec expect`: what the reference answers to calls of somebody's own. */

import { join } from 'node:path';
import { type Command, Option } from 'commander';
import { answer, poisons } from '../../../goldgen/case.ts';
import type { FixtureCall } from '../../../goldgen/fixture/call.ts';
import { readNamedCalls } from '../../../goldgen/fixture/named_calls.ts';
import { GoldError } from '../../../schema/format/errors.ts';
import { type Entry, floatParamsOf } from '../../export/entry.ts';
import { type ExportFormat, exportFormats } from '../../export/formats.ts';
import { replaceFile } from '../../replace_file.ts';
import { print } from '../print.ts';
import { readTextFile } from '../text_file.ts';

interface Options {
  readonly format: ExportFormat;
  readonly out: string;
}

/** Errors: vector-invariant where the call runs into undefined behaviour, with the name of the fixture. */
function answered(name: string, { op, contract, call }: FixtureCall): Entry {
  const expected = answer(op, contract, call, name, poisons.first);
  const title = `${name}: ${op.name} under ${contract}`;
  const { name: opName, clause } = op;
  const floatParams = floatParamsOf(op);
  return { name, title, op: opName, contract, clause, notes: [], call, floatParams, expected };
}

async function expectAll(paths: readonly string[], { format, out }: Options): Promise<void> {
  const entries: Entry[] = [];
  for (const path of paths) {
    for (const [name, call] of await readNamedCalls(readTextFile(path), path)) {
      if (entries.some((entry) => entry.name === name)) {
        throw new GoldError('fixture-format', `the name ${name} stands twice`, { path });
      }
      entries.push(answered(name, call));
    }
  }
  const files = exportFormats[format](entries);
  for (const { path, content } of files) replaceFile(join(out, path), content);
  print(`answered ${entries.length} fixtures in ${files.length} files in ${out}`);
}

/** Adds the command to the program. */
export function register(program: Command): void {
  program
    .command('expect')
    .description(
      'answer named calls of your own with the reference, as C headers, JSON or NumPy archives',
    )
    .argument('<file...>', 'fixtures as YAML or JSON')
    .addOption(
      new Option('--format <format>', 'what to write')
        .choices(Object.keys(exportFormats))
        .default('c-header'),
    )
    .requiredOption('--out <dir>', 'folder to write to')
    .action(expectAll);
}
