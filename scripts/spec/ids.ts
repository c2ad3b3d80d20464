/** Ids of clauses, refusals, mistakes, undefined behaviour and pinned numbers, and texts that cite them. */

/** `S16`, `L3`, `H2`, `A12`, `B6`, `B6.11`, `U3`, `V4b`, `D7`, `A-M38`, `B-M7`, `B-7`. */
const id = String.raw`(?:[AB]-M?|[SLHUVABD])\d+(?:\.\d+)?[bc]?`;

const citation = new RegExp(String.raw`(?<![\w.-])(${id})(?:(?:\u2013|-)(${id}))?(?!\w|\.\d)`, 'g');

const parts = /^(\D+)([\d.]*?)(\d+)([bc]?)$/;

/** `S16` and `S18` as `S16`, `S17`, `S18`; the ids themselves where they do not count up to each other. */
function range(from: string, to: string): string[] {
  const [first, last] = [parts.exec(from), parts.exec(to)];
  if (first === null || last === null) return [from, to];
  const isOneList = first[1] === last[1] && first[2] === last[2] && first[4] === last[4];
  const [low, high] = [Number(first[3]), Number(last[3])];
  if (!isOneList || high < low) return [from, to];
  return Array.from({ length: high - low + 1 }, (_, i) => `${first[1]}${first[2]}${low + i}`);
}

export interface Citation {
  /** as it is written */
  readonly text: string;
  /** every id that it means */
  readonly ids: readonly string[];
}

/** What a text cites, in order. */
export function citationsIn(text: string): Citation[] {
  return [...text.matchAll(citation)].map(([written, from, to]) => ({
    text: written,
    ids: to === undefined ? [from!] : range(from!, to),
  }));
}

/** Every id that a text cites, once each. */
export function idsIn(text: string): string[] {
  return [...new Set(citationsIn(text).flatMap(({ ids }) => ids))];
}

const word = /^[a-z][a-z0-9-]+$/;
const single = new RegExp(`^${id}(?:–${id})?$`);

function readField(text: string): readonly string[] | undefined {
  const items = text.split(', ');
  if (!items.every((item) => word.test(item) || single.test(item))) return undefined;
  return items.flatMap((item) => (word.test(item) ? [item] : idsIn(item)));
}

// each clause is compared with all fields
const fields = new Map<string, readonly string[] | undefined>();

/**
 * The ids of a field named `clause`: ids, ranges and anchors in words (`contraction`) with commas between
 * them. `undefined` where it holds anything else.
 */
export function idsOfField(text: string): readonly string[] | undefined {
  if (!fields.has(text)) fields.set(text, readField(text));
  return fields.get(text);
}

/** By letters, then by number. */
export function compareIds(a: string, b: string): number {
  const key = (name: string): readonly [string, number] => {
    const found = /^(\D+)([\d.]+)/.exec(name);
    return [found?.[1] ?? name, Number(found?.[2] ?? 0)];
  };
  const [[letterA, numberA], [letterB, numberB]] = [key(a), key(b)];
  if (letterA !== letterB) return letterA < letterB ? -1 : 1;
  return numberA - numberB;
}
