import { readFileSync } from 'node:fs';
import { parser } from '@prometheus-io/lezer-promql';
import { beforeAll, expect, test } from 'vitest';
import { metricsOf } from '../../../main/exporter/metrics.ts';
import { readPrometheus } from '../../support/prometheus.ts';

interface Panel {
  id: number;
  type: string;
  title: string;
  gridPos: { x: number; y: number; w: number; h: number };
  datasource?: { type: string; uid: string };
  targets?: { expr: string; refId: string }[];
}

const dashboard = JSON.parse(
  readFileSync(new URL('../../../resources/grafana/gearbench.json', import.meta.url), 'utf8'),
) as {
  uid: string;
  title: string;
  schemaVersion: number;
  panels: Panel[];
  templating: { list: { name: string; type: string; query: string | { query: string } }[] };
};

const charts = dashboard.panels.filter(({ type }) => type !== 'row');
const expressions = charts.flatMap(({ title, targets = [] }) =>
  targets.map(({ expr }): [string, string] => [title, expr]),
);

/** Names of series that the exporter serves: of a histogram its parts. */
const served = new Set<string>();
beforeAll(async () => {
  for (const [name, { type }] of readPrometheus(await metricsOf({ servers: () => [], functionsMost: () => 1 }).text()))
    for (const part of type === 'histogram' ? ['_bucket', '_sum', '_count'] : ['']) served.add(`${name}${part}`);
});

/** What an expression names, as Prometheus' own grammar reads it; its errors too. Grafana fills in the interval. */
function read(expression: string) {
  const text = expression.replaceAll('$__rate_interval', '5m');
  const found = { metrics: [] as string[], labels: [] as string[], errors: [] as string[] };
  parser.parse(text).iterate({
    enter: ({ type, from, to, node }) => {
      if (type.isError) found.errors.push(text.slice(0, from));
      else if (type.name === 'Identifier' && node.parent?.name === 'VectorSelector')
        found.metrics.push(text.slice(from, to));
      else if (type.name === 'LabelName') found.labels.push(text.slice(from, to));
    },
  });
  return found;
}

test('a broken expression is seen to be one', () => {
  expect([read('rate(gearman_up{a="b"}[5m])'), read('rate(gearman_up{[5m])').errors.length > 0]).toEqual([
    { metrics: ['gearman_up'], labels: ['a'], errors: [] },
    true,
  ]);
});

test.each(expressions)('%s asks for what the exporter serves: %s', (_title, expression) => {
  const { metrics, labels, errors } = read(expression);
  expect([errors, metrics.length > 0, metrics.filter((name) => !served.has(name))]).toEqual([[], true, []]);
  expect(labels.filter((label) => !['server', 'function', 'priority', 'version', 'le'].includes(label))).toEqual([]);
});

test('what the exporter serves is shown, but for the counts of servers', () => {
  const shown = new Set(expressions.flatMap(([, expression]) => read(expression).metrics));
  const parts = /_(?:sum|count)$/;
  expect([...served].filter((name) => !shown.has(name) && !parts.test(name))).toEqual([
    'gearman_server_info',
    'gearman_functions',
    'gearman_functions_summed',
  ]);
});

test('its variables choose the data source, servers and functions', () => {
  const [source, ...others] = dashboard.templating.list;
  expect([source?.type, source?.query]).toEqual(['datasource', 'prometheus']);
  for (const { query } of others) {
    const [, expression = '', label] =
      /^label_values\((.+), (\w+)\)$/.exec(typeof query === 'string' ? query : query.query) ?? [];
    const { metrics, errors } = read(expression);
    expect([errors, metrics.filter((name) => !served.has(name)), label]).toEqual([[], [], expect.any(String)]);
  }
  const used = new Set(
    JSON.stringify(dashboard)
      .match(/\$\{?(?!__)[a-z]\w*/g)
      ?.map((each) => each.replace(/\W/g, '')),
  );
  expect([...used].sort()).toEqual(dashboard.templating.list.map(({ name }) => name).sort());
});

test('it can be imported: nothing lies over another, and every panel asks the chosen data source', () => {
  expect([dashboard.uid, dashboard.title !== '', dashboard.schemaVersion >= 39, 'id' in dashboard]).toEqual([
    'gearbench',
    true,
    true,
    false,
  ]);
  expect(new Set(dashboard.panels.map(({ id }) => id)).size).toBe(dashboard.panels.length);
  const cells = dashboard.panels.flatMap(({ gridPos: { x, y, w, h } }) =>
    Array.from({ length: w * h }, (_, at) => `${x + (at % w)} ${y + Math.floor(at / w)}`),
  );
  expect([new Set(cells).size, dashboard.panels.filter(({ gridPos: { x, w } }) => x + w > 24)]).toEqual([
    cells.length,
    [],
  ]);
  // biome-ignore lint/suspicious/noTemplateCurlyInString: Grafana fills it in
  expect(charts.filter(({ datasource }) => datasource?.uid !== '${datasource}')).toEqual([]);
  expect(charts.filter(({ targets }) => new Set(targets?.map(({ refId }) => refId)).size !== targets?.length)).toEqual(
    [],
  );
});
