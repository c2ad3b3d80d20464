/** `goldvec new-contract`: a contract made from another one, as a record and an entry of the changelog. */

import type { Command } from 'commander';
import { put } from '../../authoring/apply.ts';
import { chosenOf, newContract } from '../../authoring/new_contract.ts';
import { listOption } from '../options.ts';
import { print } from '../print.ts';
import { contractNamed } from '../select.ts';

interface Options {
  readonly from: string;
  readonly choice: readonly string[];
  readonly why: string;
}

function create(name: string, { from, choice, why }: Options): void {
  const changes = newContract(name, contractNamed(from), chosenOf(choice), why.replace(/\.$/, ''));
  put(changes);
  for (const path of Object.keys(changes)) print(`${path}  written`);
  print('next: goldvec sync; goldvec gen; goldvec sync; goldvec mutate; goldvec sensitivity');
  print(`then: goldvec run --contract ${name}; goldvec diff ${from} ${name}`);
}

/** Adds the command to the program. */
export function register(program: Command): void {
  program
    .command('new-contract')
    .description('add a contract that differs from another one in some choices')
    .argument('<name>', 'such as sym-2027-01-01')
    .requiredOption('--from <contract>', 'the contract that it is made from')
    .addOption(listOption('--choice <name=value...>', 'what it decides otherwise'))
    .requiredOption('--why <text>', 'why there is another contract')
    .action(create);
}
