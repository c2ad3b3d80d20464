/**
 * The gold vectors as values, and what reads their tensors and writes their bytes.
 *
 * @module goldvec/vectors
 */

import type { VectorFile } from '../../schema/format/types.ts';
import { readVectors } from '../../schema/format/vector_folder.ts';
import { vectorsDir } from '../cli/paths.ts';
import { contractNamed, opNamed } from '../cli/select.ts';

export { decode, encode } from '../../schema/format/codec.ts';
export { GoldError, type GoldErrorCode } from '../../schema/format/errors.ts';
export {
  bitsOfFloat32,
  codesOf,
  countOfShape,
  float32OfBits,
  float32OfBytes,
  float64OfBytes,
  int32OfBytes,
} from '../../schema/format/tensor.ts';
export type {
  VectorFile,
  WireCall,
  WireCase,
  WireDtype,
  WireExpected,
  WireNote,
  WireOverflow,
  WireParam,
  WireParams,
  WireRounding,
  WireTarget,
  WireTensor,
} from '../../schema/format/types.ts';

export interface LoadVectorsOptions {
  /** contracts by id; all where left out */
  readonly contracts?: readonly string[];
  /** ops by name; all where left out */
  readonly ops?: readonly string[];
  /** a folder with a `manifest.json`; the vectors of this package where left out */
  readonly folder?: string;
}

/**
 * Reads gold vectors, one file for each op and contract, in the order of the manifest. Each file is checked
 * against its hash and its schema before it is handed out.
 * Errors: contract-unknown, op-unknown (for the package's own folder); those of a damaged folder.
 */
export function loadVectors(options: LoadVectorsOptions = {}): VectorFile[] {
  const { contracts, ops, folder } = options;
  if (folder === undefined) {
    contracts?.forEach(contractNamed);
    ops?.forEach(opNamed);
  }
  return readVectors(
    folder ?? vectorsDir,
    (file) =>
      (contracts === undefined || contracts.includes(file.contract)) &&
      (ops === undefined || ops.includes(file.op)),
  );
}
