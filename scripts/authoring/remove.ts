/** A case that is withdrawn: its erratum, and the op without it. */

import { callDigest, callKey } from '../../goldgen/build.ts';
import { type Erratum, errata, errataText, numberFrom } from '../../goldgen/errata.ts';
import { contractsOf, type OpDef } from '../../goldgen/op.ts';
import {
  type RegressionCase,
  type Regressions,
  readRegressions,
  regressionsText,
} from '../../goldgen/regressions.ts';
import { GoldError } from '../../schema/format/errors.ts';
import type { VectorFile, WireCase } from '../../schema/format/types.ts';
import { readVectors } from '../../schema/format/vector_folder.ts';
import { vectorsDir } from '../cli/paths.ts';
import { contractNamed, opNamed } from '../cli/select.ts';
import { regressionsPath } from './add.ts';
import type { Changes } from './apply.ts';

const errataPath = 'vectors/errata.json';

interface Found {
  readonly contract: string;
  readonly case: WireCase;
}

/** A case by its name, under each contract that has it. */
export interface Withdrawal {
  readonly op: OpDef;
  readonly id: string;
  readonly found: readonly Found[];
  readonly files: readonly VectorFile[];
}

/** The case `[<contract>/]<op>/<set>/<n>`. Errors: case-unknown, op-unknown, contract-unknown, usage-bad-value. */
export function withdrawalOf(name: string): Withdrawal {
  const parts = name.split('/');
  const [contract, opName, set, n] = parts.length === 3 ? [undefined, ...parts] : parts;
  if (parts.length < 3 || parts.length > 4) {
    const hint = 'such as round/directed/0, or sym-2026-07-21/round/directed/0 under one contract';
    throw new GoldError('usage-bad-value', `"${name}" names no case`, { hint });
  }
  const op = opNamed(opName!);
  const only = contract === undefined ? undefined : contractNamed(contract);
  const id = `${op.name}/${set}/${n}`;
  const files = readVectors(vectorsDir, (entry) => entry.op === op.name);
  const found = files.flatMap((file) => {
    const c = file.cases.find((known) => known.id === id);
    const isWanted = only === undefined || only === file.contract;
    return c === undefined || !isWanted ? [] : [{ contract: file.contract, case: c }];
  });
  if (found.length === 0) {
    const hint = `see \`goldvec list cases --op ${op.name}\``;
    throw new GoldError('case-unknown', `there is no case ${name}`, { hint });
  }
  return { op, id, found, files };
}

const isRegression = ({ id }: Withdrawal): boolean => id.split('/')[1] === 'regression';

/** The case under the contracts that keep it; none where no contract does. */
function keptPart({ op, found }: Withdrawal, c: RegressionCase): RegressionCase[] {
  const key = callKey(c);
  const gone = found.filter((f) => callKey(f.case) === key).map(({ contract }) => contract);
  if (gone.length === 0) return [c];
  const contracts = (c.contracts ?? contractsOf(op)).filter((id) => !gone.includes(id));
  return contracts.length === 0 ? [] : [{ ...c, contracts }];
}

/** The regression cases of the op without the withdrawn one, and without notes that nothing uses any more. */
export function remaining(
  withdrawal: Withdrawal,
  { notes, cases } = readRegressions(withdrawal.op.name),
): Regressions {
  if (!isRegression(withdrawal)) return { notes, cases };
  const kept = cases.flatMap((c) => keptPart(withdrawal, c));
  const used = new Set(kept.flatMap(({ flags }) => flags));
  const needed = Object.entries(notes).filter(([flag]) => used.has(flag));
  return { notes: Object.fromEntries(needed), cases: kept };
}

/** The file of the remaining cases; none where there are none. */
export function remainingChange(withdrawal: Withdrawal): Changes {
  if (!isRegression(withdrawal)) return {};
  const rest = remaining(withdrawal);
  const path = regressionsPath(withdrawal.op.name);
  return { [path]: rest.cases.length === 0 ? undefined : regressionsText(rest) };
}

/** The identity that a case appended to the regression cases will have under a contract. */
function nextIdentity({ op, files }: Withdrawal, contract: string): string {
  const numbers = (files.find((file) => file.contract === contract)?.cases ?? [])
    .filter(({ id }) => id.startsWith(`${op.name}/regression/`))
    .map(({ id }) => Number(id.split('/')[2]));
  const next = numbers.length === 0 ? 0 : Math.max(...numbers) + 1;
  return `${op.name}/regression/${numberFrom(contract, op.name, 'regression', next)}`;
}

/** What `errata.json` will say of the case, under each contract that had it. Errors: usage-bad-value. */
export function errataOf(
  withdrawal: Withdrawal,
  why: string,
  successors: readonly string[] = [],
): Erratum[] {
  const reason = why.trim().replace(/\.$/, '');
  if (reason.length <= 10) {
    const hint = 'say what makes the case worthless; readers of old vectors look here';
    throw new GoldError('usage-bad-value', 'the reason is too short', { path: '--why', hint });
  }
  return withdrawal.found.map(({ contract, case: c }) => {
    const { id } = withdrawal;
    const call = isRegression(withdrawal) ? {} : { call: callDigest(c) };
    const pointer = successors.includes(contract)
      ? { replaced_by: nextIdentity(withdrawal, contract) }
      : {};
    return { contract, id, reason, ...call, ...pointer };
  });
}

/** The list of errata with these at its end. */
export function errataChange(fresh: readonly Erratum[]): Changes {
  return { [errataPath]: errataText([...errata, ...fresh]) };
}
