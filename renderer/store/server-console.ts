import type { StateCreator } from 'zustand';
import { CONSOLE_LINE_MOST, type ConsoleAnswer } from '../../main/contract/server-console.ts';
import { LOCAL, type ServerInfo } from '../../main/contract/servers.ts';
import { CONSOLE_PAST_MOST } from '../../main/contract/view.ts';
import { call } from '../api.ts';
import { wireOf } from '../lib/bytes.ts';
import { readTable } from '../lib/console-answer.ts';
import { destroyedBy, firstWord, namesWanted, typeable } from '../lib/console-lines.ts';
import { type Problem, problemOf } from './app.ts';
import type { Store } from './index.ts';
import { serverOf } from './servers.ts';

/** Lines of a server that are remembered with what it said. */
const ENTRIES_MOST = 30;

/** A line that was said to a server, and what came of it. */
export interface ConsoleEntry {
  number: number;
  line: string;
  /** Ms since the epoch. */
  at: number;
  answer: ConsoleAnswer | { problem: Problem } | 'waiting' | 'given-up';
  /** All of its rows are shown. */
  open: boolean;
}

/** What was said to one server in this window, and what is typed for it. */
interface Spoken {
  entries: readonly ConsoleEntry[];
  typed: string;
  /** Functions of it, as far as they were asked for. */
  functions: readonly string[];
}

export interface ServerConsoleSlice {
  serverConsole: {
    of: Readonly<Record<string, Spoken>>;
    /** Lines that were said to any server, the last one last. */
    past: readonly string[];
    /** The one of them that is in the field, and what was typed before; null where none is. */
    recalled: { at: number; typed: string } | null;
    /** Tables have heads and lines their meaning; else all is as it came. */
    explained: boolean;
    /** What is asked about before it is said. */
    asked: { server: string; line: string } | null;
    /** The field is to have the focus when it is there. */
    wanted: boolean;
  };
  /** Shows the console of the chosen server, or of the first one. */
  openConsole(id?: string): void;
  /** The field has the focus. */
  focusedConsole(): void;
  typeLine(id: string, typed: string): void;
  /** Puts the line before (-1) or after (1) into the field. */
  recallLine(id: string, step: 1 | -1): void;
  /** Says what is typed; asks first where something would be gone after it. */
  sayLine(id: string): Promise<void>;
  answerLine(yes: boolean): Promise<void>;
  /** Waits no longer for an answer. */
  hushServer(id: string): void;
  clearConsole(id: string): void;
  explainAnswers(explained: boolean): void;
  openAnswer(id: string, number: number): void;
}

export const NOTHING_SPOKEN: Spoken = { entries: [], typed: '', functions: [] };

/** Whether an answer to the last line is waited for. */
export const isWaiting = ({ entries }: Spoken): boolean => entries.at(-1)?.answer === 'waiting';

let numbers = 0;

export const createServerConsoleSlice: StateCreator<Store, [], [], ServerConsoleSlice> = (set, get) => {
  type State = ServerConsoleSlice['serverConsole'];
  const patch = (change: Partial<State>) =>
    set(({ serverConsole }) => ({ serverConsole: { ...serverConsole, ...change } }));
  const spoken = (id: string): Spoken => get().serverConsole.of[id] ?? NOTHING_SPOKEN;
  const patchOf = (id: string, change: Partial<Spoken>) =>
    patch({ of: { ...get().serverConsole.of, [id]: { ...spoken(id), ...change } } });
  const settle = (id: string, number: number, change: Partial<ConsoleEntry>) =>
    patchOf(id, {
      entries: spoken(id).entries.map((entry) =>
        entry.number === number && (entry.answer === 'waiting' || change.answer === undefined)
          ? { ...entry, ...change }
          : entry,
      ),
    });

  async function say(id: string, line: string): Promise<void> {
    numbers += 1;
    const number = numbers;
    const { past } = get().serverConsole;
    const entry: ConsoleEntry = { number, line, at: Date.now(), answer: 'waiting', open: false };
    patch({ past: [...past.filter((each) => each !== line), line].slice(-CONSOLE_PAST_MOST), recalled: null });
    patchOf(id, { entries: [...spoken(id).entries, entry].slice(-ENTRIES_MOST), typed: '' });
    try {
      settle(id, number, { answer: await call('servers.say', { id, line: wireOf(line) }) });
    } catch (error) {
      settle(id, number, { answer: { problem: problemOf(error) } });
    }
  }

  async function askForFunctions(id: string): Promise<void> {
    const scope = { kind: 'server', id } as const;
    const { rows } = await call('servers.functions', { scope, by: 'server', from: 0, count: 1000 });
    patchOf(id, { functions: typeable(rows.map(({ name }) => name)) });
  }

  return {
    serverConsole: { of: {}, past: [], recalled: null, explained: true, asked: null, wanted: false },
    openConsole: (id = get().servers.chosen ?? LOCAL) => {
      get().openServer(id);
      get().showServerTab('console');
      patch({ wanted: true });
    },
    focusedConsole: () => patch({ wanted: false }),
    typeLine: (id, typed) => {
      const before = namesWanted(spoken(id).typed);
      patch({ recalled: null });
      patchOf(id, { typed });
      // What they are called is wanted once, when the first letter of a name may come.
      if (before === null && namesWanted(typed) === 'function') void askForFunctions(id).catch(() => {});
    },
    recallLine: (id, step) => {
      const { past, recalled } = get().serverConsole;
      const at = (recalled?.at ?? past.length) + step;
      if (at < 0 || at > past.length || (recalled === null && step === 1)) return;
      const typed = recalled?.typed ?? spoken(id).typed;
      patch({ recalled: at === past.length ? null : { at, typed } });
      patchOf(id, { typed: past[at] ?? typed });
    },
    sayLine: async (id) => {
      const now = spoken(id);
      const line = now.typed.trim();
      if (line === '' || isWaiting(now) || wireOf(line).length > CONSOLE_LINE_MOST) return;
      if (asksFirst(serverOf(get(), id), line)) patch({ asked: { server: id, line } });
      else await say(id, line);
    },
    answerLine: async (yes) => {
      const { asked } = get().serverConsole;
      patch({ asked: null });
      if (yes && asked !== null) await say(asked.server, asked.line);
    },
    hushServer: (id) => {
      const last = spoken(id).entries.at(-1);
      if (last?.answer !== 'waiting') return;
      settle(id, last.number, { answer: 'given-up' });
      void call('servers.hush', { id }).catch(() => {});
    },
    clearConsole: (id) => patchOf(id, { entries: spoken(id).entries.filter(({ answer }) => answer === 'waiting') }),
    explainAnswers: (explained) => patch({ explained }),
    openAnswer: (id, number) => settle(id, number, { open: true }),
  };
};

/** What destroys something is asked about, where it would be done: not of a locked server, and our own does not know `shutdown`. */
function asksFirst(info: ServerInfo | undefined, line: string): boolean {
  const destroyed = destroyedBy(line);
  if (destroyed === null || info === undefined || info.locked) return false;
  if (info.server.kind === 'proxy' && info.server.readOnly) return false;
  return destroyed.kind !== 'shutdown' || info.server.kind !== 'embedded';
}

/** Handles of jobs that the server has named here, the last ones first. */
export const handlesIn = (entries: Spoken['entries']): string[] => [
  ...new Set(
    entries.toReversed().flatMap(({ line, answer }) => {
      if (typeof answer === 'string' || 'problem' in answer) return [];
      const table = readTable(line, answer);
      return table?.name === 'jobs' ? table.rows.map(([handle]) => handle as string) : [];
    }),
  ),
];

/** First words of lines that the server did not know. */
export const refusedBy = (entries: Spoken['entries']): ReadonlySet<string> =>
  new Set(
    entries.flatMap(({ line, answer }) =>
      typeof answer === 'object' && 'said' in answer && /^ERR unknown_command/i.test(answer.said)
        ? [firstWord(line)]
        : [],
    ),
  );
