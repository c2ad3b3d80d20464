/**
 * Goal: what becomes of an envelope. Method: envelopes of the story, each with one thing changed; nothing is written but
 * drafts in a scratch folder.
 */

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { noRegressions, parseRegressions } from '../../goldgen/regressions.ts';
import { GoldError } from '../../schema/format/errors.ts';
import { addedCases, addProposal } from './add.ts';
import { readProposal } from './envelope.ts';

const told = JSON.parse(readFileSync('scripts/cli/testdata/added_case/round.json', 'utf8'));
let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'goldvec-add-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function pathOf(change: object): string {
  const path = join(folder, 'case.json');
  writeFileSync(path, JSON.stringify({ ...told, ...change }));
  return path;
}

function resultOf(change: object): string {
  const path = pathOf(change);
  try {
    const proposal = readProposal(path);
    const ids = addedCases(addProposal(proposal, noRegressions), proposal, path);
    return ids.map(({ contract, id, status }) => `${contract}/${id} ${status}`).join('; ');
  } catch (error) {
    if (!(error instanceof GoldError)) throw error;
    return `${error.code} ${error.path?.replace(folder, '')}: ${error.message}`;
  }
}

const note = { bug: 'ties go to even', effect: 'a code is off by one', clause: 'S16' };
const x = told.inputs.x;

describe('an envelope', () => {
  it.each([
    [{ contract: 'sym-2026-06-23' }, 'sym-2026-06-23/round/regression/0 ok'],
    [
      { contracts: ['sym-2026-07-21'], flags: ['B9'], note },
      'sym-2026-07-21/round/regression/0 ok',
    ],
    [
      { flags: ['V2', 'wild_order'], contract: 'sym-2026-07-21' },
      'sym-2026-07-21/round/regression/0 ok',
    ],
    [{ op: 'rund' }, 'op-unknown undefined: there is no op "rund"'],
    [{ contract: 'sym-1' }, 'contract-unknown undefined: there is no contract "sym-1"'],
    [
      { contracts: [] },
      'usage-bad-value /case.json: contracts: expected a list of names of contracts',
    ],
    [{ expected: {} }, 'usage-bad-value /case.json: expected: is no field of an envelope'],
    [{ flags: [] }, 'usage-bad-value /case.json: flags: a case needs a flag'],
    [{ flags: ['B9'] }, 'usage-bad-value /case.json: flags: B9 is no flag of round'],
    [
      { flags: ['B9', 'B8'], note },
      'usage-bad-value /case.json: flags: B9 and B8 are no flags of round',
    ],
    [
      { flags: ['B9'], note: { ...note, bug: 'wrong' } },
      'usage-bad-value /case.json: note: bug: "wrong" stands in for what happens',
    ],
    [{ note }, 'usage-bad-value /case.json: note: every flag has its note in the op'],
    [{ rng: 0 }, 'vector-schema /case.json: rng: must be >= 1'],
    [{ inputs: {} }, "vector-schema /case.json: inputs: must have required property 'x'"],
    [
      { inputs: { x: { ...x, shape: [3] } } },
      'vector-invariant /case.json/inputs/x/data: FLOAT32 [3] has 12 payload bytes, got 8',
    ],
    [
      { targets: { y: { dtype: 'INT32', shape: [3] } } },
      'vector-invariant /case.json (as round/regression/0)',
    ],
  ])('%o: %s', (change, result) => {
    expect(resultOf(change)).toContain(result);
  });

  it('is stored without an answer, and read as it was written', () => {
    const proposal = readProposal(pathOf({ flags: ['B9'], note }));
    const { changes } = addProposal(proposal, noRegressions);
    const [text] = Object.values(changes);
    expect(parseRegressions(text!, 'round.json')).toEqual({
      notes: { B9: note },
      cases: [proposal.case],
    });
  });
});
