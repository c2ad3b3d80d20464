/** `goldvec propagation`: inputs of ops that reach no answer in any committed case. */

import type { Command } from 'commander';
import { type Propagation, propagationOf } from '../../../goldgen/mutation/propagation.ts';
import { readManifest } from '../../../schema/format/manifest.ts';
import { readVectors } from '../../../schema/format/vector_folder.ts';
import { root, vectorsDir } from '../paths.ts';
import { columns, print } from '../print.ts';
import { newPropagationMemory } from '../propagation_memory.ts';
import { opsNamed } from '../select.ts';

interface Options {
  readonly cache: boolean;
}

function propagation(names: readonly string[], { cache }: Options): void {
  const results: Propagation[] = [];
  const tried: Propagation[] = [];
  const listed = new Set(readManifest(vectorsDir).files.map(({ op }) => op));
  const memory = newPropagationMemory(root);
  for (const op of opsNamed(names).filter(({ name }) => listed.has(name))) {
    const known = cache ? memory.known(op.name) : undefined;
    if (known !== undefined) {
      results.push(known);
      continue;
    }
    // the current contract first: it has most cases
    const files = readVectors(vectorsDir, (entry) => entry.op === op.name).reverse();
    const found = propagationOf(op, files);
    tried.push(found);
    results.push(found);
  }
  if (tried.length > 0) memory.remember(tried);
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
    .option('--no-cache', 'try every op again, those too that are as when they were last tried')
    .action(propagation);
}
