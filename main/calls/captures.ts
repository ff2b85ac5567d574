import { basename } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CaptureRing, Entry } from '../capture/ring.ts';
import { exportPackets, heldNumbers } from '../capture-files/export-packets.ts';
import { recordPackets } from '../capture-files/record-packets.ts';
import type { Handlers } from '../contract/api.ts';
import type { CaptureFormat, CaptureState, PacketExport, RecordingLimits } from '../contract/captures.ts';
import { failureOf } from '../contract/errors.ts';
import type { Dialogs } from '../util/dialogs.ts';
import { type Log, told } from '../util/log.ts';
import { batchPartsOf } from './batch-parts.ts';
import { type OpenCapture, openCapture } from './open-capture.ts';
import { type PacketCalls, type PacketParts, packetCalls } from './packets.ts';

export interface CaptureParts extends PacketParts {
  dialogs: Dialogs;
  log: Log;
  /** Where the server listens or listened. */
  port: () => number;
  /** What is exported or recorded has changed, or what is shown. */
  onState: () => void;
  /** Another capture is shown. */
  onShown: () => void;
}

const ENDINGS: Record<CaptureFormat, string> = {
  pcapng: 'pcapng',
  jsonl: 'jsonl',
  csv: 'csv',
  text: 'txt',
  markdown: 'md',
  mermaid: 'mmd',
};

/** How often it is asked whether all packets have been looked at, ms. */
const ASK_EVERY = 20;

/** Numbers of packets, in order, and how many they are. */
type Numbers = Iterable<number> & { readonly length: number };

/** What a file is told of a capture. */
type Told = Pick<OpenCapture, 'ring' | 'recorders' | 'functionOf' | 'calls'> & Partial<Pick<OpenCapture, 'began'>>;

type Calls = Extract<keyof Handlers, `captures.${string}`>;

/** The live capture and the file that is shown in its place, and both of them as files. */
export function captureCalls(parts: CaptureParts) {
  const { dialogs, onState, onShown, onChange, log } = parts;
  const live = { ...parts, calls: packetCalls(parts) };
  let file: OpenCapture | undefined;
  /** A file that live packets are shown in the place of, until somebody goes back to it. */
  let left: OpenCapture | undefined;
  let exporting: { state: NonNullable<CaptureState['exporting']>; ending: AbortController } | undefined;
  let recording:
    | { state: NonNullable<CaptureState['recording']>; ending: AbortController; ended: Promise<void> }
    | undefined;
  const shown = () => file ?? live;

  function tell(): void {
    onChange();
    onState();
  }

  function show(path: string): OpenCapture {
    forget();
    file = openCapture(path, { onChange: tell, rules: parts.rules });
    onShown();
    tell();
    return file;
  }

  /** Reads no more of files, and holds none. */
  function forget(): void {
    file?.end();
    left?.end();
    file = undefined;
    left = undefined;
  }

  function close(): void {
    forget();
    onShown();
    tell();
  }

  function leave(): boolean {
    if (file === undefined) return false;
    left?.end();
    [file, left] = [undefined, file];
    onShown();
    tell();
    return true;
  }

  function goBack(): boolean {
    if (left === undefined) return false;
    file?.end();
    [file, left] = [left, undefined];
    onShown();
    tell();
    return true;
  }

  /** `all` where no packet that is held is left out: then a connection has its beginning if nothing was forgotten. */
  function partsFrom({ ring, recorders, functionOf, began, calls }: Told, all: boolean) {
    const whole = all && ring.first === 0 ? (began ?? (() => true)) : () => false;
    return batchPartsOf({ recorders, functionOf, marks: calls.marks, began: whole, port: parts.port });
  }

  async function numbersOf(packets: PacketExport['packets'], signal: AbortSignal): Promise<Numbers> {
    const { ring, calls } = shown();
    if (packets.which === 'some') return packets.seqs.toSorted((a, b) => a - b);
    if (packets.which === 'all') return heldNumbers(ring);
    let numbers = calls.shown(packets.filter);
    while (numbers === null && !signal.aborted) {
      await sleep(ASK_EVERY);
      numbers = calls.shown(packets.filter);
    }
    return numbers ?? [];
  }

  async function exportTo(path: string, { format, packets }: PacketExport): Promise<string | null> {
    exporting?.ending.abort();
    const ending = new AbortController();
    const state = { name: basename(path), packets: 0, total: 0 };
    const current = { state, ending };
    exporting = current;
    const { ring } = shown();
    const batchParts = partsFrom(shown(), packets.which === 'all');
    onState();
    try {
      const numbers = await numbersOf(packets, ending.signal);
      state.total = numbers.length;
      const written = await exportPackets({
        ...batchParts,
        ring,
        numbers,
        target: { path, format },
        signal: ending.signal,
        onProgress: (so) => {
          state.packets = so.packets;
          onState();
        },
      });
      return written === null ? null : state.name;
    } finally {
      if (exporting === current) exporting = undefined;
      onState();
    }
  }

  function recordTo(path: string, limits: RecordingLimits): string {
    const ending = new AbortController();
    const name = basename(path);
    const state: NonNullable<CaptureState['recording']> = {
      ...{ name, packets: 0, bytes: 0, files: 1, missed: 0, problem: null },
    };
    const ended = recordPackets({
      ...partsFrom(live, false),
      ring: live.ring,
      target: { path, format: 'pcapng', recording: limits },
      signal: ending.signal,
      onProgress: (written, missed) => {
        if (written.packets === state.packets && missed === state.missed) return;
        Object.assign(state, written, { missed });
        onState();
      },
    }).catch((error: unknown) => {
      state.problem = failureOf(error);
      log.warn(told`The recording to ${path} has ended: ${error as Error}`);
      onState();
    });
    recording = { state, ending, ended };
    onState();
    return state.name;
  }

  async function endRecording(): Promise<void> {
    const current = recording;
    current?.ending.abort();
    await current?.ended;
    if (recording === current) recording = undefined;
    onState();
  }

  const handlers: Pick<Handlers, Calls> & PacketCalls = {
    ...delegated(live.calls.handlers, () => shown().calls.handlers),
    // A job of a server is told of as it was seen, also while a file is shown.
    'packets.story': (key) => (key.server === 'file' ? shown() : live).calls.handlers['packets.story'](key),
    'captures.state': () => ({
      open: file?.state ?? null,
      left: left?.state.name ?? null,
      exporting: exporting?.state ?? null,
      recording: recording?.state ?? null,
    }),
    'captures.open': async () => {
      const path = await dialogs.openFile('capture');
      return path === null ? null : show(path).state.name;
    },
    'captures.stopReading': () => file?.end(),
    'captures.close': close,
    'captures.leave': leave,
    'captures.back': goBack,
    'captures.export': async (chosen) => {
      const path = await dialogs.saveFile('capture', `traffic.${ENDINGS[chosen.format]}`);
      return path === null ? null : exportTo(path, chosen);
    },
    'captures.cancelExport': () => exporting?.ending.abort(),
    'captures.record': async (limits) => {
      const path = await dialogs.saveFile('recording', 'traffic.pcapng');
      if (path === null) return null;
      await endRecording();
      return recordTo(path, limits);
    },
    'captures.endRecording': endRecording,
  };

  return {
    handlers,
    /** The packets that are shown. */
    get ring(): CaptureRing {
      return shown().ring;
    },
    /** The packet with that number in what is shown. */
    get: (seq: number): Entry | undefined => shown().ring.get(seq),
    isProbe: (host: number, connection: number) => shown().recorders[host]?.isProbe(connection) ?? false,
    /** Ends what is read, exported and recorded. */
    async close(): Promise<void> {
      forget();
      exporting?.ending.abort();
      await endRecording();
    },
  };
}

/** Answers each call by what is there at the moment. */
function delegated(names: PacketCalls, current: () => PacketCalls): PacketCalls {
  const entries = Object.keys(names).map((name) => [
    name,
    (input: never) => current()[name as keyof PacketCalls](input),
  ]);
  return Object.fromEntries(entries) as PacketCalls;
}
