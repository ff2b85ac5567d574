import type { StateCreator } from 'zustand';
import type { CopyForm, Decoded, DecodedNode, DecodeRequest, DecodeSource } from '../../main/contract/decode.ts';
import { BYTES_PAGE, type DecoderName, NODES_PAGE } from '../../main/contract/decode-limits.ts';
import { call } from '../api.ts';
import { type BytePages, pagesOf, withPage } from '../lib/byte-pages.ts';
import type { LookedInto } from '../lib/looked-into.ts';
import { partAt } from '../lib/packet-parts.ts';
import type { Marked } from '../ui/HexRow.tsx';
import type { Store } from './index.ts';

/** Whose bytes: those of what is looked into, a packet or a job's data, or those that the last layer was read from. */
export type Space = 'packet' | 'layer';
/** What is shown beside the fields. */
export type Face = Space | 'tree' | 'text' | 'picture';

/** Parts of a node that are here, from a place among its parts on. */
export interface NodePage {
  from: number;
  parts: readonly DecodedNode[];
}

export interface PacketSlice {
  /** The selected packet, or a job's workload or result, looked into. */
  packet: {
    subject: LookedInto | null;
    /** What a person chose the first layers to be. */
    as: readonly DecoderName[];
    /** What it carries; null where it carries nothing, undefined while that is found out. */
    decoded: Decoded | null | undefined;
    headerOpen: boolean;
    /** Nodes whose parts are shown. */
    open: ReadonlyMap<number, NodePage>;
    /** The row that is chosen: `f:` and a field's name, `n:` and a node's number. */
    row: string | null;
    marked: (Marked & { space: Space }) | null;
    /** The byte that was chosen, and where choosing began. */
    caret: number | null;
    anchor: number | null;
    /** What a person wants to see; null for what suits. */
    face: Face | null;
    bytes: Record<Space, BytePages>;
    text: { from: number; text: string; characters: number } | null;
    picture: string | null;
  };
  /** Shows something else from its beginning. */
  lookInto(subject: LookedInto): void;
  /** Takes a layer for something else; what is inside of it is found out again. */
  decodeAs(layer: number, name: DecoderName | null): Promise<void>;
  showFace(face: Face): void;
  openHeader(open: boolean): void;
  /** Shows parts of a node, or hides them (null). */
  openNode(node: number, from: number | null): Promise<void>;
  chooseRow(row: string | null, marked?: (Marked & { space: Space }) | null): void;
  /** Chooses what a byte belongs to; with `extend` all bytes from the last choice to it. */
  chooseByte(at: number, extend: boolean): Promise<void>;
  pullBytes(space: Space, from: number, to: number): void;
  pullText(from: number): Promise<void>;
  /** A text of the marked bytes, or of all. */
  copyBytes(form: CopyForm): Promise<string | null>;
}

const FRESH: PacketSlice['packet'] = {
  subject: null,
  as: [],
  decoded: undefined,
  headerOpen: false,
  open: new Map(),
  row: null,
  marked: null,
  caret: null,
  anchor: null,
  face: null,
  bytes: { packet: new Map(), layer: new Map() },
  text: null,
  picture: null,
};

export const createPacketSlice: StateCreator<Store, [], [], PacketSlice> = (set, get) => {
  const patch = (change: Partial<PacketSlice['packet']>) => set(({ packet }) => ({ packet: { ...packet, ...change } }));
  const asking = new Set<string>();

  const request = (): DecodeRequest => {
    const { subject, as } = get().packet;
    return { source: subject?.source ?? { kind: 'packet', seq: 0 }, as: [...as] };
  };
  /** What the engine answers, unless something else is looked at by then. */
  async function ask<T>(question: () => Promise<T>): Promise<T | undefined> {
    const { subject, as } = get().packet;
    const answer = await get().attempt(question);
    const now = get().packet;
    return now.subject === subject && now.as === as ? answer : undefined;
  }

  async function decode(): Promise<void> {
    const { bytes } = get().packet;
    patch({
      decoded: undefined,
      open: new Map(),
      text: null,
      picture: null,
      bytes: { ...bytes, layer: new Map() },
      ...(get().packet.marked?.space === 'layer' && { marked: null, caret: null, row: null }),
    });
    const decoded = await ask(() => call('decode.open', request()));
    if (decoded === undefined) return;
    patch({ decoded });
    const { content } = decoded ?? {};
    if (content?.kind === 'tree' && content.root.children > 0) await get().openNode(0, 0);
    if (content?.kind === 'image') {
      const picture = await ask(() => call('decode.picture', request()));
      if (picture) patch({ picture: dataUrl(picture) });
    }
    if (get().packet.face === 'text') await get().pullText(0);
  }

  /** Opens the nodes on the way to a byte of the last layer; chooses the last of them. */
  async function chooseNodeAt(space: Space, at: number, offset: number): Promise<boolean> {
    const path = await ask(() => call('decode.path', { ...request(), at: at - offset }));
    if (!path || path.length === 0) return false;
    for (const [index, { place }] of path.entries()) {
      const parent = path[index - 1];
      if (parent !== undefined && !isHere(get().packet.open.get(parent.node.id), place))
        await get().openNode(parent.node.id, place - (place % NODES_PAGE));
    }
    const { node } = path.at(-1) as (typeof path)[number];
    patch({
      row: node.id === 0 ? dataRow() : `n:${node.id}`,
      marked: { space, start: node.start + offset, end: node.end + offset },
    });
    return true;
  }
  const dataRow = () => {
    const { subject } = get().packet;
    return subject === null ? null : `f:${subject.parts.at(-1)?.name}`;
  };
  /** All bytes of a job's data, whatever they are taken for. */
  const wholeOf = (source: DecodeSource): DecodeRequest => ({ source, as: ['bytes'] });

  return {
    packet: FRESH,
    lookInto: (subject) => {
      const { face } = get().packet;
      const bytes = { packet: withPage(new Map(), 0, subject.bytes.subarray(0, BYTES_PAGE)), layer: new Map() };
      set({ packet: { ...FRESH, subject, bytes, face: face === 'text' ? 'text' : null } });
      void decode();
    },
    decodeAs: (layer, name) => {
      const { as, decoded } = get().packet;
      const before = (decoded?.layers ?? []).slice(0, layer).map((each) => each.as);
      patch({ as: name === null ? as.slice(0, layer) : [...before, name], face: null });
      return decode();
    },
    showFace: (face) => {
      patch({ face, ...(face === 'packet' || face === 'layer' ? { caret: null, anchor: null } : {}) });
      if (face === 'text' && get().packet.text === null) void get().pullText(0);
    },
    openHeader: (headerOpen) => patch({ headerOpen }),
    openNode: async (node, from) => {
      const without = new Map(get().packet.open);
      without.delete(node);
      if (from === null) return patch({ open: without });
      const parts = await ask(() => call('decode.nodes', { ...request(), node, from }));
      if (parts) patch({ open: new Map(get().packet.open).set(node, { from, parts }) });
    },
    chooseRow: (row, marked = null) => {
      const { face, subject } = get().packet;
      // Beside a packet's tree its bytes are in sight; a job's tree stands in their place.
      const hex = subject?.source.kind === 'packet' && (face === null || face === 'packet' || face === 'layer');
      patch({
        row,
        marked,
        caret: marked?.start ?? null,
        anchor: marked?.start ?? null,
        ...(hex && marked !== null && { face: marked.space }),
      });
    },
    chooseByte: async (at, extend) => {
      const { face, decoded, anchor, subject } = get().packet;
      const space: Space = face === 'layer' ? 'layer' : 'packet';
      if (extend && anchor !== null) {
        patch({ caret: at, row: null, marked: { space, start: Math.min(anchor, at), end: Math.max(anchor, at) + 1 } });
        return;
      }
      patch({ caret: at, anchor: at });
      const isTree = decoded?.content.kind === 'tree';
      if (space === 'layer') {
        if (!isTree || !(await chooseNodeAt(space, at, 0)))
          patch({ row: null, marked: { space, start: at, end: at + 1 } });
        return;
      }
      if (decoded && isTree && decoded.layers.length === 1 && at >= decoded.at)
        if (await chooseNodeAt(space, at, decoded.at)) return;
      const part = subject === null ? undefined : partAt(subject.parts, at);
      patch({
        row: part === undefined ? null : `f:${part.name}`,
        marked: part === undefined ? { space, start: at, end: at + 1 } : { space, start: part.start, end: part.end },
        ...(part?.header && { headerOpen: true }),
      });
    },
    pullBytes: (space, from, to) => {
      const { subject, bytes } = get().packet;
      if (subject === null) return;
      const { source } = subject;
      for (const place of pagesOf(from, to, BYTES_PAGE)) {
        const key = `${subject.id} ${get().packet.as} ${space} ${place}`;
        if (bytes[space].has(place) || asking.has(key)) continue;
        asking.add(key);
        void ask(() =>
          space === 'layer'
            ? call('decode.bytes', { ...request(), layer: -1, from: place })
            : source.kind === 'packet'
              ? call('bytes.page', { seq: source.seq, from: place })
              : call('decode.bytes', { ...wholeOf(source), layer: 0, from: place }),
        ).then((page) => {
          asking.delete(key);
          if (!page) return;
          const now = get().packet.bytes;
          patch({ bytes: { ...now, [space]: withPage(now[space], place, page) } });
        });
      }
    },
    pullText: async (from) => {
      const page = await ask(() => call('decode.text', { ...request(), from }));
      if (page) patch({ text: { from, ...page } });
    },
    copyBytes: async (form) => {
      const { marked, subject } = get().packet;
      if (subject === null) return null;
      const { source, kept } = subject;
      const part = { form, start: marked?.start ?? 0, end: marked?.end ?? kept };
      const copied = await get().attempt(() =>
        marked?.space === 'layer'
          ? call('decode.copy', { ...request(), ...part })
          : source.kind === 'packet'
            ? call('bytes.copy', { seq: source.seq, ...part })
            : call('decode.copy', { ...wholeOf(source), ...part }),
      );
      return copied ?? null;
    },
  };
};

const isHere = (page: NodePage | undefined, place: number): boolean =>
  page !== undefined && place >= page.from && place < page.from + page.parts.length;

function dataUrl({ type, bytes }: { type: string; bytes: Uint8Array }): string {
  const pieces: string[] = [];
  for (let at = 0; at < bytes.length; at += 0x6000)
    pieces.push(btoa(String.fromCharCode(...bytes.subarray(at, at + 0x6000))));
  return `data:${type};base64,${pieces.join('')}`;
}
