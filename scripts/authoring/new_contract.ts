/** The record of a contract that is made from another one, with other choices. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { withEntry } from '../../goldgen/gate/changelog.ts';
import { type ChoiceName, choiceNames, choices } from '../../reference/choices.ts';
import { type ContractId, contractIds, contracts } from '../../reference/contracts.ts';
import { GoldError } from '../../schema/format/errors.ts';
import { root } from '../cli/paths.ts';
import { nearest } from '../cli/suggest.ts';
import type { Changes } from './apply.ts';

const recordsPath = 'reference/contracts.ts';
const changelogPath = 'vectors/CHANGELOG.md';

type Value = string | number | boolean;
export type Chosen = ReadonlyMap<ChoiceName, Value>;

/** `<choice>=<value>` as it stands on the command line. Errors: usage-bad-value. */
export function chosenOf(texts: readonly string[]): Chosen {
  const chosen = new Map<ChoiceName, Value>();
  for (const text of texts) {
    const [, name = '', word = ''] = /^(\w+)=(.+)$/.exec(text) ?? [];
    const known = choiceNames.find((one) => one === name);
    if (known === undefined) {
      const near = nearest(name, choiceNames);
      const hint =
        near === undefined ? `one of ${choiceNames.join(', ')}` : `did you mean ${near}?`;
      throw new GoldError('usage-bad-value', `"${text}" names no choice`, { hint });
    }
    const values: readonly Value[] = choices[known].values;
    const value = values.find((one) => String(one) === word);
    if (value === undefined) {
      const hint = `one of ${values.join(', ')}; a new value is an entry of reference/choices.ts`;
      throw new GoldError('usage-bad-value', `${known} has no value "${word}"`, { hint });
    }
    chosen.set(known, value);
  }
  return chosen;
}

function demandName(name: string): void {
  if (!/^sym-\d{4}-\d{2}-\d{2}(-[a-z0-9]+)*$/.test(name) || name.length > 40) {
    const hint = 'such as sym-2027-01-01, or sym-2027-01-01-divide';
    throw new GoldError('usage-bad-value', `"${name}" is no name of a contract`, { hint });
  }
  if (!(contractIds as readonly string[]).includes(name)) return;
  const message = `there is a contract ${name}, and contracts are frozen`;
  throw new GoldError('usage-bad-value', message, { path: recordsPath });
}

/** The choices in which the new contract differs. Errors: usage-bad-value where there are none. */
function differing(from: ContractId, chosen: Chosen): [ChoiceName, Value][] {
  const mine = [...chosen].filter(([name, value]) => contracts[from][name] !== value);
  if (mine.length > 0) return mine;
  throw new GoldError('usage-bad-value', `nothing would differ from ${from}`, {
    hint: 'give --choice <name>=<value> with another value; goldgen/CONTRACTS.md lists them',
  });
}

/** The record whose name `from` has in the file, and what `from` adds to it. */
function spreadOf(text: string, from: ContractId): { base: string; added: Map<ChoiceName, Value> } {
  const [, plain, spread] =
    new RegExp(`^  '${from}': (?:(\\w+)|\\{ \\.\\.\\.(\\w+).*\\}),$`, 'm').exec(text) ?? [];
  const base = plain ?? spread;
  const origin = contractIds.find((id) => text.includes(`\n  '${id}': ${base},\n`));
  if (base === undefined || origin === undefined) {
    const message = `the record of ${from} is not in the form that this command knows`;
    throw new GoldError('usage-bad-value', message, { path: recordsPath, hint: 'add it by hand' });
  }
  const names = choiceNames.filter((name) => contracts[from][name] !== contracts[origin][name]);
  return { base, added: new Map(names.map((name) => [name, contracts[from][name]])) };
}

const literal = (value: Value): string => (typeof value === 'string' ? `'${value}'` : `${value}`);

/**
 * Record and changelog entry of a new contract. Errors: usage-bad-value for a name that is none or taken, for no
 * difference.
 */
export function newContract(name: string, from: ContractId, chosen: Chosen, why: string): Changes {
  demandName(name);
  const differences = differing(from, chosen);
  const text = readFileSync(join(root, recordsPath), 'utf8');
  const { base, added } = spreadOf(text, from);
  for (const [choice, value] of differences) added.set(choice, value);
  const fields = [...added].map(([choice, value]) => `${choice}: ${literal(value)}`);
  const end = '} as const satisfies Readonly<Record<string, ContractRecord>>;';
  const record = `  '${name}': { ...${base}, ${fields.join(', ')} },\n`;
  const changes = differences.map(
    ([choice, value]) => `${choice}: ${contracts[from][choice]} → ${value}`,
  );
  const entry = `* Contract \`${name}\`, made from \`${from}\` with ${changes.join(', ')}: ${why}.`;
  return {
    [recordsPath]: text.replace(end, `${record}${end}`),
    [changelogPath]: withEntry(readFileSync(join(root, changelogPath), 'utf8'), entry),
  };
}
