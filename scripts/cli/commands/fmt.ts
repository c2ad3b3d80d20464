/** `goldvec fmt`: envelopes and files of regression cases in the one form; `--check` only compares. */

import type { Command } from 'commander';
import { GoldError } from '../../../schema/format/errors.ts';
import { formatted, regressionFiles } from '../../authoring/fmt.ts';
import { replaceFile } from '../../replace_file.ts';
import { print } from '../print.ts';
import { readTextFile } from '../text_file.ts';

function fmt(names: readonly string[], { check }: { readonly check?: true }): void {
  const paths = names.length === 0 ? regressionFiles() : names;
  // all are read before the first is written
  const files = paths.map((path) => ({ path, before: readTextFile(path), text: formatted(path) }));
  const others = files.filter(({ before, text }) => before !== text);
  for (const { path, text } of others) {
    if (check !== true) replaceFile(path, text);
    print(`${path}  ${check === true ? 'differs' : 'written'}`);
  }
  print(`${files.length} files, ${others.length} ${check === true ? 'to format' : 'written'}`);
  if (check !== true || others.length === 0) return;
  throw new GoldError('stale-generated-file', `${others.length} files are not formatted`, {
    path: others[0]!.path,
    hint: 'run `goldvec fmt` with their names',
  });
}

/** Adds the command to the program. */
export function register(program: Command): void {
  program
    .command('fmt')
    .description('write files of regression cases, or envelopes, in their one form')
    .argument('[files...]', 'envelopes; all of goldgen/regressions/ if none is given')
    .option('--check', 'write nothing: exit 3 if a file differs')
    .action(fmt);
}
