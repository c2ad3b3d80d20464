/** The part of the WebAssembly interface that is used; the compiler knows it only with the browser's library. */

export interface WebAssemblyMemory {
  readonly buffer: ArrayBuffer;
}

interface WebAssemblyApi {
  readonly Memory: new (limits: { initial: number; maximum: number }) => WebAssemblyMemory;
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: unknown };
  /** Whether this engine can compile it. */
  readonly validate: (bytes: Uint8Array) => boolean;
}

export const { Memory, Module, Instance, validate } = (
  globalThis as unknown as { WebAssembly: WebAssemblyApi }
).WebAssembly;
