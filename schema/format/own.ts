/** Looking up a foreign name in a record: `constructor` is a name like any other. */

/** The record's own field of that name; never what every object has. */
export function own<T>(record: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}
