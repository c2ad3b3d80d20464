/** Goal: no text of a stranger reaches a terminal, a report or a build service as anything but text. */

import { describe, expect, it } from 'vitest';
import { backend, crashed, described } from '../reporters/fixtures.ts';
import { reporters } from '../reporters/index.ts';
import { coloursFor } from './colour.ts';
import type { RunEvent } from './events.ts';
import { harmlessEvent, harmlessLine, harmlessText } from './harmless.ts';

const rows = [
  ['plain ASCII, ± and 𝔘', 'plain ASCII, ± and 𝔘'],
  ['\u001b[2J\u009b31m', '\\x1b[2J\\x9b31m'],
  ['a\rb\tc\nd\u0000', 'a\\rb\\tc\\nd\\x00'],
  ['\u202egnp.exe\u2066', '\\u{202e}gnp.exe\\u{2066}'],
  ['a\u2028b\u0085c', 'a\\u{2028}b\\x85c'],
  ['\ud800', '\\u{d800}'],
  ['::error::boo', ': :error::boo'],
  ['  ::add-mask::x', '  : :add-mask::x'],
  ['std::vector', 'std::vector'],
  ['x ##[error]y ##vso[task.setvariable]', 'x # #[error]y # #vso[task.setvariable]'],
] as const;

describe('harmless text', () => {
  it.each(rows)('%j', (text, expected) => {
    expect(harmlessLine(text)).toBe(expected);
  });

  it('keeps lines and tabs where there are several, and looks at each of them', () => {
    expect(harmlessText('a\tb\r\n::set-env::\n\u001b[0m')).toBe('a\tb\n: :set-env::\n\\x1b[0m');
  });
});

const evil = '\u001b]0;x\u0007\nok 99 - forged\nBail out!\n::error::forged\n##[error]forged\n1..0';

describe.each([...reporters.keys()])('the report %s', (name) => {
  it('holds no line and no control that a backend made', async () => {
    const events: RunEvent[] = [
      { ...described, name: evil, version: evil, toolchain: evil },
      { ...crashed, backend, message: evil, catches: [evil] },
      {
        event: 'diagnosis',
        backend,
        failures: 1,
        findings: [],
        lines: [evil],
      },
    ];
    const options = { colours: coloursFor(false), width: 80, failuresShown: 5 };
    const reporter = reporters.get(name)!(options);
    const text =
      events.map((e) => reporter.event(harmlessEvent(e))).join('') + (await reporter.end());
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
    expect(text).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/);
    for (const line of text.split('\n')) {
      // annotations are what the reporter for GitHub writes; what they quote must not be one more
      const quoted = line.replace(/^::error title=[^:]*::/, '');
      expect(quoted.trim()).not.toMatch(/^(::|Bail out|ok 99)|##\[/);
    }
  });
});
