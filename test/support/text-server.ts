import { fakeServer } from './fake-server.ts';

/** A server that echoes, and answers lines as the test says; null is no answer. Tells what it was asked, in order. */
export async function textServer(answer: (line: string) => string | null) {
  const asked: string[] = [];
  const server = await fakeServer((heard, connection) => {
    const [, data] = /^ECHO_REQ (.*)$/.exec(heard) ?? [];
    if (data !== undefined) return connection.say({ name: 'ECHO_RES', data: Buffer.from(data, 'latin1') });
    if (heard.startsWith('SET_CLIENT_ID ')) return;
    asked.push(heard);
    const said = answer(heard);
    if (said !== null) connection.write(Buffer.from(said, 'latin1'));
  });
  return { host: server.host, port: server.port, connections: server.connections, asked };
}
