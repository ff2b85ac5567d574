import type { ConnectionFacts, Recorder } from '../capture/recorder.ts';
import { rowOf } from '../capture/rows.ts';
import type { CaptureFormat } from '../contract/captures.ts';
import { entriesOf, type PacketBatch, type ToldConnection } from './batch.ts';
import { csv } from './formats/csv.ts';
import { jsonl } from './formats/jsonl.ts';
import { markdown } from './formats/markdown.ts';
import { mermaid } from './formats/mermaid.ts';
import { text } from './formats/text.ts';
import type { TextFormat } from './formats/words.ts';
import { noteOf } from './notes.ts';
import { PcapngWriter } from './pcapng-writer.ts';

/** Bytes that are gathered before they go to the file. */
const PLENTY = 256 * 1024;

/** Turns batches into the bytes of a file. */
export interface Encoder {
  /** Gives the file's bytes as they come; they are valid until the next call. */
  batch(batch: PacketBatch): Iterable<Buffer>;
  /** What has been encoded and not been given yet. */
  flush(): Buffer;
  /** The last bytes of the file. */
  end(): Buffer;
  /** Packets that have been encoded. */
  readonly packets: number;
}

const TEXT_FORMATS: Record<Exclude<CaptureFormat, 'pcapng'>, () => TextFormat> = {
  jsonl: () => jsonl,
  csv: () => csv,
  text: () => text(),
  markdown: () => markdown,
  mermaid,
};

export const encoderFor = (format: CaptureFormat): Encoder =>
  format === 'pcapng' ? new PcapngEncoder() : new TextEncoder(TEXT_FORMATS[format]());

const keyOf = (host: number, connection: number): string => `${host}/${connection}`;

/** What has been told of connections. Later batches know more of them. */
class Connections {
  readonly #told = new Map<string, ToldConnection>();

  hear(connections: readonly ToldConnection[]): void {
    for (const told of connections) this.#told.set(keyOf(told.host, told.connection), told);
  }

  get(host: number, connection: number): ToldConnection | undefined {
    return this.#told.get(keyOf(host, connection));
  }
}

class PcapngEncoder implements Encoder {
  readonly #connections = new Map<string | number, ToldConnection>();
  readonly #writer = new PcapngWriter((key) => {
    const told = this.#connections.get(key);
    return { peer: told?.facts?.address ?? '', note: told === undefined ? '' : noteOf(told) };
  });
  packets = 0;

  *batch(batch: PacketBatch): Iterable<Buffer> {
    for (const told of batch.connections) this.#connections.set(keyOf(told.host, told.connection), told);
    const comments = new Map(batch.comments);
    let place = 0;
    for (const { at, host, connection, direction, bytes, size } of entriesOf(batch)) {
      const commented = comments.get(place) ?? [];
      this.#writer.packet({ at, connection: keyOf(host, connection), direction, bytes, size, comments: commented });
      this.packets += 1;
      place += 1;
      if (this.#writer.length > PLENTY) yield this.#writer.take();
    }
  }

  flush(): Buffer {
    return this.#writer.take();
  }

  end(): Buffer {
    return this.#writer.take();
  }
}

class TextEncoder implements Encoder {
  readonly #format: TextFormat;
  /** What waits to be written. */
  #said: string;
  readonly #connections = new Connections();
  packets = 0;

  constructor(format: TextFormat) {
    this.#format = format;
    this.#said = format.begin?.() ?? '';
  }

  *batch(batch: PacketBatch): Iterable<Buffer> {
    this.#connections.hear(batch.connections);
    const recorders = recordersOf(batch.connections, this.#connections);
    const functions = new Map(batch.functions);
    const parts = { recorders, functionOf: ({ handle }: { handle: string }) => functions.get(handle) };
    for (const entry of entriesOf(batch)) {
      this.packets += 1;
      this.#said += this.#format.packet({ entry, row: rowOf(entry, parts), number: this.packets });
      if (this.#said.length > PLENTY) yield this.flush();
    }
  }

  end(): Buffer {
    this.#said += this.#format.end?.() ?? '';
    return this.flush();
  }

  flush(): Buffer {
    const taken = Buffer.from(this.#said, 'utf8');
    this.#said = '';
    return taken;
  }
}

type RunFacts = Pick<Recorder, 'server' | 'run' | 'facts'>;

/** What a row asks of the recorder of its run. */
function recordersOf(told: readonly ToldConnection[], connections: Connections): RunFacts[] {
  const recorders: RunFacts[] = [];
  for (const { host, server, run } of told) {
    const facts = (connection: number): ConnectionFacts | undefined => connections.get(host, connection)?.facts;
    recorders[host] ??= { server, run, facts };
  }
  return recorders;
}
