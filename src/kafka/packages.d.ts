/** The two packages bring no types; these are the only functions that are called. */
declare module 'snappyjs' {
  export function uncompress(packed: Buffer, bytesMax: number): Buffer
}

declare module 'lz4js' {
  export function decompressBound(packed: Uint8Array): number
  export function decompress(packed: Uint8Array, bytesMax: number): Uint8Array
}
