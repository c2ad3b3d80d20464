/** What a page refers to: links, files and commands, each with its line. */

import type { Page } from './pages.ts';

export interface Reference {
  /** `page:line` */
  readonly place: string;
  readonly text: string;
}

function proseMatches(page: Page, pattern: RegExp): Reference[] {
  return page.prose.flatMap((line, i) =>
    [...line.matchAll(pattern)].map((found) => ({
      place: `${page.path}:${i + 1}`,
      text: found[1]!,
    })),
  );
}

/** Targets of links, without those that leave the repository. */
export function linksOf(page: Page): readonly Reference[] {
  const links = proseMatches(page, /\]\(([^)\s]+)\)/g);
  return links.filter(({ text }) => !/^[a-z]+:/.test(text));
}

/** The anchors of a page: its headings, as they are made from their text, and those written as `<a id>`. */
export function anchorsOf({ prose }: Page): ReadonlySet<string> {
  const headings = prose.flatMap((line) => /^#+ +(.*)$/.exec(line)?.[1] ?? []);
  const written = prose.flatMap((line) => [...line.matchAll(/<a id="([^"]+)"><\/a>/g)]);
  return new Set([
    ...headings.map((text) => {
      const words = text.toLowerCase().replace(/[^\p{L}\p{N}\s_-]/gu, '');
      return words.trim().replace(/\s/g, '-');
    }),
    ...written.map((found) => found[1]!),
  ]);
}

const path =
  /^(?:[\w.-]+\/)+$|^(?:[\w.-]+\/)*[\w.-]+\.(?:ts|mjs|js|json|md|c|h|ld|py|u16|yml|toml)$/;

/** Files and folders named in backticks. */
export function pathsOf(page: Page): readonly Reference[] {
  return proseMatches(page, /`([^`]+)`/g).filter(({ text }) => path.test(text));
}

/** The words of a shell line: quotes kept together, comments and redirections left out. */
export function shellWords(line: string): readonly string[] {
  const words = line.match(/"[^"]*"|'[^']*'|\S+/g) ?? [];
  const end = words.findIndex((word) => /^(#|>|\||&&|;)/.test(word));
  return (end < 0 ? words : words.slice(0, end)).map((word) => word.replace(/^["']|["']$/g, ''));
}

/** Every command line that begins with the word, in blocks (`sh`, `text`) and in backticks. */
export function commandsOf(page: Page, word: string): readonly Reference[] {
  const pattern = new RegExp(`^(?:npx )?(${word}(?: .*)?)$`);
  const inBlocks = page.blocks
    .filter(({ info }) => info === 'sh' || info === 'text')
    .flatMap(({ text, line }) =>
      text.split('\n').map((l, i) => ({ place: `${page.path}:${line + 1 + i}`, text: l.trim() })),
    );
  const inProse = proseMatches(page, /`([^`]+)`/g);
  return [...inBlocks, ...inProse].flatMap(({ place, text }) => {
    const found = pattern.exec(text);
    return found === null ? [] : [{ place, text: found[1]! }];
  });
}
