import type { Diagnosis } from '../doctor/doctor.ts';
import { startThread } from '../util/thread.ts';
import type { ScanWatch } from './doctor.ts';
import type { ScanNews, ScanOrder } from './doctor-scan-thread.ts';

/**
 * Looks at the computer from a thread of its own, so that neither the programs that it starts nor the files that it reads are the
 * time of the sockets: whoever starts a program waits until the system has made a copy of what the process has in memory. Ended by
 * `signal`, the thread starts nothing more, and resolves with what it has seen by then, which means nothing.
 */
export function scanApart(order: ScanOrder, { signal, onStage }: ScanWatch): Promise<Diagnosis> {
  return new Promise((resolve, reject) => {
    const thread = startThread('doctor-scan-thread', import.meta.url, order);
    const end = () => thread.postMessage('end');
    signal.addEventListener('abort', end);
    thread.on('message', (news: ScanNews) => {
      if (news.news === 'stage') onStage(news.stage);
      else if (news.news === 'done') resolve(news.diagnosis);
      else reject(news.error);
    });
    thread.once('error', reject);
    thread.once('exit', () => {
      signal.removeEventListener('abort', end);
      reject(new Error('The thread that looks at the computer is gone.')); // where it has told all this is nothing
    });
  });
}
