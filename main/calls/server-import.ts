import { basename } from 'node:path';
import type { ServerImport } from '../contract/servers.ts';
import { importApart } from '../imports/import-apart.ts';
import type { Dialogs } from '../util/dialogs.ts';
import { readText } from '../util/json-file.ts';

/** What the window asks of files that name servers. Nothing is changed, and nothing but the file itself is looked at. */
export const serverImportCalls = (dialogs: Dialogs) => ({
  /** Servers of a file that the person chooses; null where none is. Throws `file-unreadable`, `file-missing`, `file-too-large`. */
  'servers.readImport': async (): Promise<ServerImport | null> => {
    const path = await dialogs.openFile('servers');
    return path === null ? null : importApart(await readText(path), basename(path));
  },
  /** The same of a text that was pasted, or of a file that was dropped, with its name. */
  'servers.readText': ({ text, file }: { text: string; file: string | null }): Promise<ServerImport> =>
    importApart(text, file),
});
