/** Replays cases through slips in the reference's source (`goldgen/variants/`). */

import type { Reached, Variants } from '../../goldgen/variants/load.ts';
import { kinds, type Site, type Slip } from '../../goldgen/variants/variant.ts';
import type { ContractId } from '../../reference/contracts.ts';
import type { Numerics } from '../../reference/numerics.ts';
import { newNumerics } from '../../reference/primitives.ts';
import type { TestCase } from '../core/load.ts';
import type { Answer, Hypothesis } from './answer.ts';

export interface VariantReplayer {
  /** loads the edits, and the compiler that reads them: what nobody waits for where nothing fails */
  prepare(): Promise<void>;
  /** every edit that the case reaches */
  of(test: TestCase): readonly Hypothesis[];
  reaches(test: TestCase, hypothesis: Hypothesis): boolean;
  answer(test: TestCase, hypothesis: Hypothesis): Answer;
}

/** The hypothesis of a slip; its sentences are made when they are asked for. */
function hypothesisOf(variants: Variants, slip: Slip): Hypothesis {
  const [{ site, edit }] = slip.choices;
  const { file, line, clause } = site;
  const oftenness = slip.choices.length > 1 ? 0.5 : 0;
  return {
    id: `${file}:${line}`,
    kind: 'variant',
    clause,
    get bug() {
      return variants.wordsOf(slip).bug;
    },
    get fix() {
      return variants.wordsOf(slip).fix;
    },
    replaces: [],
    farFetched: 1 + kinds.indexOf(site.edits[edit]!.kind) + oftenness,
  };
}

/** A replayer of edits; answers of a case are made by `answerWith`. */
export function newVariantReplayer(
  answerWith: (test: TestCase, n: Numerics) => Answer,
): VariantReplayer {
  let loaded: Variants | undefined;
  const slips = new WeakMap<Hypothesis, Slip>();
  const bySite = new Map<Site, readonly Hypothesis[]>();
  const reachedBy = new WeakMap<TestCase, Reached>();
  let repeated: (readonly [Slip, Hypothesis])[] | undefined;

  function variants(): Variants {
    if (loaded === undefined) throw new Error('the edits are not prepared');
    return loaded;
  }

  function numerics(test: TestCase): Numerics {
    const plain = newNumerics(test.contract as ContractId, { rngState: test.vector.rng });
    return { ...plain, fn: variants().fn };
  }

  function hypothesesAt(site: Site): readonly Hypothesis[] {
    const known = bySite.get(site);
    if (known !== undefined) return known;
    const made = site.edits.map((_, edit) => newHypothesis({ choices: [{ site, edit }] }));
    bySite.set(site, made);
    return made;
  }

  function newHypothesis(slip: Slip): Hypothesis {
    const hypothesis = hypothesisOf(variants(), slip);
    slips.set(hypothesis, slip);
    return hypothesis;
  }

  /** Slips at several places, two of which are reached. */
  function repeatedAt(sites: ReadonlySet<Site>): Hypothesis[] {
    repeated ??= variants().repeated.map((slip) => [slip, newHypothesis(slip)] as const);
    return repeated
      .filter(([{ choices }]) => choices.filter(({ site }) => sites.has(site)).length > 1)
      .map(([, hypothesis]) => hypothesis);
  }

  function reachedOf(test: TestCase): Reached {
    const known = reachedBy.get(test);
    if (known !== undefined) return known;
    const made = variants().reached(() => answerWith(test, numerics(test)));
    reachedBy.set(test, made);
    return made;
  }

  return {
    async prepare() {
      const { loadVariants } = await import('../../goldgen/variants/load.ts');
      loaded ??= loadVariants();
    },
    of(test) {
      const { sites } = reachedOf(test);
      return [...[...sites].flatMap(hypothesesAt), ...repeatedAt(sites)];
    },
    reaches: (test, hypothesis) => {
      const { sites } = reachedOf(test);
      return slips.get(hypothesis)?.choices.some(({ site }) => sites.has(site)) === true;
    },
    answer(test, hypothesis) {
      const { rounds } = reachedOf(test);
      return variants().under(slips.get(hypothesis)!, rounds, () =>
        answerWith(test, numerics(test)),
      );
    },
  };
}
