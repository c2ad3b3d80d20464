/** `goldvec new-op`: the files in which an op begins. */

import type { Command } from 'commander';
import { put } from '../../authoring/apply.ts';
import { newOp } from '../../authoring/new_op.ts';
import { print } from '../print.ts';

interface Options {
  readonly family: string;
  readonly clause: string;
}

function create(name: string, { family, clause }: Options): void {
  const changes = newOp({ name, family, clause });
  put(changes);
  for (const path of Object.keys(changes)) print(`${path}  written`);
  print(`next: goldvec sync; goldvec status ${name}, which says what is missing, in order`);
}

/** Adds the command to the program. */
export function register(program: Command): void {
  program
    .command('new-op')
    .description('write the files in which an op begins: its record and its reference function')
    .argument('<name>', 'in snake case, such as scale_rows')
    .requiredOption('--family <folder>', 'folder below goldgen/ops, made where it is missing')
    .requiredOption('--clause <id>', 'the clause that it computes, such as S113')
    .action(create);
}
