// @vitest-environment node
import { expect, test } from 'vitest';
import { RunPlan } from '../../../main/contract/runs.ts';
import { EMPTY_RUN, planOf, type RunDraft, runFault } from '../../../renderer/lib/run-draft.ts';
import { EMPTY_DRAFT, type SubmitDraft } from '../../../renderer/lib/submit-draft.ts';

const rows = { token: 't', name: 'a.csv', size: 9, kind: 'csv', columns: ['a'] } as const;
const chosen = { ...rows, columns: ['a'] };
const wc = { ...EMPTY_DRAFT, function: 'wc' };

test.each<[string, Partial<RunDraft>, Partial<SubmitDraft>, string | null]>([
  ['in order', {}, {}, null],
  ['without a function', {}, { function: '' }, 'draft'],
  ['with wrong JSON', {}, { source: 'json', text: '{' }, 'draft'],
  ['with wrong JSON that is not sent', { rows: chosen, asRow: true }, { source: 'json', text: '{' }, null],
  ['with an ID of its own that is missing', {}, { unique: 'custom' }, null],
  ['with a time that is past', {}, { later: '5' }, null],
  ['of no jobs', { count: '0' }, {}, 'count'],
  ['of half a job', { count: '1.5' }, {}, 'count'],
  ['of all of nothing', { count: '' }, {}, 'count'],
  ['of all rows', { count: '', rows: chosen }, {}, null],
  ['with no rate', { rate: '0' }, {}, 'rate'],
  ['with a slow rate', { rate: '0.5' }, {}, null],
  ['with a word as rate', { rate: 'fast' }, {}, 'rate'],
  ['with too many at once', { concurrency: '10001' }, {}, 'concurrency'],
  ['for no server', {}, { target: 'other', address: '' }, 'draft'],
  ['for another server', {}, { target: 'other', address: 'db.example.com' }, null],
])('a run %s', (_what, run, draft, field) => {
  expect(runFault({ ...wc, ...draft }, { ...EMPTY_RUN, ...run })?.field ?? null).toBe(field);
});

test.each<[string, Partial<RunDraft>, Partial<SubmitDraft>, object]>([
  [
    'text',
    {},
    { text: 'x' },
    { workload: { kind: 'text', text: 'x' }, count: 100, rate: 0, concurrency: 10, target: 'embedded' },
  ],
  [
    'a template',
    { rate: '2.5' },
    { source: 'template', text: '{{i}}' },
    { workload: { kind: 'template', text: '{{i}}' }, rate: 2.5, seed: 3 },
  ],
  ['rows', { rows: chosen, asRow: true, count: '' }, {}, { workload: { kind: 'row' }, rows: 't', count: null }],
  ['an own ID', {}, { unique: 'custom', uniqueValue: 'x' }, { unique: 'none' }],
  ['another server', {}, { target: 'other', address: 'a:5' }, { target: { host: 'a', port: 5 } }],
])('a run with %s goes out as it was meant', (_what, run, draft, plan) => {
  const made = planOf({ ...wc, ...draft }, { ...EMPTY_RUN, ...run }, { unique: 'u', seed: 3 });
  expect(RunPlan.parse(made)).toMatchObject(plan);
});
