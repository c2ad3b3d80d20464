/** JSON Schemas of single ops, derived from their records: which parameters and tensors a call may have. */

import { contractIds } from '../reference/contracts.ts';
import { compiledSchema, describeSchemaErrors, schemaBase } from '../schema/format/ajv.ts';
import { GoldError } from '../schema/format/errors.ts';
import { toJson } from '../schema/format/json.ts';
import type { VectorFile, WireCall, WireCase } from '../schema/format/types.ts';
import type { OpDef, ParamSpec, TensorSpec } from './op.ts';
import { versionOf } from './versions.ts';

type Json = Record<string, unknown>;

const definitions = `${schemaBase}common.schema.json#/$defs/`;

export function opSchemaName(op: OpDef): string {
  return `${op.name}.v${op.version}.schema.json`;
}

function paramSchema(spec: ParamSpec): Json {
  const description = spec.doc;
  switch (spec.kind) {
    case 'int':
      return { description, type: 'integer', minimum: spec.min, maximum: spec.max };
    case 'word':
      return { description, enum: [...spec.values] };
    case 'f32':
      return { description, $ref: `${definitions}float32Bits` };
    case 'f64':
      return { description: `${description}; 8 bytes`, $ref: `${definitions}bin` };
    case 'text':
      return { description, type: 'string' };
  }
}

function tensorSchema(spec: TensorSpec): Json {
  const kind = spec.role === 'out' ? 'target' : 'tensor';
  return {
    description: spec.doc,
    $ref: `${definitions}${kind}`,
    type: 'object',
    properties: { dtype: { enum: [...spec.dtypes] } },
  };
}

function closedObject(properties: Json, required: readonly string[]): Json {
  return { type: 'object', properties, required: [...required], additionalProperties: false };
}

function record<T extends { readonly optional?: boolean }>(
  specs: readonly (readonly [string, T])[],
  schemaOf: (spec: T) => Json,
): Json {
  const required = specs.filter(([, spec]) => spec.optional !== true).map(([name]) => name);
  return closedObject(
    Object.fromEntries(specs.map(([name, spec]) => [name, schemaOf(spec)])),
    required,
  );
}

/** Only expected bits move with the version, so a call of an older one is read too. */
function versionSchema(op: OpDef): Json {
  // a contract may have a version of its own
  const newest = Math.max(op.version, ...contractIds.map((id) => versionOf(op, id)));
  return newest === 1 ? { const: 1 } : { type: 'integer', minimum: 1, maximum: newest };
}

/** The schema of a call of this op, in the JSON projection. */
export function opSchema(op: OpDef): Json {
  const tensors = Object.entries(op.tensors);
  const properties = {
    op: { const: op.name },
    op_version: versionSchema(op),
    params: record(Object.entries(op.params), paramSchema),
    inputs: record(
      tensors.filter(([, spec]) => spec.role !== 'out'),
      tensorSchema,
    ),
    targets: record(
      tensors.filter(([, spec]) => spec.role === 'out'),
      tensorSchema,
    ),
    rng: { $ref: `${definitions}rngState` },
  };
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: `${schemaBase}ops/${opSchemaName(op)}`,
    title: `goldvec: a call of ${op.name}`,
    description: `${op.clause}: ${op.summary}`,
    ...closedObject(properties, Object.keys(properties)),
  };
}

/** Checks a call of a version of an op, of which `path` says where it stands. */
export type CallCheck = (call: WireCall, version: number, path: string) => void;

/** Checks calls against the schema of their op; throws `vector-schema`. */
export function newCallCheck(op: OpDef): CallCheck {
  const validate = compiledSchema(opSchema(op));
  return ({ params, inputs, targets, rng }, op_version, path) => {
    if (validate(toJson({ op: op.name, op_version, params, inputs, targets, rng }))) return;
    const { path: field, message } = describeSchemaErrors(validate.errors ?? []);
    throw new GoldError('vector-schema', message, { path: `${path}: ${field}` });
  };
}

export type CallValidator = (file: VectorFile, c: WireCase) => void;

/** Checks the calls of vector files against the schema of their op; throws `vector-schema`. */
export function newCallValidator(op: OpDef): CallValidator {
  const check = newCallCheck(op);
  return (file, c) => check(c, file.op_version, c.id);
}
