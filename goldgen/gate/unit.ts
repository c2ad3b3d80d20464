/** What may not move: the answers of an op under a contract, each as a digest under its identity. */

import { encode } from '../../schema/format/codec.ts';
import { sha256 } from '../../schema/format/file_bytes.ts';
import type { CanonicalOf } from '../../schema/format/shared_file.ts';
import type { Canonical, VectorFile, WireCase } from '../../schema/format/types.ts';

export interface Unit {
  readonly contract: string;
  readonly op: string;
  readonly version: number;
  /** `<set>/<n>` → digest of call and answer */
  readonly digests: ReadonlyMap<string, string>;
}

/** Characters of a digest: 24 bits, enough to notice what was not meant. */
export const digestLength = 6;

/** Digest of a call and its answer; flags are no part of it. */
export function caseDigest(c: WireCase, canonical?: Canonical): string {
  const { params, inputs, targets, rng, expected } = c;
  const rest = canonical === undefined ? [] : [canonical];
  return sha256(encode([params, inputs, targets, rng, expected, ...rest])).slice(0, digestLength);
}

/** The unit of an op's cases under a contract. */
export function unitOf(file: VectorFile, canonicalOf: CanonicalOf): Unit {
  const digests = file.cases.map((c): [string, string] => {
    const id = c.id.slice(c.id.indexOf('/') + 1);
    return [id, caseDigest(c, canonicalOf(`${file.contract}/${c.id}`))];
  });
  const { contract, op, op_version: version } = file;
  return { contract, op, version, digests: new Map(digests) };
}
