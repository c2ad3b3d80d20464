/** Goal: what moves without a version, an entry or an erratum is refused, and nothing else is. */

import { describe, expect, it } from 'vitest';
import type { VectorFile } from '../../schema/format/types.ts';
import { buildFile } from '../build.ts';
import { sampleOp } from '../sample_op.ts';
import { versionOf, versionsText, versionText } from '../versions.ts';
import { draftEntry, hasEntry, whyMark, withEntry } from './changelog.ts';
import { judgeUnit } from './judge.ts';
import { parseReleased, releasedText } from './released.ts';
import { type Unit, unitOf } from './unit.ts';

const contract = 'sym-2026-07-21';
const file = buildFile(sampleOp, contract);
const none = () => undefined;
const base = unitOf(file, none);

/** The file with another first answer and another version. */
function moved(version: number): Unit {
  const [first, ...rest] = file.cases;
  const changed = { ...first!, expected: { ...first!.expected, rng: 77 } };
  return unitOf({ ...file, op_version: version, cases: [changed, ...rest] }, none);
}
const without = (count: number): VectorFile => ({ ...file, cases: file.cases.slice(count) });
const entry = `* \`sample\`, version 2 under ${contract}: a reason.`;

const rows: readonly (readonly [string, Unit | undefined, string, readonly string[]])[] = [
  ['nothing', base, '', []],
  ['a new case', { ...base, digests: new Map([...base.digests, ['random/9', 'x']]) }, '', []],
  [
    'other flags',
    unitOf({ ...file, cases: file.cases.map((c) => ({ ...c, flags: [] })) }, none),
    '',
    [],
  ],
  ['an answer', moved(1), entry, ['1 case moved, and the version is still 1']],
  ['an answer with a version', moved(2), '', ['vectors/CHANGELOG.md has no entry for version 2']],
  ['an answer with version and entry', moved(2), entry, []],
  [
    'an entry that does not say why',
    moved(2),
    entry.replace('a reason', whyMark),
    ['vectors/CHANGELOG.md has no entry for version 2'],
  ],
  [
    'an entry for another contract',
    moved(2),
    entry.replace(contract, 'sym-2026-06-11'),
    ['vectors/CHANGELOG.md has no entry for version 2'],
  ],
  ['a lower version', moved(0), '', ['the version went down from 1 to 0']],
  [
    'a case that is gone',
    unitOf(without(1), none),
    '',
    ['1 case without an erratum withdrawn, the first directed/0'],
  ],
  [
    'everything gone',
    undefined,
    '',
    ['4 cases without an erratum withdrawn, the first directed/0'],
  ],
];

describe('the gate', () => {
  it.each(rows)('%s', (_name, now, changelog, problems) => {
    expect(judgeUnit(base, now, changelog).problems).toEqual(problems);
  });

  it('notices another canonical answer of a case that overflows', () => {
    const canonical = { outputs: {}, rng: 5 };
    const now = unitOf(file, (id) => (id.includes('/overflow/') ? canonical : undefined));
    expect(judgeUnit(base, now, '').moved.length).toBeGreaterThan(0);
  });

  it('lets go what has an erratum', () => {
    const fixed = { ...base, op: 'accumulate_sym_fixed', digests: new Map([['negative/8', 'x']]) };
    expect(judgeUnit(fixed, { ...fixed, digests: new Map() }, '').problems).toEqual([]);
  });
});

describe('the release kept in the tree', () => {
  it('is read as it was written, and names once what contracts share', () => {
    const gap = new Map([...base.digests, ['random/2', 'abcdef']] as const);
    const units = [
      { ...base, contract: 'a' },
      { ...base, contract: 'b', version: 3 },
      { ...base, op: 'z', digests: gap },
    ];
    const text = releasedText({ release: '1.2.3', units });
    const read = parseReleased(text);
    expect(read.release).toBe('1.2.3');
    expect(read.units.map((u) => ({ ...u, digests: new Map([...u.digests].sort()) }))).toEqual(
      units.map((u) => ({ ...u, digests: new Map([...u.digests].sort()) })),
    );
    expect(text).toContain('[[0,1],');
  });
});

describe('entries', () => {
  it('are drafted so that they count once they say why', () => {
    const moves = [{ contract, version: 2, cases: 3 }];
    expect(hasEntry(draftEntry('sample', moves), 'sample', 2, contract)).toBe(false);
    const text = draftEntry('sample', moves, 'ties go away from zero');
    expect(text).toBe(
      `* \`sample\`, version 2 under ${contract}: ties go away from zero. Cases: 3 of ${contract}.`,
    );
    expect(hasEntry(text, 'sample', 2, contract)).toBe(true);
    expect(hasEntry(text, 'sample', 22, contract)).toBe(false);
  });

  it('go to the end of their section, which is made where missing', () => {
    const page = '# Changes\n\nWords.\n\n## Format 1\n\n* old\n';
    const once = withEntry(page, '* one');
    expect(once).toBe(
      '# Changes\n\nWords.\n\n## Since the last release\n\n* one\n\n## Format 1\n\n* old\n',
    );
    expect(withEntry(once, '* two')).toContain('* one\n* two\n\n## Format 1');
  });
});

describe('versions', () => {
  it('are those of the record, unless a contract has its own', () => {
    const own = { sample: { [contract]: 4 } };
    expect(versionOf(sampleOp, contract, own)).toBe(4);
    expect(versionOf(sampleOp, 'sym-2026-06-23', own)).toBe(1);
    expect(versionText(sampleOp, own)).toBe(`1, 4 under ${contract}`);
    expect(versionText(sampleOp, {})).toBe('1');
    expect(JSON.parse(versionsText('round', { b: 2, a: 3 }, own))).toEqual({
      round: { a: 3, b: 2 },
      ...own,
    });
  });
});
