/** Names of what is spoken of: bytes, and what tells one thing from another. */
import { z } from 'zod';
import type { ReasonId } from './reasons.ts';

/** A function name, unique ID, handle or client id: one character per byte. */
export type Wire = string;
export const Wire = z.string().regex(/^[\0-\xff]*$/, 'not-bytes' satisfies ReasonId);

/** Handles and connection numbers repeat on every server and after every start; this tells whose they are. */
const ServerRun = z.object({ server: z.string(), run: z.number() });

/** Servers whose jobs, packets or connections are meant; null is all there are. */
export const OnServers = z.array(z.string().max(300)).max(1000).nullable().default(null);

/** Servers that are left out of those. */
export const WithoutServers = z.array(z.string().max(300)).max(1000).default([]);

export const JobKey = ServerRun.extend({ handle: Wire });
export type JobKey = z.output<typeof JobKey>;

export const ConnectionKey = ServerRun.extend({ number: z.number().int() });
export type ConnectionKey = z.output<typeof ConnectionKey>;
