/** Which ops an edit of a kernel source cannot change. */

import { headersOf, readTree, type SourceTree } from '../../backends/toolchain/sources.ts';

/** The header by which a source is reached: its own, or the first that it includes where it has none. */
function headerOf(tree: SourceTree, file: string): string {
  const own = file.replace(/\.c$/, '.h');
  if (tree.has(own)) return own;
  const [, first = ''] = /#include "(gv_\w+\.h)"/.exec(tree.get(file) ?? '') ?? [];
  return `kernels/${first}`;
}

/** Whether an op includes none of the files, directly or through the kernels that it includes. */
export function opsBeside(files: readonly string[]): (op: string) => boolean {
  const tree = readTree();
  const wanted = files.map((file) => headerOf(tree, file));
  const known = new Map<string, boolean>();
  const includes = (op: string): boolean => {
    const seen = new Set<string>();
    const pending = [`ops/${op}.c`];
    for (let path = pending.pop(); path !== undefined; path = pending.pop()) {
      if (seen.has(path) || !tree.has(path)) continue;
      seen.add(path);
      const headers = headersOf(tree, [path]);
      pending.push(...headers, ...headers.map((header) => header.replace(/\.h$/, '.c')));
    }
    return !seen.has(`ops/${op}.c`) || wanted.some((file) => seen.has(file));
  };
  return (op) => {
    const found = known.get(op) ?? !includes(op);
    known.set(op, found);
    return found;
  };
}
