/** Things that can be made again, kept as long as there is room: the ones used last stay. */

export interface Shelf<T> {
  /** The thing under the key, made where it is not there; `bytes` is what it takes up. */
  take(key: string, bytes: number, make: () => T): T;
}

/** What is larger than the whole shelf is kept until the next thing comes. */
export function newShelf<T>(bytesMax: number): Shelf<T> {
  const kept = new Map<string, { readonly thing: T; readonly bytes: number }>();
  let total = 0;
  // most of the time it is the same thing again
  let last: { readonly key: string; readonly thing: T } | undefined;

  function drop(key: string): void {
    total -= kept.get(key)?.bytes ?? 0;
    kept.delete(key);
  }

  function take(key: string, bytes: number, make: () => T): T {
    if (last?.key === key) return last.thing;
    const found = kept.get(key);
    const thing = found === undefined ? make() : found.thing;
    drop(key);
    for (const oldest of kept.keys()) {
      if (total + bytes <= bytesMax) break;
      drop(oldest);
    }
    kept.set(key, { thing, bytes });
    total += bytes;
    last = { key, thing };
    return thing;
  }

  return { take };
}
