import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { AppError } from '../contract/errors.ts';
import { because, reasonDetails, reasonWords } from '../contract/reasons.ts';
import { fileRefused } from '../util/file-refused.ts';

/** Paths of PEM files. */
export interface TlsFiles {
  certificate: string;
  key: string;
  /** Who must have signed the other side's certificate. */
  ca?: string;
}

/** What the files hold. */
export interface Credentials {
  certificate: Buffer;
  key: Buffer;
  ca?: Buffer;
}

/** How a connection is made to a server that speaks TLS. */
export interface ClientTls extends Partial<Credentials> {
  /** The one certificate that the server may have. */
  only?: Buffer;
}

/** Reads and checks the files. Throws an AppError that names the one that cannot be used. */
export function readTls(files: TlsFiles): Credentials {
  const certificate = usable(files.certificate, (pem) => new X509Certificate(pem));
  const key = usable(files.key, createPrivateKey);
  const ca = files.ca === undefined ? undefined : usable(files.ca, (pem) => new X509Certificate(pem));
  if (!certificate.parsed.checkPrivateKey(key.parsed)) {
    const reason = because('other-key', { certificate: files.certificate });
    throw new AppError('file-invalid', `${files.key} cannot be used: ${reasonWords(reason)}.`, {
      ...reasonDetails(reason),
      path: files.key,
      field: 'key',
    });
  }
  return { certificate: certificate.pem, key: key.pem, ...(ca && { ca: ca.pem }) };
}

/**
 * What a client shows and expects, from files that may each be left out. Without an authority of one's own a server needs a
 * certificate of its name from one that everybody trusts. Throws an AppError that names the file that cannot be used.
 */
export function readClientTls({
  ca,
  certificate,
  key,
}: {
  ca: string | null;
  certificate: string | null;
  key: string | null;
}): ClientTls {
  const own = certificate !== null && key !== null ? readTls({ certificate, key }) : {};
  return { ...own, ...(ca !== null && { ca: usable(ca, (pem) => new X509Certificate(pem)).pem }) };
}

function usable<T>(path: string, parse: (pem: Buffer) => T): { pem: Buffer; parsed: T } {
  let pem: Buffer;
  try {
    pem = readFileSync(path);
  } catch (error) {
    throw fileRefused('file-unreadable', path, error);
  }
  try {
    return { pem, parsed: parse(pem) };
  } catch (error) {
    const said = (error as Error).message;
    throw new AppError('file-invalid', `${path} cannot be used: ${said}.`, {
      ...reasonDetails(because('no-pem')),
      path,
      field: 'PEM',
    });
  }
}

/** How a server's own clients reach it: they show its certificate and accept no other. */
export const ownTls = ({ certificate, key }: Credentials): ClientTls => ({ certificate, key, only: certificate });

/** Whether it is the first certificate of the PEM text. */
export const isCertificate = (presented: X509Certificate | undefined, pem: Buffer): boolean =>
  presented !== undefined && new X509Certificate(pem).raw.equals(presented.raw);
