/**
 * Payloads that no runner would send, for the C harness: calls of the committed vectors whose parts no longer
 * fit, and messages with damaged bytes. The n-th payload is a function of n and the vectors alone.
 */

import { loadCorpus, type TestCase } from '../../conformance/core/load.ts';
import { newRandom, type Random } from '../../goldgen/kit/random.ts';
import { findOp } from '../../goldgen/registry.ts';
import { encode } from '../../schema/format/codec.ts';
import { countOfShape } from '../../schema/format/tensor.ts';
import type { RunRequest } from '../../schema/format/types.ts';
import { callOf, type Draft, draftOf, elementsOf } from './draft.ts';
import { misfits } from './misfit.ts';

/** Larger calls say no more, and take long on an emulated board. */
const elementsMax = 4000;

function requestOf(test: TestCase, draft: Draft, seq: number): RunRequest {
  const call = callOf(findOp(test.op)!, draft);
  return {
    verb: 'run',
    seq,
    contract: test.contract as RunRequest['contract'],
    op: test.op,
    ...call,
  };
}

function changed(r: Random, test: TestCase): Draft {
  const op = findOp(test.op)!;
  let draft = draftOf(test.vector);
  for (let left = r.pick([1, 1, 2, 3]); left > 0; left--) {
    const next = r.pick(misfits).apply(r, op, draft);
    if (next !== undefined && elementsOf(next) <= 4 * elementsMax) draft = next;
  }
  return draft;
}

/** One byte replaced, a header that announces more than there is, or the end cut off. */
function damaged(r: Random, payload: Uint8Array): Uint8Array {
  const bytes = payload.slice();
  if (r.chance(1, 4)) return bytes.subarray(0, r.int(0, bytes.length - 1));
  for (let left = r.int(1, 3); left > 0; left--) {
    bytes[r.int(0, bytes.length - 1)] = r.pick([
      0x00,
      0x80,
      0xc1,
      0xc6,
      0xdc,
      0xdd,
      0xdf,
      0xff,
      r.int(0, 255),
    ]);
  }
  return bytes;
}

/** Encodes what can be said in the format; a parameter beyond 32 bits cannot. */
function encoded(request: RunRequest): Uint8Array | undefined {
  try {
    return encode(request);
  } catch {
    return undefined;
  }
}

export interface WildFrame {
  readonly label: string;
  readonly payload: Uint8Array;
}

function isSmall({ vector }: TestCase): boolean {
  const shapes = [...Object.values(vector.inputs), ...Object.values(vector.targets)];
  return shapes.reduce((sum, { shape }) => sum + countOfShape(shape), 0) <= elementsMax;
}

/** Payloads without end, the ops in turn: four calls that do not fit, then a damaged one. */
export function* wildFrames(vectorsDir: string, seed: string): Generator<WildFrame> {
  const { cases } = loadCorpus(vectorsDir, () => true);
  const byOp = new Map<string, TestCase[]>();
  for (const test of cases.filter(isSmall)) {
    const others = byOp.get(test.op);
    if (others === undefined) byOp.set(test.op, [test]);
    else others.push(test);
  }
  for (let round = 0; ; round++) {
    for (const [op, tests] of byOp) {
      const label = `${seed}/${op}/${round}`;
      const r = newRandom(label);
      const test = r.pick(tests);
      const payload = encoded(requestOf(test, changed(r, test), round));
      if (payload === undefined) continue;
      yield { label, payload: round % 5 === 4 ? damaged(r, payload) : payload };
    }
  }
}
