/** Vector files of the checkout that `verify` found valid, by the content of everything that decides it. */

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readSources, textHash } from '../../goldgen/mutation/sources.ts';
import { recordPath } from '../../goldgen/registry.ts';
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
  function hashOf(listed: ManifestFile): string {
    const record = recordPath(listed.op);
    // an op that has no record any more is a problem, and never kept
    const own = existsSync(join(root, record)) ? modules([record]) : '';
    return textHash(shared, own, JSON.stringify(listed));
  }
  const hashes = new Map<ManifestFile, string>();
  const valid: [string, string, true][] = [];
  return {
    isKnown: (listed) => {
      const hash = hashOf(listed);
      hashes.set(listed, hash);
      return kept.get(listed.path, hash) === true;
    },
    onValid: (listed) => void valid.push([listed.path, hashes.get(listed)!, true]),
    keep: () => kept.keep(valid),
  };
}
