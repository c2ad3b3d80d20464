/** Vector files of the checkout that `verify` found valid, by the content of everything that decides it. */

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readSources, textHash } from '../../goldgen/mutation/sources.ts';
import { familyOf } from '../../goldgen/registry.ts';
import type { VerifyMemory } from '../../goldgen/verify.ts';
import type { ManifestFile } from '../../schema/format/types.ts';
import { dataHash } from './gen/memory.ts';
import { remembered, surroundingsHash } from './remembered.ts';

/** What checks a file, besides the record of its op. */
const verifier = ['goldgen/verify.ts'];

/** The memory of a checkout, below its `.build/`; what was valid is written by `keep`. */
export function newVerifyMemory(root: string): VerifyMemory & { keep(): void } {
  const kept = remembered<true>(join(root, '.build', 'verify.json'));
  const { modules } = readSources(root);
  const shared = textHash(surroundingsHash(root), dataHash(root), modules(verifier));
  /** Nothing for an op that has no record any more. */
  function hashOf(listed: ManifestFile): string | undefined {
    const record = `goldgen/ops/${familyOf(listed.op)}/${listed.op}.ts`;
    if (!existsSync(join(root, record))) return undefined;
    return textHash(shared, modules([record]), JSON.stringify(listed));
  }
  const valid: [string, string, true][] = [];
  return {
    isKnown: (listed) => {
      const hash = hashOf(listed);
      return hash !== undefined && kept.get(listed.path, hash) === true;
    },
    onValid: (listed) => {
      const hash = hashOf(listed);
      if (hash !== undefined) valid.push([listed.path, hash, true]);
    },
    keep: () => kept.keep(valid),
  };
}
