/** How a number stands with its unit, in the language of the window: `{value} ms`. */
export type Unit = 'us' | 'ms' | 's' | 'min' | 'h' | 'bytes' | 'kB' | 'MB' | 'GB';

/** Numbers, durations, sizes and times in the language of the window. */
export interface Format {
  /** A whole number with its grouping: 1,204. */
  count(value: number): string;
  /** A duration in ms with the unit that suits it: 87 µs, 213.7 ms, 1.2 s, 4 min 12 s. */
  duration(milliseconds: number): string;
  /** How long something has lasted, in whole units: 3 s, 4 min, 2 h. */
  span(milliseconds: number): string;
  /** A size with its unit: 83 bytes, 32 MB, 10.2 GB. */
  size(bytes: number): string;
  /** A part of the whole, 1 being all of it, never more than is done: 99%. */
  percent(share: number): string;
  /** How much more or less, 1 being twice as much: +12%, −3%, 0%. */
  change(share: number): string;
  /** Names one after the other: wc, reverse. */
  list(parts: readonly string[]): string;
  /** What stands between two such names, where each is drawn by itself. */
  comma: string;
  /** Which of two names stands first; numbers in them count by their value. */
  order(one: string, other: string): number;
  /** Seconds to the microsecond, as 12.345678; what was before has a true minus. Not grouped, so that they line up. */
  seconds(milliseconds: number): string;
  /** Time of day, as 10:32:04. */
  clock(at: number): string;
  /** Time of day to the microsecond, as 10:32:04.745120. */
  exact(at: number): string;
}

export function formatFor(locale: string, unit: (unit: Unit, value: string) => string): Format {
  const whole = new Intl.NumberFormat(locale);
  const tenth = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const share = new Intl.NumberFormat(locale, { style: 'percent', roundingMode: 'floor' });
  const change = new Intl.NumberFormat(locale, { style: 'percent', signDisplay: 'exceptZero' });
  const list = new Intl.ListFormat(locale, { type: 'conjunction', style: 'narrow' });
  const words = new Intl.Collator(locale, { numeric: true });
  const micro = new Intl.NumberFormat(locale, {
    minimumFractionDigits: 6,
    maximumFractionDigits: 6,
    useGrouping: false,
    signDisplay: 'negative',
  });
  const duration = (milliseconds: number): string => {
    if (milliseconds < 0.9995) return unit('us', whole.format(Math.round(milliseconds * 1000)));
    if (milliseconds < 999.95) return unit('ms', tenth.format(milliseconds));
    if (milliseconds < 59_950) return unit('s', tenth.format(milliseconds / 1000));
    const seconds = Math.round(milliseconds / 1000);
    const minutes = Math.floor(seconds / 60);
    if (minutes < 60) return `${unit('min', whole.format(minutes))} ${unit('s', whole.format(seconds % 60))}`;
    return `${unit('h', whole.format(Math.floor(minutes / 60)))} ${unit('min', whole.format(minutes % 60))}`;
  };
  return {
    count: (value) => whole.format(value),
    duration,
    span: (milliseconds) => {
      const seconds = Math.max(0, Math.floor(milliseconds / 1000));
      if (seconds < 60) return unit('s', whole.format(seconds));
      if (seconds < 3600) return unit('min', whole.format(Math.floor(seconds / 60)));
      return unit('h', whole.format(Math.floor(seconds / 3600)));
    },
    size: (bytes) => {
      if (bytes < 10_000) return unit('bytes', whole.format(bytes));
      if (bytes < 999_950) return unit('kB', tenth.format(bytes / 1000));
      if (bytes < 9_950_000) return unit('MB', tenth.format(bytes / 1_000_000));
      if (bytes < 999_500_000) return unit('MB', whole.format(Math.round(bytes / 1_000_000)));
      return unit('GB', tenth.format(bytes / 1_000_000_000));
    },
    percent: (value) => share.format(value),
    change: (value) => change.format(value).replace('-', '−'),
    list: (parts) => list.format(parts),
    comma: list.formatToParts(['a', 'b', 'c'])[1]?.value ?? '',
    order: (one, other) => words.compare(one, other),
    seconds: (milliseconds) => micro.format(milliseconds / 1000).replace('-', '−'),
    clock: (at) => clock(at),
    exact: (at) => `${clock(at)}.${String(Math.floor((at % 1000) * 1000)).padStart(6, '0')}`,
  };
}

/** ISO-like in both languages, so that times in tables line up. */
function clock(at: number): string {
  const date = new Date(at);
  return [date.getHours(), date.getMinutes(), date.getSeconds()].map((part) => String(part).padStart(2, '0')).join(':');
}
