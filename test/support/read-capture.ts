import { CaptureReader } from '../../main/capture-files/reading/capture-reader.ts';
import type { Conversation } from '../../main/capture-files/reading/conversation.ts';
import { DamagedFile } from '../../main/capture-files/reading/frames.ts';
import { GAP, GARBAGE, TEXT } from '../../main/protocol/framer.ts';
import { nameOf } from '../../main/protocol/packets.ts';

export interface ReadPacket {
  connection: number;
  direction: 'in' | 'out';
  /** Its name; TEXT, GARBAGE or GAP. */
  type: string;
  bytes: Buffer;
  size: number;
  at: number;
  comments: readonly string[];
}

const OTHERS: Record<number, string> = { [TEXT]: 'TEXT', [GARBAGE]: 'GARBAGE', [GAP]: 'GAP' };

/** All that is found in the bytes of a capture file, which come in pieces of `piece` bytes. */
export function readCapture(file: Buffer, piece = file.length || 1) {
  const packets: ReadPacket[] = [];
  const conversations = new Map<number, Conversation>();
  const reader = new CaptureReader(({ conversation, direction, type, bytes, size, at, comments }) => {
    conversations.set(conversation.number, conversation);
    const name = OTHERS[type] ?? nameOf(type) ?? 'unknown';
    packets.push({
      connection: conversation.number,
      direction,
      type: name,
      bytes: Buffer.from(bytes),
      size,
      at,
      comments,
    });
  });
  let damage: DamagedFile | undefined;
  try {
    for (let at = 0; at < file.length; at += piece) reader.push(file.subarray(at, at + piece));
    reader.end();
  } catch (error) {
    if (!(error instanceof DamagedFile)) throw error;
    damage = error;
    reader.endHere();
  }
  return {
    packets,
    damage,
    reader,
    facts: (connection: number) => conversations.get(connection)?.facts,
    /** `1 in PRE_SLEEP` for each. */
    said: packets.map(({ connection, direction, type }) => `${connection} ${direction} ${type}`),
  };
}
