import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { atAGlance } from './calls/at-a-glance.ts';
import { captureCalls } from './calls/captures.ts';
import { connectionCalls } from './calls/connections.ts';
import { decodeCalls } from './calls/decode.ts';
import { demonstrationCalls } from './calls/demonstration.ts';
import { doctorCalls } from './calls/doctor.ts';
import { hidingPings } from './calls/doctor-pings.ts';
import { scanApart } from './calls/doctor-scan.ts';
import { exporterCalls } from './calls/exporter.ts';
import { faultCalls } from './calls/faults.ts';
import { functionCalls } from './calls/functions.ts';
import { jobActions } from './calls/job-actions.ts';
import { jobCalls } from './calls/jobs.ts';
import type { Captured } from './calls/known-packets.ts';
import { overviewCalls } from './calls/overview.ts';
import { previousRunCalls } from './calls/previous-run.ts';
import { proofServer } from './calls/proof-server.ts';
import { lockOf, mustBeUnlocked, ownAt, placesOf, placesOfJob, reach } from './calls/reach.ts';
import { reportCalls } from './calls/report.ts';
import { runRecorders } from './calls/run-recorders.ts';
import { runCalls } from './calls/runs.ts';
import { watchToldTwice } from './calls/same-server.ts';
import { searchCalls } from './calls/search.ts';
import { SecretValues } from './calls/secret-values.ts';
import { serveDraft } from './calls/serve-draft.ts';
import { servedEmbedded } from './calls/served-embedded.ts';
import { serverConsole } from './calls/server-console.ts';
import { serverImportCalls } from './calls/server-import.ts';
import { serverTables } from './calls/server-tables.ts';
import { serverCalls } from './calls/servers.ts';
import { submissionCalls } from './calls/submissions.ts';
import { takePort } from './calls/take-port.ts';
import { terminalCommandCalls } from './calls/terminal-command.ts';
import { whyCalls } from './calls/why.ts';
import { workspaceCalls } from './calls/workspace.ts';
import { CaptureRing } from './capture/ring.ts';
import { touchBeforehand } from './capture/touch.ts';
import type { Handlers, Versions } from './contract/api.ts';
import type { MenuState } from './contract/commands.ts';
import { AppError } from './contract/errors.ts';
import type { FaultKind } from './contract/faults.ts';
import type { Ending, Glance, Notice } from './contract/glance.ts';
import type { ChosenLimits } from './contract/limits.ts';
import type { AppInfo } from './contract/overview.ts';
import { EMBEDDED } from './contract/server.ts';
import { LOCAL } from './contract/servers.ts';
import type { UpdateState } from './contract/updates.ts';
import type { WorkspaceInfo } from './contract/workspace.ts';
import { isOfProof } from './doctor/proof/server.ts';
import { realMachine } from './doctor/real-machine.ts';
import { functionRows } from './insight/functions.ts';
import { JobHistory } from './insight/history.ts';
import { Notices } from './insight/notices.ts';
import { workersView } from './insight/workers.ts';
import { FIRST_STEPS } from './journal/job-record.ts';
import { Journal } from './journal/journal.ts';
import type { Entrance } from './net/entrance.ts';
import { Origins } from './net/origins.ts';
import type { Credentials } from './net/tls.ts';
import { ServerHost } from './server/host.ts';
import type { QueueFile } from './server/queue-store.ts';
import type { ServerRules } from './server/rules.ts';
import { snapshotOf, waitingIn, workersOf } from './server/snapshot.ts';
import { APP_ROOT } from './util/app-root.ts';
import { Changes } from './util/changes.ts';
import { ChosenFiles } from './util/chosen-files.ts';
import { now } from './util/clock.ts';
import type { Launch } from './util/command-script.ts';
import type { Dialogs } from './util/dialogs.ts';
import { writeWhole } from './util/json-file.ts';
import { type Log, type Told, told } from './util/log.ts';
import { personsShell } from './util/login-shell.ts';
import { watchLoopDelay } from './util/loop-delay.ts';
import { personsEnvironment } from './util/persons-environment.ts';
import { type SecretStore, secretsInMemory } from './util/secret-store.ts';
import { ServersFile } from './util/servers-file.ts';
import { SettingsFile } from './util/settings-file.ts';
import { shrinkWhenEmptied } from './util/shrink.ts';
import type { TerminalCommand } from './util/terminal-command.ts';
import { ViewFile } from './util/view-file.ts';
import { wireOf } from './util/wire.ts';
import { keepYoungSpaceSmall } from './util/young-space.ts';
import { endLeftovers, Guard, recordIn } from './workers/guard.ts';
import { LoginEnvironment } from './workers/login-environment.ts';
import { loginPath } from './workers/login-path.ts';
import { Supervisor } from './workers/supervisor.ts';
import { JobNotes } from './workload/job-notes.ts';
import { ENDING } from './workspace/file.ts';
import { twinOf } from './workspace/gearman-command.ts';
import { Trust } from './workspace/trust.ts';
import { Workspaces } from './workspace/workspaces.ts';

/** How often the history is told how many jobs wait, and the shell what is to be seen without a window, ms. */
const NOTED_EVERY = 1000;

/** Background jobs, and what happened to all jobs, in the data folder. */
const QUEUE_FILE = 'queue.db';
const JOURNAL_FILE = 'jobs.db';

export interface EngineParts {
  app: AppInfo;
  /** Settings, trust and the user's own workspace. Without it nothing is read from the profile or written to it. */
  dataFolder?: string;
  /** Files that are shipped: samples. */
  resources: string;
  log: Log;
  dialogs: Dialogs;
  environment: NodeJS.ProcessEnv;
  /** The person's shell, where no terminal started the program: commands are found where it finds them. */
  loginShell?: string;
  /** Where the values of secrets are; without it they last as long as the engine. */
  secrets?: SecretStore;
  /** Asks whether there is a newer version. */
  lookForUpdate?: () => Promise<UpdateState>;
  /** Where the log is: its last lines, for a report, and what shows its folder to the person. */
  logs?: { tail: (lines: number) => Promise<readonly Told[]>; open: () => Promise<void> };
  /** What the `gearbench` command of the person's terminals runs; a checkout's own unless it is given. */
  launch?: Launch;
  /** Shows the command of a step of a plan in a terminal of the person's. */
  openTerminal?: (command: TerminalCommand, environment: NodeJS.ProcessEnv) => Promise<void>;
  /** Told of the settings at the start and at each change of them; the shell turns them into looks. */
  onSettings?: (settings: SettingsFile['current']) => void;
  /** Told of the open workspace at each change of it; the shell puts it into the window's title. */
  onWorkspace?: (workspace: WorkspaceInfo) => void;
  /** Told once a second what is seen without a window, and what a person should know who does not look at it. */
  onGlance?: (glance: Glance) => void;
  onNotice?: (notice: Notice) => void;
  /** Whether the person has the window before them. */
  isLookedAt?: () => boolean;
  /** Lets the program be started when the person logs in, or not any more. Throws `file-unwritable`. */
  startAtLogin?: (on: boolean) => Promise<void>;
  /** Told what can be done in the window now; the shell shows it in the application's menu. */
  onMenu?: (state: MenuState) => void;
  /** A workspace to open instead of the last one. */
  workspace?: string;
  /** Where the server listens, if not on loopback and the port of the settings. */
  hosts?: readonly string[];
  port?: number;
  /** How the server behaves, where not as gearmand without options. */
  rules?: Partial<ServerRules>;
  tls?: Credentials;
  /** Limits of the server that go before those of the settings. */
  limits?: ChosenLimits;
  /** Ports that are open already. */
  entrance?: Entrance | undefined;
  /** Called when the server's ports are open, before any file of it is. */
  onListening?: () => void;
  /** Packets and jobs are recorded, unless this is false: then nobody can look at them. */
  record?: boolean;
  /** What happened to jobs is kept beyond the newest ones, as the settings say, unless this is false. */
  journal?: boolean;
  /** A server of the list that is not on this machine is locked until it is unlocked, unless this is false. */
  locks?: boolean;
  /** Packets a second that are made up and recorded beside the real ones. */
  replay?: number;
  /** Where background jobs are kept, if not as the settings say. */
  queue?: QueueFile;
}

export interface Engine {
  handlers: Handlers;
  /** Says in the window that something broke which should not have. */
  tellFault(kind: FaultKind): void;
  /** The packets of its server. */
  readonly captured: Captured & { port: () => number };
  /** Tells of changes, at most once a frame. Returns what ends it. */
  onTick(listener: (versions: Versions) => void): () => void;
  /** Starts, or looks at, those of the list of servers that are to be on, beside the first one; serves figures of all if that is on. */
  startServers(): void;
  /** Names of the functions whose workers run. */
  readonly running: readonly string[];
  /** Opens a workspace file that the person chose outside of the window. Runs nothing. Throws an AppError. */
  openWorkspace(path: string): Promise<WorkspaceInfo | null>;
  /** Looks whether another program wrote the workspace's file: it is read again, or told as a conflict. */
  lookAtWorkspace(): Promise<void>;
  /** What is seen without a window. */
  glance(): Glance;
  /** What would end with the program. */
  ending(): Promise<Ending>;
  /** Submits the last job again. Throws an AppError where that cannot be. */
  submitAgain(): Promise<void>;
  /** Asks what becomes of unsaved changes; false where the person wants to stay. Throws where they cannot be saved. */
  mayLeave(): Promise<boolean>;
  /** Lets the open workspace's commands run in this session, because the person said so on the command line. */
  trustOnce(): void;
  /** Stops listening. Resolves when the last connection has ended by itself. */
  drain(): Promise<void>;
  /** Ends workers, connections and server, in this order. */
  close(): Promise<void>;
}

/** Wires the parts and answers the calls of the contract. Throws an AppError where a file that was named cannot be used. */
export async function createEngine(parts: EngineParts): Promise<Engine> {
  const { log, dialogs, dataFolder, resources } = parts;
  const changes = new Changes();
  let view: string | null = null;
  const faults = faultCalls({ log, onChange: () => changes.mark('faults') });
  const origins = new Origins();
  const kept = (file: string) => (dataFolder === undefined ? undefined : join(dataFolder, file));
  const settings = await SettingsFile.open(kept('settings.json'), log);
  const left = await ViewFile.open(kept('view.json'), log);

  // ---------- Capture, journal, server ----------
  const ring = new CaptureRing();
  const keepsJournal = parts.record !== false && parts.journal !== false;
  const journal = new Journal({
    path: kept(JOURNAL_FILE),
    settings: { ...settings.current, ...(!keepsJournal && { journal: false }) },
    log,
    onChange: () => changes.mark('jobs'),
  });
  const jobs = journal.recent;
  const history = new JobHistory(now());
  const notices = new Notices();
  let watches = { failed: false, waiting: false };
  const inSight = () => (parts.isLookedAt?.() === true ? watches : { failed: false, waiting: false });

  const closing = new AbortController();
  const recorders = runRecorders({
    ring,
    records: parts.record !== false,
    replay: parts.replay,
    signal: closing.signal,
    onPacket: () => changes.mark('packets'),
    onJob: (source, event, at) => {
      const { server } = source;
      if (server === LOCAL) forRuns.follow(event);
      const isRepeated = isToldTwice(server);
      jobs.hear(source, event, at, isRepeated);
      history.hear(server, event, at);
      if (!isRepeated) notices.hear(event, () => inSight().failed);
      forExporter.hear(server, event, at);
      changes.mark('jobs');
    },
    onWorkers: () => changes.mark('functions'),
  });

  /** What all servers of our own have in common. */
  const hostParts = (id: string) => ({
    id,
    origins,
    log,
    rules: () => ({ order: settings.current.order, ...parts.rules }),
    limits: () => ({ ...settings.current.limits, ...parts.limits }),
    record: (run: number) => recorders.record(id, run),
    onStopped: (run: number) => {
      journal.endRun({ server: id, run }, now());
      changes.mark('jobs');
    },
    onChange: () => changes.mark(id === LOCAL ? 'server' : 'servers'),
  });

  const host: ServerHost = new ServerHost(
    {
      ...hostParts(LOCAL),
      ...(parts.tls && { tls: parts.tls }),
      ...(parts.onListening && { onListening: parts.onListening }),
      ...(parts.entrance && { entrance: parts.entrance }),
      queue: () => parts.queue ?? ownQueue(),
    },
    { ...(parts.hosts && { hosts: parts.hosts }), port: parts.port ?? settings.current.port },
  );
  const forServers = serverCalls({
    file: await ServersFile.open(kept('servers.json'), log),
    local: servedEmbedded(host, { keeps: true }),
    serve: (id, server) => serveDraft(id, server, { hostParts, onChange: () => changes.mark('servers') }),
    changePort: async (port) => {
      await handlers['settings.change']({ port });
    },
    ...(parts.locks !== undefined && { locks: parts.locks }),
    onRemoved: (id) => {
      history.forget(id);
      recorders.forget(id);
      forExporter.forget(id);
    },
    onLocks: () => supervisor.locksChanged(),
    onChange: () => changes.mark('servers'),
  });

  const isToldTwice = watchToldTwice(() => forServers.all);

  const reachAny = (at: string) => reach(at, forServers.all);
  /** Where jobs may be sent to. */
  const reachOpen = (at: string) => {
    mustBeUnlocked(at, forServers);
    return reachAny(at);
  };

  const forTables = serverTables({ all: () => forServers.all });

  const forExporter = exporterCalls({
    servers: () => forServers.all,
    log,
    onChange: () => changes.mark('settings'),
  });

  /** Where the server is, or would be. */
  const address = () => host.target ?? { host: '127.0.0.1', port: host.status.port };

  function ownQueue(): QueueFile | undefined {
    const path = kept(QUEUE_FILE);
    return settings.current.durable && path !== undefined ? { path } : undefined;
  }

  const captured: Engine['captured'] = {
    ring,
    recorders: recorders.all,
    functionOf: (key) => jobs.record(key)?.function,
    port: () => host.status.port,
  };
  const forCaptures = captureCalls({
    ...captured,
    dialogs,
    log,
    rules: () => settings.current.colourRules,
    stepsOf: async (key) => {
      const job = await journal.detail(key, 0);
      return job === null ? undefined : { steps: job.steps, skipped: job.skippedSteps, first: FIRST_STEPS };
    },
    onState: () => changes.mark('captures'),
    onShown: () => forSearch.handlers['search.close'](undefined),
    onChange: () => changes.mark('packets'),
  });

  const forSearch = searchCalls({
    get ring() {
      return forCaptures.ring;
    },
    isProbe: (index, connection) => forCaptures.isProbe(index, connection),
    onProgress: () => changes.mark('packets'),
  });
  const forDecoding = decodeCalls({
    ring: forCaptures,
    keptOf: async (key, part) => {
      const content = (await journal.detail(key, 0))?.[part];
      return content == null || content.bytes === null ? null : content.kept;
    },
    contentOf: async (key, part) => (await journal.kept(key, part)).bytes,
    target: address,
  });

  // ---------- Workers, submissions, workspace ----------
  if (parts.record !== false) void touchBeforehand(ring, closing.signal);
  const environment = new LoginEnvironment({
    environment: parts.environment,
    shell: parts.loginShell,
    signal: closing.signal,
    log,
    onChange: () => changes.mark('functions'),
  });
  const records = kept('running');
  const guard = new Guard(records && recordIn(records));
  if (records !== undefined)
    void endLeftovers(records).then((ended) => {
      if (ended > 0) log.warn(told`${ended} commands of a run that was killed still ran. They were ended.`);
    });
  const registeredNow = () =>
    host.broker === undefined
      ? []
      : workersOf(host.broker.registry).filter(({ functions }) => !functions.some(isOfProof));
  const heardOn = (server: string, connection: number) => recorders.last.get(server)?.facts(connection)?.heardAt;
  const heardAt = (connection: number) => heardOn(LOCAL, connection);
  const supervisor = new Supervisor({
    target: () => host.target,
    reach: reachAny,
    lockOf: (at) => lockOf(at, forServers),
    origins,
    get environment() {
      return environment.current;
    },
    concurrency: () => settings.current.concurrency,
    onChange: () => changes.mark('functions'),
    factsOf: (handle) => {
      const job = host.broker?.registry.jobNamed(handle);
      return job && { priority: job.priority, attempt: job.retries + 1 };
    },
    registered: () => registeredNow(),
    guard,
    onLost: (why) => {
      log.error(told`What runs the commands of workers is gone.`, why);
      faults.tell('commands');
    },
    onOutcome: (handle, outcome, run) => {
      journal.report({ server: LOCAL, run, handle }, outcome);
      changes.mark('jobs');
    },
  });
  const notes = new JobNotes({ path: kept('notes.json'), log });
  const forSubmissions = submissionCalls({
    origins,
    files: new ChosenFiles(),
    dialogs,
    target: () => host.target && { ...host.target, run: host.status.run },
    address,
    reach: reachOpen,
    sourceAt: (at) => ownAt(at, forServers.all)?.source,
    workloadOfJob: (key) => journal.content(key, 'workload'),
    followed: (key) => jobs.record(key),
    saveResult,
    onChange: () => changes.mark('submissions'),
  });
  const forRuns = runCalls({
    origins,
    dialogs,
    target: () => host.target,
    address,
    reach: reachOpen,
    workloadOf: forSubmissions.workloadOf,
    onChange: () => changes.mark('submissions'),
  });
  const workspaces = new Workspaces({
    trust: new Trust(kept('trust.json')),
    autosave: () => settings.current.autosave,
    onChange: () => {
      parts.onWorkspace?.(workspaces.info);
      changes.mark('workspace');
    },
    onReplaced: (before) => forFunctions.follow(before),
  });

  const secrets = new SecretValues(parts.secrets ?? secretsInMemory(), workspaces);
  const forFunctions = functionCalls({
    ...{ workspaces, supervisor, secrets, environment, guard, log, rows, save },
    workloadOf: forSubmissions.workloadOf,
    workers: () => workersView(supervisor.crews, registeredNow(), heardAt),
    onChange: () => changes.mark('functions'),
    onSecrets: () => changes.mark('workspace'),
  });
  const forWorkspace = workspaceCalls({
    workspaces,
    settings,
    dialogs,
    log,
    own: kept(`Sandbox${ENDING}`),
    onOpened: async () => {
      await forFunctions.stopAll();
      changes.mark('functions');
    },
    onSavedAs: (before) => secrets.follow(before),
    onRecent: () => {
      parts.onSettings?.(settings.current);
      changes.mark('settings');
    },
  });
  const doctorPlan = { folder: join(dataFolder ?? tmpdir(), 'php'), client: join(resources, 'php', 'gearman.php') };
  const forDoctor = doctorCalls({
    examine: (look, watch) => {
      const { environment: own, loginShell } = parts;
      return scanApart({ environment: { ...own }, ...(loginShell && { loginShell }), look, plan: doctorPlan }, watch);
    },
    // What a terminal has started has its PATH.
    machine: realMachine({ environment: parts.environment, terminalPath: () => pathOf(parts.loginShell) }),
    plan: doctorPlan,
    address,
    proofServer: () =>
      host.target &&
      proofServer({ target: host.target, registry: () => host.broker?.registry, ring, recorders: recorders.all }),
    scripts: join(resources, 'php', 'proof'),
    folder: () => workspaces.folder,
    steps: {
      environment: async () => {
        await environment.known();
        return personsEnvironment(environment.current);
      },
      guard,
      ...(parts.openTerminal && { openTerminal: parts.openTerminal }),
    },
    onProgress: () => changes.mark('doctor'),
  });
  if (parts.workspace !== undefined) await workspaces.open(parts.workspace);
  else await forWorkspace.openLast();

  const home = parts.environment['HOME'] ?? homedir();
  const shell = personsShell(parts.environment, process.platform);

  /** The PATH that a shell gives to terminals, our own where there is none to ask; null where it does not tell. */
  async function pathOf(asked: string | undefined): Promise<string | null> {
    const { environment: own } = parts;
    if (asked === undefined) return own['PATH'] ?? null;
    return (await loginPath({ shell: asked, environment: own, signal: closing.signal })) ?? null;
  }

  const forWhy = whyCalls({
    serverOf: (id) => {
      const its = id === LOCAL ? host : forServers.all.get(id)?.served?.host;
      if (its === undefined) return undefined;
      const { run, addresses } = its.status;
      return { registry: its.broker?.registry, run, name: id === LOCAL ? EMBEDDED : (addresses[0] ?? '') };
    },
    definitions: () => workspaces.functions,
    workersOf: (name) => (supervisor.isRunning(name) ? supervisor.workers(name) : undefined),
    heardAt: heardOn,
  });

  function rows() {
    return functionRows({
      definitions: workspaces.functions,
      queues: host.broker === undefined ? [] : snapshotOf(host.broker.registry).filter(({ name }) => !isOfProof(name)),
      workersOf: (name) => supervisor.workers(name),
      twinOf: (definition) => twinOf(definition, placesOf(definition.servers, address())),
      programOf: (definition) => supervisor.programOf(definition, workspaces.folder),
      figuresOf: (name) => {
        const { done, failed, waited, ran } = jobs.figuresOf(name);
        return { done, failed, waited: waited.summary, ran: ran.summary };
      },
      stuck: forWhy.stuck,
    });
  }

  const forOverview = overviewCalls({
    servers: () => forServers.all,
    rows,
    history,
    packets: recorders.rates,
    loopDelay: () => loopDelay.p99,
  });

  async function saveResult(bytes: Buffer | null | undefined, suggestion: string): Promise<string | null> {
    if (bytes == null) throw new AppError('not-kept', 'The result is no longer kept.');
    return save('result', bytes, suggestion);
  }

  /** Asks where to. Returns the path, or null where the person chose none. */
  async function save(
    kind: 'result' | 'output' | 'story' | 'workload' | 'report',
    bytes: Buffer,
    suggestion: string,
  ): Promise<string | null> {
    const path = await dialogs.saveFile(kind, suggestion);
    if (path !== null) await writeWhole(path, bytes);
    return path;
  }

  const handlers: Handlers = {
    'app.info': () => parts.app,
    'app.menu': (state) => parts.onMenu?.(state),
    'app.watches': (seen) => {
      watches = seen;
    },
    'settings.get': () => settings.current,
    'settings.fault': () => settings.fault,
    ...forExporter.handlers,
    'view.get': () => left.current,
    'view.change': (change) => left.change(change),
    'settings.change': async (change) => {
      const { startAtLogin } = change;
      if (startAtLogin !== undefined && startAtLogin !== settings.current.startAtLogin)
        await parts.startAtLogin?.(startAtLogin);
      const changed = await settings.change(change);
      parts.onSettings?.(changed);
      supervisor.roomChanged();
      if (keepsJournal) await journal.changeSettings(changed);
      if (change.exporter !== undefined || change.exporterPort !== undefined) await forExporter.follow(changed);
      changes.mark('settings');
      if (change.colourRules !== undefined) changes.mark('packets');
      if (change.autosave === true && workspaces.info.unsaved) await workspaces.save();
      return changed;
    },

    'server.status': () => host.status,
    'server.start': ({ port }) => host.start(port),
    'server.stop': () => host.stop(),
    ...takePort({ start: (port) => host.start(port) }),
    ...forServers.handlers,
    ...forTables.handlers,
    ...serverConsole({ servers: forServers, origins }),
    ...serverImportCalls(dialogs),
    'servers.choosePem': () => dialogs.openFile('pem'),
    ...forOverview.handlers,

    ...connectionCalls({
      recorder: () => recorders.last.get(LOCAL),
      target: address,
      ours: () => new Set(supervisor.crews.flatMap(({ workers }) => workers.map(({ connection }) => connection))),
      dropIn: doctorPlan.client,
    }),

    ...forWorkspace.handlers,

    ...forFunctions.handlers,

    ...jobCalls({
      journal,
      targetsOf: (key, name) =>
        placesOfJob(key, {
          all: forServers.all,
          embedded: address(),
          spread: forSubmissions.spreadOf(key),
          workersAt: workspaces.functions.find((each) => wireOf(each.name) === name)?.servers ?? [],
        }),
      dropIn: doctorPlan.client,
      dialogs,
      save,
    }),
    ...forWhy.handlers,
    ...previousRunCalls({ detail: (key) => journal.detail(key, 0), window: (query) => journal.window(query) }),

    ...jobActions({
      servers: () => forServers.all,
      act: forServers.handlers['servers.act'],
      notes,
      jobOf: (key) => journal.detail(key, 0),
      otherStarts: (key) => journal.otherStarts(key),
      workloadOf: (key) => forSubmissions.workloadOf({ kind: 'job', key }),
      submit: forSubmissions.handlers,
      onChange: () => changes.mark('jobs'),
    }),
    ...forSubmissions.handlers,
    ...demonstrationCalls({
      ...{ supervisor, environment, rows, submissions: forSubmissions },
      serves: () => host.target !== undefined,
      platform: process.platform,
    }),

    ...forRuns.handlers,

    ...forCaptures.handlers,

    ...forSearch.handlers,

    ...forDecoding.handlers,

    'view.keep': (kept) => {
      view = kept.view;
    },
    'view.kept': () => view,
    ...faults.handlers,
    ...reportCalls({
      app: parts.app,
      home,
      settings: () => settings.current,
      status: () => host.status,
      figures: () => ({
        connections: host.connections,
        'functions defined': workspaces.functions.length,
        'functions with workers': supervisor.running.length,
        'jobs so far': jobs.total,
        'jobs waiting': host.broker === undefined ? 0 : waitingIn(host.broker.registry, () => false),
        'packets held': ring.next - ring.first,
        'jobs in the history': journal.state.jobs,
      }),
      faults: () => faults.all,
      logTail: async (lines) => (await parts.logs?.tail(lines)) ?? [],
      save: (text, suggestion) => save('report', text, suggestion),
    }),
    'updates.look': () => parts.lookForUpdate?.() ?? { state: 'off' },
    'logs.open': () => parts.logs?.open(),

    ...terminalCommandCalls({
      launch: parts.launch ?? { kind: 'checkout', program: join(APP_ROOT, 'bin', 'gearbench') },
      home,
      platform: process.platform,
      shell,
      // Asked also where a terminal started this program: what was written for the shell meanwhile is to be seen.
      terminalPath: () => pathOf(shell),
    }),

    ...forDoctor.handlers,
    'doctor.scan': (input) =>
      hidingPings({ ring, recorders: recorders.all }, () => forDoctor.handlers['doctor.scan'](input)),
  };

  const forGlance = atAGlance({
    status: () => host.status,
    registry: () => host.broker?.registry,
    address,
    crews: () => supervisor.crews,
    isStuck: (name) => forWhy.stuck(name) !== null,
    last: () => forSubmissions.last(),
    handlers,
  });

  function tellAtAGlance(onGlance: (glance: Glance) => void): void {
    const glance = forGlance.glance();
    onGlance(glance);
    const found = notices.look({ stuck: glance.stuck, watches: inSight(), at: now() });
    if (settings.current.notices) for (const notice of found) parts.onNotice?.(notice);
  }

  keepYoungSpaceSmall();
  const loopDelay = watchLoopDelay();
  const noting = setInterval(() => {
    forOverview.note();
    if (parts.onGlance !== undefined) tellAtAGlance(parts.onGlance);
  }, NOTED_EVERY).unref();
  const endShrinking = shrinkWhenEmptied({ size: () => host.broker?.registry.jobs.size ?? 0 });
  parts.onSettings?.(settings.current);
  return {
    handlers,
    tellFault: faults.tell,
    captured,
    onTick: (listener) => changes.on(listener),
    get running() {
      return supervisor.running;
    },
    startServers: () => {
      forServers.start();
      void forExporter.follow(settings.current);
    },
    openWorkspace: (path) => forWorkspace.open(path),
    lookAtWorkspace: () => workspaces.look(),
    glance: () => forGlance.glance(),
    ending: () => forGlance.ending(),
    submitAgain: () => forGlance.submitAgain(),
    mayLeave: () => forWorkspace.mayLeave(),
    trustOnce: () => workspaces.grantOnce(),
    drain: () => host.drain(),
    async close() {
      closing.abort();
      forSearch.close();
      forTables.close();
      forDecoding.close();
      changes.close();
      endShrinking();
      loopDelay.close();
      clearInterval(noting);
      forSubmissions.close();
      await forRuns.close();
      await Promise.all([forFunctions.stopAll(), forDoctor.close(), forCaptures.close()]);
      guard.close();
      await Promise.all([host.stop(), forServers.close(), forExporter.close()]);
      await journal.close();
      await notes.close();
      await left.close();
    },
  };
}
