/** The backends of the command line: those of the conformance suite, and the reference itself. */

import type { BackendFactory } from '../../conformance/backends/backend.ts';
import { backendFactories } from '../../conformance/backends/index.ts';
import { referenceBackend } from '../reference_factory.ts';

export const allBackends: readonly BackendFactory[] = [...backendFactories, referenceBackend];
