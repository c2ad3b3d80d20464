/** `goldvec propagation`: inputs of ops that reach no answer in any committed case. */

import type { Command } from 'commander';
import { type Propagation, propagationOf } from '../../../goldgen/mutation/propagation.ts';
import { readVectors } from '../../../schema/format/vector_folder.ts';
import { vectorsDir } from '../paths.ts';
import { columns, print } from '../print.ts';
import { opsNamed } from '../select.ts';

function propagation(names: readonly string[]): void {
  const results: Propagation[] = [];
  for (const op of opsNamed(names)) {
    // the current contract first: it has most cases
    const files = readVectors(vectorsDir, (entry) => entry.op === op.name).reverse();
    if (files.length > 0) results.push(propagationOf(op, files));
  }
  const rows = results.map((r) => [r.op, r.inputs, r.reaching, r.explained, r.silent.join(' ')]);
  for (const line of columns([['op', 'inputs', 'reaching', 'explained', 'silent'], ...rows])) {
    print(line);
  }
  const sum = (count: (r: Propagation) => number): number =>
    results.reduce((total, r) => total + count(r), 0);
  const silent = sum((r) => r.silent.length);
  if (silent > 0) process.exitCode = 1;
  const [inputs, reaching] = [sum((r) => r.inputs), sum((r) => r.reaching)];
  const explained = sum((r) => r.explained);
  print(`inputs: ${inputs}, reaching: ${reaching}, explained: ${explained}, silent: ${silent}`);
}

/** Adds the command to the program. */
export function register(program: Command): void {
  program
    .command('propagation')
    .description('change every input of every op in turn and report those without any effect')
    .argument('[ops...]', 'names of ops; all if none is given')
    .action(propagation);
}
