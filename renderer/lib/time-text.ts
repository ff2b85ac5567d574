const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

const two = (value: number): string => String(value).padStart(2, '0');

/** A second since the epoch as a date and a time of day here, which `secondsOf` reads. */
export function timeText(seconds: number): string {
  const at = new Date(seconds * 1000);
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${day} ${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
}

/**
 * The second since the epoch that a person means: `1790000000`, `+90`, `+5m`, or a date and a time of day here, as
 * `2026-12-24 18:00`. Null where it is none. `now` in ms.
 */
export function secondsOf(text: string, now: number): number | null {
  const written = text.trim();
  if (/^\d{1,13}$/.test(written)) return Number(written);
  const [, count, unit = 's'] = /^\+\s*(\d{1,9})\s*([smhd])?$/.exec(written) ?? [];
  if (count !== undefined) return Math.ceil(now / 1000) + Number(count) * (UNITS[unit] ?? 1);
  if (!/^\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}(:\d{2})?$/.test(written)) return null;
  const at = new Date(written.replace(' ', 'T')).getTime();
  return Number.isNaN(at) ? null : Math.floor(at / 1000);
}
