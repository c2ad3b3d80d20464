/** Replays cases through single edits of the reference's source (`goldgen/variants/`). */

import type { Reached, Variants } from '../../goldgen/variants/load.ts';
import { kinds, type Site } from '../../goldgen/variants/variant.ts';
import type { ContractId } from '../../reference/contracts.ts';
import { type Numerics, newNumerics } from '../../reference/numerics.ts';
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

interface Place {
  readonly site: Site;
  /** of the edit */
  readonly number: number;
}

/** The hypothesis of one edit; its sentences are made when they are asked for. */
function hypothesisOf(variants: Variants, site: Site, i: number): Hypothesis {
  const { file, line, clause } = site;
  const edit = site.edits[i]!;
  return {
    id: `${file}:${line}`,
    kind: 'variant',
    clause,
    get bug() {
      return variants.wordsOf(site, edit).bug;
    },
    get fix() {
      return variants.wordsOf(site, edit).fix;
    },
    replaces: [],
    farFetched: 1 + kinds.indexOf(edit.kind),
  };
}

/** A replayer of edits; answers of a case are made by `answerWith`. */
export function newVariantReplayer(
  answerWith: (test: TestCase, n: Numerics) => Answer,
): VariantReplayer {
  let loaded: Variants | undefined;
  const places = new WeakMap<Hypothesis, Place>();
  const bySite = new Map<Site, readonly Hypothesis[]>();
  const reachedBy = new WeakMap<TestCase, Reached>();

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
    const made = site.edits.map((_, i): Hypothesis => {
      const hypothesis = hypothesisOf(variants(), site, i);
      places.set(hypothesis, { site, number: site.first + i });
      return hypothesis;
    });
    bySite.set(site, made);
    return made;
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
    of: (test) => [...reachedOf(test).sites].flatMap(hypothesesAt),
    reaches: (test, hypothesis) => {
      const place = places.get(hypothesis);
      return place !== undefined && reachedOf(test).sites.has(place.site);
    },
    answer(test, hypothesis) {
      const { number } = places.get(hypothesis)!;
      const { rounds } = reachedOf(test);
      return variants().under(number, rounds, () => answerWith(test, numerics(test)));
    },
  };
}
