import { once } from 'node:events';
import { connect } from 'node:net';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { openAdmin } from '../../../main/client/admin.ts';
import { openSession } from '../../../main/client/session.ts';
import type { Target } from '../../../main/net/dial.ts';
import type { ClientTls, Credentials } from '../../../main/net/tls.ts';
import { type Authority, authority } from '../../support/certificates.ts';
import { afterThisTest } from '../../support/cleanup.ts';
import { runningServer } from '../../support/embedded.ts';
import { PATIENT } from '../../support/patient.ts';
import { told } from '../../support/peer.ts';
import { needs } from '../../support/peers.ts';

describe.skipIf(!needs('openssl'))('a server that speaks TLS', () => {
  let [trusted, stranger]: Authority[] = [];
  beforeAll(async () => {
    const undo: (() => void | Promise<void>)[] = [];
    [trusted, stranger] = await Promise.all([
      authority((each) => undo.push(each)),
      authority((each) => undo.push(each)),
    ]);
    return async () => {
      for (const each of undo) await each();
    };
  });

  const signed = (by: Authority | undefined, name: string) => (by as Authority).credentials(name);

  async function secured(tls: Credentials) {
    const warnings: string[] = [];
    const server = await runningServer({ tls, warn: (text) => warnings.push(text) });
    const reached = (client: ClientTls): Target => ({ host: '127.0.0.1', port: server.port, tls: client });
    const version = async (client: ClientTls): Promise<string> => {
      const session = await openAdmin(reached(client));
      const answer = await session.ask('version', 'line').finally(() => session.close());
      return answer.toString();
    };
    return { ...server, warnings, reached, version };
  }

  test.each([true, false])('its own probe and clients reach it, with an authority: %s', async (checked) => {
    const { ca, ...alone } = await signed(trusted, 'server');
    const { host, target } = await secured(checked ? { ...alone, ca } : alone);
    await vi.waitUntil(() => host.status.state === 'running', PATIENT);
    const heard: string[] = [];
    const session = await openSession({ target, onMessage: (message) => heard.push(told(message)), onLost: () => {} });
    session.send({ name: 'ECHO_REQ', data: Buffer.alloc(100_000, 'x') });
    await vi.waitUntil(() => heard.length > 0, PATIENT);
    expect(heard).toEqual([`ECHO_RES ${'x'.repeat(100_000)}`]);
    session.close();
  });

  test('with an authority only who has a certificate of it is let in', async () => {
    const { version, warnings } = await secured(await signed(trusted, 'server'));
    expect(await version(await signed(trusted, 'client'))).toMatch(/^OK /);
    const { ca } = await signed(trusted, 'client');
    await expect(version({ ...(await signed(stranger, 'client')), ca })).rejects.toMatchObject({
      code: 'connection-lost',
    });
    expect(warnings).toEqual([
      expect.stringMatching(
        /^Connection from 127\.0\.0\.1:\d+ was closed: it has no certificate of the authority \(\w+\)\.$/,
      ),
    ]);
  });

  test('without one everybody is let in', async () => {
    const { ca, ...alone } = await signed(trusted, 'server');
    const { version } = await secured(alone);
    expect(await version({ ...(await signed(stranger, 'client')), ca })).toMatch(/^OK /);
  });

  test('without an authority of one’s own the server’s must be one that everybody trusts, and be of its name', async () => {
    const { ca, ...alone } = await signed(trusted, 'server');
    const { version } = await secured(alone);
    await expect(version({})).rejects.toMatchObject({ details: { why: 'certificate-unknown' } });
    const everybody = getCACertificates('default');
    afterThisTest(() => setDefaultCACertificates(everybody));
    setDefaultCACertificates([...everybody, String(ca)]);
    await expect(version({})).rejects.toMatchObject({ details: { why: 'other-certificate' } });
    expect(await version({ ca })).toMatch(/^OK /);
  });

  test('a client refuses a server of another authority, or with another certificate than the one that it expects', async () => {
    const { version } = await secured(await signed(trusted, 'server'));
    const client = await signed(trusted, 'client');
    const { ca } = await signed(stranger, 'client');
    await expect(version({ ...client, ca })).rejects.toMatchObject({ code: 'connection-lost' });
    const { certificate: only } = await signed(trusted, 'other');
    await expect(version({ ...client, only })).rejects.toThrow('its certificate is another one');
  });

  test('who does not speak TLS is cut off, and the server goes on', async () => {
    const { port, version, warnings } = await secured(await signed(trusted, 'server'));
    const socket = connect({ host: '127.0.0.1', port });
    socket.on('error', () => {});
    socket.write('status\n');
    socket.resume();
    await once(socket, 'close');
    await vi.waitUntil(() => warnings.length > 0, PATIENT);
    expect(warnings).toEqual([expect.stringMatching(/^Connection from 127\.0\.0\.1:\d+ was closed: \w+\.$/)]);
    expect(await version(await signed(trusted, 'client'))).toMatch(/^OK /);
  });

  test('a stop does not wait for who has only connected', async () => {
    const { host, port } = await secured(await signed(trusted, 'server'));
    await vi.waitUntil(() => host.status.state === 'running', PATIENT);
    const socket = connect({ host: '127.0.0.1', port });
    socket.on('error', () => {});
    await once(socket, 'connect');
    const closed = once(socket, 'close');
    expect(await host.stop()).toMatchObject({ state: 'stopped' });
    socket.resume();
    await closed;
  });
});
