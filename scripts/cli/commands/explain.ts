/** `goldvec explain`: what an id means, as it stands in the specification and in the records. */

import type { Command } from 'commander';
import { GoldError } from '../../../schema/format/errors.ts';
import { readSpec } from '../../spec/clauses.ts';
import { terminalText } from '../explain/markdown.ts';
import { knownIds, subjectText } from '../explain/subjects.ts';
import { root } from '../paths.ts';
import { print } from '../print.ts';
import { nearest } from '../suggest.ts';

const width = 80;

function explain(id: string): void {
  const spec = readSpec(root);
  const text = subjectText(spec, id);
  if (text === undefined) {
    const near = nearest(id, knownIds(spec));
    const hint =
      near === undefined
        ? 'a clause (S51), an op, op/flag, a mutant, a contract or a refusal code (A7)'
        : `did you mean ${near}?`;
    throw new GoldError('id-unknown', `nothing is called "${id}"`, { hint });
  }
  for (const line of terminalText(text, width)) print(line);
}

/** Adds the command to the program. */
export function register(program: Command): void {
  program
    .command('explain')
    .description('print what an id means: a clause, op, flag, mutant, contract or refusal code')
    .argument('<id>', 'for example S51, A7, V3, requant_dynamic, round/V2, sym-2026-07-21')
    .action(explain);
}
