/** The JavaScript kernels by op name: one spread line per family file of kernels/. */

import type { JsKernels } from './api.ts';

export const jsKernels: JsKernels = {};
