/** Values that several contracts share, stored once: the form of `kill.json`, `sensitivity.json` and `smoke.json`. */

/** A value, behind the places of those that have it. */
export type Grouped<T> = readonly (readonly [places: readonly number[], value: T])[];

/** Groups of equal values, in the order of their first place; `undefined` is no value. */
export function grouped<T>(values: readonly (T | undefined)[]): Grouped<T> {
  const groups = new Map<string, [number[], T]>();
  for (const [place, value] of values.entries()) {
    if (value === undefined) continue;
    const key = JSON.stringify(value);
    const group = groups.get(key) ?? [[], value];
    group[0].push(place);
    groups.set(key, group);
  }
  return [...groups.values()];
}

/** The value at a place. */
export function valueAt<T>(groups: Grouped<T>, place: number): T | undefined {
  return groups.find(([places]) => places.includes(place))?.[1];
}
