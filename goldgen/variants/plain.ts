/** Prints code of the reference for readers who do not know it: without the seam, floats as the clauses do. */

import ts from 'typescript';

const signs: Readonly<Record<string, string>> = { add: '⊕', sub: '⊖', mul: '⊗', div: '⊘' };

/** Operations of two steps, as the clauses write them. */
const compound: Readonly<Record<string, (a: string[]) => string>> = {
  mulAdd: ([a, b, c]) => `${c} ⊕ (${a} ⊗ ${b})`,
  mulSub: ([a, b, c]) => `${c} ⊖ (${a} ⊗ ${b})`,
  mulMinus: ([a, b, c]) => `(${a} ⊗ ${b}) ⊖ ${c}`,
  mulAddMul: ([a, b, c, d]) => `(${a} ⊗ ${b}) ⊕ (${c} ⊗ ${d})`,
  mulSubMul: ([a, b, c, d]) => `(${a} ⊗ ${b}) ⊖ (${c} ⊗ ${d})`,
  fma: ([a, b, c]) => `fma(${a}, ${b}, ${c})`,
  sqrt: ([a]) => `√(${a})`,
  fromInt: ([a]) => `i2f(${a})`,
};

/** `key` of `n.f.key` or `n.fn.key`, with the table. */
export function seamOf(
  node: ts.Node,
): { readonly table: 'f' | 'fn'; readonly key: string } | undefined {
  if (!ts.isPropertyAccessExpression(node)) return undefined;
  const inner = node.expression;
  if (!ts.isPropertyAccessExpression(inner) || !ts.isIdentifier(inner.expression)) return undefined;
  const table = inner.name.text;
  if (table !== 'f' && table !== 'fn') return undefined;
  return { table, key: node.name.text };
}

/** Arguments of a call without the `Numerics` in front. */
export function argumentsOf(call: ts.CallExpression): readonly ts.Expression[] {
  const [first, ...rest] = call.arguments;
  const isSeam = first !== undefined && ts.isIdentifier(first) && /^_?n$/.test(first.text);
  return isSeam ? rest : call.arguments;
}

function isBinaryCall(node: ts.Node): boolean {
  if (!ts.isCallExpression(node)) return false;
  const seam = seamOf(node.expression);
  return seam?.table === 'f' && !['sqrt', 'fromInt', 'fma'].includes(seam.key);
}

function plainCall(node: ts.CallExpression): string {
  const seam = seamOf(node.expression);
  const args = argumentsOf(node);
  if (seam?.table === 'f') {
    const texts = args.map((arg) => (isBinaryCall(arg) ? `(${plain(arg)})` : plain(arg)));
    const sign = signs[seam.key];
    if (sign !== undefined) return texts.join(` ${sign} `);
    return compound[seam.key]?.(texts) ?? `${seam.key}(${texts.join(', ')})`;
  }
  const callee = seam === undefined ? plain(node.expression) : seam.key;
  return `${callee}(${args.map(plain).join(', ')})`;
}

/** The code on one line. */
export function plain(node: ts.Node): string {
  if (ts.isCallExpression(node)) return plainCall(node);
  if (ts.isNonNullExpression(node)) return plain(node.expression);
  if (ts.isAsExpression(node)) return plain(node.expression);
  const source = node.getSourceFile();
  const text = source.text;
  let at = node.getStart(source);
  let printed = '';
  ts.forEachChild(node, (child) => {
    const start = child.getStart(source);
    if (start < at) return;
    printed += text.slice(at, start);
    printed += ts.isTypeNode(child) ? text.slice(start, child.end) : plain(child);
    at = child.end;
  });
  printed += text.slice(at, node.end);
  return printed.replace(/\s+/g, ' ').replace(/;$/, '').trim();
}

/** The same for code that stands nowhere yet. */
export function plainText(code: string): string {
  const source = ts.createSourceFile('x.ts', code, ts.ScriptTarget.ES2023, true);
  return source.statements.map(plain).join('; ');
}
