/** Printed numbers of the clauses, and the committed cases that carry them. */

import type { ContractId } from '../../reference/contracts.ts';
import { float32FromBits } from '../../reference/num/float32.ts';
import type {
  VectorFile,
  WireCase,
  WireParam,
  WireTarget,
  WireTensor,
} from '../../schema/format/types.ts';

/**
 * One printed vector: which inputs, which results. A tensor is written as words in any order: `12b` (width),
 * `HA` or `SR`, a dtype, `@3dcccccd` or `@.5` (scale), `zp-5` (zero point), the whole payload as
 * `bits:3f800000,bf000000` or `bytes:ff0740`, and numbers: int32 or float32 as the tensor is, `0x3dcccccd` a
 * float32 by its bits. `...` leaves numbers out, `~` marks decimals printed with fewer digits than a float32
 * has. What is not written is not compared.
 */
export interface Pin {
  readonly flag: string;
  readonly op: string;
  /** inputs, targets and parameters by name; a parameter is a number or a word */
  readonly given: Readonly<Record<string, string | number>>;
  /** outputs by name, or that the call is refused */
  readonly gives: Readonly<Record<string, string>> | 'refused';
  /** generator states before and after, where they are printed */
  readonly rng?: readonly [number, number?];
  /** where it holds; otherwise in every printed contract that has the op */
  readonly contracts?: readonly ContractId[];
}

export const june11 = ['sym-2026-06-11'] as const;
export const june23 = ['sym-2026-06-23'] as const;
export const june = [...june11, ...june23] as const;
export const july = ['sym-2026-07-21'] as const;
export const since23 = [...june23, ...july] as const;
/** The contracts that the clauses print numbers of. */
export const printed = [...june, ...july] as const;

interface Words {
  readonly facts: Readonly<Record<string, string | number>>;
  readonly numbers: readonly number[];
  /** how many numbers stand before `...`, where it is written */
  readonly gap: number | undefined;
  /** decimals that were printed with fewer digits than a float32 needs */
  readonly near: boolean;
}

const scratch = new DataView(new ArrayBuffer(8));

function float32Bits(value: number): number {
  scratch.setFloat32(0, value);
  return scratch.getUint32(0);
}

function scaleBits(text: string): number {
  return /^[0-9a-f]{8}$/.test(text) ? Number.parseInt(text, 16) : float32Bits(Number(text));
}

function parse(text: string): Words {
  const facts: Record<string, string | number> = {};
  const numbers: number[] = [];
  let gap: number | undefined;
  let near = false;
  for (const word of text.split(/\s+/).filter((w) => w !== '')) {
    if (word === '...') gap = numbers.length;
    else if (word === '~') near = true;
    else if (word === 'HA') facts.rounding = 'HALF_AWAY';
    else if (word === 'SR') facts.rounding = 'SR_HALF_AWAY';
    else if (/^\d+b$/.test(word)) facts.bits = Number.parseInt(word, 10);
    else if (word.startsWith('@')) facts.scale_bits = scaleBits(word.slice(1));
    else if (word.startsWith('zp')) facts.zero_point = Number(word.slice(2));
    else if (word.startsWith('bits:')) facts.payload = word.slice(5);
    else if (word.startsWith('bytes:')) facts.payload = word.slice(6);
    else if (word.startsWith('0x')) numbers.push(float32FromBits(Number(word)));
    else if (/^[A-Z]/.test(word)) facts.dtype = word;
    else if (Number.isNaN(Number(word))) throw new TypeError(`"${word}" in "${text}" is no number`);
    else numbers.push(Number(word));
  }
  return { facts, numbers, gap, near };
}

function words32(data: Uint8Array): string[] {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  return Array.from({ length: data.length / 4 }, (_, i) =>
    view
      .getUint32(4 * i, true)
      .toString(16)
      .padStart(8, '0'),
  );
}

function payload(tensor: WireTensor, listed: boolean): string {
  return listed ? words32(tensor.data).join(',') : Buffer.from(tensor.data).toString('hex');
}

function numbersOf(tensor: WireTensor): number[] {
  const { data } = tensor;
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  return Array.from({ length: data.length / 4 }, (_, i) =>
    tensor.dtype === 'FLOAT32' ? view.getFloat32(4 * i, true) : view.getInt32(4 * i, true),
  );
}

function equal(is: number, wanted: number, near: boolean): boolean {
  return is === wanted || (near && Math.abs(is - wanted) <= 1e-6 * Math.abs(wanted));
}

function hasData(tensor: WireTensor | WireTarget): tensor is WireTensor {
  return 'data' in tensor;
}

/** What differs between the written tensor and the stored one, or '' if nothing does. */
export function differs(text: string, tensor: WireTensor | WireTarget): string {
  const { facts, numbers, gap, near } = parse(text);
  const seen: Record<string, unknown> = { ...tensor };
  for (const [key, value] of Object.entries(facts)) {
    const listed = text.includes('bits:');
    const is = key === 'payload' && hasData(tensor) ? payload(tensor, listed) : seen[key];
    if (is !== value) return `${key} is ${is}, not ${value}`;
  }
  if (numbers.length === 0) return '';
  const stored = hasData(tensor) ? numbersOf(tensor) : [];
  const tail = gap === undefined ? 0 : stored.length - numbers.length + gap;
  const compared = gap === undefined ? stored : [...stored.slice(0, gap), ...stored.slice(tail)];
  // generator states are printed unsigned
  const wanted = numbers.map((v) => (tensor.dtype === 'FLOAT32' ? Math.fround(v) : v | 0));
  const same =
    compared.length === wanted.length && compared.every((v, i) => equal(v, wanted[i]!, near));
  return same ? '' : `data is ${compared.join(' ')}, not ${wanted.join(' ')}`;
}

function sameParam(wanted: string | number, param: WireParam | undefined): boolean {
  if (param instanceof Uint8Array) {
    return new DataView(param.buffer, param.byteOffset, 8).getFloat64(0, true) === wanted;
  }
  return param === wanted || (typeof wanted === 'number' && param === float32Bits(wanted));
}

function matches(pin: Pin, c: WireCase): boolean {
  if (!c.flags.includes(pin.flag)) return false;
  if (pin.rng !== undefined && c.rng !== pin.rng[0]) return false;
  return Object.entries(pin.given).every(([name, wanted]) => {
    const tensor = c.inputs[name] ?? c.targets[name];
    if (tensor === undefined) return sameParam(wanted, c.params[name]);
    return differs(`${wanted}`, tensor) === '';
  });
}

function wrong(pin: Pin, c: WireCase): string[] {
  const { status, outputs, rng } = c.expected;
  if (pin.gives === 'refused') return status === 'refused' ? [] : [`${c.id}: status is ${status}`];
  if (outputs === undefined) return [`${c.id}: status is ${status}`];
  const errors = Object.entries(pin.gives).flatMap(([name, text]) => {
    const tensor = outputs[name];
    const difference = tensor === undefined ? 'is missing' : differs(text, tensor);
    return difference === '' ? [] : [`${c.id}: ${name}: ${difference}`];
  });
  const after = pin.rng?.[1];
  if (after !== undefined && rng !== after) errors.push(`${c.id}: generator is ${rng}`);
  return errors;
}

/** What is wrong with a pin in one file: no case has its inputs, or a case gives something else. */
export function check(pin: Pin, file: VectorFile): string[] {
  const found = file.cases.filter((c) => matches(pin, c));
  return found.length === 0
    ? ['no case with this flag and these inputs']
    : found.flatMap((c) => wrong(pin, c));
}
