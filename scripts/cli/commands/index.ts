/**
 * Every sub-command, in the order of `goldvec --help`. Each is loaded when it is needed, so that starting
 * one command does not load the backends, generators and reporters of all others.
 */

import type { Command } from 'commander';
import { GoldError } from '../../../schema/format/errors.ts';
import { isPackage } from '../paths.ts';

export type Register = (program: Command) => void;

export const commandLoaders = {
  run: async () => (await import('./run.ts')).register,
  smoke: async () => (await import('./smoke.ts')).register,
  fuzz: async () => (await import('./fuzz.ts')).register,
  doctor: async () => (await import('./doctor.ts')).register,
  report: async () => (await import('./report.ts')).register,
  train: async () => (await import('./train.ts')).register,
  bench: async () => (await import('./bench.ts')).register,
  gen: async () => (await import('./gen.ts')).register,
  verify: async () => (await import('./verify.ts')).register,
  list: async () => (await import('./list.ts')).register,
  show: async () => (await import('./show.ts')).register,
  explain: async () => (await import('./explain.ts')).register,
  spec: async () => (await import('./spec.ts')).register,
  diff: async () => (await import('./diff.ts')).register,
  mutate: async () => (await import('./mutate.ts')).register,
  propagation: async () => (await import('./propagation.ts')).register,
  sensitivity: async () => (await import('./sensitivity.ts')).register,
  sync: async () => (await import('./sync.ts')).register,
  crosscheck: async () => (await import('./crosscheck.ts')).registerCrosscheck,
} as const satisfies Record<string, () => Promise<Register>>;

type CommandName = keyof typeof commandLoaders;

/** Commands that read or write the sources. */
const ofTheSources: readonly CommandName[] = [
  'gen',
  'spec',
  'mutate',
  'propagation',
  'sensitivity',
  'sync',
  'crosscheck',
];

/** What stands for such a command in the package. */
function refusalOf(name: CommandName): Register {
  return (program) => {
    const command = program.command(name, { hidden: true }).argument('[rest...]').helpOption(false);
    command.allowUnknownOption().action(() => {
      const message = `${name} works on the sources, which the package does not hold`;
      throw new GoldError('usage-bad-value', message, { hint: 'run it in a clone' });
    });
  };
}

function loaderOf([name, load]: [string, () => Promise<Register>]): () => Promise<Register> {
  const known = name as CommandName;
  return isPackage && ofTheSources.includes(known) ? async () => refusalOf(known) : load;
}

const versionFlags: readonly (string | undefined)[] = ['--version', '-V'];

/** The command that the line names, or all of them, for help and for suggestions. */
export function commandsFor(argv: readonly string[]): Promise<Register[]> {
  if (versionFlags.includes(argv[0])) return Promise.resolve([]);
  const named = argv.find((word) => !word.startsWith('-'));
  const loaders = Object.entries(commandLoaders);
  const found = loaders.filter(([name]) => name === named);
  return Promise.all((found.length > 0 ? found : loaders).map((entry) => loaderOf(entry)()));
}
