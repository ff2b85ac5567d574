/*
 * Every call and every event between the window and the engine. If it is not here, it does not exist. In this folder schemas check
 * what comes from outside; interfaces describe what the engine returns. A `Wire` string holds a Gearman name as it is on the wire,
 * one character per byte; the window decodes it for the eye only. Times are milliseconds since the epoch, durations milliseconds,
 * sizes bytes.
 */
import { z } from 'zod';
import { type CaptureState, PacketExport, RecordingLimits } from './captures.ts';
import { COLOUR_RULES_MOST } from './colour-rules.ts';
import { type CommandId, MenuState } from './commands.ts';
import { CompareRequest, type Comparison } from './compare.ts';
import {
  CopyInnerRequest,
  CopyRequest,
  type Decoded,
  type DecodedNode,
  DecodeRequest,
  LayerBytesRequest,
  NodesRequest,
  PathRequest,
  type PathStep,
  TextRequest,
} from './decode.ts';
import { type Explanation, PASTE_MOST, type Scan, type ScanStage, type Snippets, type StepRun } from './doctor.ts';
import type { Failure } from './errors.ts';
import type { ExpertReport } from './expert.ts';
import type { ExporterState } from './exporter.ts';
import { type Fault, PageError } from './faults.ts';
import {
  FunctionDefinition,
  type FunctionRow,
  SecretName,
  type SecretState,
  SecretValue,
  type Starter,
  type TestRun,
  WORKERS_MOST,
} from './functions.ts';
import { type History, HistoryQuery } from './history.ts';
import {
  type Cancelled,
  ChosenJobs,
  CommandJobs,
  type JobAbout,
  JobNote,
  PurgedFunction,
  type Resubmitted,
  ResubmittedJobs,
} from './job-actions.ts';
import { type JobDetail, JobQuery, type JobWindow } from './jobs.ts';
import { JobExport } from './journal.ts';
import { JobKey, Wire } from './keys.ts';
import { type AppInfo, type Overview, OverviewQuery } from './overview.ts';
import {
  COMMENT_CHARACTERS,
  type FilterSuggestions,
  FilterText,
  LanesQuery,
  type PacketDetail,
  type PacketLanes,
  type PacketMarks,
  type PacketPlace,
  PacketQuery,
  type PacketRates,
  PacketSearch,
  type PacketWindow,
  RatesQuery,
  STORY_MOST,
  type Story,
  StoryFormat,
} from './packets.ts';
import { type ChosenRows, type RunInfo, RunPlan } from './runs.ts';
import { type PacketHits, SearchIn, SearchQuery, type SearchState, SearchStep } from './search.ts';
import { type PortHolder, ServerOptions, type ServerStatus } from './server.ts';
import { type ConsoleAnswer, ConsoleLine } from './server-console.ts';
import {
  ServerAction,
  ServerDraft,
  ServerFunctionQuery,
  type ServerFunctionWindow,
  type ServerHistory,
  ServerHistorySpan,
  ServerId,
  type ServerImport,
  type ServerInfo,
  ServerJobQuery,
  type ServerJobWindow,
  ServerTrial,
  ServerWorkerQuery,
  type ServerWorkerWindow,
  type TriedServer,
} from './servers.ts';
import { type Settings, SettingsChange, type SettingsFault } from './settings.ts';
import { SNIPPET_LANGUAGES, type Snippet } from './snippets.ts';
import {
  type ChosenFile,
  type Demonstration,
  Submission,
  type SubmissionInfo,
  type SubmissionPreview,
  type SubmissionRow,
  Workload,
} from './submission.ts';
import type { TerminalCommandState } from './terminal-command.ts';
import type { UpdateState } from './updates.ts';
import { ViewChange, type ViewState } from './view.ts';
import type { Why } from './why.ts';
import {
  type OutsideConnection,
  WorkerAction,
  WorkerChoice,
  type WorkerOutputLine,
  type WorkersView,
} from './workers.ts';
import {
  Import,
  type ImportOffer,
  type RecentWorkspace,
  SavedWorkload,
  WorkloadPlace,
  WorkspaceDescription,
  type WorkspaceInfo,
} from './workspace.ts';

/** Input is checked at run time, because it crosses a trust boundary; output by the compiler. */
const call = <I extends z.ZodType>(input: I) => ({ returns: <O>() => ({ input, output: undefined as O }) });
const nothing = z.void();
const functionName = z.object({ name: z.string().min(1).max(1024) });
const submissionId = z.object({ id: z.number().int() });
const stepKey = z.object({ step: z.string().max(64) });
const changeId = z.object({ id: z.uuid() });
const Port = z.number().int().min(1).max(65535);
const serverId = z.object({ id: ServerId });
const packetNumber = z.object({ seq: z.number().int().min(0) });

export const calls = {
  'app.info': call(nothing).returns<AppInfo>(),
  /** How the window's commands are now: the application's menu shows it. */
  'app.menu': call(MenuState).returns<void>(),
  /** How the window is: which screen, what is typed. It is kept in memory, for a window that is made anew; null forgets it. */
  'view.keep': call(z.object({ view: z.string().max(1_000_000).nullable() })).returns<void>(),
  'view.kept': call(nothing).returns<string | null>(),
  /** What broke in this session and was not read yet, the last one first. */
  'faults.list': call(nothing).returns<Fault[]>(),
  'faults.dismiss': call(z.object({ id: z.number().int() })).returns<void>(),
  /** An error that nothing in the window caught: it goes to the log. */
  'faults.tell': call(PageError).returns<void>(),
  /** Shows the folder of the log in the system's own program for that. */
  'logs.open': call(nothing).returns<void>(),
  /** Asks whether there is a newer version, which is nowhere done unasked. Throws `updates-unknown`. */
  'updates.look': call(nothing).returns<UpdateState>(),
  /** What can be given to others when something is wrong, in English: versions, settings, errors, without names, paths and contents. */
  'report.make': call(nothing).returns<string>(),
  /** Asks the user where to save the one that was made last, as it was shown; null where they chose none. Returns the file's name. */
  'report.save': call(nothing).returns<string | null>(),
  /** The `gearbench` command of the person's terminals. Asks their shell where it finds programs. */
  'terminal.state': call(nothing).returns<TerminalCommandState>(),
  /** Writes it, and not over somebody else's file: throws `command-foreign`. */
  'terminal.install': call(nothing).returns<TerminalCommandState>(),
  'terminal.remove': call(nothing).returns<TerminalCommandState>(),
  /** Whether failures, and jobs that nobody takes, are in sight in the window: they need not be told then. */
  'app.watches': call(z.object({ failed: z.boolean(), waiting: z.boolean() })).returns<void>(),
  'settings.get': call(nothing).returns<Settings>(),
  'settings.change': call(SettingsChange).returns<Settings>(),
  /** What was broken in their file at the start; null where nothing was. */
  'settings.fault': call(nothing).returns<SettingsFault | null>(),
  /** Whether figures are served for Prometheus, and where, or why not; `settings` marks its changes. */
  'exporter.state': call(nothing).returns<ExporterState>(),
  /** How the window was left. */
  'view.get': call(nothing).returns<ViewState>(),
  'view.change': call(ViewChange).returns<void>(),
  'server.status': call(nothing).returns<ServerStatus>(),
  'server.start': call(ServerOptions).returns<ServerStatus>(),
  'server.stop': call(nothing).returns<ServerStatus>(),
  /** A gearmand of this user that has the port; null where somebody else has it, or nobody. */
  'server.holder': call(z.object({ port: Port })).returns<PortHolder | null>(),
  /**
   * Tells that gearmand to end, waits until the port is free and starts there; one with a keeper is let be. Throws `port-kept` where it
   * does not end.
   */
  'server.takePort': call(z.object({ port: Port, pid: z.number().int().min(2) })).returns<ServerStatus>(),
  /** All that the person works with, the first embedded one first. */
  'servers.list': call(nothing).returns<ServerInfo[]>(),
  /** Puts one into the list, at the end or at its place there, and starts it if it is to be on. An `id` is what it was before. */
  'servers.add': call(
    z.object({ server: ServerDraft, id: ServerId.optional(), at: z.number().int().min(0).optional() }),
  ).returns<ServerInfo>(),
  /** Describes it anew. It is started again where that changes more than its looks. */
  'servers.change': call(z.object({ id: ServerId, server: ServerDraft })).returns<ServerInfo>(),
  /** Stops it and takes it out of the list; what it was and where it stood. Refused for the first embedded one. */
  'servers.remove': call(serverId).returns<{ server: ServerDraft; at: number }>(),
  'servers.move': call(serverId.extend({ at: z.number().int().min(0) })).returns<void>(),
  /** On starts it and keeps it so for the next start of the program; off ends it. A failure stands in its info. */
  'servers.switch': call(serverId.extend({ on: z.boolean() })).returns<ServerInfo>(),
  /** Tries at once again what waits after a failure. */
  'servers.retry': call(serverId).returns<void>(),
  /** Lets it be changed in this session, or not any more. */
  'servers.unlock': call(serverId.extend({ unlocked: z.boolean() })).returns<ServerInfo>(),
  /** Asks the user for a PEM file; its path, null where they chose none. It is not read. */
  'servers.choosePem': call(nothing).returns<string | null>(),
  /** Asks a server that is not in the list for an echo. Throws why it did not answer. */
  'servers.try': call(ServerTrial).returns<TriedServer>(),
  /** Changes a server by the text protocol; what it said. Throws `server-locked` while that is so. */
  'servers.act': call(serverId.extend({ action: ServerAction })).returns<{ said: string }>(),
  /**
   * Says a line of the text protocol to a server; one at a time to each: the next ends the one before. What may change the server
   * is refused as `servers.act` refuses it.
   */
  'servers.say': call(ConsoleLine).returns<ConsoleAnswer>(),
  /** Waits no longer for what a server says to a line. */
  'servers.hush': call(serverId).returns<void>(),
  'servers.functions': call(ServerFunctionQuery).returns<ServerFunctionWindow>(),
  'servers.workers': call(ServerWorkerQuery).returns<ServerWorkerWindow>(),
  /** It is asked for them only so long as somebody asks here. */
  'servers.jobs': call(ServerJobQuery).returns<ServerJobWindow>(),
  /** Null where it keeps none: it was never started. */
  'servers.history': call(
    serverId.extend({ function: Wire.nullable(), span: ServerHistorySpan }),
  ).returns<ServerHistory | null>(),
  /** Servers that a file names, which the user is asked for; null where they chose none. Changes nothing. */
  'servers.readImport': call(nothing).returns<ServerImport | null>(),
  /** The same of a text that was pasted, or of a file that was dropped, with its name. */
  'servers.readText': call(
    z.object({ text: z.string().max(1_000_000), file: z.string().max(255).nullable() }),
  ).returns<ServerImport>(),
  /** Connections of others since the server's start, the newest first: those that are open, and the last ones that have left. */
  'connections.outside': call(nothing).returns<OutsideConnection[]>(),
  /** A program that submits a job to the server, to begin with. */
  'connections.snippet': call(z.object({ language: z.enum(SNIPPET_LANGUAGES) })).returns<Snippet>(),
  'overview.get': call(OverviewQuery).returns<Overview>(),
  /** The last minutes as a chart, and a line for each function that is asked for. */
  'overview.history': call(HistoryQuery).returns<History>(),
  'workspace.get': call(nothing).returns<WorkspaceInfo>(),
  /** Asks the user for a file; null where they chose none. Opening one runs nothing. */
  'workspace.open': call(nothing).returns<WorkspaceInfo | null>(),
  /** Those that were open before, the last one first, without the one that is. */
  'workspace.recent': call(nothing).returns<RecentWorkspace[]>(),
  /** Opens one of these. */
  'workspace.openRecent': call(z.object({ path: z.string() })).returns<WorkspaceInfo | null>(),
  /** Takes one out of the list; null takes all. */
  'workspace.forget': call(z.object({ path: z.string().nullable() })).returns<void>(),
  'workspace.create': call(nothing).returns<WorkspaceInfo | null>(),
  /** Writes what is unsaved. Where another program wrote the file meanwhile it is refused, unless it shall be overwritten. */
  'workspace.save': call(z.object({ overwrite: z.boolean() })).returns<WorkspaceInfo>(),
  /** Asks the user for a file and goes on in that one. */
  'workspace.saveAs': call(nothing).returns<WorkspaceInfo | null>(),
  /** Reads the file again; asks first where changes would be lost. */
  'workspace.revert': call(nothing).returns<WorkspaceInfo | null>(),
  /** Asks the user for a file of functions: a workspace, or a text of gearman commands. Changes nothing. */
  'workspace.readImport': call(nothing).returns<ImportOffer | null>(),
  /** Adds functions from elsewhere, all or none; one that is there already has to be replaced by name. Runs nothing. */
  'workspace.import': call(Import).returns<WorkspaceInfo>(),
  /** Asks the user for a file and writes these functions into it; returns its name. */
  'workspace.export': call(z.object({ names: z.array(z.string()).min(1).max(1000) })).returns<string | null>(),
  'workspace.describe': call(z.object({ description: WorkspaceDescription })).returns<WorkspaceInfo>(),
  /** The user read the commands that the fingerprint stands for and lets them run. */
  'workspace.trust': call(z.object({ fingerprint: z.string() })).returns<WorkspaceInfo>(),
  /** Keeps a workload, in the place of another one or at the end. Runs nothing. */
  'workspace.saveWorkload': call(
    z.object({
      workload: SavedWorkload,
      replaces: WorkloadPlace.nullable().default(null),
      at: z.number().int().min(0).nullable().default(null),
    }),
  ).returns<WorkspaceInfo>(),
  /** Returns what it was, and where it stood. */
  'workspace.removeWorkload': call(WorkloadPlace).returns<{ workload: SavedWorkload; at: number }>(),
  /** Puts a workload into a folder, before the one that is at `at` now. */
  'workspace.moveWorkload': call(
    z.object({ place: WorkloadPlace, folder: WorkloadPlace.shape.folder, at: z.number().int().min(0) }),
  ).returns<WorkspaceInfo>(),
  'functions.list': call(nothing).returns<FunctionRow[]>(),
  /** `replaces` is the name before a change of name. Workers that run are started again with what changed. */
  'functions.save': call(z.object({ definition: FunctionDefinition, replaces: z.string().nullable() })).returns<void>(),
  /** The function that a command of the stock tool works on. Changes nothing. */
  'functions.fromCommand': call(z.object({ text: z.string().max(100_000) })).returns<FunctionDefinition>(),
  /** Definitions to begin with, and what is missing for them here. */
  'functions.starters': call(nothing).returns<Starter[]>(),
  /**
   * Runs a definition's command once, saved or not, without a server; `secrets` go before the values that are kept. One at
   * a time: the next one ends the one before.
   */
  'functions.testRun': call(
    z.object({
      definition: FunctionDefinition,
      workload: Workload,
      secrets: z.record(SecretName, SecretValue).default({}),
    }),
  ).returns<TestRun>(),
  /** Ends the command that is tried, if there is one. */
  'functions.endTestRun': call(nothing).returns<void>(),
  'functions.remove': call(functionName).returns<FunctionDefinition>(),
  'workers.list': call(nothing).returns<WorkersView>(),
  'workers.start': call(functionName).returns<void>(),
  'workers.stop': call(functionName).returns<void>(),
  /** Which of these variables of the open workspace have a value. No call returns one. */
  'secrets.state': call(z.object({ names: z.array(SecretName).max(1000) })).returns<SecretState>(),
  /** Workers that have the variable are started again with the new value. */
  'secrets.set': call(z.object({ name: SecretName, value: SecretValue })).returns<void>(),
  /** Workers that have it keep it until they are stopped. */
  'secrets.clear': call(z.object({ name: SecretName })).returns<void>(),
  /** Does it to all workers of a function or to one. `kill` gives their jobs back to the server, `kill-job` fails them. */
  'workers.act': call(WorkerChoice.extend({ action: WorkerAction })).returns<void>(),
  /** So many workers from now on, whatever the definition says; until the next start. */
  'workers.scale': call(functionName.extend({ workers: z.number().int().min(1).max(WORKERS_MOST) })).returns<void>(),
  /** The last lines of a function's workers, or of one of them; those behind the line with the number `after`. */
  'workers.output': call(WorkerChoice.extend({ after: z.number().int().min(0).default(0) })).returns<
    WorkerOutputLine[]
  >(),
  /** Asks the user where to; null where they chose no file. Returns the file's name. */
  'workers.saveOutput': call(WorkerChoice).returns<string | null>(),
  'jobs.window': call(JobQuery).returns<JobWindow>(),
  /** A search of a list looks no further; what was found stays. */
  'jobs.stopSearch': call(z.object({ search: z.string().max(500) })).returns<void>(),
  /** Forgets all jobs that have ended. */
  'jobs.clear': call(nothing).returns<void>(),
  /** Asks the user where to. Resolves with the file's name and how many jobs it has; null where they chose none or ended it. */
  'jobs.export': call(JobExport).returns<{ name: string; jobs: number } | null>(),
  'jobs.cancelExport': call(nothing).returns<void>(),
  'jobs.get': call(JobKey).returns<JobDetail | null>(),
  /** The run of its function before it that ended, one of the same work first; null where none is known. */
  'jobs.previous': call(JobKey).returns<JobKey | null>(),
  /** Why a job that no worker has waits; null where one has it, or where it is no longer with the server. */
  'jobs.why': call(JobKey).returns<Why | null>(),
  /** Asks the user where to; null where they chose no file. Returns the file's name. */
  'jobs.saveResult': call(JobKey).returns<string | null>(),
  /** Asks the user where to save a story that was drawn; returns the file's name, null where they chose none. */
  'jobs.saveStory': call(z.object({ handle: Wire, format: StoryFormat, text: z.string().max(STORY_MOST) })).returns<
    string | null
  >(),
  /**
   * Cancels jobs of the server that runs. A worker that comes to a queued one skips it, the worker of a running one is not told;
   * who waits for it hears that it failed. What has ended stays as it is.
   */
  'jobs.cancel': call(ChosenJobs).returns<Cancelled>(),
  /** How many jobs of a function wait and run at a server of ours now; cancelled ones wait until a worker comes to them. Throws `server-not-running`. */
  'jobs.count': call(PurgedFunction).returns<{ queued: number; running: number }>(),
  /** Ends all jobs that wait for a function: they leave the server. Those that run go on. */
  'jobs.purge': call(PurgedFunction).returns<{ jobs: number }>(),
  /** Submits jobs again as new ones, which know from which they are. Without their unique IDs, which might join them to others. */
  'jobs.resubmit': call(ResubmittedJobs).returns<Resubmitted>(),
  /** The whole workload, to be edited; null where it is too large for that. Throws `not-kept`. */
  'jobs.workload': call(JobKey).returns<Uint8Array | null>(),
  /** Commands of a terminal that submit the jobs again, and how many jobs no command line can have. Throws `not-kept`. */
  'jobs.command': call(CommandJobs).returns<{ lines: string[]; left: number }>(),
  'jobs.about': call(JobKey).returns<JobAbout>(),
  /** Writes a note to a job; an empty one takes it away. */
  'jobs.note': call(JobNote).returns<void>(),
  /** The job as a program of a language submits it; null where its workload is no longer kept. */
  'jobs.snippet': call(z.object({ key: JobKey, language: z.enum(SNIPPET_LANGUAGES) })).returns<Snippet | null>(),
  /** Asks the user where to; null where they chose no file. Returns the file's name. */
  'jobs.saveWorkload': call(z.object({ key: JobKey, name: z.string().max(100) })).returns<string | null>(),
  'workload.choose': call(nothing).returns<ChosenFile | null>(),
  'workload.submit': call(Submission).returns<SubmissionInfo>(),
  /** What would be sent, and a command that does the same. Sends nothing. */
  'workload.preview': call(Submission).returns<SubmissionPreview>(),
  /** Has lines counted by a worker that is there for this one job and no part of the workspace. Resolves when it has gone. */
  'demonstration.run': call(z.object({ text: z.string().max(100_000) })).returns<Demonstration>(),
  /** Those that are remembered, the last one first. */
  'submissions.list': call(nothing).returns<SubmissionRow[]>(),
  'submissions.get': call(submissionId).returns<SubmissionInfo | null>(),
  'submissions.abandon': call(submissionId).returns<void>(),
  'submissions.saveResult': call(submissionId).returns<string | null>(),
  /** Asks the user for a file of rows, CSV or JSON by lines; null where they chose none. Sends nothing. */
  'runs.chooseRows': call(nothing).returns<ChosenRows | null>(),
  /** The first workloads that a run would send, as text. Throws what is wrong with its template. Sends nothing. */
  'runs.sample': call(RunPlan).returns<string[]>(),
  /** Sends many jobs, from a thread of their own; one run at a time. Throws `run-busy`, and what is wrong before anything is sent. */
  'runs.start': call(RunPlan).returns<RunInfo>(),
  /** Those of this session that are remembered, the newest first. */
  'runs.list': call(nothing).returns<RunInfo[]>(),
  /** Sends no more of the run that goes on, and waits for nothing more. */
  'runs.cancel': call(nothing).returns<void>(),
  'packets.window': call(PacketQuery).returns<PacketWindow>(),
  'packets.get': call(packetNumber).returns<PacketDetail | null>(),
  /** What is wrong or remarkable in all that is held, our own probes left out. The first call begins to look. */
  'packets.expert': call(nothing).returns<ExpertReport>(),
  'packets.clear': call(nothing).returns<void>(),
  /** What may be written at a place of a filter. */
  'packets.suggest': call(
    z.object({ text: z.string().max(2000), caret: z.number().int().min(0) }),
  ).returns<FilterSuggestions>(),
  /** What is wrong with each of these filters, in their order. */
  'packets.check': call(z.object({ filters: z.array(FilterText).max(COLOUR_RULES_MOST) })).returns<
    (Failure | null)[]
  >(),
  /** Null where no such packet is shown. */
  'packets.find': call(PacketSearch).returns<PacketPlace | null>(),
  /** Marks a packet with a comment, which may be empty, or takes its mark away (null). False where the packet is gone. */
  'packets.mark': call(
    packetNumber.extend({ comment: z.string().max(COMMENT_CHARACTERS).nullable() }),
  ).returns<boolean>(),
  'packets.marks': call(nothing).returns<PacketMarks>(),
  /**
   * How far a search over all packets has come. It goes on by being asked, and tells by the topic of packets; another query ends
   * it. Throws for a pattern that cannot be read.
   */
  'search.state': call(SearchQuery).returns<SearchState>(),
  /** The nearest packet with a hit, beyond the end from the other end on; null where none was found yet. */
  'search.step': call(SearchStep).returns<number | null>(),
  /** Where a packet's hits are; null where it was forgotten. */
  'search.hits': call(SearchIn).returns<PacketHits | null>(),
  'search.close': call(nothing).returns<void>(),
  /** What happened to a job, as far as its packets are held. */
  'packets.story': call(JobKey).returns<Story>(),
  'packets.lanes': call(LanesQuery).returns<PacketLanes>(),
  'packets.rates': call(RatesQuery).returns<PacketRates>(),
  /** What is shown in place of the live capture, exported and recorded. */
  'captures.state': call(nothing).returns<CaptureState>(),
  /** Asks the user which; its packets are shown instead of the live ones. Null where they chose none. */
  'captures.open': call(nothing).returns<string | null>(),
  /** Reads no more of the open file; what was read stays. */
  'captures.stopReading': call(nothing).returns<void>(),
  /** Shows the live capture again; a file that was left is forgotten too. */
  'captures.close': call(nothing).returns<void>(),
  /** Shows the live capture and keeps the open file, to be gone back to. False where none is open. */
  'captures.leave': call(nothing).returns<boolean>(),
  /** Shows the file again that was left; false where there is none. */
  'captures.back': call(nothing).returns<boolean>(),
  /** Asks the user where to. Resolves with the file's name when it is whole, null where they chose none or ended it. */
  'captures.export': call(PacketExport).returns<string | null>(),
  'captures.cancelExport': call(nothing).returns<void>(),
  /** Asks the user where to; from then on each packet is written there. Null where they chose no file. */
  'captures.record': call(RecordingLimits).returns<string | null>(),
  'captures.endRecording': call(nothing).returns<void>(),
  /** Bytes of a packet from a place on, so many as a page has; null where it was forgotten. */
  'bytes.page': call(packetNumber.extend({ from: z.number().int().min(0) })).returns<Uint8Array | null>(),
  /** Bytes of a packet as a text to be copied. */
  'bytes.copy': call(CopyRequest).returns<string | null>(),
  /**
   * What a packet or a job carries, layer by layer, decoded outside of the window and of the sockets' thread. Null where it
   * carries nothing or was forgotten. The calls below tell of the last layer a page at a time.
   */
  'decode.open': call(DecodeRequest).returns<Decoded | null>(),
  /** Parts of a node. */
  'decode.nodes': call(NodesRequest).returns<DecodedNode[] | null>(),
  /** The nodes that a byte of the last layer is part of, from the whole on. */
  'decode.path': call(PathRequest).returns<PathStep[] | null>(),
  /** Lines that are different in a job's workload or result and in that of an earlier run; null where either was forgotten. */
  'decode.compare': call(CompareRequest).returns<Comparison | null>(),
  /** Some of the last layer's bytes as a text to be copied; `send` is for packets. */
  'decode.copy': call(CopyInnerRequest).returns<string | null>(),
  /** What it says as text: JSON with a value a line, a tree as an outline. */
  'decode.text': call(TextRequest).returns<{ text: string; characters: number } | null>(),
  /** The bytes that a layer was read from. */
  'decode.bytes': call(LayerBytesRequest).returns<Uint8Array | null>(),
  /** A picture that may be shown; null where it is too large for that. */
  'decode.picture': call(DecodeRequest).returns<{ type: string; bytes: Uint8Array } | null>(),
  /**
   * Looks for PHPs and at one of them: one that a scan has found, else the terminals'. It changes nothing. One at a time: the
   * next one ends the one before. Null where it was ended. `online` asks pecl.php.net too; nothing else goes online.
   */
  'doctor.scan': call(
    z.object({ php: z.string().nullable(), online: z.boolean().default(false) }),
  ).returns<Scan | null>(),
  /**
   * Lets the PHP that was looked at do real jobs at the server, with scripts of ours; throws `server-not-running`. Ends a scan
   * that goes on. The scan with what came of it; null where it was ended.
   */
  'doctor.prove': call(z.object({ php: z.string() })).returns<Scan | null>(),
  /** What the scan that goes on looks at, or that a proof goes on; null where neither does. */
  'doctor.progress': call(nothing).returns<ScanStage | null>(),
  'doctor.cancel': call(nothing).returns<void>(),
  /** PHP that connects with the server, for the PHP that was looked at last. Runs nothing. */
  'doctor.snippets': call(functionName).returns<Snippets>(),
  /** What the log of a build, or PHP's own words, mean. Looks at nothing else and runs nothing. */
  'doctor.explain': call(z.object({ text: z.string().max(PASTE_MOST) })).returns<Explanation[]>(),
  /** The last diagnosis in English, to be given to others: without names of home folders. Null before the first. */
  'doctor.report': call(nothing).returns<string | null>(),
  /**
   * Does a step of a plan that the last scan has shown: runs its command, or changes its file. One at a time; resolves when it
   * has ended, however that was. What takes an administrator is refused.
   */
  'doctor.doStep': call(stepKey).returns<void>(),
  /** Ends the command of the step that is being done, with all that it has started. */
  'doctor.endStep': call(nothing).returns<void>(),
  /** The step that is being done or was the last, with what it wrote behind the line with that number. Null before the first. */
  'doctor.run': call(z.object({ after: z.number().int().min(0) })).returns<StepRun | null>(),
  /** Puts a file back as it was before a step. Refused where somebody has changed it since. */
  'doctor.undo': call(changeId).returns<void>(),
  /** Leaves a changed file as it is; what it was is no longer kept. */
  'doctor.forget': call(changeId).returns<void>(),
  /** Shows the command of a step in a terminal of the person's, where they run it. */
  'doctor.openTerminal': call(stepKey).returns<void>(),
} as const;

/** How often each topic has changed. The window asks again for what it shows of a topic whose number is new. */
export interface Versions {
  server: number;
  /** The list of servers, and what is known of those beside the first. */
  servers: number;
  functions: number;
  jobs: number;
  packets: number;
  captures: number;
  submissions: number;
  workspace: number;
  settings: number;
  doctor: number;
  faults: number;
}

/** Events only say that something changed or that a menu item was chosen. */
export interface Events {
  tick: Versions;
  command: CommandId;
}

export type CallName = keyof typeof calls;
export type Input<C extends CallName> = z.input<(typeof calls)[C]['input']>;
export type Parsed<C extends CallName> = z.output<(typeof calls)[C]['input']>;
export type Output<C extends CallName> = (typeof calls)[C]['output'];
export type Handlers = { [C in CallName]: (input: Parsed<C>) => Output<C> | Promise<Output<C>> };
export type Reply<T> = { ok: true; value: T } | { ok: false; error: Failure };
export type EventName = keyof Events;

/** What the preload script puts on `window.gearbench`. */
export interface Bridge {
  call<C extends CallName>(name: C, input: Input<C>): Promise<Reply<Output<C>>>;
  /** Opens a workspace whose file the user dropped onto the window. */
  drop(file: File): Promise<Reply<WorkspaceInfo | null>>;
  on<E extends EventName>(name: E, listener: (payload: Events[E]) => void): () => void;
}
