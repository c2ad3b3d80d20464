/** `goldvec verify`: schema, canonical form, hashes and invariants of committed vectors. */

import { resolve } from 'node:path';
import type { Command } from 'commander';
import { findOp } from '../../../goldgen/registry.ts';
import { verifyFolder } from '../../../goldgen/verify.ts';
import { vectorsOption } from '../options.ts';
import { kilobytes, print } from '../print.ts';

interface Options {
  readonly dir: string;
  readonly json?: true;
}

function verify(options: Options): void {
  const { files, cases, bytes, problems } = verifyFolder(resolve(options.dir), findOp);
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
    .option('--json', 'print the result as JSON')
    .action(verify);
}
