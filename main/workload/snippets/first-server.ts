import type { Place } from './snippet.ts';

/*
 * Where a job may go to several servers: who speaks the protocol alone takes the first that answers, as libgearman does. Each is given
 * five seconds to be reached, for one that is behind a wall says nothing.
 */

/** A line for each server. */
export const listed = (places: readonly Place[], line: (place: Place) => string): string => places.map(line).join('\n');

export const PYTHON_FIRST = (servers: string): string => `SERVERS = [
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


`;

export const NODE_FIRST = (servers: string): string => `const SERVERS = [
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

const server = await firstServer();`;

export const RUBY_FIRST = (servers: string): string => `SERVERS = [
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

`;

export const GO_FIRST = (servers: string): string => `
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
`;

export const JAVA_FIRST = (servers: string): string => `    static final InetSocketAddress[] SERVERS = {
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
`;
