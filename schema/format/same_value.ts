/** Whether two values are the same message, without writing either. */

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

function sameLists(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((value, i) => isSameValue(value, b[i]));
}

type Fields = Readonly<Record<string, unknown>>;

/** The order of the keys counts, as it does in the bytes. */
function sameMaps(a: Fields, b: Fields): boolean {
  const [mine, others] = [Object.keys(a), Object.keys(b)];
  return (
    mine.length === others.length &&
    mine.every((key, i) => key === others[i] && isSameValue(a[key], b[key]))
  );
}

/** Of two values that can be encoded: true exactly where their canonical bytes are the same. */
export function isSameValue(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (a instanceof Uint8Array) return b instanceof Uint8Array && sameBytes(a, b);
  if (Array.isArray(a)) return Array.isArray(b) && sameLists(a, b);
  if (b instanceof Uint8Array || Array.isArray(b)) return false;
  return sameMaps(a as Fields, b as Fields);
}
