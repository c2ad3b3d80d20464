/** Validation against the JSON Schemas (draft 2020-12), with the path of the first offending field. */

import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import backendSchema from '../backend.schema.json' with { type: 'json' };
import commonSchema from '../common.schema.json' with { type: 'json' };
import eventSchema from '../event.schema.json' with { type: 'json' };
import largeSchema from '../large.schema.json' with { type: 'json' };
import manifestSchema from '../manifest.schema.json' with { type: 'json' };
import singleManifestSchema from '../manifest.v1.schema.json' with { type: 'json' };
import overflowSchema from '../overflow.schema.json' with { type: 'json' };
import trajectorySchema from '../trajectory.schema.json' with { type: 'json' };
import vectorSchema from '../vector.schema.json' with { type: 'json' };
import singleVectorSchema from '../vector.v1.schema.json' with { type: 'json' };
import { GoldError, type GoldErrorCode } from './errors.ts';
import { toJson } from './json.ts';
import type {
  GoldTrajectories,
  LargeFile,
  Manifest,
  OverflowFile,
  Reply,
  Request,
  SharedFile,
  SingleManifest,
  VectorFile,
} from './types.ts';

export const schemaBase = 'https://goldvec.invalid/schema/v1/';

/** A validator that knows the common definitions; it looks for every error, or ends at the first. */
export function newAjv(allErrors = true): Ajv2020 {
  const ajv = new Ajv2020({ strict: true, allErrors });
  ajv.addSchema(commonSchema);
  return ajv;
}

const replyRef = 'backend.schema.json#/$defs/reply';

let compiled: Map<string, ValidateFunction> | undefined;

function validatorOf(ref: string): ValidateFunction {
  if (compiled === undefined) {
    const ajv = newAjv();
    const schemas = [
      vectorSchema,
      singleVectorSchema,
      manifestSchema,
      singleManifestSchema,
      backendSchema,
      eventSchema,
      largeSchema,
      trajectorySchema,
      overflowSchema,
    ];
    for (const schema of schemas) ajv.addSchema(schema);
    const refs = [
      'vector.schema.json',
      'vector.v1.schema.json',
      'manifest.schema.json',
      'manifest.v1.schema.json',
      'event.schema.json',
      'large.schema.json',
      'trajectory.schema.json',
      'overflow.schema.json',
      'backend.schema.json#/$defs/request',
    ];
    compiled = new Map(refs.map((r) => [r, ajv.getSchema(schemaBase + r)!]));
    // a stranger's message may hold any number of errors, and its bounds come before what they bound
    const first = newAjv(false).addSchema(backendSchema);
    compiled.set(replyRef, first.getSchema(schemaBase + replyRef)!);
  }
  return compiled.get(ref)!;
}

/** A wrong word decides which branch was taken, so it says more than the branch's complaints. */
function mostTelling(errors: readonly ErrorObject[]): ErrorObject {
  const word = errors.find((e) => e.keyword === 'enum');
  return word ?? errors.find((e) => e.keyword !== 'if') ?? errors[0]!;
}

/** Path and sentence of what a schema rejected. */
export function describeSchemaErrors(errors: readonly ErrorObject[]): {
  path: string;
  message: string;
} {
  const error = mostTelling(errors);
  const field = error.instancePath.slice(1);
  const params = error.params as Record<string, unknown>;
  const extra = params.additionalProperty ?? params.propertyName ?? params.allowedValues;
  const detail = extra === undefined ? '' : `: ${JSON.stringify(extra)}`;
  const value = params.allowedValue === undefined ? '' : `: ${params.allowedValue}`;
  return { path: field === '' ? '(root)' : field, message: `${error.message}${detail}${value}` };
}

function check(ref: string, code: GoldErrorCode, json: unknown): void {
  const validate = validatorOf(ref);
  if (validate(json)) return;
  const { path, message } = describeSchemaErrors(validate.errors ?? []);
  throw new GoldError(code, message, { path });
}

/** A decoded vector file of format 1; throws `vector-schema`. */
export function validateVectorFile(value: unknown): VectorFile {
  check('vector.v1.schema.json', 'vector-schema', toJson(value));
  return value as VectorFile;
}

/** A decoded vector file of format 2; throws `vector-schema`. */
export function validateSharedFile(value: unknown): SharedFile {
  check('vector.schema.json', 'vector-schema', toJson(value));
  return value as SharedFile;
}

/** A decoded `overflow.mp`; throws `vector-schema`. */
export function validateOverflowFile(value: unknown): OverflowFile {
  check('overflow.schema.json', 'vector-schema', toJson(value));
  return value as OverflowFile;
}

/** The parsed manifest of format 2; throws `vector-schema`. */
export function validateManifest(value: unknown): Manifest {
  check('manifest.schema.json', 'vector-schema', value);
  return value as Manifest;
}

/** The parsed manifest of format 1; throws `vector-schema`. */
export function validateSingleManifest(value: unknown): SingleManifest {
  check('manifest.v1.schema.json', 'vector-schema', value);
  return value as SingleManifest;
}

/** The parsed `large.json`; throws `vector-schema`. */
export function validateLargeFile(value: unknown): LargeFile {
  check('large.schema.json', 'vector-schema', value);
  return value as LargeFile;
}

/** A decoded request; throws `backend-protocol`. */
export function validateRequest(value: unknown): Request {
  check('backend.schema.json#/$defs/request', 'backend-protocol', toJson(value));
  return value as Request;
}

/** A decoded reply; throws `backend-protocol`. */
export function validateReply(value: unknown): Reply {
  check(replyRef, 'backend-protocol', toJson(value));
  return value as Reply;
}

/** A parsed run event; throws `vector-schema`. */
export function validateEvent(value: unknown): void {
  check('event.schema.json', 'vector-schema', value);
}

/** Parsed gold trajectories of an example; throws `vector-schema`. */
export function validateTrajectories(value: unknown): GoldTrajectories {
  check('trajectory.schema.json', 'vector-schema', value);
  return value as GoldTrajectories;
}
