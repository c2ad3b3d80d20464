/** Goal: one form, which is stable and says the same. Method: an envelope in disorder, and what the fuzzer would write. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readTextFile } from '../cli/text_file.ts';
import { envelopeText } from '../fuzz/envelope.ts';
import { readProposal } from './envelope.ts';
import { formatted, regressionFiles } from './fmt.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'goldvec-fmt-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('an envelope in disorder keeps its case, and is stable once formatted', () => {
  const loose = 'scripts/cli/testdata/checked_case/loose.envelope';
  const path = join(folder, 'case.json');
  const text = formatted(loose);
  expect(text).not.toBe(readTextFile(loose));
  writeFileSync(path, text);
  expect(formatted(path)).toBe(text);
  expect(readProposal(path)).toEqual(readProposal(loose));
});

it('an envelope of the fuzzer stands as it is', () => {
  const { op, case: c } = readProposal('scripts/cli/testdata/added_case/round.json');
  const path = join(folder, 'case.json');
  const text = envelopeText({ note: 'js: killed', ...c, op: op.name, contract: 'sym-2026-07-21' });
  writeFileSync(path, text);
  expect(formatted(path)).toBe(text);
});

it('the committed cases are formatted', () => {
  for (const path of regressionFiles()) expect(formatted(path)).toBe(readTextFile(path));
});
