import { Journal } from '../../main/journal/journal.ts';
import { silent } from '../../main/util/log.ts';
import { jobFacts } from './job-facts.ts';

/** A program that records jobs at the path of its argument until it is killed, or until its input ends: who started it is gone. */
process.stdin.on('end', () => process.exit()).resume();
const settings = { journal: true, journalJobs: 2000, journalSize: 1024 };
const journal = new Journal({ path: process.argv[2], settings, log: silent, onChange: () => {} });
const source = { server: 'local', run: 1, who: () => '' };
let number = 0;
setInterval(() => {
  for (let each = 0; each < 20; each += 1) {
    number += 1;
    const job = jobFacts({ handle: `H:t:${number}`, unique: `u${number}`, workload: Buffer.from(`work ${number}`) });
    const at = Date.now();
    journal.recent.hear(source, { kind: 'submitted', client: 1, job }, at);
    if (number % 2 === 0)
      journal.recent.hear(source, { kind: 'complete', job, bytes: Buffer.from(`done ${number}`) }, at);
  }
}, 2);
