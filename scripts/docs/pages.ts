/** The Markdown pages of the project, cut into fenced blocks and prose. */

import { posix } from 'node:path';
import { projectFiles } from '../tidy/files.ts';

export interface Block {
  /** the words after the fence, e.g. `ts run` */
  readonly info: string;
  readonly text: string;
  /** line of the opening fence */
  readonly line: number;
}

export interface Page {
  /** relative to the root, with forward slashes */
  readonly path: string;
  readonly folder: string;
  readonly blocks: readonly Block[];
  /** the lines outside the blocks; lines of blocks are empty */
  readonly prose: readonly string[];
}

/** Cuts one page; a block that is never closed runs to the end of the page. */
export function parsePage(path: string, text: string): Page {
  const blocks: Block[] = [];
  const prose: string[] = [];
  let open: { info: string; line: number; indent: number; lines: string[] } | undefined;
  const close = (): void => {
    if (open === undefined) return;
    const { info, line, lines } = open;
    blocks.push({ info, line, text: lines.map((l) => `${l}\n`).join('') });
    open = undefined;
  };
  text.split('\n').forEach((raw, i) => {
    const fence = /^( *)```(.*)$/.exec(raw);
    if (open === undefined && fence === null) {
      prose.push(raw);
      return;
    }
    prose.push('');
    if (open === undefined) {
      open = { info: fence![2]!.trim(), line: i + 1, indent: fence![1]!.length, lines: [] };
    } else if (fence !== null) {
      close();
    } else {
      open.lines.push(raw.slice(Math.min(open.indent, raw.length - raw.trimStart().length)));
    }
  });
  close();
  return { path, folder: posix.dirname(path), blocks, prose };
}

/** Every Markdown page of the working tree. */
export function projectPages(): readonly Page[] {
  return projectFiles((path) => path.endsWith('.md')).map(({ path, text }) =>
    parsePage(path, text),
  );
}

/** A TypeScript example, and the text that the page says it prints. */
export interface Example {
  readonly name: string;
  readonly folder: string;
  readonly code: string;
  readonly printed: string;
}

/** The blocks `ts run` of a page; the block right after one holds what it prints. */
export function examplesOf({ path, folder, blocks }: Page): readonly Example[] {
  return blocks.flatMap((block, i) => {
    if (block.info !== 'ts run') return [];
    const next = blocks[i + 1];
    const printed = next?.info === 'text' ? next.text : '';
    return [{ name: `${path}:${block.line}`, folder, code: block.text, printed }];
  });
}
