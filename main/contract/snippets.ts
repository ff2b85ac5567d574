/** What crosses of snippets: a job as somebody else's program submits it. */

/** Languages in which a job is submitted again, in the order in which they are offered. */
export const SNIPPET_LANGUAGES = [
  'php',
  'php-drop-in',
  'python',
  'node',
  'perl',
  'ruby',
  'go',
  'java',
  'shell',
] as const;
export type SnippetLanguage = (typeof SNIPPET_LANGUAGES)[number];

/** What it does not do as the job did. */
export const SNIPPET_NOTES = ['empty-workload', 'own-unique', 'no-answer'] as const;
export type SnippetNote = (typeof SNIPPET_NOTES)[number];

export interface Snippet {
  text: string;
  /** Where it sends the job, as addresses; to one of them where there are several. */
  servers: string[];
  /** What it is saved as, and the command that runs it there; both null for a line of a shell. */
  file: string | null;
  run: string | null;
  /** A file that has to lie beside it, because the workload is too long to stand in it. */
  workloadFile: string | null;
  notes: SnippetNote[];
}
