/**
 * Synthetic inertial windows in the layout of BasicMotions: 3-axis accelerometer, 3-axis gyroscope, 100
 * values at 10 Hz. Four activities, each a sum of oscillations whose rate, size, phase and noise vary from
 * window to window. All arithmetic is exactly rounded, so that the set is the same on every machine.
 */

import { cosDouble } from '../../reference/num/double_double.ts';
import { newRandom, type Random } from '../kit/random.ts';
import type { HarData, Rows } from './data_set.ts';

export const imuChannels = 6;
export const imuLength = 100;

interface Activity {
  readonly name: string;
  /** steps per second: lowest and highest */
  readonly rate: readonly [number, number];
  /** size of the oscillation: lowest and highest */
  readonly size: readonly [number, number];
  /** share of each axis: accelerometer x, y, z, gyroscope x, y, z */
  readonly axes: readonly number[];
  readonly noise: number;
  /** share of the seconds in which there is movement, in percent */
  readonly busy: number;
}

const activities: readonly Activity[] = [
  {
    name: 'standing',
    rate: [0.2, 0.5],
    size: [0.02, 0.3],
    axes: [1, 1, 1, 1, 1, 1],
    noise: 0.2,
    busy: 100,
  },
  {
    name: 'walking',
    rate: [1.5, 2.2],
    size: [0.5, 1.2],
    axes: [0.6, 1.2, 0.8, 0.7, 0.4, 1],
    noise: 0.3,
    busy: 100,
  },
  {
    name: 'running',
    rate: [2.3, 3.2],
    size: [0.8, 1.8],
    axes: [1.2, 1, 0.6, 0.9, 0.8, 0.7],
    noise: 0.4,
    busy: 100,
  },
  {
    name: 'badminton',
    rate: [1.5, 3],
    size: [0.6, 1.8],
    axes: [0.9, 0.9, 1.1, 1.2, 1.1, 0.6],
    noise: 0.4,
    busy: 45,
  },
];

/** Uniform in [low, high), 32 bits of it. */
function uniform(r: Random, low: number, high: number): number {
  return low + ((high - low) * r.uint32()) / 4294967296;
}

/** About normal: the sum of four uniform values, deviation 1/√3. */
function bell(r: Random): number {
  return (
    uniform(r, -1, 1) / 2 + uniform(r, -1, 1) / 2 + uniform(r, -1, 1) / 2 + uniform(r, -1, 1) / 2
  );
}

/** In which of the ten seconds of a window there is movement. */
function busySeconds(r: Random, activity: Activity): boolean[] {
  return Array.from({ length: imuLength / 10 }, () => r.chance(activity.busy, 100));
}

function imuWindow(r: Random, activity: Activity): Float32Array {
  const rate = uniform(r, ...activity.rate);
  const size = uniform(r, ...activity.size);
  const busy = busySeconds(r, activity);
  const rows = activity.axes.map((share) => {
    const gain = size * share * uniform(r, 0.7, 1.3);
    const [phase, second] = [uniform(r, 0, 6.28), uniform(r, 0, 6.28)];
    const offset = uniform(r, -0.3, 0.3);
    return Float32Array.from({ length: imuLength }, (_, t) => {
      const angle = (2 * Math.PI * rate * t) / 10;
      const swing = cosDouble(angle + phase) + cosDouble(2 * angle + second) / 2;
      const moves = busy[Math.floor(t / 10)] === true ? gain * swing : 0;
      return offset + moves + activity.noise * bell(r);
    });
  });
  const window = new Float32Array(imuChannels * imuLength);
  rows.forEach((row, c) => {
    window.set(row, c * imuLength);
  });
  return window;
}

/** `perClass` windows of each activity, interleaved; the seed text decides everything. */
export function imuRows(seed: string, perClass: number): Rows {
  const r = newRandom(seed);
  const values: Float32Array[] = [];
  const classes: number[] = [];
  for (let i = 0; i < perClass; i++) {
    activities.forEach((activity, c) => {
      values.push(imuWindow(r, activity));
      classes.push(c);
    });
  }
  return { values, classes };
}

/** 80 windows to train on and 80 to test with. */
export function syntheticMotions(): HarData {
  return {
    source: 'synthetic inertial windows of four activities (goldgen/examples/imu.ts)',
    channels: imuChannels,
    length: imuLength,
    classNames: activities.map(({ name }) => name),
    train: imuRows('goldvec/imu/train', 20),
    test: imuRows('goldvec/imu/test', 20),
  };
}
