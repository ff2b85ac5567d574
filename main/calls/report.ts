import { availableParallelism, freemem, release, totalmem } from 'node:os';
import { basename } from 'node:path';
import type { z } from 'zod';
import type { Handlers } from '../contract/api.ts';
import { AppError } from '../contract/errors.ts';
import type { Fault } from '../contract/faults.ts';
import type { AppInfo } from '../contract/overview.ts';
import type { ServerStatus } from '../contract/server.ts';
import { Settings } from '../contract/settings.ts';
import { IS_PACKAGED } from '../util/app-root.ts';
import { now } from '../util/clock.ts';
import { forOthers, type Told } from '../util/log.ts';
import { redacted } from '../util/redacted.ts';

/** Lines of the log in a report. */
const LINES = 300;

const MB = 1_000_000;

export interface ReportParts {
  app: AppInfo;
  home: string;
  settings: () => Settings;
  status: () => ServerStatus;
  /** What there is, by our own name for it. */
  figures: () => Readonly<Record<string, number>>;
  faults: () => readonly Fault[];
  /** The last lines of the log. */
  logTail: (lines: number) => Promise<readonly Told[]>;
  save: (text: Buffer, suggestion: string) => Promise<string | null>;
}

/**
 * What can be given to others when something is wrong. Only what is known to be nobody's secret gets in: our own words, numbers, and
 * choices among our own. Of all else it is told that it is there.
 */
export function reportCalls(parts: ReportParts): Pick<Handlers, 'report.make' | 'report.save'> {
  let last: string | undefined;
  return {
    'report.make': async () => {
      last = await reportOf(parts);
      return last;
    },
    'report.save': async () => {
      if (last === undefined) throw new AppError('nothing-to-save', 'No report was made yet.');
      const path = await parts.save(Buffer.from(last, 'utf8'), 'gearbench-report.txt');
      return path === null ? null : basename(path);
    },
  };
}

async function reportOf({ app, home, settings, status, figures, faults, logTail }: ReportParts): Promise<string> {
  const { state, port, failure, exposed, queue } = status();
  const log = await logTail(LINES);
  const sections: [title: string, lines: string[]][] = [
    [
      'Program',
      [
        `Gearbench ${app.version}, ${IS_PACKAGED ? 'packaged' : 'from a checkout'}`,
        `Electron ${app.electron || 'none'}, Chromium ${process.versions['chrome'] ?? 'none'}, Node.js ${app.node}`,
        `${app.platform} ${/^[\d.]+/.exec(release())?.[0] ?? ''} ${process.arch}${app.root ? ', with all rights' : ''}`,
        `${availableParallelism()} processors, ${megabytes(totalmem())} of memory, ${megabytes(freemem())} of them free`,
        `The program has ${megabytes(process.memoryUsage.rss())} and has run for ${Math.round(process.uptime())} s`,
      ],
    ],
    [
      'Job server',
      [
        `${state}, port ${port}${exposed ? ', reachable from elsewhere' : ''}${failure === null ? '' : `, ${failure.code}`}`,
        queue === null
          ? 'background jobs are in memory'
          : `background jobs are on disk${queue.problem === null ? '' : `, ${queue.problem.code}`}`,
        ...Object.entries(figures()).map(([name, figure]) => `${name}: ${figure}`),
      ],
    ],
    ['Settings that are not as at first', changedSettings(settings())],
    [
      'What broke in this session',
      faults().map(
        ({ kind, at, times }) => `${new Date(at).toISOString()} ${kind}${times > 1 ? `, ${times} times` : ''}`,
      ),
    ],
    ['Log', log.map(forOthers)],
  ];
  const body = sections.flatMap(([title, lines]) => [
    '',
    title,
    ...(lines.length === 0 ? ['  none'] : lines.map((line) => `  ${line}`)),
  ]);
  return redacted(`${[`Gearbench report of ${new Date(now()).toISOString()}`, ...body].join('\n')}\n`, home);
}

const megabytes = (bytes: number): string => `${Math.round(bytes / MB)} MB`;

function changedSettings(settings: Settings): string[] {
  const first = Settings.parse({});
  return Object.entries(Settings.shape).flatMap(([name, schema]) => {
    const [value, was] = [settings[name as keyof Settings], first[name as keyof Settings]];
    return JSON.stringify(value) === JSON.stringify(was) ? [] : [`${name}: ${shownValue(schema, value)}`];
  });
}

/** A value as its schema lets it be shown: numbers, switches and choices; of lists that hold anything else, how long they are. */
function shownValue(schema: z.core.$ZodType, value: unknown): string {
  if (value === null || value === undefined) return 'none';
  const { def } = schema._zod as { def: z.core.$ZodTypes['_zod']['def'] };
  switch (def.type) {
    case 'default':
    case 'optional':
    case 'nullable':
      return shownValue(def.innerType, value);
    case 'enum':
    case 'boolean':
    case 'number':
    case 'literal':
      return String(value);
    case 'object':
      return Object.entries(def.shape)
        .filter(([name]) => (value as Record<string, unknown>)[name] !== undefined)
        .map(([name, inner]) => `${name} ${shownValue(inner, (value as Record<string, unknown>)[name])}`)
        .join(', ');
    case 'array':
      return isChoice(def.element)
        ? (value as unknown[]).map(String).join(', ')
        : `a list of ${(value as unknown[]).length}`;
    case 'record':
      return `a list of ${Object.keys(value).length}`;
    default:
      return 'changed';
  }
}

const isChoice = (schema: z.core.$ZodType): boolean => ['enum', 'boolean', 'number'].includes(schema._zod.def.type);
