/** The part of long waits that is waited, from 0 to 1; tests have no time for the whole of them. */
const PART = Number(process.env['GEARBENCH_WAITS'] ?? 1);

/** A wait of so many ms, or the part of it that GEARBENCH_WAITS says. */
export const waited = (milliseconds: number): number => milliseconds * (PART >= 0 && PART < 1 ? PART : 1);
