import { describe, expect, it } from 'vitest';
import { mutants } from '../../reference/mutants/index.ts';
import { type Mutant, mutantNumerics } from '../../reference/mutants/mutant.ts';
import { noteOverflow } from '../../reference/num/overflow.ts';
import type { Numerics } from '../../reference/numerics.ts';
import { newNumerics, primitives } from '../../reference/primitives.ts';
import { newTensor, type Tensor } from '../../reference/tensor.ts';
import { buildFile } from '../build.ts';
import modelForward from '../ops/training/model_forward.ts';
import { killMatrix } from './kill.ts';
import { isScreened, screened } from './screen.ts';

const contract = 'sym-2026-07-21';

function mutant(id: string, fn: NonNullable<Mutant['fn']>): Mutant {
  return { id, clause: 'S16', bug: 'b', fix: 'f', fn };
}

/** Ids of the mutants that a run leaves open. */
function openAfter(list: readonly Mutant[], run: (n: Numerics) => void): string[] {
  const candidates = list.map((m) => {
    const { fn, contract: choices } = mutantNumerics(contract, [m]);
    return { mutant: m, fn, contract: choices };
  });
  return [...screened(candidates, newNumerics(contract, { rngState: 5 }), run)];
}

function record(): Tensor {
  const t = newTensor('SYM_INT32', [2], 12, 'HALF_AWAY');
  t.data.set([100, -7]);
  t.scale = 0.5;
  return t;
}

describe('a mutant that replaces a function', () => {
  const same = mutant('same', { roundHalfAway: (n, x) => primitives.roundHalfAway(n, x) });
  const run = (n: Numerics): void => {
    n.fn.roundHalfAway(n, 2.5);
    n.fn.roundHalfAway(n, 3.2);
  };

  it('stays open where every call gives the same', () => {
    expect(openAfter([same], run)).toEqual(['same']);
  });

  it.each<[string, NonNullable<Mutant['fn']>]>([
    ['gives another result in one call', { roundHalfAway: (_n, x) => Math.round(x * 2) >> 1 }],
    [
      'draws',
      {
        roundHalfAway: (n, x) => {
          n.fn.rngStep(n);
          return primitives.roundHalfAway(n, x);
        },
      },
    ],
    [
      'notes an overflow',
      {
        roundHalfAway: (n, x) => {
          noteOverflow(n.overflow, 'cast', 'never', 1);
          return primitives.roundHalfAway(n, x);
        },
      },
    ],
    [
      'fails',
      {
        roundHalfAway: () => {
          throw new TypeError('broken');
        },
      },
    ],
  ])('is not open where it %s', (_name, fn) => {
    expect(openAfter([mutant('other', fn), same], run)).toEqual(['same']);
  });

  it('leaves the generator of the run alone', () => {
    const draws = mutant('draws', {
      roundHalfAway: (n, x) => x + n.fn.rngStep(n),
    });
    let state = 0;
    openAfter([draws], (n) => {
      run(n);
      state = n.rng.state;
    });
    expect(state).toBe(5);
  });

  it('is not open where it changes an argument, which the run does not see', () => {
    const writes = mutant('writes', {
      symInt32ToFloat32: (n, from, to) => {
        primitives.symInt32ToFloat32(n, from, to);
        from.data[0] = 1;
      },
    });
    const from = record();
    const to = newTensor('FLOAT32', [2]);
    expect(openAfter([writes], (n) => n.fn.symInt32ToFloat32(n, from, to))).toEqual([]);
    expect([...from.data, ...to.data]).toEqual([100, -7, 50, -3.5]);
  });

  it('is no longer asked where the calls of an element function add up', () => {
    const copies = mutant('copies', { symInt32ToFloat32: primitives.symInt32ToFloat32 });
    const from = record();
    const calls = (count: number) => (n: Numerics) => {
      for (let i = 0; i < count; i++) n.fn.symInt32ToFloat32(n, from, newTensor('FLOAT32', [2]));
    };
    expect(openAfter([copies], calls(100))).toEqual(['copies']);
    expect(openAfter([copies], calls(20000))).toEqual([]);
  });

  it('is not asked inside a function that it replaces as well', () => {
    const both = mutant('both', {
      round: (n, x, mode) => primitives.round({ ...n, fn: primitives }, x, mode),
      roundHalfAway: () => 0,
    });
    expect(openAfter([both], (n) => n.fn.round(n, 2.5, 'HALF_AWAY'))).toEqual(['both']);
    expect(openAfter([both], run)).toEqual([]);
  });

  it('is not open where what it is given cannot be copied', () => {
    const stream = mutant('stream', {
      absMaxOfStream: (n, count, at) => primitives.absMaxOfStream(n, count, at),
    });
    expect(openAfter([stream], (n) => n.fn.absMaxOfStream(n, 1, () => 3))).toEqual([]);
  });
});

describe('the screen', () => {
  it('takes mutants that do nothing but replace functions', () => {
    const m = mutant('m', { roundHalfAway: () => 0 });
    expect(isScreened(m)).toBe(true);
    expect(isScreened({ ...m, f: { add: () => 0 } })).toBe(false);
    expect(isScreened({ ...m, readState: () => 1 })).toBe(false);
    expect(isScreened({ ...m, contract: { operandBits: 16 } })).toBe(false);
  });

  it('changes no fate', () => {
    const file = buildFile(modelForward, contract);
    const cases = file.cases.filter(({ id }) => /directed\/[1-6]$/.test(id));
    const { isModel: _screened, ...plain } = modelForward;
    const matrix = killMatrix(modelForward, { ...file, cases }, mutants);
    expect(matrix).toEqual(killMatrix(plain, { ...file, cases }, mutants));
    expect([...matrix.values()].filter((killers) => killers.length > 0).length).toBeGreaterThan(10);
  });
});
