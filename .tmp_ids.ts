import { mistakes } from './conformance/diagnosis/replay/mistakes.ts';
const by = new Map<string, string[]>();
for (const { hypothesis: h } of mistakes) { const k = h.functions.slice(0, 3).join('+'); by.set(k, [...(by.get(k) ?? []), h.id]); }
for (const [k, v] of [...by].sort()) console.log(k, ':', v.join(' '));
