/** The real input: five minutes of ECG (MIT-BIH 208, lead MLII, 360 Hz); see goldgen/data/README.md. */

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const path = fileURLToPath(new URL('../data/mitbih208_mlii_360hz.u16', import.meta.url));

let samples: Uint16Array | undefined;

/** All 108000 samples, raw 11-bit ADC values; millivolt = (value − 1024) / 200. Callers must not write. */
export function ecgSamples(): Uint16Array {
  if (samples === undefined) {
    const bytes = readFileSync(path);
    samples = Uint16Array.from({ length: bytes.length / 2 }, (_, i) => bytes.readUInt16LE(2 * i));
  }
  return samples;
}

/** A window in millivolt, each sample one float32 division of an exact integer by 200. */
export function ecgWindow(ecg: Uint16Array, start: number, length: number): Float32Array {
  return Float32Array.from(ecg.subarray(start, start + length), (v) => (v - 1024) / 200);
}
