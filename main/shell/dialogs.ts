import { app, type BaseWindow, dialog } from 'electron';
import type { Dialogs } from '../util/dialogs.ts';
import { fill, type Texts } from './texts.ts';

/**
 * Asks or tells something, over a window where one is seen. Without one a Mac stops everything until it is answered; so does
 * `showErrorBox` everywhere.
 */
export const askOver = (window: BaseWindow | undefined, options: Electron.MessageBoxOptions) =>
  window === undefined ? dialog.showMessageBox(options) : dialog.showMessageBox(window, options);

/** The system's file dialogs, over the window where there is one. */
export function systemDialogs(parent: () => BaseWindow | undefined, texts: () => Texts): Dialogs {
  const filters = () => [{ name: texts().workspaceFiles, extensions: ['gearbench.json', 'json'] }];
  const captures = () => [
    { name: texts().captureFiles, extensions: ['pcapng', 'pcap', 'cap', 'gz'] },
    { name: texts().allFiles, extensions: ['*'] },
  ];
  return {
    async openFile(kind) {
      const options: Electron.OpenDialogOptions = {
        title: {
          workspace: texts().openTitle,
          workload: texts().workloadTitle,
          rows: texts().rowsTitle,
          import: texts().importTitle,
          capture: texts().captureTitle,
          servers: texts().serversTitle,
          pem: texts().pemTitle,
        }[kind],
        properties: ['openFile'],
        ...(kind === 'workspace' && { filters: filters() }),
        ...(kind === 'capture' && { filters: captures() }),
      };
      const window = parent();
      const { canceled, filePaths } = await (window === undefined
        ? dialog.showOpenDialog(options)
        : dialog.showOpenDialog(window, options));
      return canceled ? null : (filePaths[0] ?? null);
    },
    async saveFile(kind, suggestion) {
      const options: Electron.SaveDialogOptions = {
        title: {
          workspace: texts().createTitle,
          result: texts().resultTitle,
          output: texts().outputTitle,
          capture: texts().exportTitle,
          recording: texts().recordTitle,
          jobs: texts().exportJobsTitle,
          story: texts().storyTitle,
          workload: texts().saveWorkloadTitle,
          report: texts().reportTitle,
        }[kind],
        defaultPath: `${app.getPath('documents')}/${suggestion}`,
        ...(kind === 'workspace' && { filters: filters() }),
      };
      const window = parent();
      const { canceled, filePath } = await (window === undefined
        ? dialog.showSaveDialog(options)
        : dialog.showSaveDialog(window, options));
      return canceled || filePath === '' ? null : filePath;
    },
    async askUnsaved(kind, name) {
      const { save, discard, revert, cancel, leaveTitle, revertTitle, unsavedText } = texts();
      const answers = kind === 'leave' ? (['save', 'discard', 'cancel'] as const) : (['discard', 'cancel'] as const);
      const words = { save, discard: kind === 'leave' ? discard : revert, cancel };
      const options: Electron.MessageBoxOptions = {
        type: 'question',
        message: fill(kind === 'leave' ? leaveTitle : revertTitle, { name }),
        detail: unsavedText,
        buttons: answers.map((answer) => words[answer]),
        defaultId: kind === 'leave' ? 0 : answers.indexOf('cancel' as never),
        cancelId: answers.indexOf('cancel' as never),
      };
      const { response } = await askOver(parent(), options);
      return answers[response] ?? 'cancel';
    },
  };
}
