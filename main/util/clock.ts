/** The time in milliseconds since the epoch, with microseconds; it never goes back. */
export const now = (): number => performance.timeOrigin + performance.now();

/** Milliseconds of a clock that all threads of the process share and that never goes back. */
export function monotonic(): number {
  const [seconds, nanoseconds] = process.hrtime();
  return seconds * 1000 + nanoseconds / 1e6;
}
