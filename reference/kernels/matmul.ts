/** Matrix products over logical extents, with and without bias (S83–S87). */

import type { Numerics } from '../numerics.ts';
import { demand, precondition } from '../refusal.ts';
import { floats, ints, store, type Tensor, tensorCount } from '../tensor.ts';

/** One operand as a matrix: element (i, j) is stored at `i·rowStride + j·columnStride`. */
export interface MatrixView {
  readonly rows: number;
  readonly columns: number;
  readonly rowStride: number;
  readonly columnStride: number;
}

/** S83: an operand as a matrix; rank 1 is a row (left) or a column (right). Refuses (A16) rank > 2. */
export function matrixView(n: Numerics, t: Tensor, side: 'left' | 'right'): MatrixView {
  const rank = t.shape.length;
  demand(rank <= 2, 'A16', `matmul takes at most rank 2, got ${rank}`);
  precondition(rank >= 1, 'matmul of a rank-0 operand');
  const [e0, e1] = n.fn.logicalExtents(n, t);
  const [s0, s1] = n.fn.logicalStrides(n, t);
  if (e1 !== undefined) return { rows: e0!, columns: e1, rowStride: s0!, columnStride: s1! };
  if (side === 'left') return { rows: 1, columns: e0!, rowStride: 0, columnStride: s0! };
  return { rows: e0!, columns: 1, rowStride: s0!, columnStride: 0 };
}

/** S83: the views of both operands; refuses (A16) different inner extents. */
export function matmulViews(n: Numerics, a: Tensor, b: Tensor): { a: MatrixView; b: MatrixView } {
  const left = n.fn.matrixView(n, a, 'left');
  const right = n.fn.matrixView(n, b, 'right');
  const message = `inner extents ${left.columns} and ${right.rows} differ`;
  demand(left.columns === right.rows, 'A16', message);
  return { a: left, b: right };
}

/**
 * S84: mantissa products, row-major; `seeds` holds one starting value per column. Products and sums beyond
 * int32 wrap and are noted in the overflow log.
 */
export function matmulInt(n: Numerics, a: Tensor, b: Tensor, seeds?: Int32Array): Int32Array {
  const views = n.fn.matmulViews(n, a, b);
  const { rows, columns: inner } = views.a;
  const { columns } = views.b;
  const isSeeded = seeds === undefined || seeds.length === columns;
  precondition(isSeeded, `${seeds?.length} seeds for ${columns} columns`);
  const [left, right] = [ints(a), ints(b)];
  const sums = n.fn.newAccumulators(n, rows * columns);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const at = row * columns + column;
      sums.seed(at, seeds?.[column] ?? 0);
      for (let k = 0; k < inner; k++) {
        const x = left[row * views.a.rowStride + k * views.a.columnStride]!;
        const w = right[k * views.b.rowStride + column * views.b.columnStride]!;
        sums.add(at, n.fn.mulInt32(n, x, w));
      }
    }
  }
  return sums.finish();
}

/** Refuses (A16) a bias whose element count is not the number of columns. */
export function demandBiasCount(n: Numerics, b: Tensor, bias: Tensor): void {
  const { columns } = n.fn.matrixView(n, b, 'right');
  const count = tensorCount(bias);
  if (n.contract.matmulBiasCheck === 'checked') {
    demand(count === columns, 'A16', `${count} bias values for ${columns} columns`);
  } else {
    precondition(count === columns, 'a bias of another length is not looked at');
  }
}

/** S85: float32 products; the bias (or +0) is the starting value of every sum, k ascends. */
export function matmulFloat(n: Numerics, a: Tensor, b: Tensor, bias?: Tensor): Float32Array {
  if (bias !== undefined) n.fn.demandBiasCount(n, b, bias);
  const views = n.fn.matmulViews(n, a, b);
  const { rows, columns: inner } = views.a;
  const { columns } = views.b;
  const [left, right] = [floats(a), floats(b)];
  const start = bias === undefined ? undefined : floats(bias);
  const out = new Float32Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      let sum = start?.[column] ?? 0;
      for (let k = 0; k < inner; k++) {
        const x = left[row * views.a.rowStride + k * views.a.columnStride]!;
        const w = right[k * views.b.rowStride + column * views.b.columnStride]!;
        sum = n.f.mulAdd(x, w, sum);
      }
      out[row * columns + column] = sum;
    }
  }
  return out;
}

/**
 * S86 operand guard: SYM_INT32 with a label within the contract's bound, else refused (A16). Where the
 * contract checks no label, another dtype is undefined.
 */
export function guardMatmulOperand(n: Numerics, t: Tensor): void {
  const limit = n.contract.matmulLabelMax;
  if (limit === 0) {
    precondition(t.dtype === 'SYM_INT32', `a ${t.dtype} operand is read as mantissas`);
    return;
  }
  demand(t.dtype === 'SYM_INT32', 'A16', `SYM matmul takes SYM_INT32 operands, got ${t.dtype}`);
  demand(t.bits <= limit, 'A16', `operand label ${t.bits} exceeds ${limit}`);
}

/** S86: the scale of a product, `sA ⊗ sB`. */
export function productScale(n: Numerics, sA: number, sB: number): number {
  return n.f.mul(sA, sB);
}

/** S86: raw mantissas and product scale into `out`; its label and mode are not looked at. */
export function matmulSym(n: Numerics, a: Tensor, b: Tensor, out: Tensor): void {
  n.fn.guardMatmulOperand(n, a);
  n.fn.guardMatmulOperand(n, b);
  store(ints(out), n.fn.matmulInt(n, a, b));
  out.scale = n.fn.productScale(n, a.scale, b.scale);
}

/** S87: a bias must be SYM_INT32 with one value per column, whatever its label; else refused (A16). */
export function guardMatmulBias(n: Numerics, b: Tensor, bias: Tensor): void {
  if (n.contract.matmulBiasCheck === 'checked') {
    demand(bias.dtype === 'SYM_INT32', 'A16', `a SYM bias must be SYM_INT32, got ${bias.dtype}`);
  } else {
    precondition(bias.dtype === 'SYM_INT32', `a ${bias.dtype} bias is read as mantissas`);
  }
  n.fn.demandBiasCount(n, b, bias);
}

/**
 * Bias mantissas moved to the accumulator scale `sOut`, index ascending: S20 with the bias record's mode
 * (one draw each in SR mode, refused with A12 beyond the guard), or the June form, half-away and unguarded.
 */
export function biasSeeds(n: Numerics, bias: Tensor, sOut: number): Int32Array {
  const mantissas = ints(bias);
  const seeds = new Int32Array(mantissas.length);
  mantissas.forEach((q, i) => {
    seeds[i] = n.fn.biasSeed(n, q, bias, sOut);
  });
  return seeds;
}

/** One bias seed; see `biasSeeds`. */
export function biasSeed(n: Numerics, q: number, bias: Tensor, sOut: number): number {
  if (n.contract.biasSeed === 'seed_rescale') {
    return n.fn.seedRescale(n, q, bias.scale, sOut, bias.rounding);
  }
  return n.fn.roundHalfAway(n, n.f.div(n.f.mul(n.f.fromInt(q), bias.scale), sOut));
}

/** S87: as S86, every column's sum starting at its bias seed; seeds are computed once, not per row. */
export function matmulSymBias(n: Numerics, a: Tensor, b: Tensor, bias: Tensor, out: Tensor): void {
  n.fn.guardMatmulOperand(n, a);
  n.fn.guardMatmulOperand(n, b);
  n.fn.guardMatmulBias(n, b, bias);
  const sOut = n.fn.productScale(n, a.scale, b.scale);
  store(ints(out), n.fn.matmulInt(n, a, b, n.fn.biasSeeds(n, bias, sOut)));
  out.scale = sOut;
}
