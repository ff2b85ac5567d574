// @vitest-environment node
import { renderToStaticMarkup } from 'react-dom/server';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { CommandOutcome, JobDetail } from '../../../../main/contract/jobs.ts';
import { outcomeText } from '../../../../renderer/features/jobs/outcome-text.ts';
import { useJobSentence } from '../../../../renderer/features/jobs/sentence.ts';
import { type Language, TextProvider, textIn } from '../../../../renderer/i18n/text.tsx';
import { jobDetail, outcome } from '../../../support/samples.ts';

beforeEach(() => void vi.useFakeTimers({ now: 2000 }));
afterEach(() => void vi.useRealTimers());

const Sentence = ({ job }: { job: JobDetail }) => useJobSentence(job);

const sentence = (job: JobDetail, language: Language = 'en'): string =>
  renderToStaticMarkup(
    <TextProvider language={language}>
      <Sentence job={job} />
    </TextProvider>,
  );

const waiting = { assignedAt: null, endedAt: null };
const killed = outcome({ exitCode: null, signal: 'SIGKILL' });

test.each<[Partial<JobDetail>, string]>([
  [{ state: 'queued', attempts: 0, ...waiting }, 'wc has waited 1.0 s.'],
  [{ state: 'queued', attempts: 1, ...waiting }, 'wc lost its worker and waits again, 1.0 s by now.'],
  [{ state: 'running', endedAt: null }, 'wc waited 2.0 ms and has run 998.0 ms on wc-1.'],
  [{ state: 'done' }, 'wc waited 2.0 ms and ran 5.0 ms on wc-1.'],
  [{ state: 'failed', outcome: outcome() }, 'The command of wc failed after 5.0 ms on wc-1.'],
  [{ state: 'failed', outcome: killed }, 'wc failed after 5.0 ms on wc-1.'],
  [{ state: 'failed', outcome: null }, 'wc failed after 5.0 ms on wc-1.'],
  [{ state: 'exception' }, 'wc ended with an exception after 5.0 ms on wc-1.'],
  [{ state: 'queued', attempts: 0, ...waiting, dueAt: 62_000 }, 'wc was submitted for later and may run in 1 min 0 s.'],
  [{ state: 'cancelled', assignedAt: null }, 'wc waited 7.0 ms and was cancelled.'],
  [{ state: 'cancelled' }, 'wc was cancelled while it ran on wc-1; the worker is not told, and its result is ignored.'],
  [
    { state: 'lost', assignedAt: null },
    'wc left the server without a result after 7.0 ms: nobody waited for it any more, or the server was stopped.',
  ],
  [
    { state: 'lost' },
    'wc left the server without a result after 7.0 ms: nobody waited for it any more, or the server was stopped.',
  ],
  [
    { state: 'done', submissions: 3 },
    'wc waited 2.0 ms and ran 5.0 ms on wc-1. 3 submissions share it, because the unique ID is the same.',
  ],
])('of a job %o it says: %s', (different, expected) => {
  expect(sentence(jobDetail(different))).toBe(expected);
});

test('the worker is the last one that had it; names are shown with all that is in them', () => {
  const steps = (['#3 wc-1', '#4 wc-2'] as const).map((who) => ({
    at: 1001,
    kind: 'assigned' as const,
    who,
    size: null,
  }));
  expect(sentence(jobDetail({ function: 'gr\xc3\xb6\xc3\x9fe\n', steps }))).toBe(
    'größe↵ waited 2.0 ms and ran 5.0 ms on wc-2.',
  );
});

test('in Chinese, two sentences with nothing between them', () => {
  expect(sentence(jobDetail({ submissions: 2 }), 'zh')).toBe(
    'wc 等待了 2.0 毫秒，在 wc-1 上执行了 5.0 毫秒。因为唯一 ID 相同，2 次提交共用此任务。',
  );
});

test.each<[Partial<CommandOutcome>, string, string]>([
  [{ exitCode: 0 }, 'Exit code 0', '退出码 0'],
  [{ exitCode: null, signal: 'SIGTERM' }, 'Killed by SIGTERM', '被 SIGTERM 终止'],
  [{ exitCode: null, signal: 'SIGKILL', overflowed: true }, 'Ended because it wrote too much', '输出过多，已被终止'],
  [
    { exitCode: null, failure: { code: 'folder-missing', message: 'No.', details: { folder: '/gone' } } },
    'The folder /gone does not exist. Create it, or choose another.',
    '文件夹 /gone 不存在。请创建它，或选择其他文件夹。',
  ],
])('a command that ended as %o: %s', (different, english, chinese) => {
  expect([outcomeText(outcome(different), textIn('en').t), outcomeText(outcome(different), textIn('zh').t)]).toEqual([
    english,
    chinese,
  ]);
});
