/** Validators out of schemas at run time, which takes a while: for what is rarely asked, and to say what is wrong. */

import { createRequire } from 'node:module';
import type { Ajv2020, ErrorObject, Options, ValidateFunction } from 'ajv/dist/2020.js';
import commonSchema from '../common.schema.json' with { type: 'json' };

export const schemaBase = 'https://goldvec.invalid/schema/v1/';

/** Validators are compiled ahead (`gen/validators.js`), so that most commands never load this package. */
const require = createRequire(import.meta.url);

/** A validator that knows the common definitions; it looks for every error, or ends at the first. */
export function newAjv(
  allErrors = true,
  options: Options = {},
  common: object = commonSchema,
): Ajv2020 {
  const { Ajv2020 } = require('ajv/dist/2020.js') as typeof import('ajv/dist/2020.js');
  const ajv = new Ajv2020({ strict: true, allErrors, ...options });
  // in the form of messages that are not JSON yet
  ajv.addKeyword({
    keyword: 'isBytes',
    schemaType: 'boolean',
    code: (context) => {
      const { _ } = require('ajv') as typeof import('ajv');
      context.fail(_`!(${context.data} instanceof Uint8Array)`);
    },
  });
  ajv.addSchema(common);
  return ajv;
}

let compiler: Ajv2020 | undefined;

/**
 * The validator of one of many schemas, two of which may have the same name: the common definitions are compiled for all of
 * them together. None is asked often enough to be worth optimising. Errors: those of ajv, where the schema is none.
 */
export function compiledSchema(schema: object): ValidateFunction {
  compiler ??= newAjv(true, { inlineRefs: false, code: { optimize: false } });
  const validate = compiler.compile(schema);
  compiler.removeSchema(schema);
  return validate;
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
