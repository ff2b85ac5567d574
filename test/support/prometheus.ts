/** A metric of a scrape with its samples; labels are in the order of their names. */
interface Family {
  type: string;
  help: string;
  /** By labels as `a="b"`, or by the name of a histogram's series and its labels. */
  samples: Map<string, number>;
}

const NAME = '[a-zA-Z_:][a-zA-Z0-9_:]*';
const VALUE = '[+-]?(?:Inf|\\d+(?:\\.\\d+)?(?:e[+-]?\\d+)?)|NaN';
const LABELS = /^([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\[\\"n])*)"(?:,|$)/;
/** What a histogram's series end in. */
const PARTS = /_(?:bucket|sum|count)$/;

/**
 * Reads Prometheus' text format (version 0.0.4), more strictly than Prometheus does. Throws with the line at whatever is wrong:
 * its form, a sample without its HELP and TYPE before it, one that comes twice, a counter that is negative or has another end
 * than _total, a histogram whose classes do not grow or do not end in +Inf.
 */
export function readPrometheus(text: string): Map<string, Family> {
  if (!text.endsWith('\n')) throw new Error('The last line has no end.');
  const families = new Map<string, Family>();
  let help: [name: string, text: string] | undefined;
  let current = '';
  for (const line of text.slice(0, -1).split('\n')) {
    const wrong = (what: string) => new Error(`${what}: ${line}`);
    if (line === '') continue;
    const helped = new RegExp(`^# HELP (${NAME}) (.+)$`).exec(line);
    const typed = new RegExp(`^# TYPE (${NAME}) (counter|gauge|histogram)$`).exec(line);
    if (helped !== null) {
      help = [helped[1]!, helped[2]!];
    } else if (typed !== null) {
      current = typed[1]!;
      if (help?.[0] !== current) throw wrong('TYPE without its HELP');
      if (families.has(current)) throw wrong('Twice');
      if (typed[2] === 'counter' && !current.endsWith('_total')) throw wrong('A counter ends in _total');
      families.set(current, { type: typed[2]!, help: help[1], samples: new Map() });
    } else {
      const [, name, labels = '', value] = new RegExp(`^(${NAME})(?:\\{(.*)\\})? (${VALUE})$`).exec(line) ?? [];
      if (name === undefined) throw wrong('Not a sample');
      const family = families.get(current);
      const isPart = family?.type === 'histogram' && name.replace(PARTS, '') === current && name !== current;
      if (family === undefined || (name !== current && !isPart)) throw wrong('A sample of another metric');
      const key = `${isPart ? name.slice(current.length) : ''}${labelsOf(labels, wrong)}`;
      if (family.samples.has(key)) throw wrong('Twice');
      const number = value === 'NaN' ? Number.NaN : Number(value!.replace('Inf', 'Infinity'));
      if (family.type === 'counter' && number < 0) throw wrong('A negative counter');
      family.samples.set(key, number);
    }
  }
  for (const [name, family] of families) if (family.type === 'histogram') checkHistogram(name, family);
  return families;
}

function labelsOf(text: string, wrong: (what: string) => Error): string {
  const labels: string[] = [];
  const names = new Set<string>();
  for (let rest = text; rest !== ''; ) {
    const [whole, name, value] = LABELS.exec(rest) ?? [];
    if (whole === undefined) throw wrong('Labels');
    if (names.has(name!)) throw wrong('A label twice');
    names.add(name!);
    const read = value!.replace(/\\(.)/g, (_, character: string) => (character === 'n' ? '\n' : character));
    if (!read.isWellFormed()) throw wrong('Half a character');
    labels.push(`${name}=${JSON.stringify(read)}`);
    rest = rest.slice(whole.length);
  }
  return labels.sort().join(',');
}

function checkHistogram(name: string, { samples }: Family): void {
  const series = new Map<string, { le: number; count: number }[]>();
  for (const [key, count] of samples) {
    if (!key.startsWith('_bucket')) continue;
    const le = /le="([^"]*)"/.exec(key)?.[1];
    if (le === undefined) throw new Error(`${name} has a class without an end`);
    const labels = key
      .slice('_bucket'.length)
      .replace(/(?:^|,)le="[^"]*"/, '')
      .replace(/^,/, '');
    series.set(labels, [...(series.get(labels) ?? []), { le: Number(le.replace('Inf', 'Infinity')), count }]);
  }
  for (const [labels, classes] of series) {
    const grows = classes.every(
      ({ le, count }, at) => at === 0 || (le > classes[at - 1]!.le && count >= classes[at - 1]!.count),
    );
    const last = classes.at(-1)!;
    if (!grows || last.le !== Number.POSITIVE_INFINITY) throw new Error(`${name}{${labels}} is no histogram`);
    if (last.count !== samples.get(`_count${labels}`)) throw new Error(`${name}{${labels}} counts otherwise`);
    if (!samples.has(`_sum${labels}`)) throw new Error(`${name}{${labels}} has no sum`);
  }
}
