/** What is used of WebAssembly: Node's own types leave it to those of browsers, of which nothing else exists here. */
declare namespace WebAssembly {
  /** Compiled code; opaque. */
  interface Module {
    readonly __module: never;
  }
  const Module: new (bytes: Uint8Array) => Module;
  interface Instance {
    readonly exports: object;
  }
  const Instance: new (module: Module, imports: Readonly<Record<string, Readonly<Record<string, unknown>>>>) => Instance;
  interface Memory {
    /** Another one after the memory has grown. */
    readonly buffer: ArrayBuffer;
  }
}
