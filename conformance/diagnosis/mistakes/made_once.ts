/** Mistakes that are many, and not asked for in most diagnoses: they are made when they are first asked for. */
export function madeOnce<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
