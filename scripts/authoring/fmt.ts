/** The one way in which envelopes and files of regression cases are written. */

import { readdirSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { checkCall } from '../../goldgen/case.ts';
import { newCallCheck } from '../../goldgen/op_schema.ts';
import {
  fieldLines,
  parseRegressions,
  type RegressionCase,
  regressionsDir,
  regressionsText,
} from '../../goldgen/regressions.ts';
import { callToWire, wireToCall } from '../../goldgen/wire.ts';
import { opNamed } from '../cli/select.ts';
import { readTextFile } from '../cli/text_file.ts';
import { readProposal } from './envelope.ts';

/** Names of the committed files of regression cases, from the working folder. */
export function regressionFiles(): string[] {
  return readdirSync(regressionsDir)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => relative('', join(regressionsDir, name)));
}

/** Parameters and tensors in the order of the op record. */
function formattedRegressions(path: string): string {
  const op = opNamed(basename(path, '.json'));
  const check = newCallCheck(op);
  const { notes, cases } = parseRegressions(readTextFile(path), path);
  const formatted = cases.map((c, i): RegressionCase => {
    const at = `${path}: cases/${i}`;
    check(c, op.version, at);
    const { params, tensors } = wireToCall(op, c, 0);
    const call = callToWire(op, params, tensors, c.rng);
    checkCall(call, at);
    return { ...c, ...call };
  });
  return regressionsText({ notes, cases: formatted });
}

function formattedEnvelope(path: string): string {
  const { op, case: c, notes } = readProposal(path);
  const { contracts, params, inputs, targets, rng, flags, note } = c;
  const [fresh = note] = Object.values(notes);
  // one contract stands as in what the fuzzer writes
  const where = contracts?.length === 1 ? { contract: contracts[0] } : { contracts };
  const fields = { op: op.name, ...where, params, inputs, targets, rng, flags, note: fresh };
  return `${fieldLines(fields)}\n`;
}

/**
 * The text of a file as it is to be. Errors: file-missing, those of an envelope, fixture-format, vector-schema,
 * vector-invariant.
 */
export function formatted(path: string): string {
  const isOurs = dirname(resolve(path)) === resolve(regressionsDir);
  return isOurs ? formattedRegressions(path) : formattedEnvelope(path);
}
