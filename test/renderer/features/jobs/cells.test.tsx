// @vitest-environment node
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import type { JobRow } from '../../../../main/contract/jobs.ts';
import { cellOf } from '../../../../renderer/features/jobs/cells.tsx';
import { textIn } from '../../../../renderer/i18n/text.tsx';
import { jobDetail } from '../../../support/samples.ts';

const workload = (different: Partial<JobRow>): string =>
  renderToStaticMarkup(
    cellOf('workload', jobDetail(different), {
      text: textIn('en'),
      now: 0,
      colours: new Map(),
      servers: { label: () => '', colour: () => 'none' },
    }),
  ).replace(/<[^>]+>/g, '');

test('the beginning of a workload says that there is more of it', () => {
  expect([
    workload({}),
    workload({ workloadSize: 409 }),
    workload({ preview: new Uint8Array(), workloadSize: 409 }),
  ]).toEqual(['x↵', 'x↵…', '']);
});
