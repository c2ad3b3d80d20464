/** `vectors/overflow.mp` from built files: the canonical answers of cases that overflow. */

import { encode } from '../schema/format/codec.ts';
import { GoldError } from '../schema/format/errors.ts';
import { overflowName } from '../schema/format/overflow_file.ts';
import { checkTensor } from '../schema/format/tensor.ts';
import {
  formatVersion,
  type Manifest,
  type OverflowFile,
  type OverflowPart,
  type VectorFile,
} from '../schema/format/types.ts';
import { sha256, vectorPath } from '../schema/format/vector_folder.ts';
import type { BuiltFile } from './build.ts';
import { wrappedOutputs } from './wrapped.ts';

/** The part of one vector file; undefined where none of its cases has such an answer. */
export function overflowPart({ op, contract, file, bytes }: BuiltFile): OverflowPart | undefined {
  const answers = file.cases.flatMap((c) => {
    if (c.expected.status !== 'overflow') return [];
    const wrapped = wrappedOutputs(op, contract, c);
    return wrapped === undefined ? [] : [{ id: c.id, outputs: wrapped.outputs, rng: wrapped.rng }];
  });
  if (answers.length === 0) return undefined;
  return { path: vectorPath(contract, op.name), sha256: sha256(bytes), answers };
}

/** The file with the parts of the built files put in; parts of files that a folder no longer has go. */
export function mergedOverflow(
  before: OverflowFile | undefined,
  built: readonly BuiltFile[],
  manifest: Manifest,
): Uint8Array {
  const listed = new Set(manifest.files.map(({ path }) => path));
  const parts = new Map((before?.files ?? []).map((part) => [part.path, part]));
  for (const b of built) {
    const part = overflowPart(b);
    if (part === undefined) parts.delete(vectorPath(b.contract, b.op.name));
    else parts.set(part.path, part);
  }
  const files = [...parts.values()]
    .filter(({ path }) => listed.has(path))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
  return encode({ format: formatVersion, files });
}

function broken(path: string, message: string): GoldError {
  return new GoldError('vector-invariant', message, { path: `${overflowName}: ${path}` });
}

/** Everything about a part that can be checked without the reference; throws the first problem. */
export function checkOverflowPart(part: OverflowPart, file: VectorFile): void {
  const cases = new Map(file.cases.map((c) => [c.id, c]));
  for (const { id, outputs } of part.answers) {
    const c = cases.get(id);
    if (c?.expected.status !== 'overflow') {
      throw broken(`${part.path}/${id}`, 'is no overflow case');
    }
    const declared = { ...c.inputs, ...c.targets };
    for (const [name, t] of Object.entries(outputs)) {
      const before = declared[name];
      if (before === undefined || `${before.dtype} ${before.shape}` !== `${t.dtype} ${t.shape}`) {
        throw broken(`${id}/outputs/${name}`, 'dtype or shape differ from the declaration');
      }
      checkTensor(t, `${overflowName}: ${id}/outputs/${name}`);
    }
  }
}
