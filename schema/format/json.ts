/**
 * The lossless JSON projection: binary data becomes `{"$bin": "<base64>"}`, everything else stays. `$` cannot
 * start a key of the msgpack profile, so nothing else looks like it.
 */

/** The JSON form of a decoded message. */
export function toJson(value: unknown): unknown {
  if (value instanceof Uint8Array) {
    const base64 = Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64');
    return { $bin: base64 };
  }
  if (Array.isArray(value)) return value.map(toJson);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, toJson(field)]));
}

/** The message of a JSON form; the inverse of `toJson`. */
export function fromJson(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(fromJson);
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value);
  const [first] = fields;
  if (fields.length === 1 && first?.[0] === '$bin' && typeof first[1] === 'string') {
    return new Uint8Array(Buffer.from(first[1], 'base64'));
  }
  return Object.fromEntries(fields.map(([key, field]) => [key, fromJson(field)]));
}
