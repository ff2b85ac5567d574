import type { engineOf } from './engine.ts';

/** All bytes of a captured packet, as the window gets them: page by page. */
export async function wholePacket(
  call: Awaited<ReturnType<typeof engineOf>>['call'],
  seq: number,
): Promise<Buffer<ArrayBuffer>> {
  const pages: Uint8Array[] = [];
  for (let from = 0; ; ) {
    const page = await call('bytes.page', { seq, from });
    if (page === null || page.length === 0) return Buffer.concat(pages);
    pages.push(page);
    from += page.length;
  }
}
