/**
 * Help out of a table that the build makes of all commands, so that to print it loads none of them, nor what they
 * work with. The words are laid out for the width of the terminal, as those of a loaded command are.
 */

import { Argument, Command, type Help, Option } from 'commander';

/** Terms with what is said of them. */
type Rows = readonly (readonly [term: string, text: string])[];

export interface HelpPage {
  readonly usage: string;
  readonly description: string;
  readonly arguments: Rows;
  readonly options: Rows;
  readonly commands: Rows;
}

/** Pages by command; that of the whole program under `''`. */
export type HelpTable = Readonly<Record<string, HelpPage>>;

function pageOf(command: Command): HelpPage {
  const help: Help = command.createHelp();
  return {
    usage: help.commandUsage(command),
    description: help.commandDescription(command),
    arguments: help
      .visibleArguments(command)
      .map((a) => [help.argumentTerm(a), help.argumentDescription(a)]),
    options: help
      .visibleOptions(command)
      .map((o) => [help.optionTerm(o), help.optionDescription(o)]),
    commands: help
      .visibleCommands(command)
      .map((c) => [help.subcommandTerm(c), help.subcommandDescription(c)]),
  };
}

/** The pages of a program and of its commands, without those that are hidden. */
export function helpTableOf(program: Command): HelpTable {
  const commands = program
    .createHelp()
    .visibleCommands(program)
    .filter((command) => program.commands.includes(command));
  return Object.fromEntries([
    ['', pageOf(program)],
    ...commands.map((command) => [command.name(), pageOf(command)] as const),
  ]);
}

const flags = ['--help', '-h'];

/**
 * The name of the page that a command line asks for and for nothing else; `undefined` where it does more, or names
 * what has no page.
 */
export function pageAsked(words: readonly string[], table: HelpTable): string | undefined {
  const [first = '', second = ''] = words;
  const names = [
    ...(words.length === 1 && [...flags, 'help'].includes(first) ? [''] : []),
    ...(words.length === 2 && first === 'help' ? [second] : []),
    ...(words.length === 2 && flags.includes(second) ? [first] : []),
  ];
  return names.find((name) => Object.hasOwn(table, name));
}

/** A command that has nothing but a page. */
export function commandOf(page: HelpPage): Command {
  const terms = new Map(
    page.commands.map(([term, text]) => [new Command().description(text), term]),
  );
  return new Command().description(page.description).configureHelp({
    commandUsage: () => page.usage,
    visibleArguments: () => page.arguments.map(([term, text]) => new Argument(term, text)),
    visibleOptions: () => page.options.map(([term, text]) => new Option(term, text)),
    visibleCommands: () => [...terms.keys()],
    subcommandTerm: (command) => terms.get(command)!,
  });
}
