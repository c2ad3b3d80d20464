/** Copies of tensors with other values, for mistakes that read an operand otherwise. */

import type { Tensor } from '../../../reference/tensor.ts';

/** The same tensor with other elements; `of` gives each from its old value and its index. */
export function mapped(
  t: Tensor,
  of: (old: number, i: number, data: Tensor['data']) => number,
): Tensor {
  const data = t.data.slice();
  t.data.forEach((old, i) => {
    data[i] = of(old, i, t.data);
  });
  return { ...t, data };
}

/** Exactly 1 in either format. */
export function ones(t: Tensor): Tensor {
  return { ...mapped(t, () => 1), scale: 1 };
}

export function zeros(t: Tensor): Tensor {
  return mapped(t, () => 0);
}

/** Only the batch items that are kept; the others are 0. */
export function itemsOf(t: Tensor, keeps: (b: number, batch: number) => boolean): Tensor {
  const batch = t.shape[0] ?? 1;
  const item = t.data.length / Math.max(1, batch);
  return mapped(t, (old, i) => (keeps(Math.floor(i / item), batch) ? old : 0));
}
