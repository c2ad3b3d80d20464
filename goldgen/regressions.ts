/**
 * Regression cases: calls that were added as data, `regressions/<op>.json`. They follow the generated cases of their op
 * and are answered, checked and numbered like these.
 */

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { GoldError } from '../schema/format/errors.ts';
import { fromJson, toJson } from '../schema/format/json.ts';
import type { WireCall } from '../schema/format/types.ts';
import type { CaseInput, OpDef, OpNote } from './op.ts';
import { wireToCall } from './wire.ts';

export const regressionsDir = fileURLToPath(new URL('regressions/', import.meta.url));

/** A call in wire form, without an answer and without an identity. */
export interface RegressionCase extends WireCall {
  /** where it is a case; absent: wherever the op exists */
  readonly contracts?: readonly string[];
  readonly flags: readonly string[];
  /** where the call came from */
  readonly note?: string;
}

/** The regression cases of an op, and the notes of flags that its record does not have. */
export interface Regressions {
  readonly notes: Readonly<Record<string, OpNote>>;
  readonly cases: readonly RegressionCase[];
}

export const noRegressions: Regressions = { notes: {}, cases: [] };

/** An object with one field a line, in the lossless JSON projection. */
export function fieldLines(fields: Readonly<Record<string, unknown>>, indent = ''): string {
  const lines = Object.entries(fields)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${indent}  ${JSON.stringify(name)}: ${JSON.stringify(toJson(value))}`);
  return `{\n${lines.join(',\n')}\n${indent}}`;
}

/** The one way in which a file of regression cases is written. */
export function regressionsText({ notes, cases }: Regressions): string {
  const noteLines = Object.keys(notes)
    .sort()
    .map((flag) => {
      const { bug, effect, clause } = notes[flag]!;
      return `    ${JSON.stringify(flag)}: ${JSON.stringify({ bug, effect, clause })}`;
    });
  const caseTexts = cases.map(({ contracts, flags, params, inputs, targets, rng, note }) => {
    const fields = { contracts, flags, params, inputs, targets, rng, note };
    return `    ${fieldLines(fields, '    ')}`;
  });
  const notesText = noteLines.length === 0 ? '{}' : `{\n${noteLines.join(',\n')}\n  }`;
  return `{\n  "notes": ${notesText},\n  "cases": [\n${caseTexts.join(',\n')}\n  ]\n}\n`;
}

/** The text of a file. Errors: fixture-format. */
export function parseRegressions(text: string, path: string): Regressions {
  try {
    const { notes, cases } = fromJson(JSON.parse(text)) as Regressions;
    if (Array.isArray(cases) && typeof notes === 'object' && notes !== null) {
      return { notes, cases };
    }
  } catch (cause) {
    throw new GoldError('fixture-format', 'the file is no JSON', { path, cause });
  }
  throw new GoldError('fixture-format', 'expected the fields "notes" and "cases"', { path });
}

/** The file of an op. Errors: fixture-format. */
export function readRegressions(op: string): Regressions {
  const path = join(regressionsDir, `${op}.json`);
  if (!existsSync(path)) return noRegressions;
  return parseRegressions(readFileSync(path, 'utf8'), `goldgen/regressions/${op}.json`);
}

function* inputsOf(op: OpDef, cases: readonly RegressionCase[], contract: string) {
  for (const { contracts, flags, note: _, ...wire } of cases) {
    if (contracts !== undefined && !contracts.includes(contract)) continue;
    const { params, tensors } = wireToCall(op, wire, 0);
    const input: CaseInput = { set: 'regression', flags, params, tensors, rng: wire.rng };
    yield input;
  }
}

/** The op with these cases after its own. */
export function withRegressions(op: OpDef, regressions: Regressions): OpDef {
  if (regressions.cases.length === 0) return op;
  return {
    ...op,
    notes: { ...op.notes, ...regressions.notes },
    *cases(g) {
      yield* op.cases(g);
      yield* inputsOf(op, regressions.cases, g.contract.id);
    },
  };
}
