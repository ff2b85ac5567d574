import type { ServerImport } from '../contract/servers.ts';
import { AnsweringThread, ThreadEnded } from '../util/answering-thread.ts';
import { importServers, isYaml } from './import-servers.ts';
import { nothingBut } from './offers.ts';

export interface ImportQuestion {
  text: string;
  file: string | null;
}

/** Characters of lines that are read at once: what is pasted has few. */
const SHORT = 16 * 1024;

/** How long a file is looked through, ms. */
const PATIENCE = 10_000;

/** `importServers`, of what takes long in a thread that lives as long as that. What is too much for it is told as too large. */
export async function importApart(text: string, file: string | null): Promise<ServerImport> {
  if (text.length <= SHORT && !isYaml(text, file ?? '')) return importServers(text, file);
  const thread = new AnsweringThread<ImportQuestion, ServerImport>('import-thread', import.meta.url);
  try {
    return await thread.ask({ text, file }, PATIENCE);
  } catch (error) {
    if (!(error instanceof ThreadEnded) || (error.why !== 'late' && error.why !== 'memory')) throw error;
    const { offers, misread } = nothingBut('too-large');
    return { file, offers, misread };
  } finally {
    thread.close();
  }
}
