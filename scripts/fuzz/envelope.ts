/** A failing call as a file: what is given to the op, where it came from and what was seen. */

import { readFileSync } from 'node:fs';
import { findOp } from '../../goldgen/registry.ts';
import { fieldLines } from '../../goldgen/regressions.ts';
import { contractIds } from '../../reference/contracts.ts';
import { GoldError } from '../../schema/format/errors.ts';
import { fromJson } from '../../schema/format/json.ts';
import type { WireCall } from '../../schema/format/types.ts';
import { validateRequest } from '../../schema/format/validate.ts';
import type { Asked } from './examine.ts';

export interface Envelope extends WireCall {
  readonly op: string;
  readonly contract: string;
  readonly flags: readonly string[];
  /** one sentence: who answered what */
  readonly note: string;
}

/** One field a line, calls in the lossless JSON projection. */
export function envelopeText(envelope: Envelope): string {
  const { op, contract, params, inputs, targets, rng, flags, note } = envelope;
  return `${fieldLines({ op, contract, params, inputs, targets, rng, flags, note })}\n`;
}

function parsed(text: string, path: string): Envelope {
  try {
    return fromJson(JSON.parse(text)) as Envelope;
  } catch (cause) {
    throw new GoldError('usage-bad-value', 'the file is no JSON', { path, cause });
  }
}

/** Reads the call of a file. Errors: file-missing, usage-bad-value, op-unknown, contract-unknown. */
export function readEnvelope(path: string): Asked {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    throw new GoldError('file-missing', 'the file cannot be read', { path, cause });
  }
  const { op: name, contract: id, params, inputs, targets, rng } = parsed(text, path);
  const op = findOp(name);
  if (op === undefined) throw new GoldError('op-unknown', `there is no op "${name}"`, { path });
  const contract = contractIds.find((known) => known === id);
  if (contract === undefined) {
    throw new GoldError('contract-unknown', `there is no contract "${id}"`, { path });
  }
  const call: WireCall = { params, inputs, targets, rng };
  try {
    validateRequest({ verb: 'run', seq: 0, contract, op: name, ...call });
  } catch (cause) {
    if (!(cause instanceof GoldError)) throw cause;
    const message = `the file holds no call: ${cause.message} (${cause.path})`;
    throw new GoldError('usage-bad-value', message, { path, cause });
  }
  return { op, contract, call };
}
