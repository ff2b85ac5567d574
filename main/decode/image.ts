/** What the header of a picture says. */
export interface Picture {
  /** As a data: URL names it. */
  type: string;
  width: number;
  height: number;
}

/** Type and size of a picture by its first bytes; undefined where they are none, or end too early. */
export function readPicture(bytes: Buffer): Picture | undefined {
  for (const read of [png, gif, webp, bmp, jpeg]) {
    const picture = read(bytes);
    if (picture !== undefined && picture.width > 0 && picture.height > 0) return picture;
  }
  return undefined;
}

const begins = (bytes: Buffer, magic: string, at = 0): boolean =>
  bytes.toString('latin1', at, at + magic.length) === magic;

function png(bytes: Buffer): Picture | undefined {
  if (bytes.length < 24 || !begins(bytes, '\x89PNG\r\n\x1a\n') || !begins(bytes, 'IHDR', 12)) return undefined;
  return { type: 'image/png', width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
}

function gif(bytes: Buffer): Picture | undefined {
  if (bytes.length < 10 || !(begins(bytes, 'GIF87a') || begins(bytes, 'GIF89a'))) return undefined;
  return { type: 'image/gif', width: bytes.readUInt16LE(6), height: bytes.readUInt16LE(8) };
}

function webp(bytes: Buffer): Picture | undefined {
  if (bytes.length < 30 || !begins(bytes, 'RIFF') || !begins(bytes, 'WEBP', 8)) return undefined;
  const size = (width: number, height: number): Picture => ({ type: 'image/webp', width, height });
  if (begins(bytes, 'VP8 ', 12)) return size(bytes.readUInt16LE(26) & 0x3fff, bytes.readUInt16LE(28) & 0x3fff);
  if (begins(bytes, 'VP8L', 12)) {
    const bits = bytes.readUInt32LE(21);
    return size((bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1);
  }
  if (begins(bytes, 'VP8X', 12)) return size(bytes.readUIntLE(24, 3) + 1, bytes.readUIntLE(27, 3) + 1);
  return undefined;
}

/** The size of its header tells a bitmap from a text that begins with BM. */
function bmp(bytes: Buffer): Picture | undefined {
  if (bytes.length < 26 || !begins(bytes, 'BM')) return undefined;
  const header = bytes.readUInt32LE(14);
  if (header === 12) return { type: 'image/bmp', width: bytes.readUInt16LE(18), height: bytes.readUInt16LE(20) };
  if (![40, 52, 56, 64, 108, 124].includes(header)) return undefined;
  return { type: 'image/bmp', width: bytes.readInt32LE(18), height: Math.abs(bytes.readInt32LE(22)) };
}

/** The size stands in the frame's header, which lies behind segments that say how long they are. */
function jpeg(bytes: Buffer): Picture | undefined {
  if (!begins(bytes, '\xff\xd8\xff')) return undefined;
  for (let at = 2; at + 9 <= bytes.length && bytes[at] === 0xff; ) {
    const marker = bytes[at + 1] as number;
    if (marker === 0xff) at += 1;
    else if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) {
      return { type: 'image/jpeg', width: bytes.readUInt16BE(at + 7), height: bytes.readUInt16BE(at + 5) };
    } else at += 2 + bytes.readUInt16BE(at + 2);
  }
  return undefined;
}
