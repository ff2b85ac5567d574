/** Questions that only a window can put to the person; without one there is no answer. */
export interface Dialogs {
  openFile(kind: 'workspace' | 'workload' | 'rows' | 'import' | 'capture' | 'servers' | 'pem'): Promise<string | null>;
  saveFile(
    kind: 'workspace' | 'result' | 'output' | 'capture' | 'recording' | 'jobs' | 'story' | 'workload' | 'report',
    suggestion: string,
  ): Promise<string | null>;
  /** What becomes of unsaved changes to a workspace that is about to be left, or read again. */
  askUnsaved(kind: 'leave' | 'revert', name: string): Promise<'save' | 'discard' | 'cancel'>;
}
