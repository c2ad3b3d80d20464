/** Why a clause has no op, no mutant or no function of its own. A reason that is no longer needed fails a test. */

const cell =
  'a cell of the matrix (S30) made of S25, S26, S27 and S28; the mutants of these act on it';
const mirror =
  'the loops of the gather kernels with their roles exchanged; the mutants of L7, L8 and L9 act on it';
const history =
  'tells how the contracts came about; what they choose is tested under H2, H4 and H5';

/** What a clause can have none of. */
export type Lack = 'op' | 'case' | 'mutant' | 'function';

export interface Reason {
  readonly lacks: readonly Lack[];
  readonly why: string;
}

/** By id. */
export const reasons: Readonly<Record<string, Reason>> = {
  H1: { lacks: ['op', 'case', 'mutant'], why: history },
  H3: { lacks: ['op'], why: history },
  H6: {
    lacks: ['op', 'case'],
    why: 'lists choices; each is tested by the clause that the choice belongs to',
  },
  S1: {
    lacks: ['mutant'],
    why: 'says how values are stored; a kernel that stores them otherwise fails everywhere',
  },
  S3: {
    lacks: ['mutant'],
    why: 'says how axes are named; mistakes in index arithmetic are mutants of S73, S83 and S88',
  },
  S22: { lacks: ['mutant'], why: 'the scan inside S24, whose mutants include it' },
  S31: { lacks: ['mutant'], why: cell },
  S33: { lacks: ['mutant'], why: cell },
  S44: { lacks: ['mutant'], why: cell },
  S48: { lacks: ['mutant'], why: cell },
  S55: {
    lacks: ['mutant'],
    why: 'S36, S37 and S38 on given values; the mutants of these act on it',
  },
  S70: {
    lacks: ['mutant'],
    why: 'copies its operand; the mutants of S65, S67 and S68 act around it',
  },
  S80: {
    lacks: ['mutant'],
    why: 'one product for each element and one for the scale; the mutants of S74 and S76 act on its parts',
  },
  S90: {
    lacks: ['op', 'case', 'mutant'],
    why: 'no op: the extent of the output comes with the call',
  },
  S103: {
    lacks: ['mutant'],
    why: 'S100 and S36 on decoded values; the mutants of these act on it',
  },
  S111: {
    lacks: ['op', 'case', 'mutant', 'function'],
    why: 'no op: compared with a tolerance, so it has no vectors',
  },
  S113: {
    lacks: ['mutant'],
    why: 'the same rule as S112 with dy in place of x; the mutants of S112 and L30 act on it',
  },
  S121: {
    lacks: ['mutant'],
    why: 'what a constructor checks; op calls come with states that exist',
  },
  S122: {
    lacks: ['mutant'],
    why: 'widths are checked by the guards of S68, S86, S101 and L14; their mutants drop them',
  },
  S123: {
    lacks: ['mutant'],
    why: 'an arithmetic consequence of S84 and S122; the cases with full accumulators show it',
  },
  S124: { lacks: ['mutant'], why: 'constants; each is tested by the clause that it shows in' },
  L1: {
    lacks: ['mutant'],
    why: 'S87 and S85 between the prologue and the epilogue of the funnel; the mutants of S65, S67 and S87 act on it',
  },
  L5: { lacks: ['mutant'], why: 'S88 with the fields of a layer; the mutants of S88 act on it' },
  L12: { lacks: ['mutant'], why: mirror },
  L13: { lacks: ['mutant'], why: mirror },
  L31: {
    lacks: ['mutant', 'function'],
    why: 'defaults of a constructor; op calls come with records that exist',
  },
  L32: {
    lacks: ['mutant'],
    why: 'says which records gradients have; mutants of S68 and S71 act on them',
  },
};
