import type { StateCreator } from 'zustand';
import type { Failure } from '../../main/contract/errors.ts';
import type { ConnectionKey, JobKey } from '../../main/contract/keys.ts';
import type {
  PacketDetail,
  PacketFilter,
  PacketPlace,
  PacketRow,
  PacketScope,
  PacketSearch,
  PacketWindow,
} from '../../main/contract/packets.ts';
import { call } from '../api.ts';
import { framePuller } from '../lib/frame-puller.ts';
import { keptRows } from '../lib/kept-rows.ts';
import { packetLookedInto } from '../lib/looked-into.ts';
import { type GoTo, sameView, type View } from '../ui/FixedRows.tsx';
import { problemOf } from './app.ts';
import type { Store } from './index.ts';
import { packetScope } from './scope.ts';

export interface TrafficSlice {
  traffic: {
    window: PacketWindow | null;
    view: View;
    follow: boolean;
    /** Where the rows ended when they were followed last: those behind it are new. */
    released: number | null;
    /** The view ends before this packet while it is paused; the capture goes on. */
    pausedAt: number | null;
    /** When it was paused. */
    pausedSince: number | null;
    /** What was typed, and the last of it that is a filter: that one is applied. */
    filter: string;
    accepted: string;
    /** What is wrong with what was typed. */
    problem: Failure | null;
    probes: boolean;
    scope: PacketScope;
    selected: number | null;
    detail: PacketDetail | null;
    /** A row to be brought in sight. */
    goTo: GoTo | null;
    /** A packet that was gone to and is selected, though the list does not show it. */
    hidden: number | null;
    /** The packet from which time is counted. */
    reference: { seq: number; at: number } | null;
  };
  pullTraffic(): void;
  /** What is pulled next begins at its end, unless it is paused. */
  beginAnew(): void;
  viewTraffic(view: View): void;
  followTraffic(follow: boolean): void;
  pauseTraffic(): void;
  /** Goes on at the end, or where the view is. */
  resumeTraffic(stay?: boolean): void;
  clearTraffic(): Promise<void>;
  filterTraffic(filter: string): void;
  showProbes(probes: boolean): void;
  /** Narrows the list; what is left out is everything. The packet that is selected stays in sight. */
  narrowTraffic(scope: Partial<PacketScope>): void;
  selectPacket(seq: number): void;
  /** Selects a packet, and brings it in sight; where the list does not show it, that is told. */
  revealPacket(seq: number): Promise<void>;
  /** Shows the packet that was gone to among all packets. */
  showHidden(): Promise<void>;
  closePacket(): void;
  /** Selects another packet and brings it in sight; where there is none, nothing happens. */
  stepTraffic(by: PacketSearch['by'], direction?: PacketSearch['direction']): Promise<void>;
  /** Selects the packet of that number, or the next one that is shown. */
  goToPacket(seq: number): Promise<void>;
  /** Shows all of the selected packet's job and nothing else; everything again where that is shown. */
  followJobOfPacket(): void;
  /** Counts time from the selected packet; from the start again where it is the one. */
  setReference(): void;
  /** Shows the live packets that a filter lets through, whatever is shown now: jobs and workers are those of the server. */
  openTraffic(filter: string): Promise<void>;
}

export const EVERYTHING: PacketScope = { job: null, connections: null, time: null, servers: null };

export const createTrafficSlice: StateCreator<Store, [], [], TrafficSlice> = (set, get) => {
  const patch = (change: Partial<TrafficSlice['traffic']>) =>
    set(({ traffic }) => ({ traffic: { ...traffic, ...change } }));
  const filterNow = (): PacketFilter => {
    const { accepted, probes } = get().traffic;
    return { filter: accepted, probes, scope: packetScope(get()) };
  };
  let lastGoTo = 0;
  /** A position to be brought in sight when the rows among which it counts have come. */
  let awaited: { position: number; among: PacketFilter } | null = null;
  const puller = framePuller(async () => {
    const { view, filter, pausedAt } = get().traffic;
    const windowOf = async (text: string): Promise<PacketWindow> => {
      const came = await call('packets.window', { ...view, ...filterNow(), filter: text, until: pausedAt });
      return { ...came, rows: keptRows(get().traffic.window?.rows ?? [], came.rows, ({ seq }) => seq) };
    };
    try {
      const asked = { ...filterNow(), filter };
      patch({ window: await windowOf(filter), accepted: filter, problem: null });
      if (awaited !== null && sameFilter(awaited.among, asked)) {
        lastGoTo += 1;
        patch({ goTo: { position: awaited.position, id: lastGoTo } });
        awaited = null;
      }
    } catch (error) {
      const problem = problemOf(error);
      if (!problem.code.startsWith('filter-')) throw error;
      patch({ window: await windowOf(get().traffic.accepted), problem });
    }
  });
  const change = (next: Partial<TrafficSlice['traffic']>) => {
    patch(next);
    puller.poke();
  };
  /** A list that is made anew would go again to where it went last: who follows goes nowhere. */
  const atEnd = () => {
    awaited = null;
    return { follow: true, released: null, goTo: null, view: { ...get().traffic.view, from: 'end' as const } };
  };
  const atPlace = () => ({ follow: false, released: get().traffic.window?.end ?? null });
  const bringInSight = (position: number) => {
    awaited = { position, among: filterNow() };
    change(atPlace());
  };
  const find = (search: Pick<PacketSearch, 'seq' | 'by' | 'direction'>): Promise<PacketPlace | null> =>
    call('packets.find', { ...filterNow(), ...search });
  const show = (place: PacketPlace | null) => {
    if (place === null) return;
    bringInSight(place.position);
    get().selectPacket(place.seq);
  };
  /** Whoever is quicker than the answers steps on from where the step before leads to. */
  let steps: Promise<void> = Promise.resolve();
  async function step(by: PacketSearch['by'], direction: PacketSearch['direction']): Promise<void> {
    const { selected, window } = get().traffic;
    const seq = selected ?? window?.rows[0]?.seq;
    if (seq !== undefined) show((await get().attempt(() => find({ seq, by, direction }))) ?? null);
  }
  async function load(seq: number): Promise<void> {
    // Choosing a row ends the following: what is read must not move away.
    patch({ selected: seq, hidden: null, ...(get().traffic.follow && atPlace()) });
    const detail = await get().attempt(() => call('packets.get', { seq }));
    if (get().traffic.selected !== seq) return;
    patch({ detail: detail ?? null });
    if (detail) get().lookInto(packetLookedInto(detail));
  }
  return {
    traffic: {
      window: null,
      view: { from: 'end', rows: 60 },
      follow: true,
      released: null,
      pausedAt: null,
      pausedSince: null,
      filter: '',
      accepted: '',
      problem: null,
      probes: false,
      scope: EVERYTHING,
      selected: null,
      detail: null,
      goTo: null,
      hidden: null,
      reference: null,
    },
    pullTraffic: () => puller.poke(),
    beginAnew: () => patch({ hidden: null, ...(get().traffic.pausedAt === null ? atEnd() : atPlace()) }),
    viewTraffic: (view) => {
      if (!sameView(view, get().traffic.view)) change({ view });
    },
    followTraffic: (follow) => {
      if (follow === get().traffic.follow) return;
      change(follow ? atEnd() : atPlace());
    },
    pauseTraffic: () => change({ pausedAt: get().traffic.window?.next ?? null, pausedSince: Date.now() }),
    resumeTraffic: (stay = false) => change({ pausedAt: null, pausedSince: null, ...(stay ? atPlace() : atEnd()) }),
    clearTraffic: async () => {
      await get().attempt(() => call('packets.clear', undefined));
      change({
        selected: null,
        detail: null,
        hidden: null,
        pausedAt: null,
        pausedSince: null,
        scope: EVERYTHING,
        ...atEnd(),
      });
    },
    filterTraffic: (filter) => change({ filter, hidden: null, ...atEnd() }),
    showProbes: (probes) => change({ probes, hidden: null }),
    narrowTraffic: (scope) => {
      const { selected, pausedAt } = get().traffic;
      const next = { ...EVERYTHING, ...scope };
      const isAll = Object.values(next).every((each) => each === null);
      change({ scope: next, hidden: null, ...(isAll && selected === null && pausedAt === null ? atEnd() : atPlace()) });
      if (selected === null) {
        if (!isAll) bringInSight(0);
        return;
      }
      void find({ seq: selected, by: 'number', direction: 'next' }).then((place) => {
        if (place !== null) bringInSight(place.position);
      });
    },
    selectPacket: (seq) => {
      void load(seq).then(() => get().searchIn(seq));
    },
    revealPacket: async (seq) => {
      const place = await get().attempt(() => find({ seq, by: 'number', direction: 'next' }));
      const { pausedAt } = get().traffic;
      const isShown = place?.seq === seq && (pausedAt === null || seq < pausedAt);
      if (isShown) bringInSight(place.position);
      await load(seq);
      if (!isShown && get().traffic.selected === seq) patch({ hidden: seq });
    },
    showHidden: async () => {
      const { hidden, detail, probes, pausedAt } = get().traffic;
      if (hidden === null) return;
      if (detail !== null) get().widenScope(detail.row.connection.server);
      change({
        filter: '',
        accepted: '',
        problem: null,
        scope: EVERYTHING,
        probes: probes || detail?.row.origin === 'probe',
        ...(pausedAt !== null && hidden >= pausedAt && { pausedAt: null, pausedSince: null }),
        ...atPlace(),
      });
      await get().revealPacket(hidden);
    },
    closePacket: () => patch({ selected: null, detail: null, hidden: null }),
    stepTraffic: (by, direction = 'next') => {
      steps = steps.then(() => step(by, direction));
      return steps;
    },
    goToPacket: async (seq) =>
      show((await get().attempt(() => find({ seq, by: 'number', direction: 'next' }))) ?? null),
    followJobOfPacket: () => {
      const row = selectedRow(get());
      const job = row && jobOf(row);
      if (get().traffic.scope.job !== null) get().narrowTraffic({});
      else if (job !== undefined) get().narrowTraffic({ job });
    },
    setReference: () => {
      const { reference } = get().traffic;
      const row = selectedRow(get());
      if (row === undefined) return;
      const same = reference?.seq === row.seq;
      patch({ reference: same ? null : { seq: row.seq, at: row.at } });
      void get().changeSettings({ packetTime: same ? 'start' : 'reference' });
    },
    openTraffic: async (filter) => {
      get().go('traffic');
      await get().leaveCapture();
      change({ filter, scope: EVERYTHING, pausedAt: null, pausedSince: null, ...atEnd() });
    },
  };
};

const sameFilter = (a: PacketFilter, b: PacketFilter): boolean =>
  a.filter === b.filter && a.probes === b.probes && JSON.stringify(a.scope) === JSON.stringify(b.scope);

/** The row that is selected, where it is known. */
export function selectedRow({ traffic: { selected, window, detail } }: Store): PacketRow | undefined {
  if (selected === null) return undefined;
  return window?.rows.find(({ seq }) => seq === selected) ?? (detail?.row.seq === selected ? detail.row : undefined);
}

/** The job of a row, to be followed; undefined where it has none. */
export const jobOf = ({ job, connection: { server, run } }: PacketRow): JobKey | undefined =>
  job === null ? undefined : { server, run, handle: job };

export const sameConnection = (a: ConnectionKey, b: ConnectionKey): boolean =>
  a.number === b.number && a.run === b.run && a.server === b.server;
