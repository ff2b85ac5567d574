import type { FileChange, Risk, Step, Values } from '../../contract/doctor.ts';
import type { StepWords } from '../../contract/doctor-words.ts';

/** What a step is made of, without the fix that it is for. */
export type Draft = Omit<Step, 'fix'>;

export const command = (
  words: StepWords,
  risk: Risk,
  argv: readonly string[],
  values: Values = {},
  more: { environment?: Readonly<Record<string, string>>; folder?: string } = {},
): Draft => ({
  words,
  values,
  risk,
  command: { argv, environment: more.environment ?? {}, folder: more.folder ?? null },
  change: null,
});

export const explained = (words: StepWords, values: Values = {}): Draft => ({
  words,
  values,
  risk: 'explained',
  command: null,
  change: null,
});

export const change = (words: StepWords, risk: Risk, fileChange: FileChange, values: Values = {}): Draft => ({
  words,
  values: { file: fileChange.file, ...values },
  risk,
  command: null,
  change: fileChange,
});
