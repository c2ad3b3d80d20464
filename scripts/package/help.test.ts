/** Goal: help out of the table is, letter by letter, that of the commands which it stands for. */

import { Argument, Command, Option } from 'commander';
import { describe, expect, it } from 'vitest';
import { commandOf, type HelpTable, helpTableOf, pageAsked } from './help.ts';

const bitten = new Option('--bits <n>', 'how wide, which is said at such length that it wraps');
const program = new Command('tool').version('1.2.3').description('does this and that');
program
  .command('bake')
  .description('makes bread, and what else is asked for in as many words as wrap')
  .addArgument(new Argument('<how>', 'in which way').choices(['well', 'badly']))
  .argument('[what...]', 'of what')
  .addOption(bitten.default(12).choices(['8', '12']))
  .addOption(new Option('--hidden', 'not shown').hideHelp())
  .option('--out <dir>', 'where to', 'here');
program.command('eat').summary('ends bread').description('ends bread, all of it').alias('e');
program.command('secret', { hidden: true }).description('not shown');

// as the build writes it
const table = JSON.parse(JSON.stringify(helpTableOf(program))) as HelpTable;

function textAt(width: number, command: Command): string {
  return command.configureOutput({ getOutHelpWidth: () => width }).helpInformation();
}

describe('the table', () => {
  it.each([40, 80, 200])('is laid out like the commands, %i columns wide', (width) => {
    expect(Object.keys(table)).toEqual(['', 'bake', 'eat']);
    for (const [name, page] of Object.entries(table)) {
      const command = program.commands.find((c) => c.name() === name) ?? program;
      expect(textAt(width, commandOf(page))).toBe(textAt(width, command));
    }
    expect(textAt(width, commandOf(table.bake!))).toContain('--bits <n>');
  });
});

describe('the page asked for', () => {
  it.each([
    ['--help', ''],
    ['-h', ''],
    ['help', ''],
    ['help bake', 'bake'],
    ['bake --help', 'bake'],
    ['bake -h', 'bake'],
    ['bake', undefined],
    ['bake --bits 8 --help', undefined],
    ['--help bake', undefined],
    ['help bark', undefined],
    ['bark --help', undefined],
    ['secret --help', undefined],
    ['toString --help', undefined],
    ['bake help', undefined],
    ['', undefined],
  ])('of `%s` is %j', (line, page) => {
    expect(pageAsked(line === '' ? [] : line.split(' '), table)).toBe(page);
  });
});
