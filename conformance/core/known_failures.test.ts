/** Goal: a list that is brought up to date says exactly what fails, and loses nothing that people wrote. */

import { describe, expect, it } from 'vitest';
import { updatedKnownFailures } from './known_failures.ts';

describe('updatedKnownFailures', () => {
  const record = {
    tried: new Set(['js a/op/random/1', 'js a/op/random/2', 'js a/op/random/3', 'cmd:x y a/op/1']),
    failed: new Set(['js a/op/random/3', 'js a/op/random/2', 'cmd:x y a/op/1']),
    stale: new Set(['js a/gone/random/1']),
  };

  it('takes out what did not fail and what is gone, and keeps the rest word for word', () => {
    const list = `# why there is a list

js  a/op/random/2   # ticket 7
js a/op/random/1    # mended since
js a/gone/random/1
wasm a/op/random/1  # not run
`;
    expect(updatedKnownFailures(list, record)).toBe(`# why there is a list

js  a/op/random/2   # ticket 7
wasm a/op/random/1  # not run
cmd:x y a/op/1
js a/op/random/3
`);
  });

  it('begins a list, and leaves an empty one where nothing fails', () => {
    expect(updatedKnownFailures('', record).split('\n')).toHaveLength(4);
    const nothing = { ...record, failed: new Set<string>() };
    expect(updatedKnownFailures('js a/op/random/2\n', nothing)).toBe('');
  });

  it('changes nothing the second time', () => {
    const once = updatedKnownFailures('', record);
    expect(updatedKnownFailures(once, { ...record, stale: new Set() })).toBe(once);
  });
});
