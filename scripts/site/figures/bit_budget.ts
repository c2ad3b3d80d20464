/** How the 32 bits of an accumulator are spent, by the width of the operands. */

import { type Figure, label } from './svg.ts';

const unit = 18;
const left = 120;

function bar(bits: number, top: number): string[] {
  const product = 2 * (bits - 1);
  const terms = 31 - product;
  const most = 2 ** terms - 1;
  const pieces: readonly (readonly [string, number, string])[] = [
    ['plain', 1, '±'],
    ['hot', terms, terms > 4 ? `${terms} for N terms` : `${terms}`],
    ['cool', product, `${product} for one product`],
  ];
  let x = left;
  const parts = [label(left - 12, top + 21, `${bits} × ${bits} bits`, 'strong', 'end')];
  for (const [kind, width, text] of pieces) {
    parts.push(
      `<rect class="${kind}" x="${x}" y="${top}" width="${width * unit - 2}" height="32" rx="4"/>`,
      label(x + (width * unit) / 2 - 1, top + 21, text, 'small'),
    );
    x += width * unit;
  }
  parts.push(label(x + 8, top + 21, `N ≤ ${most}`, '', 'start'));
  return parts;
}

export function bitBudget(): Figure {
  return {
    width: 790,
    height: 152,
    text: 'Three bars of 32 bits. Operands of 8 bits leave 17 bits for the number of terms, those of 12 bits leave 9, those of 16 bits leave 1.',
    caption:
      'A product of two mantissas −2^(b−1) needs 2(b−1) bits beside the sign; what is left of int32 is the number of products that can be added in any order. 511 products of 12 bits fit, of 16 bits only one: that is why operands have 12 bits.',
    parts: [8, 12, 16].flatMap((bits, i) => bar(bits, 10 + 46 * i)),
  };
}
