/** The envelope of a case: a call as `goldvec fuzz` writes it, to be added as a regression case. */

import { checkCall } from '../../goldgen/case.ts';
import { noteFault } from '../../goldgen/note_text.ts';
import { contractsOf, type OpDef, type OpNote } from '../../goldgen/op.ts';
import { newCallCheck } from '../../goldgen/op_schema.ts';
import type { RegressionCase } from '../../goldgen/regressions.ts';
import { callToWire, wireToCall } from '../../goldgen/wire.ts';
import type { ContractId } from '../../reference/contracts.ts';
import { GoldError } from '../../schema/format/errors.ts';
import { fromJson } from '../../schema/format/json.ts';
import type { WireCall } from '../../schema/format/types.ts';
import { contractNamed, opNamed } from '../cli/select.ts';
import { readTextFile } from '../cli/text_file.ts';

/** What an envelope proposes: a case of an op, and the note of its new flag. */
export interface Proposal {
  readonly op: OpDef;
  readonly contracts: readonly ContractId[];
  readonly case: RegressionCase;
  readonly notes: Readonly<Record<string, OpNote>>;
}

type Fields = Readonly<Record<string, unknown>>;

const known = [
  'op',
  'contract',
  'contracts',
  'params',
  'inputs',
  'targets',
  'rng',
  'flags',
  'note',
];

function refuse(path: string, message: string, hint?: string): never {
  throw new GoldError('usage-bad-value', message, hint === undefined ? { path } : { path, hint });
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isWords(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((word) => typeof word === 'string');
}

function fieldsOf(path: string): Fields {
  const text = readTextFile(path);
  let value: unknown;
  try {
    value = fromJson(JSON.parse(text));
  } catch (cause) {
    throw new GoldError('usage-bad-value', 'the file is no JSON', { path, cause });
  }
  if (!isObject(value)) return refuse(path, 'expected an object');
  const stranger = Object.keys(value).find((name) => !known.includes(name));
  if (stranger === undefined) return value;
  const hint =
    stranger === 'expected' || stranger === 'id'
      ? 'answers come from the reference, and identities are given in order'
      : `the fields are ${known.join(', ')}`;
  return refuse(`${path}: ${stranger}`, 'is no field of an envelope', hint);
}

/** The contracts that an envelope names, `undefined` where it names none. */
function contractsIn(op: OpDef, fields: Fields, path: string): ContractId[] | undefined {
  const { contract, contracts = contract === undefined ? undefined : [contract] } = fields;
  if (contracts === undefined) return undefined;
  if (!isWords(contracts) || contracts.length === 0) {
    return refuse(`${path}: contracts`, 'expected a list of names of contracts');
  }
  const mine = contractsOf(op);
  const wanted = new Set(contracts.map(contractNamed));
  const early = [...wanted].find((id) => !mine.includes(id));
  if (early !== undefined) {
    refuse(`${path}: contracts`, `${op.name} does not exist under ${early}`, `one of ${mine}`);
  }
  return mine.filter((id) => wanted.has(id));
}

function flagsIn({ flags }: Fields, path: string): readonly string[] {
  if (!isWords(flags)) return refuse(`${path}: flags`, 'expected a list of words');
  // how the fuzzer changed a call says nothing about a mistake
  const kept = [...new Set(flags)].filter((flag) => !flag.startsWith('wild_'));
  const bad = kept.find((flag) => !/^[A-Za-z_][A-Za-z0-9_.-]{0,63}$/.test(flag));
  if (bad !== undefined) refuse(`${path}: flags`, `"${bad}" is no name of a flag`);
  return kept;
}

const noteHint = 'give "note": {"bug": …, "effect": …, "clause": …}';

function notesIn(op: OpDef, flags: readonly string[], note: unknown, path: string) {
  const fresh = flags.filter((flag) => op.notes[flag] === undefined);
  const all = Object.keys(op.notes).join(', ');
  if (flags.length === 0) refuse(`${path}: flags`, 'a case needs a flag', `one of ${all}`);
  if (fresh.length > 1) {
    refuse(`${path}: flags`, `${fresh.join(' and ')} are no flags of ${op.name}`, `one of ${all}`);
  }
  const [flag] = fresh;
  if (!isObject(note)) {
    if (flag === undefined) return {};
    const message = `${flag} is no flag of ${op.name}`;
    return refuse(`${path}: flags`, message, `one of ${all}; for a new one ${noteHint}`);
  }
  if (flag === undefined) {
    const hint = 'leave it out, or name a new flag';
    return refuse(`${path}: note`, 'every flag has its note in the op', hint);
  }
  const { bug, effect, clause } = note as unknown as OpNote;
  const fault = noteFault({ bug, effect, clause });
  if (fault !== undefined) refuse(`${path}: note`, fault, noteHint);
  return { [flag]: { bug, effect, clause } };
}

/** Reads an envelope. Errors: file-missing, usage-bad-value, op-unknown, contract-unknown, vector-schema. */
export function readProposal(path: string): Proposal {
  const fields = fieldsOf(path);
  const op = opNamed(`${fields.op}`);
  const contracts = contractsIn(op, fields, path);
  const flags = flagsIn(fields, path);
  const { params = {}, inputs = {}, targets = {}, rng = 1, note } = fields;
  const given = { params, inputs, targets, rng } as WireCall;
  newCallCheck(op)(given, op.version, path);
  const { params: values, tensors } = wireToCall(op, given, 0);
  const call = callToWire(op, values, tensors, given.rng);
  checkCall(call, path);
  const notes = notesIn(op, flags, note, path);
  const said = typeof note === 'string' ? { note } : {};
  const where = contracts === undefined ? {} : { contracts };
  return {
    op,
    contracts: contracts ?? contractsOf(op),
    case: { ...where, flags, ...call, ...said },
    notes,
  };
}
