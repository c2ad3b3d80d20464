/** The registry itself, and what is derived from a record. */

import { describe, expect, it } from 'vitest';
import { contractIds } from '../reference/contracts.ts';
import { compiledSchema, newAjv } from '../schema/format/ajv.ts';
import { toJson } from '../schema/format/json.ts';
import { buildFile } from './build.ts';
import { generatedFiles, opsDef, opsDocument, opsHeader } from './generated.ts';
import { contractsOf, type OpDef } from './op.ts';
import { newCallValidator, opSchema } from './op_schema.ts';
import { familyOf, findOp, ops } from './registry.ts';
import { sampleOp } from './sample_op.ts';

describe('the registry', () => {
  it('is sorted by name, each name once', () => {
    const names = ops.map((op) => op.name);
    expect(names).toEqual([...new Set(names)].sort());
  });

  it.each(ops.map((op) => [op.name, op] as const))('%s is a well-formed record', (name, op) => {
    expect(findOp(name)).toBe(op);
    expect(familyOf(name)).not.toBe('unregistered');
    expect(name).toMatch(/^[a-z][a-z0-9_]*$/);
    expect(contractsOf(op).length).toBeGreaterThan(0);
    expect(contractIds.map((id) => id.slice('sym-'.length))).toContain(op.since);
    expect(op.summary).not.toMatch(/\.$/);
    compiledSchema(opSchema(op));
  });
});

describe('files derived from records', () => {
  const inPlace: OpDef = {
    ...sampleOp,
    name: 'in_place',
    version: 2,
    tensors: { x: { role: 'inout', dtypes: ['INT32'], doc: '[n]' } },
  };

  it('the C tables', () => {
    expect(opsDef([sampleOp, inPlace]).split('\n').slice(2)).toEqual([
      'GV_OP(sample, 1)',
      'GV_OP(in_place, 2)',
      'GV_INOUT(in_place, "x")',
      '',
    ]);
    expect(opsHeader([sampleOp])).toContain(
      'gv_status gv_op_sample(gv_ctx *ctx, gv_call *call);\n',
    );
  });

  it('hold only ops with a shim in the C tables', () => {
    const files = generatedFiles(
      [sampleOp, inPlace],
      () => 'test',
      (op) => op === inPlace,
    );
    expect(files[0]!.text).not.toContain('sample');
    expect(files.map((f) => f.path)).toEqual([
      'conformance/c/gen/ops.def',
      'conformance/c/gen/ops.h',
      'conformance/c/gen/calls.def',
      'conformance/backends/js/gen/calls.ts',
      'goldgen/OPS.md',
      'goldgen/MUTANTS.md',
      'schema/ops/sample.v1.schema.json',
      'schema/ops/in_place.v2.schema.json',
    ]);
  });

  it('the op list', () => {
    expect(opsDocument([sampleOp], () => 'test')).toContain('| `by` | int -5…5 | what is added |');
  });
});

describe('op schemas', () => {
  const file = buildFile(sampleOp, 'sym-2026-07-21');
  const validate = newCallValidator(sampleOp);

  it('accept the calls of the op', () => {
    for (const c of file.cases) validate(file, c);
  });

  it('refuse everything else', () => {
    const c = file.cases[0]!;
    expect(() => validate(file, { ...c, params: { by: 6 } })).toThrow('must be <= 5');
    expect(() => validate(file, { ...c, params: {} })).toThrow("'by'");
    expect(() => validate(file, { ...c, inputs: {} })).toThrow("'x'");
    const y = { dtype: 'FLOAT32', shape: [2] } as const;
    expect(() => validate(file, { ...c, targets: { y } })).toThrow('INT32');
    expect(() => validate({ ...file, op_version: 2 }, c)).toThrow('constant');
    const raised = newCallValidator({ ...sampleOp, version: 2 });
    raised({ ...file, op_version: 1 }, c);
    raised({ ...file, op_version: 2 }, c);
    expect(() => raised({ ...file, op_version: 3 }, c)).toThrow('<= 2');
  });

  it('can be used by any validator of draft 2020-12', () => {
    const { params, inputs, targets, rng } = file.cases[0]!;
    const call = toJson({ op: 'sample', op_version: 1, params, inputs, targets, rng });
    expect(newAjv().validate(opSchema(sampleOp), call)).toBe(true);
  });
});
