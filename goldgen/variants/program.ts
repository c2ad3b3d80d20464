/** The source of the reference as a typed tree: all modules that the table of primitives is made of. */

import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const referenceDir = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'reference');

const options: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2023,
  lib: ['lib.es2023.d.ts'],
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  strict: true,
  noUncheckedIndexedAccess: true,
  allowImportingTsExtensions: true,
  noEmit: true,
  types: [],
};

export interface Program {
  readonly checker: ts.TypeChecker;
  /** by path below `reference/`, in the order of the table, then what they import */
  readonly modules: ReadonlyMap<string, ts.SourceFile>;
  /** paths of the modules that are edited */
  readonly edited: ReadonlySet<string>;
}

/** Path below `reference/`, with slashes. */
function pathOf(file: string): string {
  return relative(referenceDir, file).split(sep).join('/');
}

/** Modules that hold no arithmetic of a clause: the seam itself, formats, exact arithmetic of exp and log. */
const framework =
  /^(primitives|table|numerics|choices|contracts|refusal|tensor)\.ts$|^num\/(overflow|hard_arguments|double_double|exact_exp|boundary_scan|approximate|float32)\.ts$/;

/** Reads and types the reference; takes a second or two. */
export function readProgram(): Program {
  const root = join(referenceDir, 'primitives.ts');
  const program = ts.createProgram([root], options);
  const modules = new Map<string, ts.SourceFile>();
  for (const source of program.getSourceFiles()) {
    const path = pathOf(source.fileName);
    if (!path.startsWith('..') && !source.isDeclarationFile) modules.set(path, source);
  }
  const edited = [...modules.keys()].filter((path) => !framework.test(path));
  return { checker: program.getTypeChecker(), modules, edited: new Set(edited) };
}
