import { connect, createServer, type Socket } from 'node:net';
import { addAbortSignal } from 'node:stream';

/** A way to a port of this machine that can be made slow and cut off. */
export interface FaultyLine {
  readonly port: number;
  /** Each chunk takes so long from now on, ms, in either direction; 0 is as good as none. */
  delay(milliseconds: number): void;
  /** Nothing passes any more, and nothing is closed, until `mend`: as where a cable is pulled. Who comes meanwhile waits too. */
  cut(): void;
  /** What waits goes on. */
  mend(): void;
  close(): void;
}

/** Opens a way to a port. */
export async function faultyLine(to: number): Promise<FaultyLine> {
  const ending = new AbortController();
  let delay = 0;
  let mended = Promise.resolve();
  let mend = () => {};

  /** Chunks keep their order: each waits for the one before it. */
  const pass = (from: Socket, into: Socket) => {
    let last = Promise.resolve();
    const then = (act: () => void) => {
      const due = new Promise<void>((done) => setTimeout(done, delay).unref());
      last = Promise.all([last, due])
        .then(() => mended)
        .then(act);
    };
    from.on('data', (chunk) => then(() => void (into.destroyed || into.write(chunk))));
    from.on('close', () => then(() => into.destroy()));
    from.on('error', () => {});
  };

  const server = createServer((socket) => {
    const other = connect(to, '127.0.0.1');
    for (const each of [socket, other]) addAbortSignal(ending.signal, each.setNoDelay());
    pass(socket, other);
    pass(other, socket);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    port: (server.address() as { port: number }).port,
    delay(milliseconds) {
      delay = milliseconds;
    },
    cut() {
      mended = new Promise((done) => {
        mend = done;
      });
    },
    mend: () => mend(),
    close() {
      server.close();
      ending.abort();
    },
  };
}
