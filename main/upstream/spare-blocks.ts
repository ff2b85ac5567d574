/** Bytes of a block: what is read at once from a socket. */
export const BLOCK = 64 * 1024;
/** Blocks that wait to be used again: fresh memory is dear, and they are most often free again at once. */
const SPARE = 64;
const spare: Buffer[] = [];

/** A block of memory to be given back. */
export const takeBlock = (): Buffer => spare.pop() ?? Buffer.allocUnsafeSlow(BLOCK);

/** Nobody needs the block any more. */
export function giveBack(block: Buffer): void {
  if (spare.length < SPARE) spare.push(block);
}
