/** Goal: an option that takes several values takes them in every spelling, whatever the command. */

import { Command, type Option } from 'commander';
import { expect, it } from 'vitest';
import { cloneCommands } from './commands/of_sources.ts';
import { newProgram } from './main.ts';
import { backendNames } from './options.ts';

function takesSeveral({ defaultValue, variadic, description }: Option): boolean {
  return Array.isArray(defaultValue) || variadic || /\bcommas?\b|repeatable/.test(description);
}

const { commands } = await newProgram([], cloneCommands);
const listed = commands.flatMap((command) =>
  command.options
    .filter(takesSeveral)
    .map((option) => ({ name: `${command.name()} ${option.long}`, option })),
);

it('the options that take several values are these', () => {
  expect(listed.map(({ name }) => name).filter((name) => !/ --(op|contract)$/.test(name))).toEqual([
    ...['run --backend', 'run --filter', 'run --exclude', 'run --flag'],
    ...[
      'run --watch',
      'run --require-ops',
      'run --fail-on-skip',
      'run --reporter',
      'init --require',
    ],
    ...['fuzz --backend', 'report --reporter', 'train --variant', 'train --backend'],
    ...['train --from'],
    ...['bench --backend', 'export --filter', 'export --flag'],
    ...['cost --board', 'cost --variant', 'new-contract --choice', 'mutate --from'],
  ]);
  expect(listed.filter(({ name }) => name.endsWith(' --op')).map(({ name }) => name)).toEqual(
    ['run', 'fuzz', 'list', 'export', 'diff', 'mutate'].map((name) => `${name} --op`),
  );
});

it.each(listed)('$name takes blanks, commas and repetition', ({ option }) => {
  const [a, b = a, c = a, d = a] = option.argChoices ?? ['a', 'b', 'c', 'd'];
  const flag = option.long!;
  const argv = [flag, `${a},${b}`, c!, flag, d!];
  const parsed = new Command().addOption(option).parse(argv, { from: 'user' });
  expect(parsed.opts()[option.attributeName()]).toEqual([a, b, c, d]);
  expect(parsed.args).toEqual([]);
});

it.each([
  ['js,native:gcc-*', ['js', 'native:gcc-*']],
  ['qemu:mps2-an386,elf=a.elf,js', ['qemu:mps2-an386,elf=a.elf', 'js']],
  ['js,cmd:./mine --opt a,b', ['js', 'cmd:./mine --opt a,b']],
  ['cmd:./mine a,js', ['cmd:./mine a,js']],
])('backends in %s', (text, names) => {
  expect(backendNames(text)).toEqual(names);
});
