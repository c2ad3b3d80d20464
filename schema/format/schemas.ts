/** The schemas by name, and which validators are compiled ahead. */

import backendSchema from '../backend.schema.json' with { type: 'json' };
import configSchema from '../config.schema.json' with { type: 'json' };
import eventSchema from '../event.schema.json' with { type: 'json' };
import largeSchema from '../large.schema.json' with { type: 'json' };
import manifestSchema from '../manifest.schema.json' with { type: 'json' };
import singleManifestSchema from '../manifest.v1.schema.json' with { type: 'json' };
import overflowSchema from '../overflow.schema.json' with { type: 'json' };
import trajectorySchema from '../trajectory.schema.json' with { type: 'json' };
import vectorSchema from '../vector.schema.json' with { type: 'json' };
import singleVectorSchema from '../vector.v1.schema.json' with { type: 'json' };

export const schemas: readonly object[] = [
  vectorSchema,
  singleVectorSchema,
  manifestSchema,
  singleManifestSchema,
  backendSchema,
  eventSchema,
  largeSchema,
  trajectorySchema,
  overflowSchema,
  configSchema,
];

export const requestRef = 'backend.schema.json#/$defs/request';
export const replyRef = 'backend.schema.json#/$defs/reply';

/** What every run reads, by the name of its function in `gen/validators.js`. */
export const compiledRefs = {
  message: {
    isVectorFile: 'vector.schema.json',
    isSingleVectorFile: 'vector.v1.schema.json',
    isOverflowFile: 'overflow.schema.json',
    isRequest: requestRef,
    isReply: replyRef,
  },
  json: {
    isManifest: 'manifest.schema.json',
    isSingleManifest: 'manifest.v1.schema.json',
    isLargeFile: 'large.schema.json',
    isConfig: 'config.schema.json',
  },
} as const;
