/**
 * `goldvec`: parses the command line, runs one command, renders errors and sets the exit status.
 *
 * Exit status: 0 good, 1 a failed case, 2 usage, 3 vectors invalid or stale, 4 backend unavailable,
 * 70 internal error, 130 interrupted.
 */

import { Command, CommanderError } from 'commander';
import { harmlessText } from '../../conformance/core/harmless.ts';
import { GoldError, type GoldErrorCode } from '../../schema/format/errors.ts';
import { type CommandLoaders, commandsFor, namedCommand } from './commands/index.ts';
import { toolVersion } from './paths.ts';

/** The command line as data, with the commands that this line may need; nothing runs before `parseAsync`. */
export async function newProgram(
  argv: readonly string[],
  commands: CommandLoaders,
): Promise<Command> {
  const program = new Command('goldvec')
    .description('bit-exact gold vectors and conformance runner for SYM_INT32 on-device training')
    .version(toolVersion())
    .option('--debug', 'print the stack of an error')
    .exitOverride()
    .configureOutput({ outputError: () => undefined })
    .showSuggestionAfterError();
  for (const register of await commandsFor(argv, commands)) register(program);
  return program;
}

const badValue = new Set([
  'commander.invalidArgument',
  'commander.missingArgument',
  'commander.optionMissingArgument',
  'commander.excessArguments',
]);

/** What prints the options: of the command that the line names, if there is such a one. */
function helpOf(argv: readonly string[], commands: CommandLoaders): string {
  const name = namedCommand(argv);
  return name !== undefined && Object.hasOwn(commands, name)
    ? `goldvec ${name} --help`
    : 'goldvec --help';
}

/** A mistake on the command line as an error of ours; `undefined` for `--help` and `--version`. */
function usageError(error: CommanderError, help: string): GoldError | undefined {
  if (error.exitCode === 0) return undefined;
  const code: GoldErrorCode = badValue.has(error.code) ? 'usage-bad-value' : 'usage-unknown-option';
  if (error.code === 'commander.help') {
    return new GoldError(code, 'no command given', { hint: help });
  }
  const [message = '', ...more] = error.message.replace(/^error: /, '').split('\n');
  const hint = more.join(' ').replace(/^\((.*)\)$/, '$1');
  return new GoldError(code, message, { hint: hint === '' ? help : hint });
}

/** What the system says when it has no more of something. */
const limits = /\b(EMFILE|ENFILE|ENOMEM|EAGAIN|ENOSPC|EDQUOT)\b|out of memory|cannot allocate/i;

/** The error as one of ours: of a limit of the system, or `internal`. */
export function asGoldError(error: unknown): GoldError {
  if (error instanceof GoldError) return error;
  const message = error instanceof Error ? error.message : String(error);
  if (limits.test(message)) {
    const hint =
      'see `ulimit -a`, `free` and `df`: open files, processes, memory, space on the disk';
    return new GoldError('system-limit', message, { hint, cause: error });
  }
  return new GoldError('internal', message, { cause: error });
}

function report(error: GoldError, argv: readonly string[]): void {
  if (argv.includes('--json')) {
    const { code, message, path, hint } = error;
    process.stderr.write(`${JSON.stringify({ error: { code, message, path, hint } })}\n`);
  } else {
    process.stderr.write(`${harmlessText(error.render())}\n`);
  }
  if (!argv.includes('--debug') && error.code !== 'internal') return;
  const stack = error.cause instanceof Error ? error.cause.stack : error.stack;
  process.stderr.write(`${stack}\n`);
}

/** Runs one command line; sets `process.exitCode`, never throws. */
export async function main(argv: readonly string[], commands: CommandLoaders): Promise<void> {
  try {
    const program = await newProgram(argv, commands);
    await program.parseAsync(argv, { from: 'user' });
  } catch (error) {
    const gold =
      error instanceof CommanderError
        ? usageError(error, helpOf(argv, commands))
        : asGoldError(error);
    if (gold === undefined) return;
    report(gold, argv);
    process.exitCode = gold.exitCode;
  }
}
