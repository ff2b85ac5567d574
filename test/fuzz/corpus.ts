import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Framer, HEADER } from '../../main/protocol/framer.ts';

/** What stands before the number in the handles of recorded conversations. */
export const PREFIX = 'H:fuzz';

const HANDLE = new RegExp(`${PREFIX}:(\\d+)`, 'g');

/** Something that a connection says, in a conversation of several. */
export interface Step {
  readonly connection: number;
  readonly bytes: Buffer;
}

/** What peers said to a server, message by message, in the order in which it came. */
export interface Conversation {
  readonly name: string;
  readonly steps: readonly Step[];
}

const FOLDER = join(import.meta.dirname, 'corpus');

/** The recorded conversations: a file each, a message a line: the number of its connection, and its bytes in hex. */
export const readCorpus = (): Conversation[] =>
  readdirSync(FOLDER)
    .toSorted()
    .map((file) => ({ name: file.replace(/\.hex$/, ''), steps: stepsOf(readFileSync(join(FOLDER, file), 'latin1')) }));

export const writeConversation = ({ name, steps }: Conversation): void =>
  writeFileSync(join(FOLDER, `${name}.hex`), textOf(steps));

export const textOf = (steps: readonly Step[]): string =>
  steps.map(({ connection, bytes }) => `${connection} ${bytes.toString('hex')}\n`).join('');

const stepsOf = (text: string): Step[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [connection, hex = ''] = line.split(' ');
      return { connection: Number(connection), bytes: Buffer.from(hex, 'hex') };
    });

/** Cuts what a connection says into messages. */
export class Cutter {
  readonly #framer = new Framer();

  cut(chunk: Buffer): Buffer[] {
    const messages: Buffer[] = [];
    for (let next: Buffer | undefined = chunk; next !== undefined; ) {
      const frames = this.#framer.push(next);
      let start = 0;
      for (const end of frames.ends.slice(0, frames.count)) {
        messages.push(Buffer.from(frames.block.subarray(start, end)));
        start = end;
      }
      next = frames.next;
    }
    return messages;
  }
}

/** The same message about other jobs: the first recorded handle becomes the one behind `newest`. */
export function aboutJobsAfter(newest: number, bytes: Buffer): Buffer {
  const text = bytes.toString('latin1');
  if (!text.includes(PREFIX)) return bytes;
  const renamed = Buffer.from(
    text.replace(HANDLE, (_all, number: string) => `${PREFIX}:${newest + Number(number)}`),
    'latin1',
  );
  if (bytes[0] === 0 && bytes.readUInt32BE(8) === bytes.length - HEADER)
    renamed.writeUInt32BE(renamed.length - HEADER, 8);
  return renamed;
}
