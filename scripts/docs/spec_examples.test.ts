/** Every example of the specification is run through the reference; what it states is compared bit for bit. */

import { describe, expect, it } from 'vitest';
import { fixtureProblems } from '../../goldgen/fixture/check.ts';
import { readFixture } from '../../goldgen/fixture/fixture.ts';
import { type Block, projectPages } from './pages.ts';

const pages = projectPages().filter(({ path }) => path.startsWith('reference/spec/'));

const examples = pages.flatMap(({ path, blocks }) =>
  blocks
    .filter(({ info }) => info === 'yaml example')
    .map(({ text, line }) => ({ text, origin: { path, line } })),
);

/** A block of YAML that is not run would be an example that nobody checks. */
function unmarked({ info }: Block): boolean {
  return /^ya?ml\b/.test(info) && info !== 'yaml example';
}

describe('the examples of the specification', () => {
  it('are all of the YAML of its pages', () => {
    const others = pages.flatMap(({ path, blocks }) =>
      blocks.filter(unmarked).map(({ line }) => `${path}:${line}`),
    );
    expect(others).toEqual([]);
    expect(examples.length).toBeGreaterThan(0);
  });

  it.each(examples)('$origin.path:$origin.line gives what it says', ({ text, origin }) => {
    expect(fixtureProblems(readFixture(text, origin))).toEqual([]);
  });
});
