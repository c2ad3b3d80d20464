/** The sensitivity marks of the committed cases: which arithmetic of a platform would change an answer. */

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseFile } from '../../schema/format/file_bytes.ts';

/** Marks of a case by its identity; empty where it has none, or none are known. */
export type Marks = (id: string) => readonly string[];

export const noMarks: Marks = () => [];

/** `sensitivity.json`; cases stand by set, such as `directed/1-4,7`. */
interface MarkFile {
  /** format 2: per mark the places of the contracts that agree, and their cases */
  readonly ops?: readonly {
    readonly op: string;
    readonly contracts: readonly { readonly contract: string }[];
    readonly marks: Readonly<
      Record<string, readonly (readonly [places: readonly number[], cases: readonly string[]])[]>
    >;
  }[];
  /** format 1 */
  readonly files?: readonly {
    /** `<contract>/<op>.mp` */
    readonly path: string;
    readonly marks: Readonly<Record<string, readonly string[]>>;
  }[];
}

/** Cases with a mark, behind `<contract>/<op>`. */
interface Marked {
  readonly unit: string;
  readonly mark: string;
  readonly cases: readonly string[];
}

function markedOf(text: string): Marked[] {
  const file = JSON.parse(text) as MarkFile;
  const { ops = [], files = [] } = file;
  if (file.ops === undefined && file.files === undefined) throw new Error('it lists no marks');
  const single = files.flatMap(({ path, marks }) =>
    Object.entries(marks).map(([mark, cases]) => ({
      unit: path.replace(/\.mp$/, ''),
      mark,
      cases,
    })),
  );
  const shared = ops.flatMap(({ op, contracts, marks }) =>
    Object.entries(marks).flatMap(([mark, groups]) =>
      groups.flatMap(([places, cases]) =>
        places.map((place) => ({ unit: `${contracts[place]!.contract}/${op}`, mark, cases })),
      ),
    ),
  );
  return [...single, ...shared];
}

/** More cases than any set has: what a file says is bounded before it is made. */
const casesMax = 1 << 20;

function idsOf(unit: string, packed: string): string[] {
  const [set = '', ranges = ''] = packed.split('/');
  return ranges.split(',').flatMap((range) => {
    const [from = 0, to = from] = range.split('-').map(Number);
    if (!(to - from < casesMax)) throw new RangeError(`"${packed}" is no set of cases`);
    return Array.from({ length: to - from + 1 }, (_, i) => `${unit}/${set}/${from + i}`);
  });
}

/** Marks out of the text of `sensitivity.json`, of either format. */
export function parseMarks(text: string): Marks {
  const byId = new Map<string, string[]>();
  for (const { unit, mark, cases } of markedOf(text)) {
    for (const id of cases.flatMap((packed) => idsOf(unit, packed))) {
      byId.set(id, [...(byId.get(id) ?? []), mark]);
    }
  }
  return (id) => byId.get(id) ?? [];
}

const name = 'sensitivity.json';

/** The marks of a vector folder; a folder without them has none. Errors: as of a vector file. */
export function readMarks(dir: string): Marks {
  const path = join(dir, name);
  return existsSync(path) ? parseFile(path, name, parseMarks) : noMarks;
}

/** Ops with a case that has the mark. Errors: as of a vector file. */
export function readMarkedOps(dir: string, mark: string): ReadonlySet<string> {
  const path = join(dir, name);
  if (!existsSync(path)) return new Set();
  const marked = parseFile(path, name, markedOf).filter((m) => m.mark === mark);
  return new Set(marked.map(({ unit }) => unit.split('/')[1]!));
}
