import { FunctionDefinition, type FunctionRow } from '../../main/contract/functions.ts';
import type { CommandOutcome, JobDetail, JobWindow } from '../../main/contract/jobs.ts';
import type { JournalState } from '../../main/contract/journal.ts';
import type { JobKey } from '../../main/contract/keys.ts';
import type { PacketRow, PacketWindow } from '../../main/contract/packets.ts';
import type { RunInfo, StageSummary } from '../../main/contract/runs.ts';
import type { ServerStatus } from '../../main/contract/server.ts';
import type { ServerFunctionRow, ServerInfo } from '../../main/contract/servers.ts';
import type { SubmissionInfo, SubmissionPreview } from '../../main/contract/submission.ts';
import type { TerminalCommandState } from '../../main/contract/terminal-command.ts';
import type { WorkerInfo, WorkerState } from '../../main/contract/workers.ts';
import type { WorkspaceInfo } from '../../main/contract/workspace.ts';

/* One of each thing that the engine tells the window; a test says what is different about its own. */

/** Bytes of a text. A plain array of the realm's own, as the window gets it. */
export const bytesOf = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text));
export const contentOf = (text: string) => {
  const bytes = bytesOf(text);
  return { size: bytes.length, kept: bytes.length, bytes };
};

export const key: JobKey = { server: 'local', run: 7, handle: 'H:t:1' };

export const wc = FunctionDefinition.parse({ name: 'wc', command: { kind: 'argv', argv: ['wc', '-l'] } });

export const worker = (state: WorkerState, index = 1): WorkerInfo => ({
  name: `wc-${index}`,
  speaks: 'stdio',
  state,
  since: 0,
  until: null,
  startedAt: 0,
  handle: null,
  server: null,
  done: 0,
  failed: 0,
  pid: null,
  connection: null,
  links: [],
  held: null,
  lastFailure: null,
});

export const functionRow = (different: Partial<FunctionRow> = {}): FunctionRow => ({
  name: 'wc',
  definition: wc,
  program: '/usr/bin/wc',
  twin: 'gearman -w -f wc -- wc -l',
  workers: [],
  outside: [],
  queued: { high: 0, normal: 0, low: 0 },
  running: 0,
  done: 0,
  failed: 0,
  waitingSince: null,
  stuck: null,
  waited: null,
  ran: null,
  ...different,
});

export const outsideWorker = { connection: 3, clientId: 'php', address: '127.0.0.1:50003' };

/** A history that is kept, with nothing in it. */
export const journalState = (different: Partial<JournalState> = {}): JournalState => ({
  state: 'on',
  problem: null,
  setAside: null,
  jobs: 0,
  bytes: 0,
  limits: { jobs: 1_000_000, bytes: 1024 ** 3, content: 16 * 1024 * 1024 },
  skipped: 0,
  forgotten: 0,
  read: 1,
  exporting: null,
  ...different,
});

export const jobWindow = (different: Partial<JobWindow> = {}): JobWindow => ({
  first: 0,
  from: 0,
  total: 0,
  counts: { queued: 0, running: 0, done: 0, failed: 0, exception: 0, cancelled: 0, lost: 0, kept: 0 },
  rows: [],
  search: null,
  journal: journalState(),
  ...different,
});

/** How a command ended; as a rule with exit code 3. */
export const outcome = (different: Partial<CommandOutcome> = {}): CommandOutcome => ({
  exitCode: 3,
  signal: null,
  overflowed: false,
  timedOut: false,
  failure: null,
  errors: '',
  ...different,
});

/** A job that waited 2 ms and ran 5. */
export const jobDetail = (different: Partial<JobDetail> = {}): JobDetail => ({
  key,
  state: 'done',
  function: 'wc',
  unique: '',
  priority: 'normal',
  client: '#1 127.0.0.1:5000',
  worker: '#2 127.0.0.1:5001',
  background: false,
  submittedAt: 1000,
  assignedAt: 1002,
  endedAt: 1007,
  attempts: 1,
  dueAt: null,
  submissions: 1,
  workloadSize: 2,
  resultSize: 2,
  preview: bytesOf('x\n'),
  progress: null,
  workload: contentOf('x\n'),
  result: contentOf('1\n'),
  exception: null,
  warnings: contentOf(''),
  steps: [
    { at: 1000, kind: 'submitted', who: '#2 127.0.0.1:50002', size: 2 },
    { at: 1002, kind: 'assigned', who: '#3 wc-1', size: null },
    { at: 1007, kind: 'complete', who: '#3 wc-1', size: 2 },
  ],
  skippedSteps: 0,
  keptAs: 0,
  outcome: null,
  ...different,
});

export const submission = (different: Partial<SubmissionInfo> = {}): SubmissionInfo => ({
  id: 1,
  function: 'wc',
  unique: '',
  background: false,
  server: null,
  listed: different.server == null,
  spread: null,
  state: 'done',
  key,
  joined: false,
  sentAt: 1000,
  endedAt: 1010,
  waited: 2,
  ran: 5,
  result: contentOf('1\n'),
  exception: null,
  warnings: contentOf(''),
  progress: null,
  problem: null,
  steps: [],
  outcome: null,
  ...different,
});

/** A packet of SUBMIT_JOB with one byte of workload. */
export const preview = (different: Partial<SubmissionPreview> = {}): SubmissionPreview => ({
  packet: 'SUBMIT_JOB',
  size: 17,
  bytes: bytesOf('\0REQ\0\0\0\x07\0\0\0\x05wc\0\0a'),
  workloadAt: 16,
  workloadSize: 1,
  characters: 1,
  stops: null,
  unique: '',
  command: { line: "printf 'a' | gearman -f wc", by: 'gearman' },
  ...different,
});

export const packetRow = (different: Partial<PacketRow> = {}): PacketRow => ({
  seq: 5,
  at: 1000,
  direction: 'in',
  party: 'client',
  connection: { server: 'local', run: 7, number: 2 },
  who: '127.0.0.1:50002',
  address: '127.0.0.1:50002',
  role: null,
  type: 'SUBMIT_JOB',
  kind: 'packet',
  family: 'submission',
  function: 'wc',
  handle: null,
  unique: null,
  size: 17,
  content: 'x',
  values: {},
  origin: 'other',
  job: null,
  sinceJob: null,
  answers: null,
  joined: false,
  mark: null,
  colour: null,
  ...different,
});

export const packetWindow = (different: Partial<PacketWindow> = {}): PacketWindow => ({
  first: 0,
  end: 0,
  from: 0,
  rows: [],
  before: null,
  held: 0,
  forgotten: 0,
  hidden: 0,
  newer: 0,
  next: 0,
  marks: { held: 0, forgotten: 0 },
  scanned: 1,
  ...different,
});

export const workspace = (different: Partial<WorkspaceInfo> = {}): WorkspaceInfo => ({
  name: 'mine',
  path: '/home/me/mine.gearbench.json',
  folder: '/home/me',
  description: '',
  trusted: true,
  fingerprint: 'all of wc',
  difference: null,
  unsaved: false,
  conflict: null,
  functions: [wc],
  workloads: [],
  ...different,
});

export const stage = (times: Partial<StageSummary> = {}): StageSummary => ({
  count: 4,
  mean: 2,
  p50: 2,
  p90: 3,
  p99: 4,
  p999: 4,
  max: 4,
  buckets: [
    { to: 1, count: 1 },
    { to: 10, count: 3 },
  ],
  ...times,
});

export const runInfo = (different: Partial<RunInfo> = {}): RunInfo => ({
  id: 2,
  function: 'wc',
  how: null,
  servers: [{ server: '127.0.0.1:4730', isEmbedded: true, isReady: true, jobs: 4, ended: 4, lost: 0, left: 0 }],
  background: false,
  rate: 0,
  concurrency: 10,
  rows: null,
  state: 'done',
  checked: null,
  total: 4,
  counts: { sent: 4, done: 4, failed: 0, exceptions: 0, refused: 0, lost: 0, abandoned: 0 },
  startedAt: 0,
  endedAt: 100,
  duration: 100,
  throughput: 40,
  stages: { total: stage(), waiting: stage(), running: stage(), return: stage(), accepted: stage() },
  late: 0,
  problem: null,
  firstFailure: null,
  ...different,
});

export const serverStatus = (different: Partial<ServerStatus> = {}): ServerStatus => ({
  id: 'local',
  run: 7,
  mode: 'embedded',
  state: 'running',
  addresses: ['127.0.0.1:4730'],
  port: 4730,
  echo: { milliseconds: 0.1, at: 0 },
  failure: null,
  exposed: false,
  queue: null,
  ...different,
});

/** A server of the list: the first one, unless it is said to be another. */
export const serverInfo = (different: Partial<ServerInfo> = {}): ServerInfo => ({
  id: 'local',
  server: { kind: 'embedded', label: 'Local', colour: 'none', group: '', on: true, port: 4730 },
  state: 'running',
  address: '127.0.0.1:4730',
  run: 7,
  echo: { milliseconds: 0.1, at: Date.now() },
  version: '0.1.0',
  startedAt: null,
  counts: { functions: 1, queued: 2, running: 3, workers: 4, connections: 5, stuck: 0 },
  countedAt: Date.now(),
  failure: null,
  retryAt: null,
  loopback: true,
  same: different.id ?? 'local',
  locked: false,
  unknown: [],
  ...different,
});

/** A server of others that is attached, and locked. */
export const attachedServer = (different: Partial<ServerInfo> = {}): ServerInfo =>
  serverInfo({
    id: 'staging',
    server: {
      ...{ kind: 'attached', label: 'staging', colour: 'red', group: 'eu', on: true },
      ...{ address: 'jobs.example:4730', tls: null, every: 2 },
    },
    address: 'jobs.example:4730',
    version: '1.1.20',
    loopback: false,
    locked: true,
    ...different,
  });

/** The `gearbench` command of a person whose terminals would find it. */
export const terminalState = (more: Partial<TerminalCommandState> = {}): TerminalCommandState => ({
  path: '/home/ada/.local/bin/gearbench',
  state: 'absent',
  found: 'this',
  another: null,
  shell: 'zsh',
  pathLine: "echo 'export PATH=…' >> ~/.zshrc",
  completionLine: "echo 'source <(gearbench completion zsh)' >> ~/.zshrc",
  ...more,
});

/** A function of the first server, with nothing in it. */
export const serverFunctionRow = (different: Partial<ServerFunctionRow> = {}): ServerFunctionRow => ({
  is: 'function',
  name: 'resize',
  servers: ['local'],
  queued: 0,
  running: 0,
  waiting: null,
  workers: 0,
  vague: false,
  stuck: 0,
  ...different,
});
