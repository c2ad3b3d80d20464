/**
 * Large cases as bytes, kept below the build folder under the digests that are committed: every backend and every run
 * needs them, and to draw and answer them takes longer than most backends do.
 */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildRoot } from '../../conformance/backends/toolchain/build_folder.ts';
import { decode, encode } from '../../schema/format/codec.ts';
import { GoldError } from '../../schema/format/errors.ts';
import { sha256 } from '../../schema/format/file_bytes.ts';
import type { LargeEntry, WireCase } from '../../schema/format/types.ts';
import { replaceFile } from '../replace_file.ts';

/** The map of what is asked, and that of what is expected, as they were digested. */
export interface LargeBytes {
  readonly call: Uint8Array;
  readonly expected: Uint8Array;
}

const usualFolder = join(buildRoot, 'large');

/** What has this digest, if it is kept; whatever else its file holds is as good as nothing. */
function kept(folder: string, digest: string): Uint8Array | undefined {
  try {
    const bytes = readFileSync(join(folder, digest));
    return sha256(bytes) === digest ? bytes : undefined;
  } catch {
    // not kept yet, or not for us
    return undefined;
  }
}

function keep(folder: string, digest: string, bytes: Uint8Array): void {
  try {
    replaceFile(join(folder, digest), bytes);
  } catch (error) {
    // where nobody may write, it is drawn again the next time
    if (!(error instanceof GoldError)) throw error;
  }
}

/** What is digested of a case. */
export function digestedOf({ params, inputs, targets, rng, expected }: WireCase): LargeBytes {
  return { call: encode({ params, inputs, targets, rng }), expected: encode(expected) };
}

/** The case in these bytes, but for its name and flags. */
export function decodeLarge({ call, expected }: LargeBytes): Omit<WireCase, 'id' | 'flags'> {
  const asked = decode(call) as Pick<WireCase, 'params' | 'inputs' | 'targets' | 'rng'>;
  return { ...asked, expected: decode(expected) as WireCase['expected'] };
}

/** The bytes of a case: those that are kept, or else those that `draw` makes. Errors: those of `draw`. */
export function largeBytes(
  entry: LargeEntry,
  draw: (entry: LargeEntry) => LargeBytes,
  folder = usualFolder,
): LargeBytes {
  const [call, expected] = [kept(folder, entry.call), kept(folder, entry.answer)];
  if (call !== undefined && expected !== undefined) return { call, expected };
  const drawn = draw(entry);
  keep(folder, entry.call, drawn.call);
  keep(folder, entry.answer, drawn.expected);
  return drawn;
}
