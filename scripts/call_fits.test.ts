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
import { target, withOrder } from '../goldgen/kit/tensors.ts';
import type { CaseInput } from '../goldgen/op.ts';
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

/** A call that an op draws, the first that a condition takes, changed. */
function drawn(
  name: string,
  change: (input: CaseInput) => Partial<CaseInput>,
  takes: (input: CaseInput) => boolean = () => true,
): RunRequest {
  const [op, contract] = [findOp(name)!, defaultContractId];
  for (const input of op.cases(newCaseGen(op, contract))) {
    if (!takes(input)) continue;
    const { params, tensors, rng } = { ...input, ...change(input) };
    return { verb: 'run', seq: 0, op: name, contract, ...callToWire(op, params, tensors, rng) };
  }
  throw new Error(`${name} draws no such call`);
}

/** A training with room for no step's results. */
const ofNoStep = ['trajectory', 'training_run'].map((name) => ({
  ...drawn(name, ({ tensors }) => {
    const none = { losses: target('FLOAT32', [0]), digests: target('INT32', [0]) };
    return { tensors: { ...tensors, ...none } };
  }),
  why: 'tensor "losses" does not fit the call',
}));

/** An evaluation with more rows of outputs than samples. */
const withMoreOutputs = {
  ...drawn('model_forward', ({ tensors }) => {
    const [rows = 0, ...row] = tensors.outputs!.shape;
    return { tensors: { ...tensors, outputs: target('FLOAT32', [rows + 1, ...row]) } };
  }),
  why: 'tensor "outputs" does not fit the call',
};

/** Stacked samples that do not lie one behind the other. */
const inAnotherOrder = ['training_run', 'model_forward'].map((name) => ({
  ...drawn(name, ({ tensors }) => {
    const x = tensors.x!;
    return { tensors: { ...tensors, x: withOrder(x, x.order.toReversed()) } };
  }),
  why: 'tensor "x" does not fit the call',
}));

const calls = [...misfits(300), ...ofNoStep, withMoreOutputs, ...inAnotherOrder];

/** What only one of the optimizers needs, and so is optional in the declaration. */
const own = {
  SGD: ['momentum', 'weight_decay'],
  ADAMW: ['beta1', 'beta2', 'epsilon', 'decay', 't'],
} as const;

/** A training without one of its optimizer's parameters. */
const lacking = Object.entries(own).flatMap(([optimizer, names]) =>
  names.map((name) =>
    drawn(
      'training_step',
      ({ params }) => {
        const { [name]: _, ...others } = params;
        return { params: others };
      },
      ({ params }) => params.optimizer === optimizer,
    ),
  ),
);

function linesOf(replies: readonly RunReply[]): string[] {
  return replies.map(({ status, message = '' }, i) => `${calls[i]!.op}: ${status}: ${message}`);
}

const expected = calls.map(({ op, why }) => `${op}: error: ${why}`);

it('the reference says what does not fit', () => {
  expect(linesOf(calls.map(({ why: _, ...request }) => referenceReply(request)))).toEqual(expected);
});

it('a training whose optimizer lacks a parameter is an error to the reference and in JavaScript', () => {
  for (const request of lacking) {
    expect(referenceReply(request)).toMatchObject({ status: 'error' });
    expect(answer(jsKernels, request)).toMatchObject({ status: 'error' });
  }
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
  for (const request of lacking) {
    expect(await backend.run(request)).toMatchObject({ status: 'error' });
  }
});
