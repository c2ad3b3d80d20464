/** `goldvec verify`: schema, canonical form, hashes and invariants of committed vectors. */

import { resolve } from 'node:path';
import type { Command } from 'commander';
import { findOp } from '../../../goldgen/registry.ts';
import { verifyFolder } from '../../../goldgen/verify.ts';
import { vectorsOption } from '../options.ts';
import { isPackage, root, vectorsDir } from '../paths.ts';
import { kilobytes, print } from '../print.ts';
import { newVerifyMemory } from '../verify_memory.ts';

interface Options {
  readonly dir: string;
  readonly cache: boolean;
  readonly json?: true;
}

function verify(options: Options): void {
  const dir = resolve(options.dir);
  const isRemembered = !isPackage && options.cache && dir === resolve(vectorsDir);
  const memory = isRemembered ? newVerifyMemory(root) : undefined;
  const { files, cases, bytes, problems } = verifyFolder(dir, findOp, memory);
  memory?.keep();
  if (options.json === true) {
    const list = problems.map(({ code, message, path, hint }) => ({ code, message, path, hint }));
    print(JSON.stringify({ files, cases, bytes, problems: list }));
  } else {
    for (const problem of problems) process.stderr.write(`${problem.render()}\n`);
    const end = problems.length === 0 ? 'all valid' : `${problems.length} with problems`;
    print(`${files} files, ${cases} cases, ${kilobytes(bytes)}: ${end}`);
  }
  const [first] = problems;
  // as every command that reads the folder would end
  if (first !== undefined) process.exitCode = first.exitCode;
}

/** Adds the command to the program. */
export function register(program: Command): void {
  program
    .command('verify')
    .description('check committed vectors: schema, canonical form, hashes, invariants')
    .addOption(vectorsOption('--dir'))
    .option('--no-cache', 'look again at files that were valid with these sources')
    .option('--json', 'print the result as JSON')
    .action(verify);
}
