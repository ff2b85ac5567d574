import type { Machine, PageAnswer } from '../machine.ts';

/** What pecl.php.net says of gearman's releases. */
export interface Online {
  url: string;
  answer: PageAnswer;
  /** The newest release that it tells of; null where it tells none. */
  newest: string | null;
}

const RELEASES = 'https://pecl.php.net/rest/r/gearman/allreleases.xml';

/** Goes online: only where the person asks for it. */
export async function lookOnline(machine: Machine): Promise<Online> {
  const answer = await machine.fetch(RELEASES);
  // The newest stands first (PEAR's REST 1.0).
  const newest = answer.what === 'page' ? (/<v>([\w.]+)<\/v>/.exec(answer.text)?.[1] ?? null) : null;
  return { url: RELEASES, answer, newest };
}
