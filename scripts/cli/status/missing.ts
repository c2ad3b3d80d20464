/** What an op does not have yet: texts, a second opinion, kernels, a mistake of its clause. */

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { jsKernels } from '../../../conformance/backends/js/registry.ts';
import type { OpDef } from '../../../goldgen/op.ts';
import { recordPath } from '../../../goldgen/registry.ts';
import { blank } from '../../authoring/new_op.ts';
import { root } from '../paths.ts';

/** Sentences, one for each part; empty where nothing is missing. */
export function missingParts({ name }: OpDef): string[] {
  const record = recordPath(name);
  const function_ = `reference/kernels/${name}.ts`;
  const parts: string[] = [];
  for (const path of [record, function_].filter((one) => existsSync(join(root, one)))) {
    const found = blank.exec(readFileSync(join(root, path), 'utf8'));
    if (found !== null) parts.push(`${path} still says ${found[0]}`);
  }
  if (!Object.hasOwn(jsKernels, name)) {
    parts.push(`${name}: no JavaScript kernel in conformance/backends/js/kernels/`);
  }
  if (!existsSync(join(root, 'conformance/c/ops', `${name}.c`))) {
    parts.push(`${name}: no C kernel behind conformance/c/ops/${name}.c`);
  }
  return parts;
}
