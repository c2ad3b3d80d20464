/** The answers of cases that overflow, for backends that avoid it: made with the cases, checked without the reference. */

import { GoldError } from '../schema/format/errors.ts';
import { checkTensor } from '../schema/format/tensor.ts';
import type { Canonical, VectorFile } from '../schema/format/types.ts';
import type { BuiltFile } from './build.ts';
import { wrappedOutputs } from './wrapped.ts';

/** Answers by `<contract>/<op>/<set>/<n>`; a case whose wrapped values lead into a refusal has none. */
export function canonicalAnswers({ op, contract, file }: BuiltFile): Map<string, Canonical> {
  const answers = new Map<string, Canonical>();
  for (const c of file.cases) {
    if (c.expected.status !== 'overflow') continue;
    const wrapped = wrappedOutputs(op, contract, c);
    if (wrapped !== undefined) answers.set(`${contract}/${c.id}`, wrapped);
  }
  return answers;
}

function broken(path: string, message: string): GoldError {
  return new GoldError('vector-invariant', message, { path });
}

/** Everything about the answers to a file's cases that can be checked without the reference; throws the first problem. */
export function checkCanonical(file: VectorFile, answers: ReadonlyMap<string, Canonical>): void {
  const cases = new Map(file.cases.map((c) => [`${file.contract}/${c.id}`, c]));
  const prefix = `${file.contract}/${file.op}/`;
  for (const [id, { outputs }] of answers) {
    if (!id.startsWith(prefix)) continue;
    const c = cases.get(id);
    if (c?.expected.status !== 'overflow') throw broken(id, 'is no overflow case');
    const declared = { ...c.inputs, ...c.targets };
    for (const [name, t] of Object.entries(outputs)) {
      const before = declared[name];
      if (before === undefined || `${before.dtype} ${before.shape}` !== `${t.dtype} ${t.shape}`) {
        throw broken(`${id}/outputs/${name}`, 'dtype or shape differ from the declaration');
      }
      checkTensor(t, `${id}/outputs/${name}`);
    }
  }
}
