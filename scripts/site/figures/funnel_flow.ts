/** What surrounds an operation: operands in, kernel, epilogue. */

import { arrow, box, type Figure, label } from './svg.ts';

export function funnelFlow(): Figure {
  const inputs = ['x  SYM_INT32, 12 bits', 'w  SYM, 8 bits packed', 'bias  FLOAT32'];
  const boxes = inputs.map((text, i) =>
    box({ x: 8, y: 22 + 62 * i, width: 172, height: 44 }, [text], 'plain'),
  );
  return {
    width: 860,
    height: 252,
    text: 'Operands of any format pass the prologue and become int32 mantissas with a scale; the kernel computes raw int32 sums; the epilogue restores the declared width of an output or adds to a gradient.',
    caption:
      'One operation in SYM_INT32 arithmetic. Whatever the formats outside, the kernel sees int32 mantissas with one scale each, and gives sums that are wider than any label. The epilogue of an output restores its declared width on a fresh scale; that of a gradient adds to what is there. An operand that is SYM_INT32 already passes unchanged.',
    parts: [
      ...boxes,
      ...inputs.map((_, i) => arrow(184, 44 + 62 * i, 226, 106 + 24 * (i - 1))),
      box(
        { x: 230, y: 62, width: 138, height: 88 },
        ['prologue', 'to int32 and', 'one scale: S65'],
        'cool',
      ),
      arrow(372, 106, 408, 106),
      box(
        { x: 412, y: 62, width: 132, height: 88 },
        ['kernel', 'raw int32 sums', 'at sₓ ⊗ s_w: S66'],
        'hot',
      ),
      arrow(548, 94, 600, 62),
      arrow(548, 118, 600, 150),
      box(
        { x: 604, y: 20, width: 246, height: 76 },
        ['write', 'requant to the declared', 'width: S67, S51'],
        'cool',
      ),
      box(
        { x: 604, y: 118, width: 246, height: 76 },
        ['accumulate', 'into a gradient of at most', '16 bits: S68, S57–S62'],
        'cool',
      ),
      label(727, 226, 'output or dx wire, or gradient', 'small'),
      label(94, 226, 'operands', 'small'),
    ],
  };
}
