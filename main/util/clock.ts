/** The time in milliseconds since the epoch, with microseconds; it never goes back. */
export const now = (): number => performance.timeOrigin + performance.now();
