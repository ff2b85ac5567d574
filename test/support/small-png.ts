import UPNG from 'png2icons/lib/UPNG.js';

/** A picture of a screen with 256 colours, a third of its bytes or less. */
export function smallPng(png: Buffer): Buffer {
  const picture = UPNG.decode(new Uint8Array(png).buffer);
  return Buffer.from(UPNG.encode(UPNG.toRGBA8(picture), picture.width, picture.height, 256, []));
}
