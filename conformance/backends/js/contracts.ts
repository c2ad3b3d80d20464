/** The contracts that the JavaScript kernels know. */

export const jsContracts: readonly string[] = [
  'sym-2026-06-11',
  'sym-2026-06-23',
  'sym-2026-07-21',
];
