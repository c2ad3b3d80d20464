/** `goldvec remove` and `goldvec replace`: a case is withdrawn, with the reason, and its identity with it. */

import type { Command } from 'commander';
import type { Erratum } from '../../../goldgen/errata.ts';
import { GoldError } from '../../../schema/format/errors.ts';
import { addedCases, addProposal } from '../../authoring/add.ts';
import { applyAndGenerate, printNext } from '../../authoring/apply.ts';
import { readProposal } from '../../authoring/envelope.ts';
import {
  errataChange,
  errataOf,
  remaining,
  remainingChange,
  withdrawalOf,
} from '../../authoring/remove.ts';
import { print } from '../print.ts';

interface Options {
  readonly why: string;
}

function printWithdrawn(entries: readonly Erratum[]): void {
  for (const { contract, id, replaced_by } of entries) {
    const successor = replaced_by === undefined ? '' : `, replaced by ${replaced_by}`;
    print(`withdrawn ${contract}/${id}${successor}`);
  }
}

function remove(name: string, { why }: Options): void {
  const withdrawal = withdrawalOf(name);
  const entries = errataOf(withdrawal, why);
  const changes = { ...errataChange(entries), ...remainingChange(withdrawal) };
  applyAndGenerate(changes, withdrawal.op.name);
  printWithdrawn(entries);
  printNext(withdrawal.op.name);
}

function replace(name: string, path: string, { why }: Options): void {
  const withdrawal = withdrawalOf(name);
  const proposal = readProposal(path);
  if (proposal.op.name !== withdrawal.op.name) {
    const message = `a call of ${proposal.op.name} cannot replace one of ${withdrawal.op.name}`;
    throw new GoldError('usage-bad-value', message, { path });
  }
  const added = addProposal(proposal, remaining(withdrawal));
  addedCases(added, proposal, path);
  const entries = errataOf(withdrawal, why, proposal.contracts);
  applyAndGenerate({ ...errataChange(entries), ...added.changes }, withdrawal.op.name);
  printWithdrawn(entries);
  printNext(withdrawal.op.name);
}

/** Adds `remove`. */
export function registerRemove(program: Command): void {
  program
    .command('remove')
    .description('withdraw a case; its identity goes to vectors/errata.json and is never reused')
    .argument('<case>', '<op>/<set>/<n>, behind a contract to withdraw it there alone')
    .requiredOption('--why <text>', 'what makes the case worthless')
    .action(remove);
}

/** Adds `replace`. */
export function registerReplace(program: Command): void {
  program
    .command('replace')
    .description('withdraw a case and add the call of an envelope, to which the erratum points')
    .argument('<case>', '<op>/<set>/<n>, behind a contract to withdraw it there alone')
    .argument('<case.json>', 'an envelope, as for add')
    .requiredOption('--why <text>', 'what makes the case worthless')
    .action(replace);
}
