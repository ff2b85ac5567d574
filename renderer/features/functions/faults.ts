import { FunctionDefinition } from '../../../main/contract/functions.ts';
import type { MessageId } from '../../i18n/text.tsx';
import { definitionOf, type FunctionDraft } from '../../store/functions.ts';
import type { Store } from '../../store/index.ts';

const MESSAGES = {
  name: 'functions.name.wrong',
  command: 'functions.command.wrong',
  workers: 'functions.atOnce.wrong',
  progress: 'functions.progress.wrong',
  timeLimit: 'functions.timeLimit.wrong',
  outputLimit: 'functions.outputLimit.wrong',
  servers: 'functions.servers.wrong',
  startRate: 'functions.startRate.wrong',
  jobsPerProcess: 'functions.jobsPerProcess.wrong',
  environment: 'functions.environment.wrong',
  secrets: 'secrets.wrong',
} as const satisfies Partial<Record<keyof FunctionDefinition, MessageId>>;

type Field = keyof typeof MESSAGES;
export type Faults = { [field in Field]?: MessageId };

/** What is to be said of the fields that cannot be saved as they are, by the contract's own schema. */
export function faultsOf(draft: FunctionDraft): Faults {
  const checked = FunctionDefinition.safeParse(definitionOf(draft));
  if (checked.success) return {};
  const wrong = new Set(checked.error.issues.map(({ path }) => path[0]));
  const fields = (Object.keys(MESSAGES) as Field[]).filter((field) => wrong.has(field));
  return Object.fromEntries(fields.map((field) => [field, MESSAGES[field]]));
}

/** Whether the command in the editor can be tried as it is. */
export const canTestRun = ({ functions: { draft }, testRun }: Store): boolean =>
  draft !== null &&
  draft.content.speaks !== 'gearman' &&
  testRun.startedAt === null &&
  Object.keys(faultsOf(draft.content)).length === 0;
