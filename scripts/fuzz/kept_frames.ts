/** Payloads that ended an earlier harness, or kept it from answering. */

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decode } from '../../schema/format/codec.ts';
import { root } from '../cli/paths.ts';
import type { WildFrame } from './frames.ts';

/** A folder of such payloads, one a file, that is not part of the repository. */
const folder = process.env.GOLDVEC_FRAMES ?? join(root, '..', 'shared', 'findings', 'frames');

/** Those of the test data, then those of a folder of findings, where there is one, that are not among them. */
export function keptFrames(): WildFrame[] {
  const kept = decode(readFileSync(join(root, 'conformance/testdata/frames.mp'))) as Uint8Array[];
  const names = existsSync(folder) ? readdirSync(folder) : [];
  const found = names.map((label) => ({ label, payload: readFileSync(join(folder, label)) }));
  return [
    ...kept.map((payload, i) => ({ label: `kept ${i}`, payload })),
    ...found.filter(({ payload }) => kept.every((other) => Buffer.compare(other, payload) !== 0)),
  ];
}
