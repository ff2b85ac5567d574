import type { CaptureRing, Entry } from '../capture/ring.ts';
import { dataOf } from '../capture/rows.ts';
import type { Handlers } from '../contract/api.ts';
import type { DecodeRequest } from '../contract/decode.ts';
import { BYTES_PAGE, COMPARE_LIMITS } from '../contract/decode-limits.ts';
import type { JobKey } from '../contract/keys.ts';
import type { Target } from '../decode/copy-forms.ts';
import { DecodeDesk, type Subject } from '../decode/desk.ts';

export interface DecodeCallsParts {
  ring: Pick<CaptureRing, 'get'>;
  /** How many bytes of a content are kept, and the bytes; null where there are none. */
  keptOf: (key: JobKey, part: 'workload' | 'result') => Promise<number | null>;
  contentOf: (key: JobKey, part: 'workload' | 'result') => Promise<Buffer | null>;
  /** Where a packet that is copied as a command is sent to. */
  target: () => Target;
}

type Calls = Extract<keyof Handlers, `decode.${string}` | `bytes.${string}`>;

export interface DecodeCalls {
  handlers: Pick<Handlers, Calls>;
  close(): void;
}

/** What the window asks about the bytes of a packet or a job. */
export function decodeCalls({ ring, keptOf, contentOf, target }: DecodeCallsParts): DecodeCalls {
  const desk = new DecodeDesk();

  /** The data, its name, and its place in the packet; undefined where there is none. */
  async function subjectOf({ source, as }: DecodeRequest): Promise<{ subject: Subject; at: number } | undefined> {
    if (source.kind === 'job') {
      const { key, part } = source;
      const size = await keptOf(key, part);
      if (size === null) return undefined;
      // A result may still grow.
      const name = `${key.server} ${key.run} ${key.handle} ${part} ${size}`;
      const bytes = async () => copyOf((await contentOf(key, part))?.subarray(0, size));
      return { subject: { name, as, size, bytes }, at: 0 };
    }
    const { seq } = source;
    const place = partOf(ring.get(seq));
    if (place === undefined) return undefined;
    const { start, end } = place;
    const bytes = () => copyOf(ring.get(seq)?.bytes.subarray(start, end));
    return { subject: { name: `${seq}`, as, size: end - start, bytes }, at: start };
  }

  return {
    handlers: {
      'bytes.page': ({ seq, from }) => copyOf(ring.get(seq)?.bytes.subarray(from, from + BYTES_PAGE)) ?? null,
      'bytes.copy': async ({ seq, form, start, end }) => {
        const whole = {
          name: `whole ${seq}`,
          as: ['bytes' as const],
          size: 0,
          bytes: () => copyOf(ring.get(seq)?.bytes),
        };
        return desk.ask(whole, { kind: 'copy', form, start, end, target: target() });
      },
      'decode.open': async (request) => {
        const found = await subjectOf(request);
        const whole = found && (await desk.whole(found.subject));
        return whole == null ? null : { at: found?.at ?? 0, ...whole };
      },
      'decode.nodes': async ({ node, from, ...request }) => {
        const found = await subjectOf(request);
        return found === undefined ? null : desk.ask(found.subject, { kind: 'nodes', node, from });
      },
      'decode.path': async ({ at, ...request }) => {
        const found = await subjectOf(request);
        return found === undefined ? null : desk.ask(found.subject, { kind: 'path', at });
      },
      'decode.compare': async ({ key, with: earlier, part }) => {
        const [before, after] = await Promise.all([contentOf(earlier, part), contentOf(key, part)]);
        if (before === null || after === null) return null;
        const most = COMPARE_LIMITS.bytes;
        const cut = before.length > most || after.length > most;
        const first = after.subarray(0, most);
        const name = `${key.server} ${key.run} ${key.handle} ${part} ${first.length} to compare`;
        const subject = { name, as: [], size: first.length, bytes: () => copyOf(first) };
        return desk.ask(subject, { kind: 'compare', before: new Uint8Array(before.subarray(0, most)), cut });
      },
      'decode.copy': async ({ form, start, end, ...request }) => {
        const found = await subjectOf(request);
        return found === undefined
          ? null
          : desk.ask(found.subject, { kind: 'copy', form, start, end, target: target() });
      },
      'decode.text': async ({ from, ...request }) => {
        const found = await subjectOf(request);
        return found === undefined ? null : desk.ask(found.subject, { kind: 'text', from });
      },
      'decode.bytes': async ({ layer, from, ...request }) => {
        const found = await subjectOf(request);
        return found === undefined ? null : desk.ask(found.subject, { kind: 'bytes', layer, from });
      },
      'decode.picture': async (request) => {
        const found = await subjectOf(request);
        return found === undefined ? null : desk.ask(found.subject, { kind: 'picture' });
      },
    },
    close: () => desk.close(),
  };
}

/** What the ring lends is valid until the next packet. */
const copyOf = (bytes: Uint8Array | undefined): Uint8Array | undefined => bytes && new Uint8Array(bytes);

const partOf = (entry: Entry | undefined) => entry && dataOf(entry);
