/** Replays cases through single edits of the reference's source (`goldgen/variants/`). */

import { loadVariants, type Reached, type Variants } from '../../goldgen/variants/load.ts';
import { kinds, type Site } from '../../goldgen/variants/variant.ts';
import { wordsOf } from '../../goldgen/variants/words.ts';
import type { ContractId } from '../../reference/contracts.ts';
import { type Numerics, newNumerics } from '../../reference/numerics.ts';
import type { TestCase } from '../core/load.ts';
import type { Answer, Hypothesis } from './answer.ts';

export interface VariantReplayer {
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

/** The edits are loaded when they are needed first: it takes some seconds. */
export function newVariantReplayer(
  answerWith: (test: TestCase, n: Numerics) => Answer,
): VariantReplayer {
  let loaded: Variants | undefined;
  const places = new WeakMap<Hypothesis, Place>();
  const bySite = new Map<Site, readonly Hypothesis[]>();
  const reachedBy = new WeakMap<TestCase, Reached>();

  function variants(): Variants {
    loaded ??= loadVariants();
    return loaded;
  }

  function numerics(test: TestCase): Numerics {
    const plain = newNumerics(test.contract as ContractId, { rngState: test.vector.rng });
    return { ...plain, fn: variants().fn };
  }

  function hypothesesAt(site: Site): readonly Hypothesis[] {
    const known = bySite.get(site);
    if (known !== undefined) return known;
    const made = site.edits.map((edit, i): Hypothesis => {
      const { file, line, clause, first } = site;
      const words = wordsOf(site, edit);
      const farFetched = 1 + kinds.indexOf(edit.kind);
      const id = `${file}:${line}`;
      const hypothesis: Hypothesis = {
        id,
        kind: 'variant',
        clause,
        ...words,
        replaces: [],
        farFetched,
      };
      places.set(hypothesis, { site, number: first + i });
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
