/** `goldvec init`: writes the configuration of a project. */

import { existsSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import type { Command } from 'commander';
import { GoldError } from '../../../schema/format/errors.ts';
import type { GoldvecConfig } from '../../config/config.ts';
import { configNames } from '../../config/load.ts';
import { replaceFile } from '../../replace_file.ts';
import { listOption } from '../options.ts';
import { root } from '../paths.ts';
import { print } from '../print.ts';

interface Options {
  readonly name: string;
  readonly command: string;
  readonly build?: string;
  readonly require: readonly string[];
}

function configOf({ name, command, build, require }: Options): GoldvecConfig {
  const program = { ...(build === undefined ? {} : { build }), command };
  return {
    backends: { [name]: program },
    ...(require.length === 0 ? {} : { required: require }),
    reporters: ['pretty'],
  };
}

/** Errors: usage-bad-value where there is a configuration, file-unwritable. */
function init(options: Options): void {
  const there = configNames.find((name) => existsSync(name));
  if (there !== undefined) {
    throw new GoldError('usage-bad-value', 'there is a configuration already', { path: there });
  }
  const schema = relative('.', resolve(root, 'schema/config.schema.json')).replaceAll('\\', '/');
  const $schema = schema.startsWith('.') ? schema : `./${schema}`;
  const text = JSON.stringify({ $schema, ...configOf(options) }, null, 2);
  replaceFile('goldvec.config.json', `${text}\n`);
  print('wrote goldvec.config.json; next: goldvec run --level smoke');
}

/** Adds the command to the program. */
export function register(program: Command): void {
  program
    .command('init')
    .description('write goldvec.config.json for the backend of this project')
    .option('--name <name>', 'what reports call the backend', 'mine')
    .option('--command <line>', 'command line of the backend', './my_backend')
    .option('--build <line>', 'command line that builds it before it starts')
    .addOption(listOption('--require <op...>', 'ops that it must answer, by name or glob'))
    .action(init);
}
