/** Softmax over all elements of the tensor (L27). */

import type { Arithmetic } from '../funnel.ts';
import type { Numerics } from '../numerics.ts';
import { demand, precondition } from '../refusal.ts';
import { float32Tensor, floats, store, type Tensor } from '../tensor.ts';
import type { SoftmaxLayer } from './layer.ts';

/** L27: the forward's hard-wired arithmetic; the layer's declared one is not read. */
export const softmaxArithmetic: Arithmetic = { type: 'ARITH_FLOAT32', rounding: 'HALF_AWAY' };

/** L27: the first maximum, subtracted from every logit. */
export function softmaxMaximum(_n: Numerics, values: Float32Array): number {
  let maximum = values[0]!;
  for (const value of values) if (value > maximum) maximum = value;
  return maximum;
}

/**
 * What is subtracted before exp: the maximum, or nothing in the raw form of an early SYM arm, which a wire on
 * either side selects.
 */
export function softmaxShift(n: Numerics, x: Tensor, y: Tensor, values: Float32Array): number {
  const isFloat = x.dtype === 'FLOAT32' && y.dtype === 'FLOAT32';
  const raw = n.contract.softmax === 'raw_logits' && !isFloat;
  return raw ? 0 : n.fn.softmaxMaximum(n, values);
}

/** The early contracts refuse (A4) ASYM wires. */
export function guardSoftmaxWires(n: Numerics, x: Tensor, y: Tensor): void {
  if (n.contract.softmax !== 'raw_logits') return;
  demand(x.dtype !== 'ASYM' && y.dtype !== 'ASYM', 'A4', 'Softmax of an ASYM wire');
}

/** L27: `exp(x ⊖ M)` of every element, then divided by their sequential sum. */
export function softmaxValues(n: Numerics, values: Float32Array, shift: number): Float32Array {
  const powers = values.map((x) => n.fn.exp32(n, n.f.sub(x, shift)));
  let sum = 0;
  for (const power of powers) sum = n.f.add(sum, power);
  return powers.map((power) => n.f.div(power, sum));
}

/** L27 forward: over the whole tensor, batch included; OUT_WRITE, HALF_AWAY. Empty input is undefined. */
export function softmaxForward(n: Numerics, _layer: SoftmaxLayer, x: Tensor, y: Tensor): void {
  n.fn.guardSoftmaxWires(n, x, y);
  precondition(x.data.length > 0, 'Softmax of an empty tensor');
  n.fn.executeOp(
    n,
    (_, operands, raw) => {
      const values = floats(operands[0]!);
      store(floats(raw), n.fn.softmaxValues(n, values, n.fn.softmaxShift(n, x, y, values)));
    },
    [x],
    softmaxArithmetic,
    'OUT_WRITE',
    y,
  );
}

/** L27 gradient as a function of its arguments: `dot = Σ s ⊗ g`, `dx = s ⊗ (g ⊖ dot)`. */
export function softmaxGradient(n: Numerics, s: Float32Array, g: Float32Array): Float32Array {
  let dot = 0;
  for (let i = 0; i < s.length; i++) dot = n.f.mulAdd(s[i]!, g[i]!, dot);
  return s.map((value, i) => n.f.mul(value, n.f.sub(g[i]!, dot)));
}

/**
 * L27 backward with s = the tensor passed as forward input (the training loop passes the logits). The arithmetic of dx selects
 * the arm; the FLOAT32 arm on other wires is undefined. dx takes
 * the result in its own dtype, width and mode: n draws into an SR record.
 */
export function softmaxBackward(
  n: Numerics,
  layer: SoftmaxLayer,
  x: Tensor,
  dy: Tensor,
  dx: Tensor,
): void {
  const isFloat = layer.propLossMath.type === 'ARITH_FLOAT32';
  const areFloat = [x, dy, dx].every((t) => t.dtype === 'FLOAT32');
  precondition(!isFloat || areFloat, 'the FLOAT32 arm reads the bytes of its wires as floats');
  const [s, g] = [n.fn.decodeTensor(n, x), n.fn.decodeTensor(n, dy)];
  precondition(s.length === g.length, `${g.length} gradients of ${s.length} probabilities`);
  const gradient = n.fn.softmaxGradient(n, s, g);
  if (dx.dtype === 'FLOAT32') store(floats(dx), gradient);
  else n.fn.convert(n, float32Tensor(gradient, dx.shape), dx);
}
