/** What becomes of a page of the repository on its way to the site. */

import { describe, expect, it } from 'vitest';
import { siteLink, sitePath } from './map.ts';
import { type Conversion, cell, convertPage, slugOf } from './markdown.ts';

const conversion: Conversion = {
  pages: new Set([
    'README.md',
    'reference/spec/a.md',
    'reference/spec/b.md',
    'vectors/README.md',
    'goldgen/OPS.md',
  ]),
  repository: undefined,
  figureOf: (section) => (section === 'reference/spec/a.md#S1' ? '<figure/>' : undefined),
  belowExample: (yaml) => (yaml.includes('op: round') ? '\n[run]' : undefined),
};
const convert = (text: string, options: Partial<Conversion> = {}): string =>
  convertPage('reference/spec/a.md', text, { ...conversion, ...options });

describe('links', () => {
  it.each([
    ['[S2](b.md#S2)', '[S2](/spec/b#S2)'],
    ['[here](#S1)', '[here](#S1)'],
    ['[`v`](../../vectors/README.md)', '[`v`](/vectors/)'],
    ['[v](../../vectors/)', '[v](/vectors/)'],
    ['[op](../../goldgen/OPS.md#round)', '[op](/ops/round)'],
    ['[out](https://example.org/)', '[out](https://example.org/)'],
    ['[code](../rounding.ts)', 'code'],
  ])('%s', (from, to) => {
    expect(convert(from)).toBe(to);
  });

  it('to source files lead to the repository where it is known', () => {
    const repository = 'https://example.org/gv';
    expect(convert('[code](../rounding.ts)', { repository })).toBe(
      '[code](https://example.org/gv/blob/main/reference/rounding.ts)',
    );
  });

  it('inside blocks stay', () => {
    const block = '```text\n[S2](b.md)\n```\n';
    expect(convert(block)).toBe(block);
  });
});

describe('clauses', () => {
  it('carry their id on the heading, and the figure below the sentence', () => {
    expect(convert('<a id="S1"></a>\n\n## S1 One\n\n*What\nfor.*\n\nText.\n')).toBe(
      '## S1 One {#S1}\n\n*What\nfor.*\n\n<figure/>\n\nText.\n',
    );
  });

  it('keep every id', () => {
    const converted = convert('<a id="S3"></a><a id="S4"></a>\n\n## S3, S4 Two\n');
    expect(converted).toBe('<div class="anchors"><a id="S3"></a></div>\n\n## S3, S4 Two {#S4}\n');
  });

  it('get what belongs below an example, and only below it', () => {
    expect(convert('```yaml example\nop: round\n```\n')).toBe(
      '```yaml example\nop: round\n```\n[run]\n',
    );
    expect(convert('```text\nop: round\n```\n')).toBe('```text\nop: round\n```\n');
  });
});

describe('places', () => {
  it.each([
    ['README.md', '/'],
    ['reference/spec/README.md', '/spec/'],
    ['reference/WIDTHS.md', '/reference/widths'],
    ['conformance/README.md', '/protocol'],
  ])('%s is %s', (file, link) => {
    expect(siteLink(sitePath(file))).toBe(link);
  });

  it('of headings follow GitHub', () => {
    expect(slugOf('Five minutes to a verdict, `now`')).toBe('five-minutes-to-a-verdict-now');
  });

  it('in tables hold bars', () => expect(cell('max|x|')).toBe('max\\|x\\|'));
});
