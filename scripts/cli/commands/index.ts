/**
 * The sub-commands of the package. Each is loaded when it is needed, so that starting one command does not load
 * the backends, generators and reporters of all others. `clone.ts` adds those that work on the sources.
 */

import type { Command } from 'commander';
import { GoldError } from '../../../schema/format/errors.ts';

export type Register = (program: Command) => void;
export type CommandLoaders = Readonly<Record<string, () => Promise<Register>>>;

const packageCommands = {
  run: async () => (await import('./run.ts')).register,
  init: async () => (await import('./init.ts')).register,
  smoke: async () => (await import('./smoke.ts')).register,
  fuzz: async () => (await import('./fuzz.ts')).register,
  doctor: async () => (await import('./doctor.ts')).register,
  report: async () => (await import('./report.ts')).register,
  train: async () => (await import('./train.ts')).register,
  bench: async () => (await import('./bench.ts')).register,
  verify: async () => (await import('./verify.ts')).register,
  list: async () => (await import('./list.ts')).register,
  show: async () => (await import('./show.ts')).register,
  dump: async () => (await import('./dump.ts')).register,
  export: async () => (await import('./export.ts')).register,
  expect: async () => (await import('./expect.ts')).register,
  explain: async () => (await import('./explain.ts')).register,
  diff: async () => (await import('./diff.ts')).register,
} as const satisfies CommandLoaders;

/** Commands that read or write the sources, which the package does not hold. */
export const sourceCommandNames = [
  'cost',
  'gen',
  'gate',
  'raise',
  'add',
  'new-op',
  'new-contract',
  'remove',
  'replace',
  'fmt',
  'lint',
  'status',
  'spec',
  'mutate',
  'propagation',
  'sensitivity',
  'sync',
  'crosscheck',
  'pack',
] as const;

/** Stands for such a command in the package. */
function refusalOf(name: string): Register {
  return (program) => {
    const command = program.command(name, { hidden: true }).argument('[rest...]').helpOption(false);
    command.allowUnknownOption().action(() => {
      const message = `${name} works on the sources, which the package does not hold`;
      throw new GoldError('usage-bad-value', message, { hint: 'run it in a clone' });
    });
  };
}

/** All commands; those of `ofSources` are refused where they are left out. */
export function commandLoaders(ofSources: CommandLoaders = {}): CommandLoaders {
  const refused = sourceCommandNames.map((name) => [name, async () => refusalOf(name)] as const);
  return { ...packageCommands, ...Object.fromEntries(refused), ...ofSources };
}

const versionFlags: readonly (string | undefined)[] = ['--version', '-V'];

/** The first word of the line that is no option. */
export function namedCommand(argv: readonly string[]): string | undefined {
  return argv.find((word) => !word.startsWith('-'));
}

/** The command that the line names, or all of them, for help and for suggestions. */
export function commandsFor(argv: readonly string[], loaders: CommandLoaders): Promise<Register[]> {
  if (versionFlags.includes(argv[0])) return Promise.resolve([]);
  const named = namedCommand(argv);
  const all = Object.entries(loaders);
  const found = all.filter(([name]) => name === named);
  return Promise.all((found.length > 0 ? found : all).map(([, load]) => load()));
}
