/**
 * Calls of scalar rules in blocks: tensors of many elements, so that millions of roundings and requants a second go
 * through the pipe. Every second block takes the next bit patterns in order, the others are drawn; the n-th block of
 * a form depends on the seed and n alone.
 */

import { newRandom } from '../../goldgen/kit/random.ts';
import { contractsOf, type OpDef } from '../../goldgen/op.ts';
import type { ContractId } from '../../reference/contracts.ts';
import { bitsOfFloat32 } from '../../schema/format/tensor.ts';
import type { WireCall, WireRounding, WireTarget } from '../../schema/format/types.ts';
import type { FuzzCase, Wish } from './cases.ts';
import { type Draft, draftOf } from './draft.ts';

/** Elements of a block, unless somebody wants another number. */
export const blockElements = 16_384;

/** One op with fixed parameters, and what its elements may be. */
interface Form {
  readonly op: string;
  readonly name: string;
  readonly x: Omit<WireTarget, 'shape'>;
  readonly y: Omit<WireTarget, 'shape'>;
  readonly params: WireCall['params'];
  /** how many patterns there are in order; pattern `i` of them */
  readonly patterns: number;
  readonly pattern: (i: number) => number;
}

/** Float patterns of both signs, the magnitudes below `end` in turn. */
const floatsBelow = (end: number) => ({
  patterns: 2 * end,
  pattern: (i: number) => ((i & 1) << 31) | (i >>> 1),
});

/** Mantissas of both signs whose magnitude takes at most so many bits. */
const mantissasOf = (bits: number) => ({
  patterns: 2 ** (bits + 1),
  pattern: (i: number) => i - 2 ** bits,
});

const modes: readonly WireRounding[] = ['HALF_AWAY', 'SR_HALF_AWAY'];
/** the float32 2^31, from which on a cast is undefined */
const castEnd = 0x4f000000;
/** the first NaN */
const nanStart = 0x7f800001;

const sym = (scale: number, bits: number, rounding: WireRounding = 'HALF_AWAY') =>
  ({ dtype: 'SYM_INT32', scale_bits: bitsOfFloat32(Math.fround(scale)), bits, rounding }) as const;

const float = { dtype: 'FLOAT32' } as const;

const forms: readonly Form[] = [
  ...modes.map(
    (rounding): Form => ({
      op: 'round',
      name: rounding,
      x: float,
      y: { dtype: 'INT32' },
      params: { rounding },
      ...floatsBelow(castEnd),
    }),
  ),
  ...[8, 12, 16].flatMap((bits) =>
    modes.flatMap((rounding): Form[] => [
      {
        op: 'requant_dynamic',
        name: `${bits} bits, ${rounding}`,
        x: sym(0.01, 24),
        y: sym(0.75, bits, rounding),
        params: {},
        ...mantissasOf(24),
      },
      {
        op: 'requant_fixed',
        name: `${bits} bits, ${rounding}`,
        x: sym(0.01, 24),
        y: sym(0.03 * 2 ** (24 - bits), bits, rounding),
        params: {},
        ...mantissasOf(24),
      },
    ]),
  ),
  ...['square_float32', 'sqrt_float32'].map(
    (op): Form => ({
      op,
      name: 'all patterns',
      x: float,
      y: float,
      params: {},
      ...floatsBelow(nanStart),
    }),
  ),
];

function callOfBlock(form: Form, wish: Wish, n: number, elements: number): WireCall {
  const data = new Uint8Array(4 * elements);
  const view = new DataView(data.buffer);
  const isDrawn = n % 2 === 1;
  const r = newRandom(`blocks/${wish.seed}/${form.op}/${form.name}/${n}`);
  const first = ((n >>> 1) * elements) % form.patterns;
  for (let k = 0; k < elements; k++) {
    const i = isDrawn ? Math.floor((r.uint32() / 2 ** 32) * form.patterns) : first + k;
    view.setUint32(4 * k, form.pattern(i % form.patterns) >>> 0, true);
  }
  const shape = [elements];
  return {
    params: form.params,
    inputs: { x: { ...fieldsOf(form.x, shape), data } },
    targets: { y: fieldsOf(form.y, shape) },
    rng: r.rngState(),
  };
}

/** The fields in the order of the format. */
function fieldsOf({ dtype, ...record }: Form['x'], shape: readonly number[]): WireTarget {
  return { dtype, shape, ...record };
}

function blockCase(
  form: Form,
  op: OpDef,
  contract: ContractId,
  call: WireCall,
  n: number,
): FuzzCase {
  let draft: Draft | undefined;
  return {
    op,
    contract,
    label: `${op.name}/${form.name}/${n}`,
    flags: [],
    call,
    // a list of elements that is made for a failure alone
    get base() {
      draft ??= draftOf(call);
      return draft;
    },
    steps: [],
  };
}

/** The blocks of a run, forms and contracts in turn; does not end by itself, unless no op has blocks. */
export function* blockCases(wish: Wish, elements = blockElements): Generator<FuzzCase> {
  const open = forms.flatMap((form) => {
    const op = wish.ops.find(({ name }) => name === form.op);
    if (op === undefined) return [];
    const contracts = contractsOf(op).filter((contract) => wish.contracts.includes(contract));
    return contracts.map((contract) => ({ form, op, contract }));
  });
  const { index = 1, count = 1 } = wish.shard ?? {};
  for (let n = index - 1; open.length > 0; n += count) {
    for (const { form, op, contract } of open) {
      yield blockCase(form, op, contract, callOfBlock(form, wish, n, elements), n);
    }
  }
}
