/** Bit identity over the first steps on every kind of backend, and the search for the first difference. */

import { afterAll, describe, expect, test } from 'vitest';
import type { Backend } from '../../conformance/backends/backend.ts';
import { readyTargets } from '../../conformance/backends/toolchain/tools.ts';
import { int32Bytes, int32OfBytes } from '../../schema/format/tensor.ts';
import type { RunReply, RunRequest, WireTensor } from '../../schema/format/types.ts';
import { planOf, sessionOn } from './fixtures.ts';
import { programOrder, runLockstep, tensorTitle } from './lockstep.ts';
import { evaluate, type Session } from './session.ts';
import { startOf } from './start.ts';

const ready = await readyTargets(['native:gcc-O2', 'wasm', 'qemu:mps2-an386']);
const ids = ['reference', 'js', ...ready];
const sessions = await Promise.all(ids.map(sessionOn));

afterAll(async () => {
  for (const { backend } of sessions) await backend.stop();
});

function begin(name: 'ecg' | 'har', variant: string) {
  const plan = planOf(name, variant);
  const { rows, record } = plan.example;
  return { rows, ...startOf(record, plan.variant, plan.training, plan.seed, rows.x.length) };
}

describe(`the first steps on ${ids.join(', ')}`, () => {
  test.each([
    ['ecg', 'float'],
    ['ecg', 'sym'],
    ['ecg', 'sym-grad'],
    ['har', 'sym8'],
    ['har', 'sym-grad'],
  ] as const)('%s %s: the same bits everywhere', async (name, variant) => {
    const { rows, state, order } = begin(name, variant);
    const { piece, difference } = await runLockstep(sessions, state, rows, order.slice(0, 8), 4);
    expect(difference).toBeUndefined();
    expect(piece.digests).toHaveLength(2);
    const part = { ...rows, x: rows.x.slice(0, 3) };
    const answers = await Promise.all(sessions.map((s) => evaluate(s, piece.state, part)));
    for (const answer of answers) expect(answer).toEqual(answers[0]);
  });
});

/** One more in element 5 of wire f3 whenever the wanted row is the last of a call or of a step. */
function faulty(inner: Backend, row: Float32Array): Backend {
  const wanted = Buffer.from(row.buffer, row.byteOffset, row.byteLength);
  const rowsOf = (x: WireTensor): number[] => {
    const found: number[] = [];
    for (let i = 0; i < x.shape[0]!; i++) {
      const at = Buffer.from(x.data.subarray(i * wanted.length, (i + 1) * wanted.length));
      if (at.equals(wanted)) found.push(i);
    }
    return found;
  };
  async function run(request: RunRequest): Promise<RunReply> {
    const reply = await inner.run(request);
    const [at] = rowsOf(request.inputs.x!);
    if (at === undefined) return reply;
    const outputs = { ...reply.outputs };
    const digests = int32OfBytes(outputs.digests!.data);
    const first = Math.floor(at / Number(request.params.batch));
    const changed = digests.map((d, s) => (s >= first ? d ^ 1 : d));
    outputs.digests = { ...outputs.digests!, data: int32Bytes(changed) };
    if (at === request.inputs.x!.shape[0]! - 1) {
      const codes = int32OfBytes(outputs.f3!.data);
      codes[5]! += 1;
      outputs.f3 = { ...outputs.f3!, data: int32Bytes(codes) };
    }
    return { ...reply, outputs };
  }
  return { ...inner, id: 'faulty', run };
}

describe('the first difference', () => {
  const { rows, state, order } = begin('ecg', 'sym');
  const [slow, js] = sessions as [Session, Session];
  const other = (row: number): Session => {
    return { ...slow, backend: faulty(slow.backend, rows.x[order[row]!]!) };
  };

  test('is found by step, sample, tensor and element', async () => {
    // row 10 of steps of 4: step 3, sample 3
    const indices = order.slice(0, 16);
    const { difference } = await runLockstep([js, other(10)], state, rows, indices, 4);
    expect(difference).toMatchObject({
      backend: 'faulty',
      reference: 'js',
      step: 3,
      sample: 3,
      tensor: 'f3',
      element: 5,
    });
  });

  test('is none where the row does not come up', async () => {
    const { difference } = await runLockstep([js, other(10)], state, rows, order.slice(0, 8), 4);
    expect(difference).toBeUndefined();
  });

  test('wires are looked at in the order of the computation', () => {
    expect(programOrder(['d0', 'd10', 'f2', 'f10', 'f0', 'l2_argmax'])).toEqual([
      'f0',
      'f2',
      'f10',
      'd10',
      'd0',
    ]);
    expect(tensorTitle('d3', () => 'relu')).toBe('d3, gradient of the input of layer 3 (relu)');
  });
});
