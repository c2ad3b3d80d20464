/** The specification as data: how pages are cut, and the rules that its pages keep. */

import { describe, expect, it } from 'vitest';
import { root } from '../cli/paths.ts';
import { type Clause, clausesOf, isNormative, readSpec, specOf } from './clauses.ts';

const page = `# Page

| id | about |
|---|---|
| <a id="A-M1"></a><a id="S1"></a>A-M1 | A mistake with \`a | b\`. |

<a id="S1"></a><a id="S2"></a>

## S1, S2 Two things

*What they
are for.*

**Rule.** Prose.

\`\`\`yaml example
op: round
\`\`\`

### Below

<a id="deeper"></a>

### Deeper

Text.

<!-- begin: where S1 lives -->
Written by sync.
<!-- end: where S1 lives -->

<a id="H1"></a>

## H1 Next

\`\`\`text
<a id="S9"></a>

## S9 in a block
\`\`\`
`;

describe('a page', () => {
  const clauses = clausesOf('a.md', page);
  const byId = (id: string): Clause => specOf([{ path: 'a.md', text: page }]).find(id)!;

  it('is cut at its anchors', () => {
    expect(clauses.map(({ ids, kind }) => [ids, kind])).toEqual([
      [['A-M1', 'S1'], 'row'],
      [['S1', 'S2'], 'clause'],
      [['deeper'], 'clause'],
      [['H1'], 'clause'],
    ]);
  });

  it('gives title, sentence, labels, ops and lines', () => {
    expect(byId('S2')).toMatchObject({
      title: 'Two things',
      sentence: 'What they are for.',
      labels: ['Rule'],
      ops: ['round'],
      page: 'a.md',
      line: 9,
      end: 31,
    });
    expect(byId('deeper').body).toBe('Text.');
  });

  it('leaves out what sync writes', () => {
    expect(byId('S1').body).not.toContain('Written by sync');
  });

  it('prefers a heading to a row that lists the id', () => {
    expect(byId('S1').kind).toBe('clause');
    expect(byId('A-M1')).toMatchObject({
      sentence: 'A mistake with `a | b`.',
      body: '* about: A mistake with `a | b`.',
    });
  });
});

/** Labels in the order in which a clause has them. */
const labels = ['Rule', 'Order', 'Refusals', 'Undefined', 'Contracts', 'Example'];

type Rule = (clauses: readonly Clause[]) => string[];

const place = ({ page, line, ids }: Clause): string => `${page}:${line}: ${ids.join(', ')}`;

const normative = (clauses: readonly Clause[]): Clause[] =>
  clauses.filter(({ ids, kind }) => kind === 'clause' && ids.some(isNormative));

/** An index may list what another page defines; two headings, or two rows of one page, may not. */
const twice: Rule = (clauses) => {
  const seen = new Set<string>();
  return clauses.flatMap((clause) =>
    clause.ids.flatMap((id) => {
      const key = clause.kind === 'clause' ? id : `${clause.page}#${id}`;
      if (seen.has(key)) return [`${place(clause)}: ${id} is defined twice`];
      seen.add(key);
      return [];
    }),
  );
};

const withoutSentence: Rule = (clauses) =>
  clauses
    .filter(({ ids, sentence }) => ids.some((id) => /^[SLHABUV]/.test(id)) && sentence === '')
    .map((clause) => `${place(clause)}: no sentence of intent`);

const disordered: Rule = (clauses) =>
  normative(clauses)
    .filter(({ labels: found }) => {
      const known = found.filter((label) => labels.includes(label));
      const places = known.map((label) => labels.indexOf(label));
      return places.some((at, i) => i > 0 && at < places[i - 1]!);
    })
    .map((clause) => `${place(clause)}: ${clause.labels.join(', ')}`);

const rules: readonly (readonly [string, Rule, string])[] = [
  ['no id is defined twice', twice, '<a id="S1"></a>\n\n## S1 A\n\n<a id="S1"></a>\n\n## S1 B\n'],
  ['each has a sentence of intent', withoutSentence, '<a id="S1"></a>\n\n## S1 A\n\nProse.\n'],
  [
    'labels stand in their order',
    disordered,
    '<a id="S1"></a>\n\n## S1 A\n\n**Order.** x\n\n**Rule.** y\n',
  ],
];

describe('the clauses', () => {
  const { clauses } = readSpec(root);

  it.each(rules)('%s', (_name, rule) => {
    expect(rule(clauses)).toEqual([]);
  });

  it.each(rules)('%s: the rule can fail', (_name, rule, sample) => {
    expect(rule(clausesOf('a.md', sample))).toHaveLength(1);
  });

  it('are numbered without gaps', () => {
    const ids = new Set(clauses.flatMap((c) => c.ids));
    const wanted = [
      ...Array.from({ length: 125 }, (_, i) => `S${i}`),
      ...Array.from({ length: 35 }, (_, i) => `L${i + 1}`),
      ...Array.from({ length: 6 }, (_, i) => `H${i + 1}`),
      ...Array.from({ length: 26 }, (_, i) => `A${i + 1}`),
    ];
    expect(wanted.filter((id) => !ids.has(id))).toEqual([]);
  });
});
