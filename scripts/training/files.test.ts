import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { float32Bytes } from '../../schema/format/tensor.ts';
import { ecgFromFolder, harFromFolder } from './files.ts';

let dir = '';

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'goldvec-data-'));
});

afterEach(() => {
  rmSync(dir, { recursive: true });
});

function writeRows(name: string, rows: readonly number[][], classes: readonly number[]): void {
  writeFileSync(join(dir, `${name}_x.f32`), float32Bytes(Float32Array.from(rows.flat())));
  writeFileSync(join(dir, `${name}_y.u8`), Uint8Array.from(classes));
}

function constant(value: number, length: number): number[] {
  return new Array<number>(length).fill(value);
}

describe('ECG5000', () => {
  test('normal training rows, standardised by their mean and deviation', () => {
    writeRows('ecg5000_train', [constant(1, 140), constant(3, 140)], [0, 0]);
    writeRows('ecg5000_validation', [constant(4, 140), constant(2, 140)], [1, 0]);
    writeRows('ecg5000_test', [constant(2, 140), constant(0, 140)], [0, 1]);
    const data = ecgFromFolder(dir);
    expect(data.train.map((row) => row[0])).toEqual([-1, 1]);
    expect(data.validation.values[0]?.[139]).toBe(2);
    expect(data.test.values.map((row) => row[7])).toEqual([0, -2]);
    expect(data.test.classes).toEqual([0, 1]);
  });

  test.each([0, 1])('validation beats of one kind, %i, are no set', (kind) => {
    writeRows('ecg5000_train', [constant(1, 140)], [0]);
    writeRows('ecg5000_validation', [constant(4, 140)], [kind]);
    writeRows('ecg5000_test', [constant(2, 140)], [0]);
    expect(() => ecgFromFolder(dir)).toThrow(/both kinds/);
  });

  test('sizes that do not fit name the file', () => {
    writeRows('ecg5000_train', [constant(1, 139)], [0]);
    expect(() => ecgFromFolder(dir)).toThrow(/not 1 rows of 140 float32/);
  });

  test('an empty folder is said to be one', () => {
    expect(() => ecgFromFolder(dir)).toThrow(/no ECG set in the folder/);
    expect(() => harFromFolder(dir)).toThrow(/no inertial set in the folder/);
  });
});

test('BasicMotions: values divided by 8', () => {
  for (const part of ['train', 'test']) {
    writeRows(`basicmotions_${part}`, [constant(4, 600)], [3]);
  }
  const data = harFromFolder(dir);
  expect([data.channels, data.length, data.classNames.length]).toEqual([6, 100, 4]);
  expect(data.train.values[0]?.[599]).toBe(0.5);
  expect(data.test.classes).toEqual([3]);
});

describe('UCI HAR', () => {
  const signals = ['body_acc', 'body_gyro', 'total_acc'].flatMap((kind) =>
    ['x', 'y', 'z'].map((axis) => `${kind}_${axis}`),
  );

  function writePart(part: string, labels: readonly number[], width = 128): void {
    const inertial = join(dir, 'UCI HAR Dataset', part, 'Inertial Signals');
    mkdirSync(inertial, { recursive: true });
    writeFileSync(join(inertial, '..', `y_${part}.txt`), labels.map((l) => `${l}\n`).join(''));
    signals.forEach((signal, c) => {
      const lines = labels.map((_, i) => {
        const values = Array.from({ length: width }, (_, t) => (c + i + t / 128).toExponential(7));
        return `  ${values.join('  ')}`;
      });
      writeFileSync(join(inertial, `${signal}_${part}.txt`), `${lines.join('\n')}\n`);
    });
  }

  test('nine signals in the published order, labels from 0', () => {
    writePart('train', [5, 1]);
    writePart('test', [6]);
    const data = harFromFolder(dir);
    expect([data.channels, data.length, data.classNames.length]).toEqual([9, 128, 6]);
    expect(data.train.classes).toEqual([4, 0]);
    expect(data.test.classes).toEqual([5]);
    // channel 2, row 1, sample 64
    expect(data.train.values[1]?.[2 * 128 + 64]).toBe(3.5);
  });

  test.each([
    ['a line of another length', [1], 127, /expected 1 lines of 128 values/],
    ['a label beyond 6', [7], 128, /labels are 1…6/],
  ])('%s is refused', (_, labels, width, message) => {
    writePart('train', labels, width);
    writePart('test', [1]);
    expect(() => harFromFolder(dir)).toThrow(message);
  });
});
