/** Builds the files of ops, on threads where there are many, and what the other steps of `goldvec gen` need of them. */

import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { moduleBeside } from '../../../conformance/backends/worker_link.ts';
import type { Unit } from '../../../goldgen/gate/unit.ts';
import { largeEntriesOf } from '../../../goldgen/large/large_set.ts';
import type { OpDef } from '../../../goldgen/op.ts';
import { type BuiltOp, buildShared } from '../../../goldgen/shared.ts';
import type { ContractId } from '../../../reference/contracts.ts';
import { GoldError } from '../../../schema/format/errors.ts';
import { readBytes, sha256 } from '../../../schema/format/file_bytes.ts';
import type { LargeEntry, VectorFile } from '../../../schema/format/types.ts';
import {
  parseVectors,
  type StoredVectors,
  vectorPath,
} from '../../../schema/format/vector_folder.ts';
import { type Candidate, readLater, unitsOf } from '../gate/gate.ts';
import { runJobs } from '../pool.ts';

/** What a thread says of an op that it has built: what can be read out of the bytes is not sent. */
export interface BuiltBytes {
  readonly op: string;
  readonly bytes: Uint8Array;
  readonly cases: number;
  /** by contract, why drawn calls are no cases */
  readonly leftOut: readonly { readonly contract: string; readonly reasons: readonly string[] }[];
  readonly large: readonly LargeEntry[];
  /** what the gate judges, made here where the cases are at hand */
  readonly units: readonly Unit[];
}

/** The file of an op as it was built. */
export interface Built extends BuiltBytes {
  readonly path: string;
  /** the cases in it, read when they are asked for */
  readonly files: readonly VectorFile[];
}

/** What a thread is asked for. */
export interface BuildJob {
  readonly op: string;
  readonly dir: string;
  readonly contracts: readonly ContractId[];
  /** all contracts of the op are built; otherwise the others are taken over from the file on disk */
  readonly isWhole: boolean;
}

/** A file on disk, undefined where there is none; in words why it cannot be read. */
export function onDisk(dir: string, path: string): StoredVectors | string | undefined {
  if (!existsSync(join(dir, path))) return undefined;
  try {
    return parseVectors(readBytes(join(dir, path), path), path);
  } catch (error) {
    if (error instanceof GoldError) return error.message;
    throw error;
  }
}

function bytesOf({ op, bytes, files, built, canonicalOf }: BuiltOp): BuiltBytes {
  return {
    op: op.name,
    bytes,
    cases: files.reduce((sum, file) => sum + file.cases.length, 0),
    leftOut: built.map(({ contract, leftOut }) => ({ contract, reasons: leftOut })),
    large: largeEntriesOf(op.name),
    units: unitsOf(files, canonicalOf),
  };
}

/** The file of an op; undefined where no wanted contract has a case. Errors: those of `buildShared`. */
export function buildBytes(
  op: OpDef,
  { dir, contracts, isWhole }: Omit<BuildJob, 'op'>,
): BuiltBytes | undefined {
  const old = isWhole ? undefined : onDisk(dir, vectorPath(op.name));
  const built = buildShared(op, contracts, typeof old === 'string' ? undefined : old);
  return built === undefined ? undefined : bytesOf(built);
}

function readable(built: BuiltBytes): Built & Candidate {
  const read = readLater(built.op, built.bytes);
  return {
    ...built,
    path: vectorPath(built.op),
    sha256: sha256(built.bytes),
    get files() {
      return read().files;
    },
  };
}

/** From so many ops on, starting threads costs less than it saves. */
const opsForThreads = 6;

/** What an op costs, roughly: a sequence of training steps is far dearer than its bytes. */
function costOf(op: OpDef, dir: string): number {
  const file = statSync(join(dir, vectorPath(op.name)), { throwIfNoEntry: false });
  return (file?.size ?? 0) * (op.isModel === true ? 100 : 1);
}

/**
 * The files of the ops, in their order; none of an op where no wanted contract has a case. Errors: those of
 * `buildShared`, the first in an order that depends on the folder alone.
 */
export async function buildAll(
  ops: readonly OpDef[],
  job: Omit<BuildJob, 'op'>,
  threads: number,
): Promise<(Built & Candidate)[]> {
  if (ops.length < opsForThreads || threads === 1) {
    return ops.flatMap((op) => buildBytes(op, job) ?? []).map(readable);
  }
  const cost = new Map(ops.map((op) => [op.name, costOf(op, job.dir)]));
  const names = ops.map(({ name }) => name);
  const queue = [...names].sort((a, b) => cost.get(b)! - cost.get(a)!);
  const built = new Map<string, BuiltBytes>();
  await runJobs<BuildJob, BuiltBytes | undefined>({
    module: moduleBeside(import.meta.url, 'worker'),
    threads,
    jobs: queue.map((op) => ({ op, ...job })),
    nameOf: ({ op }) => op,
    done: (answer, { op }) => {
      if (answer !== undefined) built.set(op, answer);
    },
  });
  return names.flatMap((name) => built.get(name) ?? []).map(readable);
}
