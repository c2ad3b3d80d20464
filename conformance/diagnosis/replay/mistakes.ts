/** Known mistakes: the mutation catalogue, the arithmetic of other platforms, other contracts. */

import { doubleOps, doubleSum, lanes, summingOps } from '../../../goldgen/sensitivity/chains.ts';
import { fusingOps } from '../../../goldgen/sensitivity/contraction.ts';
import { type ContractId, contractIds, contracts } from '../../../reference/contracts.ts';
import { mutants } from '../../../reference/mutants/index.ts';
import type { Mutant } from '../../../reference/mutants/mutant.ts';
import type { Hypothesis } from '../hypothesis.ts';
import { keptFor } from '../kept.ts';
import { familyMistakes, stepMistakes } from '../mistakes/index.ts';

export interface Mistake {
  readonly hypothesis: Hypothesis;
  readonly mutant: Mutant;
  /** float operations that keep a state, made anew for every replay */
  readonly freshOps?: () => NonNullable<Mutant['f']>;
}

function replacedBy({ fn, f, contract }: Mutant): string[] {
  return [
    ...Object.keys(fn ?? {}),
    ...Object.keys(f ?? {}).map((key) => `f.${key}`),
    ...Object.keys(contract ?? {}).map((key) => `contract.${key}`),
  ];
}

/** A mutant as a hypothesis; some mutants put their words together when they are read. */
class OfMutant implements Hypothesis {
  readonly id: string;
  readonly kind: Hypothesis['kind'];
  readonly clause: string;
  readonly functions: readonly string[];
  readonly prior: number;
  private readonly mutant: Mutant;

  constructor(mutant: Mutant, kind: Hypothesis['kind']) {
    this.mutant = mutant;
    this.id = mutant.id;
    this.kind = kind;
    this.clause = mutant.clause;
    this.functions = replacedBy(mutant);
    this.prior = mutant.prior ?? 0;
  }

  get bug(): string {
    return this.mutant.bug;
  }

  get fix(): string {
    return this.mutant.fix;
  }
}

const ofMutant = (mutant: Mutant, kind: Hypothesis['kind'] = 'mistake'): Mistake => ({
  hypothesis: new OfMutant(mutant, kind),
  mutant,
});

function ofContract(id: ContractId): Mistake {
  const mutant: Mutant = {
    id,
    clause: 'H6',
    bug: `the backend implements ${id}`,
    fix: `implement the contract of the vectors, or run with --contract ${id}`,
    contract: contracts[id],
  };
  return ofMutant(mutant, 'contract');
}

const contractionWords = {
  clause: 'contraction',
  bug: 'the compiler fuses products into sums, of inlined functions too (FMA contraction)',
  fix: 'compile with -ffp-contract=off',
};
const laneWords = {
  clause: 'S0',
  bug: 'float sums are vectorized: terms are added in interleaved parts (-ffast-math)',
  fix: 'sum one term after the other; compile without -ffast-math and -fassociative-math',
};
const doubleWords = {
  clause: 'S0',
  bug: 'float sums are accumulated in double precision',
  fix: 'round every sum to float32',
};
const allDoubleWords = {
  clause: 'S0',
  bug: 'float expressions are computed in double precision and rounded where they are stored',
  fix: 'round every operation to float32: float variables, FLT_EVAL_METHOD 0',
};

/** Deviations of the float arithmetic that find their places by themselves, at every sum or product. */
const platforms: readonly (readonly [string, typeof laneWords, () => NonNullable<Mutant['f']>])[] =
  [
    ['fma_contraction_inlined_first', contractionWords, () => fusingOps('first')],
    ['fma_contraction_inlined_second', contractionWords, () => fusingOps('second')],
    ['sums_in_two_lanes', laneWords, () => summingOps(lanes(2))],
    ['sums_in_four_lanes', laneWords, () => summingOps(lanes(4))],
    ['sums_in_eight_lanes', laneWords, () => summingOps(lanes(8))],
    ['sums_in_double', doubleWords, () => summingOps(doubleSum)],
    ['all_in_double', allDoubleWords, () => doubleOps],
    ['sums_of_products_in_double', doubleWords, () => summingOps(doubleSum, (a, b) => a * b)],
  ];

export const mistakes: readonly Mistake[] = [
  // what is equivalent is no mistake
  ...mutants.filter(({ equivalent }) => equivalent === undefined).map((mutant) => ofMutant(mutant)),
  ...familyMistakes.map((mutant) => ofMutant(mutant)),
  ...platforms.map(([id, words, freshOps]) => ({
    ...ofMutant({ id, ...words, f: freshOps() }),
    freshOps,
  })),
  ...contractIds.map(ofContract),
];

/** A slip in one function; it stays the same one. */
export const slipOf = keptFor((mutant: Mutant): Mistake => ofMutant(mutant, 'slip'));

export const slipMistakes = (): Mistake[] => stepMistakes().map(slipOf);
