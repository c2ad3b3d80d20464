/** `goldvec add`: a call in an envelope becomes a regression case, without a line of TypeScript. */

import type { Command } from 'commander';
import { addedCases, addProposal } from '../../authoring/add.ts';
import { applyAndGenerate, printNext } from '../../authoring/apply.ts';
import { readProposal } from '../../authoring/envelope.ts';
import { print } from '../print.ts';

function add(path: string): void {
  const proposal = readProposal(path);
  const added = addProposal(proposal);
  const ids = addedCases(added, proposal, path);
  applyAndGenerate(added.changes, proposal.op.name);
  for (const { contract, id, status } of ids) print(`added ${contract}/${id}, status ${status}`);
  printNext(proposal.op.name);
}

/** Adds the command to the program. */
export function register(program: Command): void {
  program
    .command('add')
    .description('add the call of an envelope as a regression case, answered by the reference')
    .argument('<case.json>', 'op, params, inputs, targets, rng, flags, note; as fuzz writes it')
    .action(add);
}
