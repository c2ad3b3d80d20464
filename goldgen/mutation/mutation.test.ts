import { describe, expect, it } from 'vitest';
import type { Mutant } from '../../reference/mutants/mutant.ts';
import { primitives } from '../../reference/primitives.ts';
import type { VectorFile } from '../../schema/format/types.ts';
import { buildFile } from '../build.ts';
import round from '../ops/rounding/round.ts';
import { type CachedMatrix, matrixWithCache } from './cache.ts';
import { escapes, killMatrix } from './kill.ts';
import { killMapText, newKillMap, parseKillMap } from './kill_map.ts';
import { propagationOf } from './propagation.ts';
import { cites, fileRecord, namingFlag, smallestCover } from './record.ts';
import { smokeOf, smokeText } from './smoke.ts';

const whole = buildFile(round, 'sym-2026-07-21');
const pick = (ids: readonly string[]): VectorFile => ({
  ...whole,
  cases: whole.cases.filter((c) => ids.includes(c.id)),
});
/** ties under HALF_AWAY, the same under SR, a random stream */
const file = pick(['round/directed/0', 'round/directed/1', 'round/random/0', 'round/overflow/0']);

const base = { clause: 'S16', bug: 'b', fix: 'f' };
const truncates: Mutant = {
  ...base,
  id: 'truncates',
  fn: { roundHalfAway: (n, x) => n.fn.castInt32(n, Math.trunc(x)) },
};
const harmless: Mutant = {
  ...base,
  id: 'harmless',
  fn: { roundHalfAway: (n, x) => primitives.roundHalfAway(n, x) },
};
const elsewhere: Mutant = { ...base, id: 'elsewhere', fn: { seedRescale: () => 0 } };
const moved: Mutant = { ...base, id: 'moved', readState: (state) => (state % 4294967295) + 1 };

const find = (list: readonly Mutant[]) => (id: string) => list.find((m) => m.id === id)!;

function mapOf(list: readonly Mutant[], from = file) {
  const matrix = killMatrix(round, from, list);
  return newKillMap(list, [fileRecord(from, 's', matrix, find(list))]);
}

describe('killMatrix', () => {
  it('tells killers from survivors and leaves out what no case reaches', () => {
    const matrix = killMatrix(round, file, [truncates, harmless, elsewhere]);
    expect(matrix.get('truncates')).toContain(0);
    expect(matrix.get('harmless')).toEqual([]);
    expect(matrix.has('elsewhere')).toBe(false);
  });

  it('counts a mutant that fails outright as killed', () => {
    const fails: Mutant = {
      ...base,
      id: 'fails',
      fn: {
        round: () => {
          throw new TypeError('broken');
        },
      },
    };
    expect(killMatrix(round, pick(['round/directed/0']), [fails]).get('fails')).toEqual([0]);
  });
});

describe('an element that is written for good', () => {
  const one = pick(['round/directed/0']);
  const places = [...one.cases[0]!.inputs.x!.data.keys()].slice(0, 4);
  /** Places that a run under the mutant comes to see. */
  function seenUnder(mutant: Mutant): number[] {
    const seen: number[] = [];
    const run: typeof round.run = (n, call) => {
      round.run(n, call);
      for (const i of places) {
        call.onFinal?.('y', i);
        if (call.onFinal !== undefined) seen.push(i);
      }
    };
    killMatrix({ ...round, run }, one, [mutant]);
    return seen;
  }

  it('ends the run where it is another one than expected', () => {
    expect(seenUnder(harmless)).toEqual(places);
    const off: Mutant = { ...base, id: 'off', fn: { roundHalfAway: () => 12345 } };
    expect(seenUnder(off)).toEqual([]);
  });
});

describe('the sentinel', () => {
  it('escapes no case whose status is ok', () => {
    expect(escapes(round, file, moved)).toEqual([]);
  });

  it('would be noticed if it escaped', () => {
    const ok = file.cases.filter((c) => c.expected.status === 'ok').map((c) => c.id);
    expect(escapes(round, file, harmless)).toEqual(ok);
  });
});

describe('verdicts', () => {
  it('kills, survives, is unreached', () => {
    const { mutants, totals } = mapOf([truncates, harmless, elsewhere]);
    expect(mutants.truncates).toMatchObject({ verdict: 'killed', killed: 1, reached: 1 });
    expect(mutants.truncates!.witness).toBe('sym-2026-07-21/round/directed/0#V2');
    expect(mutants.harmless!.verdict).toBe('surviving');
    expect(mutants.elsewhere!.verdict).toBe('unreached');
    expect(totals).toMatchObject({ mutants: 3, killed: 1, equivalent: 0, surviving: 2 });
  });

  it('takes a proof of equivalence, and refutes a false one', () => {
    const claims = [truncates, harmless].map((m) => ({ ...m, equivalent: 'both give the same' }));
    const { mutants, totals } = mapOf(claims);
    expect(mutants.harmless!.verdict).toBe('equivalent');
    expect(mutants.truncates!.verdict).toBe('refuted');
    expect(totals).toMatchObject({ killed: 1, equivalent: 1, surviving: 0 });
  });

  it('is weak where only random cases kill', () => {
    const random = pick(['round/random/0']);
    const sr: Mutant = { ...base, id: 'no_draw', fn: { round: () => 0 } };
    expect(mapOf([sr], random).mutants.no_draw!.verdict).toBe('weak');
  });

  it('is weak where no flag names the mutant', () => {
    const other = { ...truncates, clause: 'S99' };
    expect(mapOf([other]).mutants.truncates!.verdict).toBe('weak');
    expect(mapOf([{ ...other, flags: ['V2'] }]).mutants.truncates!.verdict).toBe('killed');
  });
});

describe('naming', () => {
  it.each([
    ['S16, S25', 'S16', true],
    ['S20', 'S2', false],
    ['S76–S79', 'S78', true],
    ['S76–S79', 'S80', false],
    ['L7–L9', 'S8', false],
    ['S105, contraction', 'contraction', true],
    ['H2, S123', 'H2', true],
  ])('clause "%s" cites %s: %s', (text, clause, expected) => {
    expect(cites(text, clause)).toBe(expected);
  });

  it('is not done by a note that names everything', () => {
    const vague = { ...file, notes: { V2: { bug: 'any', effect: 'e', clause: 'S16' } } };
    expect(namingFlag(vague, vague.cases[0]!, truncates)).toBeUndefined();
    expect(namingFlag(file, file.cases[0]!, truncates)).toBe('V2');
  });
});

describe('smallestCover', () => {
  it.each([
    ['one case for all', { a: [1, 2], b: [2, 3], c: [2] }, [2]],
    ['the earlier case on a tie', { a: [4, 1] }, [1]],
    ['survivors need none', { a: [], b: [0] }, [0]],
    // greedy takes 0 first; 1 and 2 make it superfluous
    ['no superfluous case', { a: [0, 1], b: [0, 1], c: [0, 2], d: [0, 2], e: [1], f: [2] }, [1, 2]],
  ] as const)('%s', (_name, kills, expected) => {
    expect(smallestCover(new Map(Object.entries(kills)))).toEqual(expected);
  });
});

describe('the cache', () => {
  const hashed = (m: Mutant, hash: string) => ({ mutant: m, hash });

  it('takes over what is unchanged and runs the rest', () => {
    const known: CachedMatrix = {
      base: 'b',
      mutants: { truncates: ['h', [7]], elsewhere: ['h', null] },
    };
    const list = [hashed(truncates, 'h'), hashed(harmless, 'h'), hashed(elsewhere, 'h')];
    const { matrix, cache } = matrixWithCache(round, file, 'b', list, known);
    expect(matrix.get('truncates')).toEqual([7]);
    expect(matrix.get('harmless')).toEqual([]);
    expect(matrix.has('elsewhere')).toBe(false);
    expect(Object.keys(cache.mutants)).toEqual(['truncates', 'harmless', 'elsewhere']);
  });

  it.each([
    ['the base', 'other', 'h'],
    ['the mutant', 'b', 'other'],
  ])('is void after a change of %s', (_name, newBase, hash) => {
    const known: CachedMatrix = { base: 'b', mutants: { truncates: ['h', [7]] } };
    const { matrix } = matrixWithCache(round, file, newBase, [hashed(truncates, hash)], known);
    expect(matrix.get('truncates')).toEqual([0, 1, 3]);
  });
});

describe('texts', () => {
  it('name once what contracts share', () => {
    const one = mapOf([truncates, harmless]).files[0]!;
    const others = ['a', 'b'].map((contract) => ({ ...one, contract }));
    const differing = { ...one, kills: { ...one.kills, truncates: [] } };
    const map = newKillMap([truncates, harmless], [...others, differing]);
    const text = killMapText(map);
    expect(text).toContain('"truncates":[[[0,1],["directed/0');
    expect(text).toContain(',[[2],[]]]');
    expect(parseKillMap(text)).toEqual(map);
  });

  it('are JSON with one line per entry', () => {
    const map = mapOf([truncates, harmless]);
    expect(parseKillMap(killMapText(map))).toEqual(map);
    expect(JSON.parse(smokeText(map))).toEqual(smokeOf(map));
    const [contracts, cases] = [['sym-2026-07-21'], ['directed/0']];
    expect(smokeOf(map).ops).toEqual({ round: [{ contracts, cases }] });
  });
});

describe('propagationOf', () => {
  it('finds that every element and parameter of the op has an effect', () => {
    const result = propagationOf(round, [file]);
    expect(result.silent).toEqual([]);
    expect(result.reaching).toBe(result.inputs);
  });

  it('reports an input that the op does not read, unless there is a reason', () => {
    const run: typeof round.run = (n, call) => {
      round.run(n, call.with({ params: { rounding: 'HALF_AWAY' } }));
    };
    const blind = { ...round, run };
    expect(propagationOf(blind, [file]).silent).toEqual(['rounding']);
    const { rounding } = round.params;
    const params = { rounding: { ...rounding!, unread: 'a reason' } };
    const result = propagationOf({ ...blind, params }, [file]);
    expect([result.silent, result.explained]).toEqual([[], 1]);
  });

  it('reports a parameter that never has another value, unless there is a reason', () => {
    const stochastic = { ...file, cases: pick(['round/directed/1']).cases };
    expect(propagationOf(round, [stochastic]).silent).toEqual(['rounding (constant)']);
    const params = { rounding: { ...round.params.rounding!, fixed: 'a reason' } };
    expect(propagationOf({ ...round, params }, [stochastic]).silent).toEqual([]);
  });

  it('takes the same parameter of all layers as one', () => {
    const params = { l0_rounding: round.params.rounding!, l3_rounding: round.params.rounding! };
    const named = (name: string, rounding: string) => {
      return { ...file.cases[0]!, params: { [name]: rounding } };
    };
    const silentOf = (...roundings: [string, string]): readonly string[] => {
      const cases = [named('l0_rounding', roundings[0]), named('l3_rounding', roundings[1])];
      return propagationOf({ ...round, params }, [{ ...file, cases }]).silent.filter((text) =>
        text.includes('constant'),
      );
    };
    expect(silentOf('HALF_AWAY', 'HALF_AWAY')).toEqual(['l#_rounding (constant)']);
    expect(silentOf('HALF_AWAY', 'SR_HALF_AWAY')).toEqual([]);
  });
});
