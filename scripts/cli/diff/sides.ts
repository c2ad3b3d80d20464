/** The two sides of `goldvec diff`: a contract, a folder of vectors, or a revision of the repository. */

import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type ContractId, contractIds } from '../../../reference/contracts.ts';
import { GoldError } from '../../../schema/format/errors.ts';
import { manifestName } from '../../../schema/format/manifest.ts';
import type { VectorFile } from '../../../schema/format/types.ts';
import { readVectors } from '../../../schema/format/vector_folder.ts';
import { openRevision } from '../gate/revision.ts';
import { vectorsDir } from '../paths.ts';

export interface Side {
  readonly name: string;
  /** the contract where the side is one; folders and revisions hold several */
  readonly contract?: ContractId;
  /** whether these are the vectors of this checkout */
  readonly isCheckout: boolean;
  readonly files: readonly VectorFile[];
}

type Wanted = (op: string) => boolean;

function contractSide(id: ContractId, isWanted: Wanted): Side {
  const files = readVectors(vectorsDir, (e) => e.contract === id && isWanted(e.op));
  return { name: id, contract: id, isCheckout: true, files };
}

function folderSide(name: string, isWanted: Wanted): Side {
  const dir = resolve(name);
  const files = readVectors(dir, ({ op }) => isWanted(op));
  return { name, isCheckout: dir === resolve(vectorsDir), files };
}

function revisionSide(asked: string, isWanted: Wanted): Side {
  const { name, manifest, read } = openRevision(asked);
  const wanted = manifest.files.filter(({ op }) => isWanted(op));
  return { name, isCheckout: false, files: wanted.flatMap(({ path }) => read(path).files) };
}

/** The side of a name. Errors: revision-unknown, and those of reading vectors. */
export function sideOf(name: string, isWanted: Wanted): Side {
  const contract = contractIds.find((id) => id === name);
  if (contract !== undefined) return contractSide(contract, isWanted);
  if (existsSync(join(name, manifestName))) return folderSide(name, isWanted);
  try {
    return revisionSide(name, isWanted);
  } catch (error) {
    if (!(error instanceof GoldError) || error.code !== 'revision-unknown') throw error;
    const hint = `a contract (${contractIds.join(', ')}), a folder with ${manifestName}, or a git revision`;
    const message = `"${name}" is no contract, no folder of vectors and no revision with vectors`;
    throw new GoldError('revision-unknown', message, { hint, cause: error });
  }
}

/** Two files that are held against each other; one of them may be missing. */
export interface FilePair {
  /** the contract of the later one */
  readonly contract: string;
  readonly op: string;
  readonly before: VectorFile | undefined;
  readonly after: VectorFile | undefined;
}

/** Pairs by op, and by contract where the sides hold several. Errors: usage-bad-value. */
export function pairsOf(a: Side, b: Side): FilePair[] {
  if ((a.contract === undefined) !== (b.contract === undefined)) {
    throw new GoldError('usage-bad-value', 'a contract can only be compared with a contract', {
      hint: 'name two contracts, or two folders or revisions',
    });
  }
  const keyOf = (f: VectorFile): string =>
    a.contract === undefined ? `${f.op} ${f.contract}` : f.op;
  const before = new Map(a.files.map((file) => [keyOf(file), file]));
  const after = new Map(b.files.map((file) => [keyOf(file), file]));
  const keys = [...new Set([...before.keys(), ...after.keys()])].sort();
  return keys.map((key) => {
    const [old, now] = [before.get(key), after.get(key)];
    const { contract, op } = (now ?? old)!;
    return { contract, op, before: old, after: now };
  });
}
