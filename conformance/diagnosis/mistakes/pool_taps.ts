/**
 * Windows of which the taps are other ones although geometry and padding are right: where the first one is, how far one is
 * from the next, how many there are (S89). Made for all windows, and for each kernel that goes through them.
 */

import type { Window1d, WindowSlice } from '../../../reference/kernels/window.ts';
import type { Mutant } from '../../../reference/mutants/mutant.ts';
import { inside, snakeCase } from '../../../reference/mutants/shared/inside.ts';
import type { Numerics, Primitives } from '../../../reference/numerics.ts';
import { primitives } from '../../../reference/primitives.ts';

interface At {
  readonly w: Window1d;
  readonly length: number;
  readonly padLeft: number;
  /** number of the output */
  readonly o: number;
  /** position of the first tap, negative in the padding */
  readonly start: number;
  readonly right: WindowSlice;
}

interface TapMistake {
  readonly id: string;
  /** after "the taps of a window:" */
  readonly words: string;
  readonly slice?: (at: At) => Partial<WindowSlice>;
  /** distance of neighbouring taps, where it is not the dilation */
  readonly step?: (w: Window1d) => number;
}

const roomOf = (first: number, { w, length, start }: At): number => {
  const end = Math.min(length, start + w.dilation * (w.kernel - 1) + 1);
  return Math.max(0, end - first);
};

/** The window without its first taps: it begins with another one, not before the first valid one. */
function slicedFrom(firstTap: number, { w, right }: At): WindowSlice {
  const lost = firstTap - right.firstTap;
  if (right.count === 0 || lost >= right.count) {
    return { firstInput: 0, firstTap: w.kernel, count: 0 };
  }
  return { firstInput: right.firstInput + lost * w.dilation, firstTap, count: right.count - lost };
}

const mistakes: readonly TapMistake[] = [
  {
    id: 'adjacent',
    words:
      'they follow each other at distance 1: the dilation is missing in the index, their number is right',
    step: () => 1,
  },
  {
    id: 'at_stride',
    words: 'they follow each other at the distance of the stride instead of the dilation',
    step: (w) => w.stride,
  },
  {
    id: 'at_both',
    words: 'they follow each other at stride · dilation',
    step: (w) => w.stride * w.dilation,
  },
  {
    id: 'clipped',
    words:
      'a window that begins in the padding is clipped: it starts at element 0 and steps by the dilation from there, not from its first valid tap',
    slice: (at) => {
      const firstInput = Math.max(0, at.start);
      return { firstInput, count: Math.ceil(roomOf(firstInput, at) / at.w.dilation) };
    },
  },
  {
    id: 'first_clipped',
    words:
      'the first one of a window that begins in the padding is element 0, not its first valid tap; their number is right',
    slice: ({ start, right }) => (right.count === 0 ? {} : { firstInput: Math.max(0, start) }),
  },
  {
    id: 'first_undilated',
    words:
      'the first one is found without the dilation: start plus the number of taps in the padding',
    slice: ({ start, right }) =>
      right.count === 0 ? {} : { firstInput: Math.max(0, start + right.firstTap) },
  },
  {
    id: 'lost_without_stride',
    words:
      'those lost in the padding on the left are counted from the number of the output, without the stride: the first valid taps are left out',
    slice: (at) => slicedFrom(Math.ceil(Math.max(0, at.padLeft - at.o) / at.w.dilation), at),
  },
  {
    id: 'lost_undilated',
    words:
      'as many are lost in the padding on the left as it has positions, whatever the dilation: the first valid taps are left out',
    slice: (at) => slicedFrom(Math.max(0, -at.start), at),
  },
  {
    id: 'last_short',
    words:
      'the last one is left out where the room is no multiple of the dilation: floored, not ceiled',
    slice: (at) => ({ count: Math.floor(roomOf(at.right.firstInput, at) / at.w.dilation) }),
  },
  {
    id: 'unbounded_on_the_right',
    words: 'they go on into the padding on the right, which is the next row',
    slice: ({ w, right }) => (right.count === 0 ? {} : { count: w.kernel - right.firstTap }),
  },
];

function sliceOf({ slice }: TapMistake): Primitives['windowSlice'] {
  return (n, w, length, padLeft, o) => {
    const right = primitives.windowSlice(n, w, length, padLeft, o);
    const start = o * w.stride - padLeft;
    return { ...right, ...slice?.({ w, length, padLeft, o, start, right }) };
  };
}

type Call = (n: Numerics, ...rest: unknown[]) => unknown;

/** A kernel of pools that is given another dilation, but the windows of the right one. */
function stepping(name: keyof Primitives, step: (w: Window1d) => number): Partial<Primitives> {
  const inner = primitives[name] as Call;
  const outer: Call = (n, layer, ...rest) => {
    const { window } = layer as { window: Window1d };
    const forEachWindow: Primitives['forEachWindow'] = (m, _w, e, visit) =>
      n.fn.forEachWindow(m, window, e, visit);
    const windowOverlap: Primitives['windowOverlap'] = (m) => n.fn.windowOverlap(m, window);
    const changed = { ...(layer as object), window: { ...window, dilation: step(window) } };
    return inner({ ...n, fn: { ...n.fn, forEachWindow, windowOverlap } }, changed, ...rest);
  };
  return { [name]: outer };
}

/** The gather of a convolution, likewise. */
function steppingGather(step: (w: Window1d) => number): Partial<Primitives> {
  return {
    gatherTaps: (n, c, e, at, visit) => {
      const windowSlice: Primitives['windowSlice'] = (m, _w, ...rest) =>
        n.fn.windowSlice(m, c.window, ...rest);
      const changed = { ...c, window: { ...c.window, dilation: step(c.window) } };
      primitives.gatherTaps({ ...n, fn: { ...n.fn, windowSlice } }, changed, e, at, visit);
    },
  };
}

const poolKernels = [
  'maxPool1d',
  'avgPool1dSym',
  'avgPool1dFloat',
  'avgPool1dGradientSym',
  'avgPool1dGradientFloat',
] as const satisfies readonly (keyof Primitives)[];

interface Scope {
  readonly id: string;
  readonly words: string;
  readonly kernels: readonly (keyof Primitives)[];
}

const arms = (name: string): readonly (keyof Primitives)[] =>
  poolKernels.filter((kernel) => kernel.replace(/(Sym|Float)$/, '') === name);

const scopes: readonly Scope[] = [
  { id: 'pools', words: 'a pool window', kernels: poolKernels },
  { id: 'max_pool', words: 'a max pool window', kernels: arms('maxPool1d') },
  { id: 'avg_pool', words: 'an average pool window', kernels: arms('avgPool1d') },
  {
    id: 'avg_pool_gradient',
    words: 'a window in the gradient of an average pool',
    kernels: arms('avgPool1dGradient'),
  },
  ...poolKernels
    .filter((name) => name.startsWith('avg'))
    .map((name) => ({
      id: snakeCase(name),
      words: `a window in ${name.includes('Gradient') ? 'the gradient of ' : ''}an average pool (${name.endsWith('Sym') ? 'SYM_INT32' : 'FLOAT32'} arm)`,
      kernels: [name],
    })),
  { id: 'conv_gather', words: 'a window of a convolution', kernels: ['gatherTaps'] },
];

function replacedIn(scope: Scope, mistake: TapMistake): Partial<Primitives> {
  const { step } = mistake;
  const parts = scope.kernels.map((name) => {
    if (step === undefined) {
      const windowSlice = sliceOf(mistake);
      return inside(name, (n) => ({ ...n, fn: { ...n.fn, windowSlice } }));
    }
    return name === 'gatherTaps' ? steppingGather(step) : stepping(name, step);
  });
  return Object.assign({}, ...parts) as Partial<Primitives>;
}

const fix = 'tap k of output o reads o·stride − padLeft + k·dilation, from the first valid k on';

export const poolTapMistakes: readonly Mutant[] = mistakes.flatMap((mistake) => [
  ...(mistake.step === undefined
    ? [
        {
          id: `window_taps_${mistake.id}`,
          clause: 'S89',
          bug: `the taps of a window: ${mistake.words}`,
          fix,
          fn: { windowSlice: sliceOf(mistake) },
        },
      ]
    : []),
  ...scopes.map((scope) => ({
    id: `${scope.id}_taps_${mistake.id}`,
    clause: 'S89',
    bug: `the taps of ${scope.words}: ${mistake.words}`,
    fix,
    fn: replacedIn(scope, mistake),
  })),
]);
