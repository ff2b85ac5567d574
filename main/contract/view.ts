/** How the window was left: no wish that a person would look for in the settings, but what they expect to find again. */
import { z } from 'zod';
import { JOB_STATES } from './job-states.ts';
import { JobSort } from './jobs.ts';
import { FilterText } from './packets.ts';
import { CONSOLE_LINE_MOST } from './server-console.ts';
import { ServerId, ServerScope } from './servers.ts';

/** Where the window stands, in points of the screens; not maximised. */
export const WindowPlace = z.object({
  x: z.number().int(),
  y: z.number().int(),
  width: z.number().int().min(100).max(100_000),
  height: z.number().int().min(100).max(100_000),
  maximized: z.boolean(),
});
export type WindowPlace = z.output<typeof WindowPlace>;

/** What the list of servers is sorted by. */
export const SERVER_SORTS = [
  'state',
  'label',
  'group',
  'mode',
  'address',
  'echo',
  'version',
  'uptime',
  'functions',
  'queued',
  'running',
  'workers',
  'stuck',
] as const;
export type ServerSort = (typeof SERVER_SORTS)[number];

/** Lines of the admin console that are remembered. */
export const CONSOLE_PAST_MOST = 100;

const search = z.string().max(500);
const size = z.number().min(1).max(10_000).optional();

const view = {
  window: WindowPlace.nullable(),
  /** Sizes of panes that were moved, px. */
  panes: z.object({ detail: size, expert: size }),
  jobs: z.object({
    states: z.array(z.enum(JOB_STATES)).max(JOB_STATES.length),
    search,
    sort: JobSort,
    descending: z.boolean(),
  }),
  packets: z.object({ filter: FilterText, probes: z.boolean(), expert: z.boolean() }),
  functions: z.object({ filter: search }),
  workers: z.object({ filter: search }),
  scope: ServerScope,
  board: z.object({ by: z.enum(['server', 'function']) }),
  servers: z.object({
    filter: search,
    sort: z.enum(SERVER_SORTS).nullable(),
    descending: z.boolean(),
    chosen: ServerId.nullable(),
  }),
  console: z.object({
    /** Lines that were said to servers, the last one last. */
    past: z.array(z.string().max(CONSOLE_LINE_MOST)).max(CONSOLE_PAST_MOST),
    explained: z.boolean(),
  }),
};

export const ViewState = z.object({
  window: view.window.default(null),
  panes: view.panes.default({}),
  jobs: view.jobs.default({ states: [], search: '', sort: 'submitted', descending: true }),
  packets: view.packets.default({ filter: '', probes: false, expert: false }),
  functions: view.functions.default({ filter: '' }),
  workers: view.workers.default({ filter: '' }),
  scope: view.scope.default({ kind: 'all' }),
  board: view.board.default({ by: 'server' }),
  servers: view.servers.default({ filter: '', sort: null, descending: false, chosen: null }),
  console: view.console.default({ past: [], explained: true }),
});
export type ViewState = z.output<typeof ViewState>;
export type Pane = keyof ViewState['panes'];

export const ViewChange = z.object(view).partial();
export type ViewChange = z.output<typeof ViewChange>;
