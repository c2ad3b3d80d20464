/** Goal: what is left where a case goes. Method: cases of `round`, and regression cases made for the purpose. */

import { describe, expect, it } from 'vitest';
import { callDigest } from '../../goldgen/build.ts';
import type { Regressions } from '../../goldgen/regressions.ts';
import { GoldError } from '../../schema/format/errors.ts';
import { errataOf, remaining, remainingChange, withdrawalOf } from './remove.ts';

const why = 'its mistake stands in another case';
const generated = withdrawalOf('round/directed/1');

/** The same calls as a regression case, as if it stood in the vectors. */
function regression(contracts: readonly string[]) {
  const found = generated.found.filter(({ contract }) => contracts.includes(contract));
  return { ...generated, id: 'round/regression/0', found };
}

const { params, inputs, targets, rng } = generated.found[0]!.case;
const note = { bug: 'ties go to even', effect: 'a code is off by one', clause: 'S16' };
const before: Regressions = {
  notes: { B9: note },
  cases: [
    { flags: ['B9'], params, inputs, targets, rng },
    { flags: ['V2'], params, inputs, targets, rng: 77 },
  ],
};
const all = ['sym-2026-06-11', 'sym-2026-06-23', 'sym-2026-07-21'];

describe('a case that is withdrawn', () => {
  it('is known by its call where it is still drawn, under every contract', () => {
    const entries = errataOf(generated, `${why}.`);
    expect(entries.map(({ contract }) => contract)).toEqual(all);
    const call = callDigest(generated.found[0]!.case);
    expect(entries[0]).toEqual({ contract: all[0], id: 'round/directed/1', reason: why, call });
    expect(remaining(generated, before)).toEqual(before);
    expect(remainingChange(generated)).toEqual({});
  });

  it('goes under one contract alone where that one is named', () => {
    const { found } = withdrawalOf('sym-2026-06-23/round/directed/1');
    expect(found.map(({ contract }) => contract)).toEqual(['sym-2026-06-23']);
  });

  it('leaves the regression cases with the notes that only it used', () => {
    const rest = remaining(regression(all), before);
    expect(rest).toEqual({ notes: {}, cases: [before.cases[1]] });
    expect(errataOf(regression(all), why)[0]).not.toHaveProperty('call');
  });

  it('stays where it is not withdrawn', () => {
    const { notes, cases } = remaining(regression(all.slice(0, 1)), before);
    expect(cases[0]).toEqual({ ...before.cases[0], contracts: all.slice(1) });
    expect(notes).toEqual(before.notes);
  });

  it('points to the case that takes its place', () => {
    const pointers = errataOf(generated, why, all.slice(2)).map((e) => e.replaced_by);
    expect(pointers).toEqual([undefined, undefined, 'round/regression/0']);
  });

  it.each([
    ['round/directed', 'usage-bad-value'],
    ['round/directed/9999', 'case-unknown'],
    ['rund/directed/0', 'op-unknown'],
    ['sym-1/round/directed/0', 'contract-unknown'],
  ])('%s: %s', (name, code) => {
    expect(() => withdrawalOf(name)).toThrow(expect.objectContaining({ code }));
  });

  it('needs a reason', () => {
    expect(() => errataOf(generated, 'no.')).toThrow(GoldError);
  });
});
