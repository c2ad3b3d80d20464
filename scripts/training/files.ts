/**
 * Data sets from a folder of the user's: ECG5000 and BasicMotions as plain little-endian arrays, UCI HAR in
 * its published layout. Nothing is downloaded and nothing is kept.
 */

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type EcgData,
  type HarData,
  type Rows,
  standardised,
} from '../../goldgen/data/data_set.ts';
import { GoldError } from '../../schema/format/errors.ts';
import { float32OfBytes } from '../../schema/format/tensor.ts';

function bytesOf(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (cause) {
    throw new GoldError('file-unreadable', 'the data file cannot be read', { path, cause });
  }
}

function malformed(path: string, message: string): GoldError {
  return new GoldError('file-unreadable', message, { path });
}

/** `<name>_x.f32`: rows of `width` float32 values; `<name>_y.u8`: one class per row. */
function arrayRows(dir: string, name: string, width: number): Rows {
  const path = join(dir, `${name}_x.f32`);
  const bytes = bytesOf(path);
  const classes = [...bytesOf(join(dir, `${name}_y.u8`))];
  if (bytes.length !== 4 * width * classes.length) {
    const message = `${bytes.length} bytes are not ${classes.length} rows of ${width} float32`;
    throw malformed(path, message);
  }
  const all = float32OfBytes(bytes);
  const values = classes.map((_, i) => all.slice(i * width, (i + 1) * width));
  return { values, classes };
}

/** ECG5000 as `ecg5000_{train,validation,test}_{x.f32,y.u8}`: 140 values, class 0 = normal. */
function ecg5000(dir: string): EcgData {
  const [train, validation, test] = ['train', 'validation', 'test'].map((part) =>
    arrayRows(dir, `ecg5000_${part}`, 140),
  ) as [Rows, Rows, Rows];
  const normal = train.values.filter((_, i) => train.classes[i] === 0);
  const anomalous = validation.classes.filter((c) => c !== 0).length;
  if (anomalous === 0 || anomalous === validation.classes.length) {
    const message = 'without beats of both kinds no threshold can be chosen';
    throw malformed(join(dir, 'ecg5000_validation_y.u8'), message);
  }
  return standardised({ source: 'ECG5000', train: normal, validation, test });
}

/** An ECG set from a folder. Errors: file-missing, file-unreadable. */
export function ecgFromFolder(dir: string): EcgData {
  if (existsSync(join(dir, 'ecg5000_train_x.f32'))) return ecg5000(dir);
  const hint = 'expected ecg5000_train_x.f32 and its companions; see reference/examples/README.md';
  throw new GoldError('file-missing', 'no ECG set in the folder', { path: dir, hint });
}

function divided(rows: Rows, divisor: number): Rows {
  const values = rows.values.map((row) => row.map((v) => Math.fround(v / divisor)));
  return { values, classes: rows.classes };
}

/** Values are divided by 8, a power of two near the deviation of the running windows. */
const motionsDivisor = 8;

/** BasicMotions as `basicmotions_{train,test}_{x.f32,y.u8}`: 6 × 100 values, four classes. */
function basicMotions(dir: string): HarData {
  const part = (name: string): Rows =>
    divided(arrayRows(dir, `basicmotions_${name}`, 600), motionsDivisor);
  return {
    source: 'BasicMotions',
    channels: 6,
    length: 100,
    classNames: ['standing', 'running', 'walking', 'badminton'],
    train: part('train'),
    test: part('test'),
  };
}

const uciSignals = [
  'body_acc_x',
  'body_acc_y',
  'body_acc_z',
  'body_gyro_x',
  'body_gyro_y',
  'body_gyro_z',
  'total_acc_x',
  'total_acc_y',
  'total_acc_z',
];

/** Numbers of a text file of equally long lines, blanks between them. */
function tableOf(path: string): number[][] {
  const text = Buffer.from(bytesOf(path)).toString('utf8');
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return lines.map((line) => line.trim().split(/\s+/).map(Number));
}

/** `<part>/Inertial Signals/<signal>_<part>.txt` of 128 values a line, `<part>/y_<part>.txt` of 1…6. */
function uciPart(dir: string, part: 'train' | 'test'): Rows {
  const labels = join(dir, part, `y_${part}.txt`);
  const classes = tableOf(labels).map(([label]) => label! - 1);
  const values = classes.map(() => new Float32Array(uciSignals.length * 128));
  uciSignals.forEach((signal, c) => {
    const path = join(dir, part, 'Inertial Signals', `${signal}_${part}.txt`);
    const table = tableOf(path);
    const isWhole = table.length === classes.length && table.every((row) => row.length === 128);
    if (!isWhole) throw malformed(path, `expected ${classes.length} lines of 128 values`);
    table.forEach((row, i) => {
      values[i]!.set(row, c * 128);
    });
  });
  if (classes.some((c) => !Number.isInteger(c) || c < 0 || c > 5)) {
    throw malformed(labels, 'labels are 1…6');
  }
  return { values, classes };
}

/** UCI HAR (id 240): 9 signals × 128, no normalisation, six classes. */
function uciHar(dir: string): HarData {
  return {
    source: 'UCI HAR',
    channels: uciSignals.length,
    length: 128,
    classNames: [
      'walking',
      'walking upstairs',
      'walking downstairs',
      'sitting',
      'standing',
      'laying',
    ],
    train: uciPart(dir, 'train'),
    test: uciPart(dir, 'test'),
  };
}

/** An inertial set from a folder: UCI HAR if its signals are there, else BasicMotions. */
export function harFromFolder(dir: string): HarData {
  for (const place of [dir, join(dir, 'UCI HAR Dataset')]) {
    if (existsSync(join(place, 'train', 'Inertial Signals'))) return uciHar(place);
  }
  if (existsSync(join(dir, 'basicmotions_train_x.f32'))) return basicMotions(dir);
  const hint =
    'expected "train/Inertial Signals" of UCI HAR, or basicmotions_train_x.f32 and its companions';
  throw new GoldError('file-missing', 'no inertial set in the folder', { path: dir, hint });
}
