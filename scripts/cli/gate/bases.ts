/** What vectors are held against: the release kept in the tree, and a revision of the repository. */

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseReleased, releasedName } from '../../../goldgen/gate/released.ts';
import { caseDigest, type Unit, unitOf } from '../../../goldgen/gate/unit.ts';
import { readBytes } from '../../../schema/format/file_bytes.ts';
import { singleFormat, type WireCase } from '../../../schema/format/types.ts';
import {
  parseVectors,
  type StoredVectors,
  vectorPath,
} from '../../../schema/format/vector_folder.ts';
import { vectorsDir } from '../paths.ts';
import { commitOf, mergeBase, openRevision } from './revision.ts';

export interface Base {
  /** such as `release 0.1.0` */
  readonly name: string;
  /** the ops, each with the hash of its file where that is known */
  readonly ops: ReadonlyMap<string, string | undefined>;
  /** what an op was, contract by contract */
  unitsOf(op: string): readonly Unit[];
  /** a case as it was, where the base keeps whole cases */
  caseOf(contract: string, id: string): WireCase | undefined;
}

/** The vectors of an op on disk, read once; undefined where there is no such file. */
function newDisk(): (op: string) => StoredVectors | undefined {
  const read = new Map<string, StoredVectors>();
  return (op) => {
    const path = vectorPath(op);
    if (!read.has(op) && existsSync(join(vectorsDir, path))) {
      read.set(op, parseVectors(readBytes(join(vectorsDir, path), path), path));
    }
    return read.get(op);
  };
}

/** A case of the release, which keeps digests alone, as long as the file on disk still has it. */
function stillOnDisk(
  { contract, op, digests }: Unit,
  id: string,
  disk: ReturnType<typeof newDisk>,
): WireCase | undefined {
  const stored = disk(op);
  if (stored === undefined) return undefined;
  const { files, canonical } = stored;
  const file = files.find((one) => one.contract === contract);
  const found = file?.cases.find((c) => c.id === id);
  if (found === undefined) return undefined;
  const digest = caseDigest(found, canonical.get(`${contract}/${id}`));
  return digests.get(id.slice(op.length + 1)) === digest ? found : undefined;
}

/** The last release; undefined where the tree keeps none. */
export function releaseBase(): Base | undefined {
  const path = join(vectorsDir, releasedName);
  if (!existsSync(path)) return undefined;
  const { release, units } = parseReleased(readFileSync(path, 'utf8'));
  const disk = newDisk();
  return {
    name: `release ${release}`,
    ops: new Map(units.map(({ op }) => [op, undefined])),
    unitsOf: (op) => units.filter((unit) => unit.op === op),
    caseOf: (contract, id) => {
      const unit = units.find((u) => u.contract === contract && u.op === id.split('/')[0]);
      return unit === undefined ? undefined : stillOnDisk(unit, id, disk);
    },
  };
}

/** A revision. Errors: revision-unknown. */
export function revisionBase(name: string): Base {
  const revision = openRevision(name);
  const { format, files } = revision.manifest;
  const cached = new Map<string, StoredVectors[]>();
  const units = new Map<string, readonly Unit[]>();
  const partsOf = (op: string) => {
    const known = cached.get(op);
    if (known !== undefined) return known;
    const parts = files.filter((file) => file.op === op).map(({ path }) => revision.read(path));
    cached.set(op, parts);
    return parts;
  };
  return {
    name: revision.name,
    ops: new Map(files.map(({ op, sha256 }) => [op, format === singleFormat ? undefined : sha256])),
    unitsOf: (op) => {
      const known = units.get(op);
      if (known !== undefined) return known;
      const made = partsOf(op).flatMap(({ files: parts, canonical }) =>
        parts.map((file) => unitOf(file, (id) => canonical.get(id))),
      );
      units.set(op, made);
      return made;
    },
    caseOf: (contract, id) =>
      partsOf(id.split('/')[0]!)
        .flatMap((part) => part.files)
        .find((file) => file.contract === contract)
        ?.cases.find((c) => c.id === id),
  };
}

/**
 * The bases of this checkout: the named revision, or `GOLDVEC_BASE`, or the merge base with the main branch; and the
 * release. Errors: revision-unknown.
 */
export function basesOf(named: string | undefined): Base[] {
  // after a force-push, or for a new branch, the past that CI names is not there
  const pushed = process.env.GOLDVEC_BASE;
  const known = pushed === undefined || commitOf(pushed) === undefined ? undefined : pushed;
  const revision = named ?? known ?? mergeBase();
  return [...(revision === undefined ? [] : [revisionBase(revision)]), releaseBase() ?? []].flat();
}
