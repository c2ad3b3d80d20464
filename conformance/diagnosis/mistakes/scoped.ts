/**
 * Mistakes in one step of the reference and nowhere else, made over all steps from what they compute: another
 * rounding, another clamp, another float operation in place of the right one.
 */

import { doubleOps } from '../../../goldgen/sensitivity/chains.ts';
import type { Mutant } from '../../../reference/mutants/mutant.ts';
import { inside, snakeCase } from '../../../reference/mutants/shared/inside.ts';
import type { Float32Ops } from '../../../reference/num/float32.ts';
import type { Numerics, Primitives } from '../../../reference/numerics.ts';
import { primitives } from '../../../reference/primitives.ts';
import { madeOnce } from './made_once.ts';
import { operations } from './operations.ts';
import { callsSteps, insideOnly } from './own.ts';
import { mayNotEnd, wordsOf } from './step_names.ts';

interface Variant {
  readonly id: string;
  /** what the step does instead, after its name */
  readonly bug: string;
  readonly fix: string;
  readonly change: (n: Numerics) => Numerics;
}

const withFn = (n: Numerics, fn: Partial<Primitives>): Numerics => ({
  ...n,
  fn: { ...n.fn, ...fn },
});
const withF = (n: Numerics, f: Partial<Float32Ops>): Numerics => ({ ...n, f: { ...n.f, ...f } });

type Integer = (x: number) => number;

const tie = (x: number): boolean => Math.abs(x % 1) === 0.5;
const nearest = (x: number): number => Math.sign(x) * Math.floor(Math.abs(x) + 0.5);

const integers: readonly (readonly [string, string, Integer])[] = [
  ['truncates', 'truncates toward zero instead of rounding', Math.trunc],
  ['floors', 'rounds down (floor)', Math.floor],
  ['ceils', 'rounds up (ceil)', Math.ceil],
  ['half_up', 'rounds halves up', (x) => Math.floor(x + 0.5)],
  ['half_down', 'rounds halves down', (x) => Math.ceil(x - 0.5)],
  ['half_even', 'rounds halves to even', (x) => (tie(x) ? 2 * Math.round(x / 2) : nearest(x))],
  [
    'half_truncates',
    'adds 0.5 and truncates, whatever the sign',
    (x) => Math.trunc(Math.fround(x + 0.5)),
  ],
  ['away', 'rounds away from zero', (x) => Math.sign(x) * Math.ceil(Math.abs(x))],
];

/** What is added before a rounding that rounds to nearest already: the half that a truncation would need. */
const halves: readonly (readonly [string, string, (x: number) => number])[] = [
  [
    'half',
    'adds 0.5 before a rounding that rounds to nearest already: half a step too much',
    () => 0.5,
  ],
  ['half_less', 'subtracts 0.5 before a rounding that rounds to nearest already', () => -0.5],
  [
    'half_away',
    'adds 0.5 with the sign of the value (rounds twice) before a rounding that rounds to nearest already',
    (x) => Math.sign(x) * 0.5,
  ],
];

/** The step with a half added where it rounds, or where it clamps before it rounds. */
const halved: readonly Variant[] = halves.flatMap(([id, bug, half]): Variant[] => {
  const fix = 'round the value as it is';
  const moved = (n: Numerics, x: number): number => n.f.add(x, half(x));
  return [
    {
      id: `${id}_added`,
      bug,
      fix,
      change: (n) => withFn(n, { round: (m, x, mode) => n.fn.round(m, moved(m, x), mode) }),
    },
    {
      id: `${id}_added_before_clamp`,
      bug: `${bug}; it is clamped in between`,
      fix,
      change: (n) =>
        withFn(n, {
          clampFloat: (m, x, low, high) => n.fn.clampFloat(m, moved(m, x), low, high),
        }),
    },
  ];
});

/** Roundings that are made in two steps, as of a fixed-point product that is shifted twice. */
const twice: readonly Variant[] = [1, 2, 4, 8].flatMap((bits): Variant[] => {
  const first = (x: number): number => nearest(x * 2 ** bits) / 2 ** bits;
  const bug = `rounds twice: first to multiples of 1/${2 ** bits}, then to an integer`;
  const fix = 'round once';
  return [
    {
      id: `twice_by_${bits}`,
      bug,
      fix,
      change: (n) => withFn(n, { round: (m, x, mode) => n.fn.round(m, first(x), mode) }),
    },
    {
      id: `twice_by_${bits}_of_half_away`,
      bug: `${bug}, in HALF_AWAY mode`,
      fix,
      change: (n) =>
        withFn(n, {
          round: (m, x, mode) => n.fn.round(m, mode === 'HALF_AWAY' ? first(x) : x, mode),
        }),
    },
  ];
});

const roundings: readonly Variant[] = [
  ...halved,
  ...twice,
  ...integers.flatMap(([id, bug, of]): Variant[] => {
    const fix = 'round by the mode, halves away from zero';
    const cut = (n: Numerics, x: number): number => n.fn.castInt32(n, of(x));
    return [
      { id, bug, fix, change: (n) => withFn(n, { round: cut }) },
      {
        id: `${id}_of_half_away`,
        bug: `${bug} in HALF_AWAY mode`,
        fix,
        change: (n) =>
          withFn(n, {
            round: (m, x, mode) => (mode === 'HALF_AWAY' ? cut(m, x) : n.fn.round(m, x, mode)),
          }),
      },
      {
        id: `${id}_at_last`,
        bug: `${bug}, after the jitter too`,
        fix,
        change: (n) => withFn(n, { roundHalfAway: cut }),
      },
    ];
  }),
  {
    id: 'mode_half_away',
    bug: 'always rounds half away, whatever the mode says: SR is ignored',
    fix: 'round by the mode',
    change: (n) => withFn(n, { round: (m, x) => n.fn.roundHalfAway(m, x) }),
  },
  {
    id: 'mode_stochastic',
    bug: 'always rounds stochastically, whatever the mode says',
    fix: 'round by the mode',
    change: (n) => withFn(n, { round: (m, x) => n.fn.roundStochastic(m, x) }),
  },
];

type Clamp = (x: number, low: number, high: number) => number;

const between: Clamp = (x, low, high) => Math.min(Math.max(x, low), high);

/** A value that is held in so many bits, of which the first is the sign. */
const heldIn = (x: number, bits: number): number =>
  Number.isFinite(x) ? x - 2 ** bits * Math.floor((x + 2 ** (bits - 1)) / 2 ** bits) : x;

/** The width that a value has where another one is wanted: an accumulator, or what a shift still has to halve. */
const narrowed = (
  [
    [8, 'holds the value in 8 bits'],
    [16, 'holds the value in 16 bits'],
    [24, 'holds the value in 24 bits'],
    [31, 'holds twice the value in 32 bits'],
    [32, 'holds the value in 32 bits'],
  ] as const
).map(([bits, words]): readonly [string, string, Clamp] => [
  `held_in_${bits}`,
  `${words} before it clamps: large values wrap to the other end`,
  (x, low, high) => between(heldIn(x, bits), low, high),
]);

const limits: readonly (readonly [string, string, Clamp])[] = [
  ...narrowed,
  ['unclamped', 'does not clamp', (x) => x],
  ['low_unclamped', 'does not clamp from below', (x, _low, high) => Math.min(x, high)],
  ['high_unclamped', 'does not clamp from above', (x, low) => Math.max(x, low)],
  [
    'symmetric',
    'clamps to ±high: the lowest code is lost',
    (x, _low, high) => between(x, -high, high),
  ],
  ['unsigned', 'clamps negative values to 0', (x, _low, high) => between(x, 0, high)],
  ['high_plus_one', 'clamps one too high', (x, low, high) => between(x, low, high + 1)],
  ['high_minus_one', 'clamps one too low at the top', (x, low, high) => between(x, low, high - 1)],
  [
    'low_plus_one',
    'clamps one too high at the bottom',
    (x, low, high) => between(x, low + 1, high),
  ],
  [
    'container',
    'clamps to the type that holds the codes (8, 16 or 32 bits), not to their width',
    (x, low, high) => {
      const bits = [8, 16, 32].find((b) => high - low < 2 ** b) ?? 32;
      return low < 0
        ? between(x, -(2 ** (bits - 1)), 2 ** (bits - 1) - 1)
        : between(x, 0, 2 ** bits - 1);
    },
  ],
  ['int8', 'clamps to [−128, 127], whatever the width', (x) => between(x, -128, 127)],
  ['uint8', 'clamps to [0, 255], whatever the width', (x) => between(x, 0, 255)],
  ['int16', 'clamps to 16 bits, whatever the width', (x) => between(x, -32768, 32767)],
  [
    'wraps',
    'wraps instead of clamping',
    (x, low, high) => {
      const span = high - low + 1;
      return ((((x - low) % span) + span) % span) + low;
    },
  ],
];

const clampFix = 'clamp to the range of the codes';
const clampBy =
  (of: Clamp): Primitives['clampInt'] =>
  (_n, x, low, high) =>
    of(x, low, high);

/** In place of a clamp and a rounding: the rounding, of which the low bits are kept, as many as the clamp would have left. */
function roundedThenCut(n: Numerics): Numerics {
  let width = 32;
  return withFn(n, {
    clampFloat: (_n, x, low, high) => {
      width = Math.round(Math.log2(high - low));
      return x;
    },
    round: (m, x, mode) => {
      const wide = withFn(m, { castInt32: (_n, v) => v });
      return heldIn(primitives.round(wide, x, mode), width) | 0;
    },
  });
}

const clamps: readonly Variant[] = [
  ...limits.map(([id, bug, of]): Variant => {
    const clamp = clampBy(of);
    return {
      id,
      bug,
      fix: clampFix,
      change: (n) => withFn(n, { clampInt: clamp, clampFloat: clamp }),
    };
  }),
  {
    id: 'rounded_then_cut',
    bug: 'rounds and cuts the code to its width: it wraps instead of being clamped',
    fix: clampFix,
    change: roundedThenCut,
  },
];

const names = (Object.keys(primitives) as (keyof Primitives)[]).filter((name) => !mayNotEnd(name));
const sourceOf = (name: keyof Primitives): string => `${primitives[name]}`;

/** Steps that call one of the primitives, and those that call these. */
function callersOf(called: readonly string[]): (keyof Primitives)[] {
  const calls = (list: readonly string[]) => new RegExp(`\\.fn\\.(${list.join('|')})\\(`);
  const direct = names.filter((name) => calls(called).test(sourceOf(name)));
  const further = names.filter((name) => calls(direct).test(sourceOf(name)));
  return [...new Set([...direct, ...further])].filter((name) => !called.includes(name));
}

function scopedTo(
  places: readonly (keyof Primitives)[],
  clause: string,
  of: readonly Variant[],
): Mutant[] {
  return places.flatMap((name) =>
    of.flatMap(({ id, bug, fix, change }) => {
      const whole: Mutant = {
        id: `${snakeCase(name)}.${id}`,
        clause,
        bug: `the step “${wordsOf(name)}” ${bug}`,
        fix,
        fn: inside(name, change),
      };
      if (!callsSteps(name)) return [whole];
      const own = { id: `${whole.id}.own`, prior: 0.1, fn: insideOnly(name, change) };
      return [whole, { ...whole, ...own }];
    }),
  );
}

/** A step in double precision, rounded when it is over. */
function inDouble(name: keyof Primitives): Mutant {
  const inner = primitives[name] as (n: Numerics, ...rest: unknown[]) => unknown;
  const outer = (n: Numerics, ...rest: unknown[]): unknown => {
    const made = inner(withF(n, doubleOps), ...rest);
    return typeof made === 'number' ? Math.fround(made) : made;
  };
  return {
    id: `${snakeCase(name)}.in_double`,
    clause: 'S0',
    bug: `the step “${wordsOf(name)}” computes in double precision and rounds at its end`,
    fix: 'round every operation to float32: float variables, float literals',
    fn: { [name]: outer },
  };
}

const floatOperation = new RegExp(`\\.f\\.(${Object.keys(doubleOps).join('|')})\\(`);

export const scopedMistakes = madeOnce((): readonly Mutant[] => [
  ...names.filter((name) => floatOperation.test(sourceOf(name))).map(inDouble),
  ...scopedTo(
    callersOf(['round', 'roundHalfAway']).filter((name) => !name.startsWith('round')),
    'S16',
    roundings,
  ),
  ...scopedTo(callersOf(['clampInt', 'clampFloat']), 'S19', clamps),
  ...limits.map(([id, bug, of]): Mutant => {
    const clamp = clampBy(of);
    return {
      id: `clamps.${id}`,
      clause: 'S19',
      bug: `whatever clamps codes ${bug}`,
      fix: clampFix,
      fn: { clampInt: clamp, clampFloat: clamp },
    };
  }),
  ...Object.entries(operations).flatMap(([operation, changes]) => {
    const uses = new RegExp(`\\.f\\.${operation}\\(`);
    const variants = changes.map(([id, bug, of]) => ({
      id: `${operation}.${id}`,
      bug,
      fix: 'compute as the clause says',
      change: (n: Numerics) => withF(n, of(n)),
    }));
    return scopedTo(
      names.filter((name) => uses.test(sourceOf(name))),
      'S0',
      variants,
    );
  }),
]);
