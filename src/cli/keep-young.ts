import { setFlagsFromString } from 'node:v8'

/**
 * Where many objects of one kind were alive at two collections, V8 makes all further ones in the old generation and never takes
 * that back. What is true of outputs while compilers warm up is not afterwards: each then keeps the text of its payment until
 * the next full collection, which costs a tenth of all CPU and 70 MB. To be called before the first payment.
 */
export function keepYoung(): void {
  setFlagsFromString('--no-allocation-site-pretenuring')
}
