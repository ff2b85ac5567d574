/** How long a test waits for what comes by itself, in ms: far longer than it takes, and asked often. */
export const PATIENT = { interval: 3, timeout: 50_000 } as const;
