import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Credentials, readTls, type TlsFiles } from '../../main/net/tls.ts';
import { afterThisTest, type Cleanup } from './cleanup.ts';
import { temporaryFolder } from './temporary-folder.ts';

const openssl = (args: string) => promisify(execFile)('openssl', args.split(' '));

const NEW_KEY = 'req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2';

/** An authority in a folder of its own, and what it signs. */
export interface Authority {
  readonly ca: string;
  /** A certificate and its key, by the name that is in it. */
  files(name: string): Promise<Required<TlsFiles>>;
  /** The same, read. */
  credentials(name: string): Promise<Required<Credentials>>;
}

/** Makes an authority with openssl. */
export async function authority(cleanup: Cleanup = afterThisTest): Promise<Authority> {
  const folder = await temporaryFolder(cleanup);
  const at = (name: string) => join(folder, name);
  const ca = at('ca.pem');
  await openssl(`${NEW_KEY} -x509 -subj /CN=authority -keyout ${at('ca.key')} -out ${ca}`);
  const files = async (name: string) => {
    const [certificate, key, request] = [at(`${name}.pem`), at(`${name}.key`), at(`${name}.req`)];
    await openssl(`${NEW_KEY} -subj /CN=${name} -keyout ${key} -out ${request}`);
    await openssl(
      `x509 -req -days 2 -in ${request} -CA ${ca} -CAkey ${at('ca.key')} -CAcreateserial -out ${certificate}`,
    );
    return { ca, certificate, key };
  };
  return { ca, files, credentials: async (name) => readTls(await files(name)) as Required<Credentials> };
}
