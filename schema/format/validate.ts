/**
 * Validation against the JSON Schemas (draft 2020-12), with the path of the first offending field. What every run
 * reads is tried by functions that were compiled ahead, and goes through its schema only where they refuse it.
 */

import type { ValidateFunction } from 'ajv/dist/2020.js';
import * as compiledAhead from '../gen/validators.js';
import { describeSchemaErrors, newAjv, schemaBase } from './ajv.ts';
import { GoldError, type GoldErrorCode } from './errors.ts';
import { toJson } from './json.ts';
import { compiledRefs, replyRef, requestRef, schemas } from './schemas.ts';
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

const fromSchemas = new Map<string, ValidateFunction>();

/** Made when it is needed: for what is rarely read, and to say what is wrong. */
function validatorOf(ref: string): ValidateFunction {
  let validate = fromSchemas.get(ref);
  if (validate === undefined) {
    // a stranger's message may hold any number of errors, and its bounds come before what they bound
    const ajv = newAjv(ref !== replyRef);
    for (const schema of schemas) ajv.addSchema(schema);
    validate = ajv.getSchema(schemaBase + ref)!;
    fromSchemas.set(ref, validate);
  }
  return validate;
}

function check(ref: string, code: GoldErrorCode, json: unknown): void {
  const validate = validatorOf(ref);
  if (validate(json)) return;
  const { path, message } = describeSchemaErrors(validate.errors ?? []);
  throw new GoldError(code, message, { path });
}

/** A decoded vector file of format 1; throws `vector-schema`. */
export function validateVectorFile(value: unknown): VectorFile {
  if (!compiledAhead.isSingleVectorFile(value)) {
    check(compiledRefs.message.isSingleVectorFile, 'vector-schema', toJson(value));
  }
  return value as VectorFile;
}

/** A decoded vector file of format 2; throws `vector-schema`. */
export function validateSharedFile(value: unknown): SharedFile {
  if (!compiledAhead.isVectorFile(value)) {
    check(compiledRefs.message.isVectorFile, 'vector-schema', toJson(value));
  }
  return value as SharedFile;
}

/** A decoded `overflow.mp`; throws `vector-schema`. */
export function validateOverflowFile(value: unknown): OverflowFile {
  if (!compiledAhead.isOverflowFile(value)) {
    check(compiledRefs.message.isOverflowFile, 'vector-schema', toJson(value));
  }
  return value as OverflowFile;
}

/** The parsed manifest of format 2; throws `vector-schema`. */
export function validateManifest(value: unknown): Manifest {
  if (!compiledAhead.isManifest(value)) {
    check(compiledRefs.json.isManifest, 'vector-schema', value);
  }
  return value as Manifest;
}

/** The parsed manifest of format 1; throws `vector-schema`. */
export function validateSingleManifest(value: unknown): SingleManifest {
  if (!compiledAhead.isSingleManifest(value)) {
    check(compiledRefs.json.isSingleManifest, 'vector-schema', value);
  }
  return value as SingleManifest;
}

/** The parsed `large.json`; throws `vector-schema`. */
export function validateLargeFile(value: unknown): LargeFile {
  if (!compiledAhead.isLargeFile(value)) {
    check(compiledRefs.json.isLargeFile, 'vector-schema', value);
  }
  return value as LargeFile;
}

/** A decoded request; throws `backend-protocol`. */
export function validateRequest(value: unknown): Request {
  if (!compiledAhead.isRequest(value)) check(requestRef, 'backend-protocol', toJson(value));
  return value as Request;
}

/** A decoded reply; throws `backend-protocol`. */
export function validateReply(value: unknown): Reply {
  if (!compiledAhead.isReply(value)) check(replyRef, 'backend-protocol', toJson(value));
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
