import { z } from 'zod';

/** What packets can be written as. */
export const CaptureFormat = z.enum(['pcapng', 'jsonl', 'csv', 'text', 'markdown', 'mermaid']);
export type CaptureFormat = z.output<typeof CaptureFormat>;
