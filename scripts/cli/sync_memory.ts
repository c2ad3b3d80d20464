/** The dear parts of `goldvec sync`, worked out again only where something that decides them has changed. */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type LeftOut, leftOut } from '../../goldgen/edges/left_out.ts';
import type { GeneratedFile } from '../../goldgen/generated.ts';
import { readSources, textHash } from '../../goldgen/mutation/sources.ts';
import type { OpDef } from '../../goldgen/op.ts';
import { sha256 } from '../../schema/format/file_bytes.ts';
import { validatorFiles } from '../../schema/format/standalone.ts';
import type { VectorFile } from '../../schema/format/types.ts';
import { vectorPath } from '../../schema/format/vector_folder.ts';
import { dataHash } from './gen/memory.ts';
import { type Remembered, remembered, surroundingsHash } from './remembered.ts';

export interface SyncMemory {
  /** `validatorFiles` */
  validators(): readonly GeneratedFile[];
  /** `leftOut` of the ops, whose committed cases are in the files */
  leftOut(ops: readonly OpDef[], files: readonly VectorFile[]): LeftOut[];
}

function taken<T>(results: Remembered<T>, name: string, hash: string, make: () => T): T {
  const known = results.get(name, hash);
  if (known !== undefined) return known;
  const made = make();
  results.keep([[name, hash, made]]);
  return made;
}

/** The memory of a checkout, below its `.build/`. */
export function newSyncMemory(root: string): SyncMemory {
  const sources = readSources(root);
  const text = (path: string): string => sha256(readFileSync(join(root, path)));
  const around = surroundingsHash(root);
  const fileOf = (name: string): string => join(root, '.build', 'sync', `${name}.json`);
  function validators(): readonly GeneratedFile[] {
    const schemas = readdirSync(join(root, 'schema')).filter((name) => name.endsWith('.json'));
    const texts = schemas.sort().map((name) => text(`schema/${name}`));
    const hash = textHash(around, sources.modules(['schema/format/standalone.ts']), ...texts);
    const results = remembered<readonly GeneratedFile[]>(fileOf('validators'));
    return taken(results, 'all', hash, validatorFiles);
  }
  function leftOutOf(ops: readonly OpDef[], files: readonly VectorFile[]): LeftOut[] {
    const engine = textHash(around, dataHash(root), sources.modules(['goldgen/edges/left_out.ts']));
    const results = remembered<readonly LeftOut[]>(fileOf('left_out'));
    const fresh: (readonly [string, string, readonly LeftOut[]])[] = [];
    const held = new Set(files.map(({ op }) => op));
    const all = ops.flatMap((op) => {
      if (!held.has(op.name)) return [];
      const hash = textHash(engine, sources.op(op.name), text(`vectors/${vectorPath(op.name)}`));
      const known = results.get(op.name, hash);
      if (known !== undefined) return known;
      const made = leftOut(op, files);
      fresh.push([op.name, hash, made]);
      return made;
    });
    results.keep(fresh);
    return all;
  }
  return { validators, leftOut: leftOutOf };
}
