/** `goldvec explain` and `goldvec spec coverage`: what they print, and what they say to a name that is unknown. */

import { afterEach, describe, expect, it, vi } from 'vitest';
import { cloneCommands } from './commands/of_sources.ts';
import { terminalText, wrap } from './explain/markdown.ts';
import { main } from './main.ts';
import { nearest } from './suggest.ts';

interface Outcome {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

async function goldvec(...argv: string[]): Promise<Outcome> {
  const written = { out: '', err: '' };
  const capture = (name: 'out' | 'err') => (chunk: unknown) => {
    written[name] += String(chunk);
    return true;
  };
  vi.spyOn(process.stdout, 'write').mockImplementation(capture('out'));
  vi.spyOn(process.stderr, 'write').mockImplementation(capture('err'));
  await main(argv, cloneCommands);
  vi.restoreAllMocks();
  const status = Number(process.exitCode ?? 0);
  process.exitCode = 0;
  return { status, ...written };
}

afterEach(() => {
  process.exitCode = 0;
});

describe('explain', () => {
  it.each([
    ['S51', /^S51 Dynamic requantization\n=+\n\nreference\/spec\/requantization.md:\d+\n/],
    ['S51', /^ {4}ratio ← sIn ⊘ s +one division for the whole tensor$/m],
    ['S51', /^Tested by op: `requant_dynamic`; cases: \d+ of/m],
    ['s51', /^S51 Dynamic/],
    ['A7', /^A7 Code does not fit its width\n/],
    ['V3', /^V3 Requant\n/],
    ['A-M38', /^\* mistake: The dynamic requant takes two steps/m],
    ['contraction', /^Contraction\n=+\n/],
    ['requant_dynamic', /^Defined by S51:\n\n\* S51 Dynamic requantization: Restores/m],
    ['requant_dynamic', /^sym-2026-07-21 +\d+$/m],
    ['round/V2', /^A flag of round: its cases were made to catch this mistake: half to even/m],
    ['requant_divide', /^A mutant, .*\nrequant computes \(q ⊗ s\) ⊘ s′\.$/m],
    ['sym-2026-06-11', /^producers +raw +sym-2026-07-21: restored$/m],
  ])('%s prints %s', async (id, pattern) => {
    const { status, out, err } = await goldvec('explain', id);
    expect([status, err]).toEqual([0, '']);
    expect(out).toMatch(pattern);
  });

  it.each([
    ['S999', 'did you mean S9'],
    ['requant_dynamik', 'did you mean requant_dynamic?'],
    ['round/V9', 'did you mean round/V2?'],
    ['sym-2026-07-22', 'did you mean sym-2026-07-21?'],
    ['?', 'a clause (S51)'],
  ])('%s is unknown: %s', async (id, hint) => {
    const { status, err } = await goldvec('explain', id);
    expect(status).toBe(2);
    expect(err).toContain('error[id-unknown]');
    expect(err).toContain(hint);
  });

  it('prints prose of at most 80 columns', async () => {
    const { out } = await goldvec('explain', 'L15');
    const prose = out.split('\n').filter((line) => !line.startsWith('    '));
    expect(prose.filter((line) => [...line].length > 80)).toEqual([]);
  });
});

describe('spec coverage', () => {
  it('prints a row for each clause and ends with the gaps', async () => {
    const { status, out } = await goldvec('spec', 'coverage');
    expect(status).toBe(0);
    expect(out).toMatch(/^S16 +1 +\d+ +\d+ +\d+ +\d+ +Half away from zero$/m);
    expect(out).toMatch(/\n\d+ clauses, 0 with a gap that has no reason\n$/);
  });

  it('prints the same as JSON', async () => {
    const rows = JSON.parse((await goldvec('spec', 'coverage', '--json')).out);
    expect(rows.find((row: { ids: string[] }) => row.ids.includes('S51'))).toMatchObject({
      ops: ['requant_dynamic'],
      lacks: [],
    });
  });

  it('is the only thing to ask for', async () => {
    expect(await goldvec('spec', 'covrage')).toMatchObject({ status: 2 });
  });
});

describe('help', () => {
  it('of explain', async () => {
    expect((await goldvec('explain', '--help')).out).toBe(`Usage: goldvec explain [options] <id>

print what an id means: a clause, op, flag, mutant, contract or refusal code

Arguments:
  id          for example S51, A7, V3, requant_dynamic, round/V2, sym-2026-07-21

Options:
  -h, --help  display help for command
`);
  });

  it('of spec', async () => {
    expect(
      (await goldvec('spec', 'coverage', '--help')).out,
    ).toBe(`Usage: goldvec spec [options] <what>

print ops, cases and mutants of every clause; exit 1 for an unexplained gap

Arguments:
  what        what to print (choices: "coverage")

Options:
  --json      print the rows as JSON
  -h, --help  display help for command
`);
  });
});

describe('terminalText', () => {
  it.each([
    ['a [link](x.md#y) and **bold** words', ['a link and bold words']],
    ['one two\nthree four', ['one two three', 'four'], 13],
    ['* one two\n  three', ['* one two', '  three'], 9],
    ['```text\na   b\n\nc\n```', ['    a   b', '', '    c']],
    ['| a | b |\n|---|---|\n| `x|y` | 2 |', ['a      b', '-----  -', '`x|y`  2']],
    ['| a | long cell here |\n|---|---|', ['a  long', '   cell', '   here', '-  --------'], 11],
    ['# Title', ['Title', '=====']],
    ['a\n\n<a id="S1"></a>\n\n<!-- x -->\nb', ['a', '', 'b']],
  ] as [string, string[], number?][])('%j', (markdown, lines, width = 80) => {
    expect(terminalText(markdown, width)).toEqual(lines);
  });

  it('keeps a word that is too long', () => {
    expect(wrap('a abcdefghij b', 5)).toEqual(['a', 'abcdefghij', 'b']);
  });
});

describe('nearest', () => {
  it.each([
    ['gne', ['gen', 'run'], undefined],
    ['genn', ['gen', 'run'], 'gen'],
    ['dynamic', ['requant_dynamic', 'run'], 'requant_dynamic'],
    ['zzz', ['gen', 'run'], undefined],
    ['x', [], undefined],
  ])('%j among %j is %j', (name, known, found) => {
    expect(nearest(name, known)).toBe(found);
  });
});
