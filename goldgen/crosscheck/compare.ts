/** Bitwise comparison of what the reference computed with what was recorded. NaN payloads are equal. */

import { float32ToBits } from '../../reference/num/float32.ts';
import type { Tensor } from '../../reference/tensor.ts';
import { bytesOfHex, floatOf, isRecordedTensor } from './recorded.ts';
import type { Emitted, Mismatch, RecordedTensor, RecordedValue } from './types.ts';

type Note = (path: string, expected: string, got: string) => void;

export function hex32(bits: number): string {
  return `0x${(bits >>> 0).toString(16).padStart(8, '0')}`;
}

function floatText(x: number): string {
  return `${hex32(float32ToBits(x))} (${x})`;
}

function compareFloat(note: Note, path: string, recorded: RecordedValue, got: number): void {
  const expected = floatOf(recorded, path);
  if (float32ToBits(expected) !== float32ToBits(got))
    note(path, floatText(expected), floatText(got));
}

function compareRecord(note: Note, path: string, expected: RecordedTensor, got: Tensor): void {
  const field = (name: string, want: unknown, have: unknown): void => {
    if (JSON.stringify(want) !== JSON.stringify(have)) {
      note(`${path}/${name}`, JSON.stringify(want), JSON.stringify(have));
    }
  };
  field('dtype', expected.dtype, got.dtype);
  field('shape', expected.shape, got.shape);
  field('order', expected.order ?? expected.shape.map((_, axis) => axis), got.order);
  if (expected.scale !== undefined) compareFloat(note, `${path}/scale`, expected.scale, got.scale);
  if (expected.zeroPoint !== undefined) field('zeroPoint', expected.zeroPoint, got.zeroPoint);
  if (expected.qMaxBits !== undefined) field('qMaxBits', expected.qMaxBits, got.bits);
  if (expected.qBits !== undefined) field('qBits', expected.qBits, got.bits);
  if (expected.rounding !== undefined) field('rounding', expected.rounding, got.rounding);
}

function compareTensor(note: Note, path: string, expected: RecordedTensor, got: Tensor): void {
  compareRecord(note, path, expected, got);
  const packedBytes = expected.packed === undefined ? undefined : bytesOfHex(expected.packed);
  const data = packedBytes ?? expected.data ?? [];
  const where = packedBytes === undefined ? 'data' : 'packed';
  if (data.length !== got.data.length) {
    note(`${path}/${where}/length`, `${data.length}`, `${got.data.length}`);
    return;
  }
  for (let i = 0; i < data.length; i++) {
    const element = `${path}/${where}/${i}`;
    if (got.data instanceof Float32Array) compareFloat(note, element, data[i]!, got.data[i]!);
    else if (data[i] !== got.data[i]) note(element, `${data[i]}`, `${got.data[i]}`);
  }
}

/** Notes every difference between a recorded output and an emitted one. */
export function compareOutput(
  note: Note,
  path: string,
  expected: RecordedValue,
  got: Emitted,
): void {
  if (got.kind === 'tensor') {
    if (isRecordedTensor(expected)) compareTensor(note, path, expected, got.tensor);
    else note(path, JSON.stringify(expected).slice(0, 60), 'a tensor');
  } else if (got.kind === 'float') {
    compareFloat(note, path, expected, got.value);
  } else if (got.kind === 'floats') {
    const list = Array.isArray(expected) ? (expected as readonly RecordedValue[]) : [];
    if (list.length !== got.values.length) {
      note(`${path}/length`, `${list.length}`, `${got.values.length}`);
      return;
    }
    list.forEach((value, i) => {
      compareFloat(note, `${path}/${i}`, value, got.values[i]!);
    });
  } else if (JSON.stringify(expected) !== JSON.stringify(got.value)) {
    note(path, JSON.stringify(expected).slice(0, 120), JSON.stringify(got.value).slice(0, 120));
  }
}

/** Compares the outputs by name; both sides must have the same names. */
export function compareOutputs(
  expected: Readonly<Record<string, RecordedValue>>,
  got: ReadonlyMap<string, Emitted>,
): Mismatch[] {
  const mismatches: Mismatch[] = [];
  const note: Note = (path, want, have) => {
    mismatches.push({ path, expected: want, got: have });
  };
  for (const [name, value] of Object.entries(expected)) {
    const emitted = got.get(name);
    if (emitted === undefined) note(`outputs/${name}`, 'present', 'absent');
    else compareOutput(note, `outputs/${name}`, value, emitted);
  }
  for (const name of got.keys()) {
    if (!(name in expected)) note(`outputs/${name}`, 'absent', 'present');
  }
  return mismatches;
}
