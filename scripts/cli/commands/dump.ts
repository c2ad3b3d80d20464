/** `goldvec dump`: the request of one case as bytes, to give to a backend by hand. */

import type { Command } from 'commander';
import { encodeFrame, frameTypes } from '../../../conformance/core/frame.ts';
import { requestOf } from '../../../conformance/core/request.ts';
import { encode } from '../../../schema/format/codec.ts';
import { GoldError } from '../../../schema/format/errors.ts';
import { replaceFile } from '../../replace_file.ts';
import { findCase } from '../find_case.ts';
import { vectorsOption } from '../options.ts';

interface Options {
  readonly contract?: string;
  readonly out?: string;
  readonly vectors: string;
}

/** Errors: case-unknown, contract-unknown, file-unwritable, usage-bad-value where a terminal would get the bytes. */
function dump(identity: string, { contract: named, out, vectors }: Options): void {
  const { file, found: vector } = findCase(identity, named, vectors);
  const { contract, op } = file;
  const frame = encodeFrame(frameTypes.request, encode(requestOf({ contract, op, vector }, 1)));
  if (out !== undefined) replaceFile(out, frame);
  else if (!process.stdout.isTTY) process.stdout.write(frame);
  else {
    throw new GoldError('usage-bad-value', 'a frame is no text for a terminal', {
      hint: 'write it to a file: --out case.bin',
    });
  }
}

/** Adds the command to the program. */
export function register(program: Command): void {
  program
    .command('dump')
    .description('write the request of one case as a frame, for `gdb ./backend` and `< case.bin`')
    .argument('<case>', '[contract/]op/set/n')
    .option('--contract <id>', 'the contract, where the identity does not name it')
    .option('--out <file>', 'file to write; without it, standard output')
    .addOption(vectorsOption())
    .action(dump);
}
