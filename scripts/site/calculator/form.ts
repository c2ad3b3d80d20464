/**
 * What a reader enters: every field as text, so that it can stand in a link. An example of the
 * specification fills the same fields.
 */

import { contractIds, defaultContractId } from '../../../reference/contracts.ts';

export interface TensorFields {
  readonly dtype: string;
  /** extents, `2×3` */
  shape: string;
  /** the logical axes of the physical ones; empty for the identity */
  order: string;
  /** widths, modes, scales: empty where the format has none, or where the op gives it */
  bits: string;
  rounding: string;
  scale: string;
  zero_point: string;
  /** empty for a tensor that is only written */
  data: string;
}

export interface CallFields {
  contract: string;
  /** shown beside the first one; empty for none */
  versus: string;
  rng: string;
  params: Record<string, string>;
  tensors: Record<string, TensorFields>;
}

export const tensorFieldNames = [
  'shape',
  'order',
  'bits',
  'rounding',
  'scale',
  'zero_point',
  'data',
] as const;

type Scalar = number | string;

/** A tensor as an example of the specification writes it. */
interface WrittenTensor {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly order?: readonly number[];
  readonly bits?: number;
  readonly rounding?: string;
  readonly scale?: Scalar;
  readonly zero_point?: number;
  readonly data?: readonly Scalar[];
}

/** An example of the specification. */
export interface WrittenCall {
  readonly op: string;
  readonly contract?: string;
  readonly rng?: number;
  readonly params: Readonly<Record<string, Scalar>>;
  readonly tensors: Readonly<Record<string, WrittenTensor>>;
  readonly expect?: unknown;
  readonly refused?: string;
}

function text(value: Scalar | undefined): string {
  if (value === undefined) return '';
  return Object.is(value, -0) ? '-0' : `${value}`;
}

function tensorFields(t: WrittenTensor): TensorFields {
  return {
    dtype: t.dtype,
    shape: t.shape.join('×'),
    order: (t.order ?? []).join(', '),
    bits: text(t.bits),
    rounding: text(t.rounding),
    scale: text(t.scale),
    zero_point: text(t.zero_point),
    data: (t.data ?? []).map(text).join(', '),
  };
}

/** The contract that is shown beside another one: the nearest older, else the nearest newer. */
export function neighbour(contract: string, available: readonly string[]): string {
  const at = available.indexOf(contract);
  return available[at - 1] ?? available[at + 1] ?? '';
}

export function fieldsOf(call: WrittenCall, available: readonly string[]): CallFields {
  const contract = call.contract ?? defaultContractId;
  const params = Object.entries(call.params).map(([name, value]) => [name, text(value)]);
  const tensors = Object.entries(call.tensors).map(([name, t]) => [name, tensorFields(t)]);
  return {
    contract,
    versus: neighbour(contract, available),
    rng: text(call.rng ?? 1),
    params: Object.fromEntries(params),
    tensors: Object.fromEntries(tensors),
  };
}

/** The part of a link behind `#`: one name per field that is not empty. */
export function linkOf(fields: CallFields): string {
  const query = new URLSearchParams();
  query.set('contract', fields.contract);
  if (fields.versus !== '') query.set('versus', fields.versus);
  query.set('rng', fields.rng);
  for (const [name, value] of Object.entries(fields.params)) query.set(`${name}`, value);
  for (const [name, t] of Object.entries(fields.tensors)) {
    query.set(`${name}.dtype`, t.dtype);
    for (const field of tensorFieldNames) {
      const value = t[field].replaceAll(', ', ',').replaceAll('×', 'x');
      if (value !== '') query.set(`${name}.${field}`, value);
    }
  }
  return query.toString().replaceAll('%2C', ',');
}

const known = new Set(['contract', 'versus', 'rng']);

/** The fields that a link holds; `undefined` where it holds none. */
export function fieldsOfLink(link: string): CallFields | undefined {
  const query = new URLSearchParams(link.replace(/^#/, ''));
  const contract = query.get('contract');
  if (contractIds.every((id) => id !== contract)) return undefined;
  const fields: CallFields = {
    contract: contract!,
    versus: query.get('versus') ?? '',
    rng: query.get('rng') ?? '1',
    params: {},
    tensors: {},
  };
  for (const [key, value] of query) {
    const [name = '', field] = key.split('.');
    if (field === undefined) {
      if (!known.has(name)) fields.params[name] = value;
    } else if (field === 'dtype') {
      fields.tensors[name] = emptyTensor(value);
    }
  }
  for (const [name, t] of Object.entries(fields.tensors)) {
    for (const field of tensorFieldNames) t[field] = query.get(`${name}.${field}`) ?? '';
    t.shape = t.shape.replaceAll('x', '×');
    t.data = t.data.replaceAll(',', ', ');
    t.order = t.order.replaceAll(',', ', ');
  }
  return fields;
}

export function emptyTensor(dtype: string): TensorFields {
  const isGrid = dtype !== 'FLOAT32' && dtype !== 'INT32' && dtype !== 'BOOL';
  return {
    dtype,
    shape: '',
    order: '',
    bits: isGrid ? '12' : '',
    rounding: isGrid ? 'HALF_AWAY' : '',
    scale: '',
    zero_point: '',
    data: '',
  };
}
