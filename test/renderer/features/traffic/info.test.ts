// @vitest-environment node
import { expect, test } from 'vitest';
import type { PacketRow } from '../../../../main/contract/packets.ts';
import { infoOf } from '../../../../renderer/features/traffic/info.ts';
import { textIn } from '../../../../renderer/i18n/text.tsx';
import { packetRow } from '../../../support/samples.ts';

const CASES: [string, Partial<PacketRow>, string, string][] = [
  ['a workload as it is', { content: 'a\xe4\xb8\xad\n' }, 'a中↵', 'a中↵'],
  ['an empty one by what the packet means', { content: '' }, 'Client submits a job', '客户端提交任务'],
  ['what was answered', { type: 'JOB_CREATED', answers: 1204 }, 'Answer to 1,204', '对 1,204 的应答'],
  [
    'that a client joined',
    { type: 'JOB_CREATED', answers: 7, joined: true },
    'Answer to 7: it joined a job with the same unique ID',
    '对 7 的应答：唯一 ID 相同，已并入现有任务',
  ],
  ['progress', { type: 'WORK_STATUS', values: { numerator: '1', denominator: '4' } }, '1 of 4', '1 / 4'],
  [
    'a job that runs',
    { type: 'STATUS_RES', values: { known: '1', running: '1', numerator: '1', denominator: '4' } },
    'Running, 1 of 4',
    '执行中，1 / 4',
  ],
  ['a job that waits', { type: 'STATUS_RES', values: { known: '1', running: '0' } }, 'Waits in the queue', '排队中'],
  [
    'a job that is not there',
    { type: 'STATUS_RES_UNIQUE', values: { known: '0' } },
    'The server does not know this job',
    '服务器没有这个任务',
  ],
  ['a name', { type: 'SET_CLIENT_ID', values: { clientId: 'wc-1' } }, 'Calls itself wc-1', '自称 wc-1'],
  [
    'a time-out',
    { type: 'CAN_DO_TIMEOUT', content: '30', values: { timeout: '30' } },
    'Worker offers a function, for 30 s at most',
    'Worker 声明可执行函数，限时 30 秒',
  ],
  [
    'options',
    { type: 'OPTION_REQ', values: { option: 'exceptions' } },
    'Asks for the option exceptions',
    '请求启用选项 exceptions',
  ],
  ['an error letter by letter', { type: 'ERROR', content: 'A: b' }, 'A: b', 'A: b'],
];

test.each(CASES)('the content of a row tells %s', (_what, row, english, chinese) => {
  const said = (['en', 'zh'] as const).map((language) => infoOf(packetRow(row), textIn(language)).text);
  expect(said).toEqual([english, chinese]);
});
