import type { CopyForm } from '../contract/decode.ts';
import { printing, quoted } from '../util/shell-quote.ts';
import { endOfUtf8 } from './text.ts';

/** Where a command sends bytes to. */
export interface Target {
  host: string;
  port: number;
}

/** Bytes in a line of C. */
const PER_LINE = 12;

/** Bytes as a text for somewhere else. */
export function copyAs(form: CopyForm, bytes: Buffer, target: Target): string {
  switch (form) {
    case 'hex':
      return bytes.toString('hex').replace(/..(?!$)/g, '$& ');
    case 'c':
      return asC(bytes);
    case 'base64':
      return bytes.toString('base64');
    case 'text':
      return asText(bytes);
    case 'send':
      return sending(bytes, target);
  }
}

function asC(bytes: Buffer): string {
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += PER_LINE) {
    const line = bytes.toString('hex', at, at + PER_LINE);
    lines.push(`  ${line.replace(/..(?!$)/g, '0x$&, ').replace(/..$/, '0x$&,')}`);
  }
  return `const unsigned char packet[${bytes.length}] = {\n${lines.join('\n')}\n};\n`;
}

/** Text where it is text, with `\xNN` for each byte where it is none. */
const asText = (bytes: Buffer): string =>
  endOfUtf8(bytes) === bytes.length
    ? bytes.toString('utf8')
    : bytes.toString('latin1').replace(/[\x80-\xff]/g, (one) => `\\x${one.charCodeAt(0).toString(16)}`);

/** A command for any POSIX shell that sends exactly these bytes. It waits two seconds for an answer. */
const sending = (bytes: Buffer, { host, port }: Target): string =>
  `${printing(bytes)} | nc -w 2 ${quoted(host)} ${port}`;
