import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { ContractId } from '../../reference/contracts.ts';
import { newNumerics } from '../../reference/primitives.ts';
import type { VectorFile, WireCase } from '../../schema/format/types.ts';
import { readVectors } from '../../schema/format/vector_folder.ts';
import { type Observation, observe, poisons } from '../case.ts';
import { deviates } from '../mutation/kill.ts';
import { ops } from '../registry.ts';
import { loadVariants } from './load.ts';
import type { Edit, Site, Slip } from './variant.ts';
import { wordsOf } from './words.ts';

const variants = loadVariants();
const dir = fileURLToPath(new URL('../../vectors', import.meta.url));
const files = readVectors(dir, () => true);
const opOf = new Map(ops.map((op) => [op.name, op]));

function answer(file: VectorFile, c: WireCase): Observation {
  const plain = newNumerics(file.contract as ContractId, { rngState: c.rng });
  const n = { ...plain, fn: variants.fn };
  return observe(opOf.get(file.op)!, n, c, c.id, poisons.first, false);
}

/** The edit of `owner` that puts `text` for `original`. */
function slipOf(owner: string, original: string, text: string): Slip {
  const sites = variants.sites.filter((s) => s.owner === owner && s.original === original);
  for (const site of sites) {
    const edit = site.edits.findIndex((made) => made.text === text);
    if (edit >= 0) return { choices: [{ site, edit }] };
  }
  throw new Error(`no edit of ${owner} puts ${text} for ${original}`);
}

describe('the instrumented reference', () => {
  it('answers every third case like the reference, and so do the functions that hold the edits', () => {
    const wrong = files.flatMap((file) =>
      file.cases
        .filter((_, i) => i % 3 === 0)
        .filter((c) => {
          let recorded: Observation | undefined;
          if (deviates(c, answer(file, c))) return true;
          variants.reached(() => {
            recorded = answer(file, c);
          });
          return recorded === undefined || deviates(c, recorded);
        })
        .map((c) => `${file.contract}/${c.id}`),
    );
    expect(wrong).toEqual([]);
  });

  it('reaches the edits of the functions that a case runs, and no others', () => {
    const file = files.find(({ op }) => op === 'requant_fixed')!;
    const { sites } = variants.reached(() => answer(file, file.cases[0]!));
    const owners = new Set([...sites].map(({ owner }) => owner));
    expect(owners).toContain('requantFixed');
    expect(owners).not.toContain('requantDynamic');
  });
});

describe('an edit', () => {
  const edits: readonly (readonly [string, string, string, string, readonly string[]])[] = [
    ['requantFixed', 'qMin(y.bits)', 'n.fn.qMax(n, y.bits)', 'sym-2026-07-21', ['requant_fixed']],
    ['windowGeometry', '2 * pad', 'pad', 'sym-2026-07-21', ['conv1d_forward']],
    [
      'softmaxMaximum',
      'value > maximum',
      '(value) < (maximum)',
      'sym-2026-07-21',
      ['softmax_forward'],
    ],
  ];
  it.each(edits)(
    'of %s puts %s → %s and changes answers',
    (owner, original, text, contract, names) => {
      const slip = slipOf(owner, original, text);
      const changed = files
        .filter((f) => f.contract === contract && names.includes(f.op))
        .flatMap((file) =>
          file.cases.filter((c) => {
            const { rounds } = variants.reached(() => answer(file, c));
            try {
              return deviates(
                c,
                variants.under(slip, rounds, () => answer(file, c)),
              );
            } catch {
              return true;
            }
          }),
        );
      expect(changed.length).toBeGreaterThan(0);
    },
  );

  it('is undone afterwards', () => {
    const file = files.find(({ op }) => op === 'requant_fixed')!;
    const slip = slipOf('requantFixed', 'qMin(y.bits)', 'n.fn.qMax(n, y.bits)');
    for (const c of file.cases) {
      try {
        variants.under(slip, 100, () => answer(file, c));
      } catch {
        // what matters is the next answer
      }
      expect(deviates(c, answer(file, c))).toBe(false);
    }
  });

  it('that keeps a loop from ending is stopped', () => {
    const file = files.find(({ op }) => op === 'bounded' || op === 'rng_shuffle')!;
    const slip = slipOf('bounded', 'x >= limit', 'true');
    const c = file.cases.at(-1)!;
    expect(() => variants.under(slip, 10, () => answer(file, c))).toThrow('a loop does not end');
  });
});

describe('the same slip at several places', () => {
  const repeated = variants.repeated.find(
    ({ choices: [{ site, edit }] }) =>
      site.owner === 'requantFixed' && site.edits[edit]!.text === 'x.bits',
  )!;

  it('is one slip', () => {
    const { choices } = repeated;
    expect(choices.map(({ site }) => site.original)).toEqual(['y.bits', 'y.bits']);
    expect(wordsOf(repeated).bug).toBe(
      'requantFixed: `x.bits` is used instead of `y.bits`, at 2 places',
    );
  });

  it('gives answers that none of them gives alone', () => {
    const file = files.find(({ op }) => op === 'requant_fixed')!;
    const answersOf = (slip: Slip) =>
      file.cases.map((c) => {
        const { rounds } = variants.reached(() => answer(file, c));
        return variants.under(slip, rounds, () => answer(file, c));
      });
    const all = answersOf(repeated);
    const alone = repeated.choices.map((choice) => answersOf({ choices: [choice] }));
    const own = all.filter((made, i) => alone.every((one) => !isDeepStrictEqual(one[i], made)));
    expect(own.length).toBeGreaterThan(0);
  });
});

describe('the words of an edit', () => {
  const site: Site = {
    index: 0,
    of: 0,
    file: 'quant/requant.ts',
    line: 74,
    owner: 'requantFixed',
    clause: 'S52',
    original: 'y.scale',
    statement: 'const value = (i2f(source[i]) ⊗ sIn) ⊘ y.scale',
    subject: '',
    edits: [],
  };
  const words = (at: Site, made: Edit) => {
    return wordsOf({ choices: [{ site: { ...at, edits: [made] }, edit: 0 }] });
  };

  it('say what stands there, what belongs there and where', () => {
    expect(words(site, { kind: 'name', text: 'x.scale' })).toEqual({
      bug: 'requantFixed: `x.scale` is used instead of `y.scale` in `const value = (i2f(source[i]) ⊗ sIn) ⊘ y.scale`',
      fix: 'use `y.scale`',
    });
  });

  it('write float operations as the clauses do, without the seam', () => {
    const text = 'n.f.div(n.f.mul(n.f.fromInt(q!), sIn), n.fn.scaleOf(n, y))';
    expect(words({ ...site, subject: '`value`' }, { kind: 'name', text }).bug).toBe(
      'requantFixed: `value` is `(i2f(q) ⊗ sIn) ⊘ scaleOf(y)` instead of `y.scale`',
    );
  });

  it('are those of the edit where it has its own', () => {
    const own = { bug: 'the last is left out', fix: 'take it too' };
    expect(words(site, { kind: 'bound', text: '0', ...own })).toEqual({
      bug: `requantFixed: ${own.bug}`,
      fix: own.fix,
    });
  });
});
