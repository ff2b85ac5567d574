/** The part of long waits that is waited, more than 0 and less than 1, in tests alone: they have no time for the whole of them. */
const PART = Number(process.env['GEARBENCH_WAITS']);

/** A wait of so many ms, or the part of it that GEARBENCH_WAITS says; anything else there changes nothing. */
export const waited = (milliseconds: number): number => milliseconds * (PART > 0 && PART < 1 ? PART : 1);
