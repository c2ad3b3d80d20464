/** Links, files and commands that the pages name exist; each rule is shown to be able to fail. */

import { existsSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import { factoriesNamed } from '../../conformance/backends/index.ts';
import { findOp } from '../../goldgen/registry.ts';
import { contractIds } from '../../reference/contracts.ts';
import { cloneCommands } from '../cli/commands/of_sources.ts';
import { subjectText } from '../cli/explain/subjects.ts';
import { findCase } from '../cli/find_case.ts';
import { newProgram } from '../cli/main.ts';
import { vectorsDir } from '../cli/paths.ts';
import { referenceBackend } from '../reference_factory.ts';
import { readSpec } from '../spec/clauses.ts';
import { projectPaths, root } from '../tidy/files.ts';
import { type Page, parsePage, projectPages } from './pages.ts';
import { anchorsOf, commandsOf, linksOf, pathsOf, shellWords } from './references.ts';

const pages = projectPages();
const spec = readSpec(root);

function linkProblems(page: Page): string[] {
  return linksOf(page).flatMap(({ place, text }) => {
    const [path = '', anchor] = text.split('#');
    const target = path === '' ? page.path : posix.join(page.folder, path);
    if (!existsSync(join(root, target))) return [`${place}: ${text} leads nowhere`];
    if (anchor === undefined) return [];
    const other = pages.find((p) => p.path === target) ?? page;
    return anchorsOf(other).has(anchor) ? [] : [`${place}: no heading for ${text}`];
  });
}

/** What a page asks the reader to write, a Debian package brings, or a build leaves behind. */
const elsewhere = new Set([
  ...['my_backend.mjs', 'my_ops.c', 'msgpuck.h', '.build/', 'fuzz-failures/'],
  ...['goldvec.config.json', 'goldvec_all.h', 'index.json', 'goldvec_selfcheck.c', 'tiny.c'],
]);

const files = projectPaths();
const folders = new Set(
  files.flatMap((path) => path.split('/').map((_, i, all) => all.slice(0, i).join('/'))),
);
const places = [...files, ...[...folders].map((folder) => `${folder}/`)];

/** A path may be written from the root, or from any folder that the text is about. */
function pathProblems(page: Page): string[] {
  return pathsOf(page)
    .filter(({ text }) => !elsewhere.has(text))
    .filter(({ text }) => !places.some((place) => place === text || place.endsWith(`/${text}`)))
    .map(({ place, text }) => `${place}: there is no ${text}`);
}

/** Values that are checked beyond their form; a placeholder in capitals or angle brackets is not. */
const known: Readonly<Record<string, (value: string) => boolean>> = {
  op: (name) => findOp(name) !== undefined,
  contract: (id) => contractIds.some((c) => c === id),
  // the reference itself takes part in trainings only
  backend: (id) => id === referenceBackend.id || factoriesNamed(id).length > 0,
};
const isPlaceholder = (value: string): boolean => /^[A-Z]+$|[<>…]/.test(value);

function valueProblems(options: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(known).flatMap(([name, isKnown]) => {
    const values = [options[name] ?? []].flat() as string[];
    return values
      .filter((value) => !isPlaceholder(value) && !isKnown(value))
      .map((value) => `${name} ${value} is unknown`);
  });
}

/** Parses the line as the tool would, and looks up what it names; nothing runs. */
async function commandProblem(line: string): Promise<string | undefined> {
  const words = shellWords(line).slice(1);
  const [name] = words;
  if (name === undefined) return undefined;
  // the bare name of a command, in a sentence
  if (words.length === 1 && name in cloneCommands) return undefined;
  const problems: string[] = [];
  try {
    const program = await newProgram(words, cloneCommands);
    for (const command of program.commands) {
      command.action((...args: unknown[]) => {
        problems.push(...valueProblems(command.opts()));
        const [first] = args;
        if (command.name() === 'show' && !isPlaceholder(String(first))) {
          findCase(String(first), undefined, vectorsDir);
        }
        if (command.name() === 'explain' && !isPlaceholder(String(first))) {
          if (subjectText(spec, String(first)) === undefined) problems.push(`${first} is unknown`);
        }
        if (command.name() === 'gen') {
          const unknown = (first as string[]).filter((op) => !isPlaceholder(op) && !findOp(op));
          problems.push(...unknown.map((op) => `op ${op} is unknown`));
        }
      });
    }
    await program.parseAsync(words, { from: 'user' });
  } catch (error) {
    if ((error as { exitCode?: number }).exitCode !== 0) problems.push(String(error));
  }
  return problems.length === 0 ? undefined : problems.join('; ');
}

async function commandProblems(page: Page): Promise<string[]> {
  const problems: string[] = [];
  for (const { place, text } of commandsOf(page, 'goldvec')) {
    const problem = await commandProblem(text);
    if (problem !== undefined) problems.push(`${place}: ${text}: ${problem}`);
  }
  return problems;
}

const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>;
};

function scriptProblems(page: Page): string[] {
  return commandsOf(page, 'npm').flatMap(({ place, text }) => {
    const [, verb, name] = shellWords(text);
    if (verb === undefined || ['ci', 'install', 'pack'].includes(verb)) return [];
    const script = verb === 'run' ? name : verb;
    return script !== undefined && script in scripts ? [] : [`${place}: no script for ${text}`];
  });
}

type Rule = (page: Page) => string[] | Promise<string[]>;

const rules: readonly (readonly [string, Rule, readonly string[]])[] = [
  [
    'links lead somewhere',
    linkProblems,
    ['[a](nowhere.md)', '[a](#no-such-heading)', '[S999](reference/spec/rounding.md#S999)'],
  ],
  ['files and folders exist', pathProblems, ['`scripts/nothing.ts`', '`nothing/`']],
  [
    'commands parse, and what they name exists',
    commandProblems,
    [
      '```sh\nnpx goldvec run --fliter x\n```',
      '`npx goldvec nothing`',
      '`npx goldvec run --op nothing`',
      '`npx goldvec run --backend nothing`',
      '`npx goldvec gen nothing`',
      '`npx goldvec show round/directed/99999`',
      '`npx goldvec explain S999`',
    ],
  ],
  ['scripts of package.json exist', scriptProblems, ['`npm run nothing`']],
];

describe('the pages', () => {
  it.each(rules)('%s', async (_name, rule) => {
    const problems = await Promise.all(pages.map(rule));
    expect(problems.flat()).toEqual([]);
  });

  it.each(rules)('%s: the rule can fail', async (_name, rule, samples) => {
    for (const sample of samples) {
      expect(await rule(parsePage('README.md', `# T\n\n${sample}\n`))).toHaveLength(1);
    }
  });
});

describe('shellWords', () => {
  it.each([
    [
      'goldvec run --backend "cmd:node a.mjs"  # why',
      ['goldvec', 'run', '--backend', 'cmd:node a.mjs'],
    ],
    ["goldvec run -f 'a/*' > file", ['goldvec', 'run', '-f', 'a/*']],
  ])('%s', (line, words) => {
    expect(shellWords(line)).toEqual(words);
  });
});
