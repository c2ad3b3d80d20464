/** Op → vector file: the cases of all its contracts in one file, and how large it may be. */

import type { ContractId } from '../reference/contracts.ts';
import { encode } from '../schema/format/codec.ts';
import { GoldError } from '../schema/format/errors.ts';
import { type CanonicalOf, filesOf, shareFiles } from '../schema/format/shared_file.ts';
import type { VectorFile } from '../schema/format/types.ts';
import { type StoredVectors, vectorPath } from '../schema/format/vector_folder.ts';
import { type BuiltFile, buildOp } from './build.ts';
import { canonicalAnswers } from './canonical.ts';
import type { OpDef } from './op.ts';

/** Largest vector file, in bytes. */
export const fileBytesMax = 1024 * 1024;

/** Most that the cases of an op under one contract may take, in bytes. */
const contractBytesMax = 384 * 1024;

export interface BuiltOp {
  readonly op: OpDef;
  readonly path: string;
  readonly bytes: Uint8Array;
  /** the cases of each contract, those taken over too */
  readonly files: readonly VectorFile[];
  readonly canonicalOf: CanonicalOf;
  /** what was built */
  readonly built: readonly BuiltFile[];
}

/** What a file takes over from the one on disk: other contracts, under what the record says of the op now. */
function takenOver(stored: StoredVectors, built: readonly BuiltFile[]): VectorFile[] {
  const { clause, source, compare } = built[0]!.file;
  const { notes } = built[0]!.op;
  return stored.files
    .filter(({ contract }) => built.every((b) => b.contract !== contract))
    .map((file) => {
      const known = Object.keys(file.notes).map((flag) => [flag, notes[flag] ?? file.notes[flag]!]);
      return { ...file, clause, source, compare, notes: Object.fromEntries(known) };
    });
}

/** The bytes of a file and the cases in it, as a reader will see them. Errors: vector-invariant, where it is too large. */
export function encodeShared(
  files: readonly VectorFile[],
  canonicalOf: CanonicalOf,
): { readonly bytes: Uint8Array; readonly files: readonly VectorFile[] } {
  const shared = shareFiles(files, canonicalOf);
  const bytes = encode(shared);
  if (bytes.length > fileBytesMax) {
    const message = `${bytes.length} bytes, at most ${fileBytesMax}`;
    throw new GoldError('vector-invariant', message, { path: vectorPath(shared.op) });
  }
  return { bytes, files: filesOf(shared) };
}

/** Errors: vector-invariant, where what one contract has in a file of so many bytes is too large. */
function checkParts(built: readonly BuiltFile[], fileBytes: number): void {
  // on its own it needs about its share of the file, and is not written to be measured in a small one
  if (fileBytes <= contractBytesMax / 2) return;
  for (const { op, contract, file } of built) {
    const { length } = encode(file);
    if (length <= contractBytesMax) continue;
    const message = `${length} bytes, at most ${contractBytesMax}`;
    throw new GoldError('vector-invariant', message, { path: `${contract}/${op.name}` });
  }
}

/** The file of an op; none where no wanted contract has a case. Contracts not wanted are taken over from `before`. */
export function buildShared(
  op: OpDef,
  wanted: readonly ContractId[],
  before?: StoredVectors,
): BuiltOp | undefined {
  const built = buildOp(op, wanted);
  if (built.length === 0) return undefined;
  const others = before === undefined ? [] : takenOver(before, built);
  const canonical = new Map(built.flatMap((b) => [...canonicalAnswers(b)]));
  const canonicalOf: CanonicalOf = (id) => canonical.get(id) ?? before?.canonical.get(id);
  const all = [...built.map(({ file }) => file), ...others];
  const { bytes, files } = encodeShared(all, canonicalOf);
  checkParts(built, bytes.length);
  return { op, path: vectorPath(op.name), built, canonicalOf, bytes, files };
}
