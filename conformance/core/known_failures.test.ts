/**
 * Goal: a known failure excuses what it says and nothing else; a list that is brought up to date says what fails, and
 * loses nothing that people wrote.
 */

import { describe, expect, it } from 'vitest';
import type { Difference } from './events.ts';
import type { Judgement } from './judge.ts';
import { parseKnownFailures } from './known_failures.ts';
import { newKnownJudges } from './known_judge.ts';
import { updatedKnownFailures } from './known_update.ts';
import { signatureOf } from './signature.ts';

const element = { kind: 'data', name: 'y', index: 3, at: [1, 0], expected: '5', got: '4' } as const;

function fail(...differences: Difference[]): Judgement {
  return { verdict: 'fail', differences };
}

describe('the signature of a failure', () => {
  it.each<[string, readonly Difference[]]>([
    ['error', []],
    ['y.data[1,0]=4', [element, { kind: 'rng', expected: '1', got: '2' }]],
    ['y.scale=0.5', [{ kind: 'scale', name: 'y', expected: '1', got: '0.5' }]],
    ['y.shape=[1,2]', [{ kind: 'shape', name: 'y', expected: '[2, 1]', got: '[1, 2]' }]],
    ['status=refused', [{ kind: 'status', expected: 'ok', got: 'refused' }]],
    [
      'a_b.canary=over_written',
      [{ kind: 'canary', name: 'a\nb', expected: '', got: 'over written' }],
    ],
  ])('%s', (signature, differences) => {
    expect(signatureOf({ differences })).toBe(signature);
  });
});

describe('a list', () => {
  it('knows backend, cases, signature and reason', () => {
    const text = `# why there is a list

cmd:./x y  sym-1/op/random/1 y.data[0]=4  # ticket 7
native:* op/** fail # https://example.org/#7
`;
    expect(parseKnownFailures(text, 'known')).toMatchObject([
      {
        backend: 'cmd:./x y',
        cases: 'sym-1/op/random/1',
        signature: 'y.data[0]=4',
        reason: 'ticket 7',
        isSingle: true,
      },
      { backend: 'native:*', cases: 'op/**', reason: 'https://example.org/#7', isSingle: false },
    ]);
  });

  it.each([
    ['js op/random/1 # why', 'expected "<backend> <case> <signature> # <reason>"'],
    ['js op/random/1 fail', 'says no reason'],
    ['js op/random/1 fail #', 'says no reason'],
    ['js op/random/1 fail # a\njs op/random/1  fail # b', 'stands twice'],
  ])('%j is refused', (text, message) => {
    expect(() => parseKnownFailures(text, 'known')).toThrow(message);
  });
});

describe('a known failure', () => {
  const corpus = { has: () => true, count: () => 2 };
  const [id, other] = ['sym-1/op/random/1', 'sym-1/op/random/2'] as const;

  /** The verdict on what happened to the case, and what is stale then. */
  function judged(line: string, judgement: Judgement, of = id) {
    const judges = newKnownJudges(parseKnownFailures(`${line} # why`, 'known'));
    const { verdict, message = '' } = judges.of('js')(of, judgement);
    return { verdict, message, stale: judges.stale(['js'], corpus) };
  }

  it.each([
    [`js ${id} y.data[1,0]=4`, fail(element)],
    [`js ${id} y.data*`, fail(element)],
    [`js ${id} fail`, fail(element)],
    [`js ${id} error`, { verdict: 'error' } as const],
    ['j* op/** fail', fail(element)],
    ['js op fail', fail(element)],
  ])('%s excuses what it says', (line, judgement) => {
    expect(judged(line, judgement)).toEqual({
      verdict: 'xfail',
      message: 'known failure: why',
      stale: [],
    });
  });

  it.each([
    [`js ${id} y.data[1,0]=3`, fail(element), 'y.data[1,0]=4'],
    [`js ${id} fail`, { verdict: 'error' } as const, 'error'],
    [`js ${id} error`, fail(element), 'y.data[1,0]=4'],
    ['js op/** y.scale=*', fail(element), 'y.data[1,0]=4'],
  ])('%s excuses nothing else', (line, judgement, signature) => {
    const { verdict, message, stale } = judged(line, judgement);
    expect([verdict, stale]).toEqual([judgement.verdict, []]);
    expect(message).toMatch(/^known to fail otherwise: as /);
    expect(message).toMatch(new RegExp(`${signature.replace(/[[\]]/g, '\\$&')}$`));
  });

  it('of one case that passes is an xpass, and stale', () => {
    expect(judged(`js ${id} fail`, { verdict: 'pass' })).toEqual({
      verdict: 'xpass',
      message: 'known as fail: why',
      stale: [`js ${id} fail`],
    });
    expect(judged(`js ${id} fail`, { verdict: 'skip' })).toMatchObject({
      verdict: 'skip',
      stale: [`js ${id} fail`],
    });
    expect(judged(`wasm ${id} fail`, { verdict: 'pass' })).toMatchObject({
      verdict: 'pass',
      stale: [],
    });
  });

  it('of several cases is stale once all of them were tried and none failed', () => {
    const judges = newKnownJudges(parseKnownFailures('js op/** fail # why', 'known'));
    const judge = judges.of('js');
    expect(judge(id, { verdict: 'pass' }).verdict).toBe('pass');
    expect(judges.stale(['js'], corpus)).toEqual([]);
    judge(other, { verdict: 'pass' });
    expect(judges.stale(['js'], corpus)).toEqual(['js op/** fail']);
    judge(other, fail(element));
    expect(judges.stale(['js'], corpus)).toEqual([]);
  });

  it('that another one makes needless is stale', () => {
    const list = `js ${id} y.scale=1 # a\njs op/** fail # b`;
    const judges = newKnownJudges(parseKnownFailures(list, 'known'));
    expect(judges.of('js')(id, fail(element)).message).toBe('known failure: b');
    expect(judges.stale(['js'], corpus)).toEqual([`js ${id} y.scale=1`]);
  });

  it('of cases that are gone is stale', () => {
    const judges = newKnownJudges(
      parseKnownFailures(`js ${id} fail # a\njs op/** fail # b`, 'known'),
    );
    const empty = { has: () => false, count: () => 0 };
    expect(judges.stale(['js'], empty)).toHaveLength(2);
  });
});

describe('updatedKnownFailures', () => {
  const record = {
    fresh: new Map([
      ['js a/op/random/2', 'y.scale=2'],
      ['js a/op/random/3', 'error'],
      ['cmd:x y a/op/random/1', 'y.data[0]=4'],
    ]),
    stale: new Set(['js a/gone/random/1 fail', 'js op/** fail']),
  };

  it('takes out what is stale, corrects signatures, and keeps the rest word for word', () => {
    const list = `# why there is a list

js  a/op/random/2 y.scale=1  # ticket 7
js a/gone/random/1  fail # mended since
js op/** fail # mended too
wasm a/op/random/1 fail # not run
`;
    expect(updatedKnownFailures(list, record, 'ticket 8')).toBe(`# why there is a list

js a/op/random/2 y.scale=2 # ticket 7
wasm a/op/random/1 fail # not run
cmd:x y a/op/random/1 y.data[0]=4 # ticket 8
js a/op/random/3 error # ticket 8
`);
  });

  it('begins a list that can be read, and changes nothing the second time', () => {
    const once = updatedKnownFailures('', record, 'ticket 8');
    expect(parseKnownFailures(once, 'known')).toHaveLength(3);
    const nothing = { fresh: new Map<string, string>(), stale: new Set<string>() };
    expect(updatedKnownFailures(once, nothing, 'other')).toBe(once);
  });
});
