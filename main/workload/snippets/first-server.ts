import type { Place } from './snippet.ts';

/*
 * How who speaks the protocol alone comes to a connection. Where a job may go to several servers, it takes the first that answers, as
 * libgearman does. Each is given five seconds to be reached, for one that is behind a wall says nothing.
 */

/** The servers that a job may go to, with their hosts as strings of the language. */
export type Places = readonly [Place, ...Place[]];

/** What stands before a connection is asked for, and how it is asked for. */
interface Connecting {
  before: string;
  connection: string;
}

type Connects = (places: Places) => Connecting;

interface Language {
  /** To the only one. */
  one: (place: Place) => string;
  /** To the first of them, as `before` declares it. */
  first: string;
  /** A server in the list. */
  line: (place: Place) => string;
  before: (servers: string) => string;
}

const connects =
  ({ one, first, line, before }: Language): Connects =>
  (places) =>
    places.length === 1
      ? { before: '', connection: one(places[0]) }
      : { before: before(places.map(line).join('\n')), connection: first };

export const pythonConnects = connects({
  one: ({ host, port }) => `socket.create_connection((${host}, ${port}))`,
  first: 'first_server()',
  line: ({ host, port }) => `    (${host}, ${port}),`,
  before: (servers) => `SERVERS = [
${servers}
]


def first_server():  # The job goes to the first that answers.
    for address in SERVERS:
        try:
            server = socket.create_connection(address, 5)
        except OSError:
            continue
        server.settimeout(None)
        return server
    sys.exit('No job server could be reached.')


`,
});

export const nodeConnects = connects({
  one: ({ host, port }) => `connect(${port}, ${host})`,
  first: 'await firstServer()',
  line: ({ host, port }) => `  { host: ${host}, port: ${port} },`,
  before: (servers) => `const SERVERS = [
${servers}
];

// The job goes to the first that answers.
async function firstServer() {
  for (const address of SERVERS) {
    const server = connect(address);
    const late = setTimeout(() => server.destroy(new Error('It does not answer.')), 5000);
    const isThere = await new Promise((resolve) => {
      server.once('connect', () => resolve(true));
      server.once('error', () => resolve(false));
    });
    clearTimeout(late);
    if (isThere) return server;
  }
  console.error('No job server could be reached.');
  process.exit(1);
}

`,
});

export const rubyConnects = connects({
  one: ({ host, port }) => `TCPSocket.open(${host}, ${port})`,
  first: 'first_server.tap',
  line: ({ host, port }) => `  [${host}, ${port}],`,
  before: (servers) => `SERVERS = [
${servers}
]

def first_server # The job goes to the first that answers.
  SERVERS.each do |host, port|
    return Socket.tcp(host, port, connect_timeout: 5)
  rescue SystemCallError, SocketError, IOError
    next
  end
  abort 'No job server could be reached.'
end

`,
});

export const goConnects = connects({
  one: ({ host, port }) => `server, err := net.Dial("tcp", net.JoinHostPort(${host}, "${port}"))
	if err != nil {
		fail(err.Error())
	}`,
  first: 'server := firstServer()',
  line: ({ host, port }) => `\tnet.JoinHostPort(${host}, "${port}"),`,
  before: (servers) => `
var servers = []string{
${servers}
}

// The job goes to the first that answers.
func firstServer() net.Conn {
	for _, address := range servers {
		if server, err := net.DialTimeout("tcp", address, 5*time.Second); err == nil {
			return server
		}
	}
	fail("No job server could be reached.")
	return nil
}
`,
});

export const javaConnects = connects({
  one: ({ host, port }) => `new Socket(${host}, ${port})`,
  first: 'firstServer()',
  line: ({ host, port }) => `        new InetSocketAddress(${host}, ${port}),`,
  before: (servers) => `    static final InetSocketAddress[] SERVERS = {
${servers}
    };

    /** The job goes to the first that answers. */
    static Socket firstServer() {
        for (InetSocketAddress address : SERVERS) {
            try {
                Socket server = new Socket();
                server.connect(address, 5000);
                return server;
            } catch (IOException unreachable) {
                continue;
            }
        }
        System.err.println("No job server could be reached.");
        System.exit(1);
        return null;
    }
`,
});
