/** The wires that a model call declares: they must be those that the model has, and take their results. */

import type { Numerics } from '../../../reference/numerics.ts';
import { primitives } from '../../../reference/primitives.ts';
import { precondition } from '../../../reference/refusal.ts';
import type { QuantRecord, Tensor } from '../../../reference/tensor.ts';
import type { GradientTrace } from '../../../reference/training/step.ts';
import type { OpCall } from '../../op.ts';
import type { ModelCall } from './model_call.ts';
import { forwardWire, gradientWire, isWire } from './model_names.ts';

function hasRecord(t: Tensor, { dtype, bits, rounding }: QuantRecord): boolean {
  return t.bits === bits && t.rounding === rounding && t.dtype === dtype;
}

export function giveBack(call: OpCall, name: string, wire: Tensor): void {
  const t = call.tensor(name);
  if (!hasRecord(t, wire)) {
    throw new TypeError(`tensor "${name}" declares another record than the wire has`);
  }
  t.data = wire.data;
  t.scale = wire.scale;
}

/** `f<i>`: outputs of the layers; `d<i>`: gradients entering below them, the last one of the loss. */
export function giveWires(call: OpCall, trace: GradientTrace): void {
  trace.forward.forEach((wire, i) => {
    giveBack(call, forwardWire(i), wire);
  });
  trace.dx.forEach((wire, i) => {
    giveBack(call, gradientWire(i), wire);
  });
  giveBack(call, gradientWire(trace.first + 1), trace.seed);
}

function demandWire(
  call: OpCall,
  name: string,
  record: QuantRecord,
  shape: readonly number[],
): void {
  const t = call.tensor(name);
  const isPlain = t.order.every((axis, p) => axis === p);
  const fits = hasRecord(t, record) && `${t.shape}` === `${shape}` && isPlain;
  precondition(fits, `"${name}" is declared otherwise than the model has it`);
}

/** A wire that is none of the model's would stay unwritten. */
function demandNoOther(call: OpCall, known: ReadonlySet<string>): void {
  for (const name of Object.keys(call.tensors)) {
    precondition(!isWire(name) || known.has(name), `"${name}" is none of the model`);
  }
}

/**
 * Raises undefined behaviour for wires that are none of the model's, or declared otherwise than the model has them for
 * one of the samples, before anything is computed: who computes in the declared ones answers something else.
 */
export function demandWires(n: Numerics, call: OpCall, m: ModelCall, trains: boolean): void {
  const plain: Numerics = { ...n, fn: primitives };
  precondition(m.model.layers.length > 0, 'a model without layers');
  precondition(m.samples.length > 0, 'a model call without samples');
  const seen = new Set<string>();
  const known = new Set(Object.keys(m.internals));
  const demand = (name: string, record: QuantRecord, shape: readonly number[]): void => {
    known.add(name);
    demandWire(call, name, record, shape);
  };
  for (const { x } of m.samples) {
    const key = `${x.dtype} ${x.bits} ${x.rounding} ${x.shape}`;
    if (seen.has(key)) continue;
    seen.add(key);
    const forward = primitives.allocateForward(plain, m.model, x);
    forward.forEach((wire, i) => {
      demand(forwardWire(i), wire, wire.shape);
    });
    if (!trains) continue;
    const first = primitives.firstBackwardLayer(plain, m.model);
    for (let i = 0; i <= first; i++) {
      const input = forward[i - 1] ?? x;
      const declared = m.model.layers[i]!.propLoss;
      const record = primitives.propLossRecord(plain, declared, input);
      demand(gradientWire(i), record, input.shape);
    }
    const output = forward.at(-1)!;
    demand(gradientWire(first + 1), output, output.shape);
  }
  demandNoOther(call, known);
}
