/**
 * Goal: what does not fit its op is an error on every backend, before any guard and whatever else is wrong with it.
 * Method: generated calls, changed at random; those that do not fit are put to the reference, to the JavaScript kernels and
 * to a C build.
 */

import { afterAll, expect, it } from 'vitest';
import { defaultBackendOptions } from '../conformance/backends/backend.ts';
import { answer } from '../conformance/backends/js/answer.ts';
import { jsKernels } from '../conformance/backends/js/registry.ts';
import { patchedBackend } from '../conformance/backends/patched.ts';
import { readyTargets } from '../conformance/backends/toolchain/tools.ts';
import { newCaseGen } from '../goldgen/build.ts';
import { target } from '../goldgen/kit/tensors.ts';
import { findOp, ops } from '../goldgen/registry.ts';
import { callToWire } from '../goldgen/wire.ts';
import { contractIds, defaultContractId } from '../reference/contracts.ts';
import type { RunReply, RunRequest } from '../schema/format/types.ts';
import { misfitOfCall } from './call_fits.ts';
import { fuzzCases } from './fuzz/cases.ts';
import { referenceReply } from './reference_backend.ts';

const build = 'native:gcc-O2';

/** The first `count` changed calls that do not fit. */
function misfits(count: number): (RunRequest & { readonly why: string })[] {
  const found: (RunRequest & { readonly why: string })[] = [];
  for (const { op, contract, call } of fuzzCases({
    seed: 2026,
    isWild: true,
    ops,
    contracts: contractIds,
  })) {
    const why = misfitOfCall(op.name, contract, call);
    if (why === undefined) continue;
    found.push({ verb: 'run', seq: found.length, op: op.name, contract, ...call, why });
    if (found.length === count) break;
  }
  return found;
}

/** The first training of an op, with room for no step's results. */
function trainingOfNoStep(name: string): ReturnType<typeof misfits>[number] {
  const op = findOp(name)!;
  const contract = defaultContractId;
  for (const { params, tensors, rng } of op.cases(newCaseGen(op, contract))) {
    const none = { ...tensors, losses: target('FLOAT32', [0]), digests: target('INT32', [0]) };
    const call = callToWire(op, params, none, rng);
    return {
      verb: 'run',
      seq: 0,
      op: name,
      contract,
      ...call,
      why: 'tensor "losses" does not fit the call',
    };
  }
  throw new Error(`${name} draws nothing`);
}

const calls = [...misfits(300), ...['trajectory', 'training_run'].map(trainingOfNoStep)];

function linesOf(replies: readonly RunReply[]): string[] {
  return replies.map(({ status, message = '' }, i) => `${calls[i]!.op}: ${status}: ${message}`);
}

const expected = calls.map(({ op, why }) => `${op}: error: ${why}`);

it('the reference says what does not fit', () => {
  expect(linesOf(calls.map(({ why: _, ...request }) => referenceReply(request)))).toEqual(expected);
});

it('the JavaScript kernels say the same', () => {
  const replies = calls.map(({ why: _, ...request }) => answer(jsKernels, request) as RunReply);
  expect(linesOf(replies)).toEqual(expected);
});

const isReady = (await readyTargets([build])).has(build);
const backend = patchedBackend(build, defaultBackendOptions, {});
afterAll(() => backend.stop());

it.runIf(isReady)('C kernels do', async () => {
  await backend.start();
  const replies: RunReply[] = [];
  for (const { why: _, ...request } of calls) replies.push(await backend.run(request));
  expect(linesOf(replies)).toEqual(expected);
});
