import { describe, expect, it } from 'vitest';
import type { VectorFile } from '../schema/format/types.ts';
import { readVectors } from '../schema/format/vector_folder.ts';
import { chainPins } from './pinned/chains.ts';
import { kernelPins } from './pinned/kernels.ts';
import { layerPins } from './pinned/layers.ts';
import { check, type Pin } from './pinned/pin.ts';
import { quantizePins } from './pinned/quantize.ts';
import { requantPins } from './pinned/requant.ts';
import { storagePins } from './pinned/storage.ts';
import { trainingPins } from './pinned/training.ts';

const pins: readonly Pin[] = [
  ...requantPins,
  ...quantizePins,
  ...storagePins,
  ...kernelPins,
  ...trainingPins,
  ...layerPins,
  ...chainPins,
];
const ops = new Set(pins.map(({ op }) => op));
const files = readVectors('vectors', ({ op }) => ops.has(op));

function filesOf(pin: Pin): VectorFile[] {
  return files.filter(
    ({ op, contract }) => op === pin.op && (pin.contracts?.some((id) => id === contract) ?? true),
  );
}

const rows = pins.flatMap((pin) => {
  const first = Object.values(pin.given)[0];
  const found = filesOf(pin);
  if (found.length < (pin.contracts?.length ?? 1))
    throw new Error(`${pin.flag}: ${pin.op} has no file`);
  return found.map((file) => ({
    name: `${pin.flag} ${pin.op} ${file.contract} ${first}`,
    pin,
    file,
  }));
});

describe('printed vectors', () => {
  it.each(rows)('$name', ({ pin, file }) => {
    expect(check(pin, file)).toEqual([]);
  });

  it('has every number of both documents', () => {
    const numbers = [
      ...Array.from({ length: 35 }, (_, i) => `V${i + 1}`),
      ...Array.from({ length: 11 }, (_, i) => `B6.${i + 1}`),
    ];
    const pinned = new Set(pins.map(({ flag }) => flag));
    expect(numbers.filter((number) => !pinned.has(number))).toEqual([]);
  });
});
