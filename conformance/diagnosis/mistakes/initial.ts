/** Bounds and deviations of initial weights with another factor, root or fan (S15). */

import type { Mutant } from '../../../reference/mutants/mutant.ts';
import type { Numerics, Primitives } from '../../../reference/numerics.ts';
import { primitives } from '../../../reference/primitives.ts';

type Scales = Pick<Primitives, 'kaimingLimit' | 'kaimingDeviation' | 'xavierScale'>;

const named: Readonly<Record<keyof Scales, string>> = {
  kaimingLimit: 'the Kaiming bound',
  kaimingDeviation: 'the Kaiming deviation',
  xavierScale: 'the Xavier scale',
};

const fix =
  'Kaiming: bound g·√(3/in), deviation g/√in; Xavier: bound g·√(6/(in + out)), deviation g·√(2/(in + out))';

interface Change {
  readonly id: string;
  readonly words: string;
  readonly of: (scales: Scales) => Partial<Scales>;
}

/** The number under the root, times something; the right form stays. */
const underRoot = (id: string, words: string, by: number): Change => ({
  id,
  words,
  of: () => ({
    kaimingLimit: (n, gain, fan) => n.f.mul(gain, n.f.sqrt(n.f.div(3 * by, n.f.fromInt(fan)))),
    kaimingDeviation: (n, gain, fan) => n.f.mul(gain, n.f.sqrt(n.f.div(by, n.f.fromInt(fan)))),
    xavierScale: (n, gain, t, ...fans) => primitives.xavierScale(n, gain, t * by, ...fans),
  }),
});

const result = (
  id: string,
  words: string,
  of: (n: Numerics, x: number, gain: number) => number,
): Change => ({
  id,
  words,
  of: (scales) => ({
    kaimingLimit: (n, gain, fan) => of(n, scales.kaimingLimit(n, gain, fan), gain),
    kaimingDeviation: (n, gain, fan) => of(n, scales.kaimingDeviation(n, gain, fan), gain),
    xavierScale: (n, gain, t, ...fans) => of(n, scales.xavierScale(n, gain, t, ...fans), gain),
  }),
});

const withGain = (
  id: string,
  words: string,
  of: (n: Numerics, gain: number) => number,
): Change => ({
  id,
  words,
  of: (scales) => ({
    kaimingLimit: (n, gain, fan) => scales.kaimingLimit(n, of(n, gain), fan),
    kaimingDeviation: (n, gain, fan) => scales.kaimingDeviation(n, of(n, gain), fan),
    xavierScale: (n, gain, t, ...fans) => scales.xavierScale(n, of(n, gain), t, ...fans),
  }),
});

const changes: readonly Change[] = [
  {
    id: 'bound_is_deviation',
    words: 'of uniform weights is the standard deviation: the factor √3 is missing',
    of: () => ({
      kaimingLimit: (n, gain, fan) => n.f.mul(gain, n.f.sqrt(n.f.div(1, n.f.fromInt(fan)))),
      xavierScale: (n, gain, t, ...fans) =>
        primitives.xavierScale(n, gain, t === 6 ? 2 : t, ...fans),
    }),
  },
  {
    id: 'bound_is_deviation_of_root',
    words: 'of uniform weights is the standard deviation, g/√in: the factor √3 is missing',
    of: () => ({
      kaimingLimit: (n, gain, fan) => n.fn.kaimingDeviation(n, gain, fan),
      xavierScale: (n, gain, t, ...fans) =>
        primitives.xavierScale(n, gain, t === 6 ? 2 : t, ...fans),
    }),
  },
  {
    id: 'deviation_is_bound',
    words: 'of normal weights is the bound of uniform ones: a factor √3 too much',
    of: () => ({
      kaimingDeviation: (n, gain, fan) => n.fn.kaimingLimit(n, gain, fan),
      xavierScale: (n, gain, t, ...fans) =>
        primitives.xavierScale(n, gain, t === 2 ? 6 : t, ...fans),
    }),
  },
  underRoot('twice', 'has a factor √2 too much', 2),
  underRoot('half', 'lacks a factor √2', 0.5),
  underRoot('third', 'lacks a factor √3', 1 / 3),
  underRoot('thrice', 'has a factor √3 too much', 3),
  underRoot('quarter', 'has 4 times the fan', 0.25),
  result('doubled', 'is doubled', (n, x) => n.f.mul(2, x)),
  result('halved', 'is halved', (n, x) => n.f.mul(0.5, x)),
  result('squared', 'is squared: a variance for a deviation', (n, x) => n.f.mul(x, x)),
  result('gain_missing', 'is divided by the gain once more', (n, x, gain) => n.f.div(x, gain)),
  withGain('gain_ignored', 'ignores the gain', () => 1),
  withGain('gain_squared', 'takes the gain squared', (n, gain) => n.f.mul(gain, gain)),
  withGain('gain_rooted', 'takes the root of the gain: it stands under the root', (n, gain) =>
    n.f.sqrt(gain),
  ),
  {
    id: 'gain_inside',
    words: 'has the gain under the root',
    of: () => ({
      kaimingLimit: (n, gain, fan) => n.f.sqrt(n.f.div(n.f.mul(gain, 3), n.f.fromInt(fan))),
      kaimingDeviation: (n, gain, fan) => n.f.sqrt(n.f.div(gain, n.f.fromInt(fan))),
      xavierScale: (n, gain, t, fanIn, fanOut) =>
        n.f.sqrt(n.f.div(n.f.mul(gain, t), n.f.fromInt(fanIn + fanOut))),
    }),
  },
  {
    id: 'unrooted',
    words: 'lacks the root',
    of: () => ({
      kaimingLimit: (n, gain, fan) => n.f.mul(gain, n.f.div(3, n.f.fromInt(fan))),
      kaimingDeviation: (n, gain, fan) => n.f.div(gain, n.f.fromInt(fan)),
      xavierScale: (n, gain, t, fanIn, fanOut) =>
        n.f.mul(gain, n.f.div(t, n.f.fromInt(fanIn + fanOut))),
    }),
  },
  {
    id: 'root_outside',
    words: 'takes the root of the numerator alone',
    of: () => ({
      kaimingLimit: (n, gain, fan) => n.f.mul(gain, n.f.div(n.f.sqrt(3), n.f.fromInt(fan))),
      xavierScale: (n, gain, t, fanIn, fanOut) =>
        n.f.mul(gain, n.f.div(n.f.sqrt(t), n.f.fromInt(fanIn + fanOut))),
    }),
  },
  {
    id: 'root_of_fan',
    words: 'takes the root of the fans alone',
    of: () => ({
      kaimingLimit: (n, gain, fan) => n.f.mul(gain, n.f.div(3, n.f.sqrt(n.f.fromInt(fan)))),
      xavierScale: (n, gain, t, fanIn, fanOut) =>
        n.f.mul(gain, n.f.div(t, n.f.sqrt(n.f.fromInt(fanIn + fanOut)))),
    }),
  },
  {
    id: 'mean_of_fans',
    words: 'takes the mean of both fans, in whole numbers',
    of: () => ({
      xavierScale: (n, gain, t, fanIn, fanOut) =>
        primitives.xavierScale(n, gain, t, Math.max(1, Math.floor((fanIn + fanOut) / 2)), 0),
    }),
  },
  {
    id: 'fan_in_alone',
    words: 'divides by the fan-in alone',
    of: () => ({
      xavierScale: (n, gain, t, fanIn) => primitives.xavierScale(n, gain, t, fanIn, 0),
    }),
  },
  {
    id: 'fan_out_alone',
    words: 'divides by the fan-out alone',
    of: () => ({
      xavierScale: (n, gain, t, _fanIn, fanOut) => primitives.xavierScale(n, gain, t, 0, fanOut),
    }),
  },
  {
    id: 'fans_multiplied',
    words: 'multiplies the fans instead of adding them',
    of: () => ({
      xavierScale: (n, gain, t, fanIn, fanOut) =>
        primitives.xavierScale(n, gain, t, fanIn * fanOut, 0),
    }),
  },
  {
    id: 'fans_bracketed',
    words: 'divides by the fan-in and adds the fan-out: the brackets around in + out are missing',
    of: () => ({
      xavierScale: (n, gain, t, fanIn, fanOut) =>
        n.f.mul(gain, n.f.sqrt(n.f.add(n.f.div(t, n.f.fromInt(fanIn)), n.f.fromInt(fanOut)))),
    }),
  },
];

/** Each change in all that have it, and in each of them alone. */
export const initialMistakes: readonly Mutant[] = changes.flatMap(({ id, words, of }) => {
  const all = of(primitives);
  const names = Object.keys(all) as (keyof Scales)[];
  const made = (suffix: string, what: string, fn: Partial<Scales>): Mutant => ({
    id: `init_${id}${suffix}`,
    clause: 'S15',
    bug: `${what} ${words}`,
    fix,
    fn,
  });
  return [
    ...(names.length > 1 ? [made('', names.map((name) => named[name]).join(', '), all)] : []),
    ...names.map((name) =>
      made(`_of_${name}`, named[name], { [name]: all[name] } as Partial<Scales>),
    ),
  ];
});
