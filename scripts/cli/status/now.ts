/** What the records and the reference say now, beside what is committed. */

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { contractsOf, type OpDef } from '../../../goldgen/op.ts';
import { type BuiltOp, buildShared } from '../../../goldgen/shared.ts';
import { GoldError } from '../../../schema/format/errors.ts';
import { readBytes } from '../../../schema/format/file_bytes.ts';
import { basesOf } from '../gate/bases.ts';
import { candidateOf, type Finding, gate } from '../gate/gate.ts';
import { vectorsDir } from '../paths.ts';

export interface Now {
  readonly built: readonly BuiltOp[];
  /** ops that cannot be built, with the reason: the oracle differs, a note is idle, a call is undefined … */
  readonly failed: readonly { readonly op: string; readonly error: GoldError }[];
  /** ops whose file is not what is committed */
  readonly stale: readonly string[];
  /** what moved since the bases */
  readonly findings: readonly Finding[];
}

function isStale({ path, bytes }: BuiltOp): boolean {
  const full = join(vectorsDir, path);
  return !existsSync(full) || Buffer.compare(readBytes(full, path), bytes) !== 0;
}

/** Builds the ops. Errors: those of reading the bases. */
export function buildNow(ops: readonly OpDef[], base: string | undefined): Now {
  const built: BuiltOp[] = [];
  const failed: { op: string; error: GoldError }[] = [];
  for (const op of ops) {
    try {
      const one = buildShared(op, contractsOf(op));
      if (one !== undefined) built.push(one);
    } catch (error) {
      if (!(error instanceof GoldError)) throw error;
      failed.push({ op: op.name, error });
    }
  }
  const stale = built.filter(isStale).map(({ op }) => op.name);
  return { built, failed, stale, findings: gate(basesOf(base), built.map(candidateOf), false) };
}

/** Ops with an answer that moved, in the working tree or since a base. */
export function movedOps({ findings }: Now): string[] {
  return [...new Set(findings.filter(({ moved }) => moved.length > 0).map(({ op }) => op))];
}
