import { type Credentials, readTls } from '../net/tls.ts';

/** What the stock tools show a server, from where they look for it. Throws what `readTls` throws. docs/protocol.md section 8. */
export const stockTls = (environment: NodeJS.ProcessEnv): Credentials =>
  readTls({
    ca: environment['GEARMAND_CA_CERTIFICATE'] ?? '/etc/ssl/certs/gearmand-ca.pem',
    certificate: environment['GEARMAN_CLIENT_PEM'] ?? '/etc/ssl/certs/gearman.pem',
    key: environment['GEARMAN_CLIENT_KEY'] ?? '/etc/ssl/certs/gearman.key',
  });
