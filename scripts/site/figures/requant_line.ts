/** A requant on the number line: raw values above, the codes of the new grid below. */

import { newNumerics } from '../../../reference/primitives.ts';
import { ints, newTensor, symInt32Tensor } from '../../../reference/tensor.ts';
import { arrow, dot, type Figure, label, line } from './svg.ts';

const mantissas = [21, 10, 4, 0, -8];
const scale = 0.5;
const bits = 4;

export function requantLine(): Figure {
  const n = newNumerics('sym-2026-07-21');
  const x = symInt32Tensor(mantissas, scale, 12);
  const y = newTensor('SYM_INT32', [mantissas.length], bits);
  n.fn.requantDynamic(n, x, y);
  const codes = ints(y);
  const at = (value: number): number => 370 + value * 29;
  const [above, below] = [64, 168];
  const parts = [
    label(14, above - 36, `raw mantissas q, one step is s = ${scale}`, '', 'start'),
    line(at(-12.2), above, at(11.2), above, 'axis'),
    label(14, below + 50, `codes of ${bits} bits, one step is s′ = ${y.scale}`, '', 'start'),
    line(at(-12.2), below, at(11.2), below, 'axis'),
  ];
  for (let q = -24; q <= 22; q++)
    parts.push(line(at(q * scale), above - 3, at(q * scale), above + 3, 'tick'));
  for (let code = -8; code <= 7; code++) {
    const px = at(code * y.scale);
    parts.push(
      line(px, below - 6, px, below + 6, 'tick'),
      label(px, below + 24, `${code}`.replace('-', '−'), 'small'),
    );
  }
  mantissas.forEach((q, i) => {
    const [from, to] = [at(q * scale), at(codes[i]! * y.scale)];
    parts.push(
      arrow(from, above + 8, to, below - 9),
      dot(from, above, 'hot'),
      dot(to, below, 'cool'),
    );
    parts.push(label(from, above - 13, `${q}`.replace('-', '−'), 'strong'));
  });
  const list = mantissas.map((q, i) => `${q} becomes ${codes[i]}`).join(', ');
  return {
    width: 730,
    height: 230,
    text: `Raw mantissas at scale ${scale} move to the nearest code of a new grid with scale ${y.scale}: ${list}.`,
    caption: `A dynamic requant to ${bits} bits. The largest value, 21 · 0.5 = 10.5, gets the largest code, so the new scale is 10.5 ÷ 7 = ${y.scale}. Every other value goes to the nearest code: 10 ⊗ (0.5 ⊘ 1.5) is just above 3.33 and becomes 3. What is lost is the distance that an arrow moves sideways.`,
    parts,
  };
}
