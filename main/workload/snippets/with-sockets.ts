import { submissionOf } from '../../client/submit.ts';
import { definitionOf } from '../../protocol/packets.ts';
import { goConnects, javaConnects, nodeConnects, pythonConnects, rubyConnects } from './first-server.ts';
import type { Expressions } from './snippet.ts';

/*
 * The packages of these languages take names as text, make up or hash the unique ID, or have not been looked after for years. What is
 * asked of the protocol here is a packet there and a few back (docs/protocol.md section 3), which their standard libraries do.
 */

/** Number of the packet that submits the job, and its name as a comment. */
function submission({ job }: Expressions): { type: number; name: string } {
  const { name } = submissionOf(job);
  return { type: definitionOf(name).type, name };
}

export function pythonScript(parts: Expressions): string {
  const { job, places, name, unique, workload } = parts;
  const { before, connection } = pythonConnects(places);
  const { type, name: packet } = submission(parts);
  return `# Needs nothing but Python 3.
import socket
import struct
import sys

FUNCTION = ${name}
UNIQUE = ${unique}
WORKLOAD = ${workload}
SUBMIT = ${type}  # ${packet}

${before}with ${connection} as server:
    body = b'\\0'.join([FUNCTION, UNIQUE, WORKLOAD])
    server.sendall(b'\\0REQ' + struct.pack('>II', SUBMIT, len(body)) + body)
    answers = server.makefile('rb')
    while True:
        head = answers.read(12)
        if len(head) < 12:
            sys.exit('The job server closed the connection.')
        _, kind, size = struct.unpack('>4sII', head)
        handle, _, data = answers.read(size).partition(b'\\0')
        if kind == 8:  # JOB_CREATED
${job.background ? "            sys.stdout.buffer.write(handle + b'\\n')\n            break" : '            continue'}
        elif kind == 28:  # WORK_DATA
            sys.stdout.buffer.write(data)
        elif kind == 13:  # WORK_COMPLETE
            sys.stdout.buffer.write(data)
            break
        elif kind == 14:  # WORK_FAIL
            sys.exit('The job failed.')
        elif kind == 19:  # ERROR
            sys.exit((handle + b': ' + data).decode(errors='replace'))
`;
}

export function nodeScript(parts: Expressions): string {
  const { job, places, name, unique, workload } = parts;
  const { before, connection } = nodeConnects(places);
  const { type, name: packet } = submission(parts);
  const imports = workload.startsWith('readFileSync') ? "import { readFileSync } from 'node:fs';\n" : '';
  return `// Needs nothing but Node.js.
${imports}import { connect } from 'node:net';

const FUNCTION = ${name};
const UNIQUE = ${unique};
const WORKLOAD = ${workload};
const SUBMIT = ${type}; // ${packet}

const NUL = Buffer.alloc(1);
${before}const server = ${connection};
const body = Buffer.concat([FUNCTION, NUL, UNIQUE, NUL, WORKLOAD]);
const head = Buffer.alloc(12);
head.write('\\0REQ', 'latin1');
head.writeUInt32BE(SUBMIT, 4);
head.writeUInt32BE(body.length, 8);
server.write(Buffer.concat([head, body]));

let heard = Buffer.alloc(0);
let ended = false;
for await (const chunk of server) {
  heard = Buffer.concat([heard, chunk]);
  while (!ended && heard.length >= 12 && heard.length >= 12 + heard.readUInt32BE(8)) {
    const kind = heard.readUInt32BE(4);
    const answer = heard.subarray(12, 12 + heard.readUInt32BE(8));
    heard = heard.subarray(12 + answer.length);
    const nul = answer.indexOf(0);
    const data = nul < 0 ? NUL.subarray(1) : answer.subarray(nul + 1);
    if (kind === 8) { // JOB_CREATED
${job.background ? "      process.stdout.write(Buffer.concat([answer, Buffer.from('\\n')]));\n      ended = true;" : '      continue;'}
    } else if (kind === 28) { // WORK_DATA
      process.stdout.write(data);
    } else if (kind === 13) { // WORK_COMPLETE
      process.stdout.write(data);
      ended = true;
    } else if (kind === 14 || kind === 19) { // WORK_FAIL, ERROR
      console.error(kind === 14 ? 'The job failed.' : answer.toString().replace('\\0', ': '));
      process.exitCode = 1;
      ended = true;
    }
  }
  if (ended) break;
}
if (!ended) {
  console.error('The job server closed the connection.');
  process.exitCode = 1;
}
`;
}

export function rubyScript(parts: Expressions): string {
  const { job, places, name, unique, workload } = parts;
  const { before, connection } = rubyConnects(places);
  const { type, name: packet } = submission(parts);
  return `# Needs nothing but Ruby.
require 'socket'

FUNCTION = ${name}
UNIQUE = ${unique}
WORKLOAD = ${workload}
SUBMIT = ${type} # ${packet}

$stdout.binmode
${before}${connection} do |server|
  body = [FUNCTION, UNIQUE, WORKLOAD].join("\\0".b)
  server.write("\\0REQ".b + [SUBMIT, body.bytesize].pack('NN') + body)
  loop do
    head = server.read(12)
    abort 'The job server closed the connection.' if head.nil? || head.bytesize < 12
    kind, size = head.unpack('x4NN')
    handle, data = (size.zero? ? ''.b : server.read(size)).split("\\0".b, 2)
    case kind
    when 8 # JOB_CREATED
${job.background ? '      $stdout.write(handle, "\\n")\n      break' : '      next'}
    when 28 # WORK_DATA
      $stdout.write(data)
    when 13 # WORK_COMPLETE
      $stdout.write(data)
      break
    when 14 # WORK_FAIL
      abort 'The job failed.'
    when 19 # ERROR
      abort "#{handle}: #{data}"
    end
  end
end
`;
}

export function goProgram(parts: Expressions): string {
  const { job, places, name, unique, workload } = parts;
  const { before, connection } = goConnects(places);
  const { type, name: packet } = submission(parts);
  const reading = `
func read(file string) string {
	bytes, err := os.ReadFile(file)
	if err != nil {
		fail(err.Error())
	}
	return string(bytes)
}
`;
  return `// Needs nothing but Go.
package main

import (
	"encoding/binary"
	"fmt"
	"io"
	"net"
	"os"
	"strings"${before === '' ? '' : '\n\t"time"'}
)

var function = ${name}
var unique = ${unique}
var workload = ${workload}

const submit = ${type} // ${packet}

func fail(why string) {
	fmt.Fprintln(os.Stderr, why)
	os.Exit(1)
}
${workload.startsWith('read(') ? reading : ''}${before}
func main() {
	${connection}
	body := strings.Join([]string{function, unique, workload}, "\\x00")
	head := append([]byte("\\x00REQ"), make([]byte, 8)...)
	binary.BigEndian.PutUint32(head[4:], submit)
	binary.BigEndian.PutUint32(head[8:], uint32(len(body)))
	if _, err := server.Write(append(head, body...)); err != nil {
		fail(err.Error())
	}
	for {
		if _, err := io.ReadFull(server, head); err != nil {
			fail("The job server closed the connection.")
		}
		answer := make([]byte, binary.BigEndian.Uint32(head[8:]))
		if _, err := io.ReadFull(server, answer); err != nil {
			fail("The job server closed the connection.")
		}
		parts := strings.SplitN(string(answer)+"\\x00", "\\x00", 2)
		data := strings.TrimSuffix(parts[1], "\\x00")
		switch binary.BigEndian.Uint32(head[4:]) {
		case 8: // JOB_CREATED
${job.background ? '\t\t\tfmt.Println(parts[0])\n\t\t\treturn' : '\t\t\tcontinue'}
		case 28: // WORK_DATA
			fmt.Print(data)
		case 13: // WORK_COMPLETE
			fmt.Print(data)
			return
		case 14: // WORK_FAIL
			fail("The job failed.")
		case 19: // ERROR
			fail(parts[0] + ": " + data)
		}
	}
}
`;
}

export function javaProgram(parts: Expressions): string {
  const { job, places, name, unique, workload } = parts;
  const { before, connection } = javaConnects(places);
  const { type, name: packet } = submission(parts);
  return `// Needs nothing but Java 11.
import java.io.*;
import java.net.*;
import java.nio.charset.StandardCharsets;
import java.nio.file.*;
import java.util.Arrays;

public class Submit {
    static final int SUBMIT = ${type}; // ${packet}
${before}
    public static void main(String[] arguments) throws IOException {
        byte[] function = ${name};
        byte[] unique = ${unique};
        byte[] workload = ${workload};

        try (Socket server = ${connection}) {
            DataOutputStream out = new DataOutputStream(new BufferedOutputStream(server.getOutputStream()));
            out.write(new byte[] {0, 'R', 'E', 'Q'});
            out.writeInt(SUBMIT);
            out.writeInt(function.length + unique.length + workload.length + 2);
            out.write(function);
            out.write(0);
            out.write(unique);
            out.write(0);
            out.write(workload);
            out.flush();

            DataInputStream answers = new DataInputStream(new BufferedInputStream(server.getInputStream()));
            while (true) {
                answers.readInt();
                int kind = answers.readInt();
                byte[] answer = answers.readNBytes(answers.readInt());
                int handle = 0;
                while (handle < answer.length && answer[handle] != 0) handle++;
                byte[] data = Arrays.copyOfRange(answer, Math.min(handle + 1, answer.length), answer.length);
                switch (kind) {
                    case 8: // JOB_CREATED
${job.background ? '                        System.out.write(answer, 0, answer.length);\n                        System.out.println();\n                        return;' : '                        break;'}
                    case 28: // WORK_DATA
                        System.out.write(data, 0, data.length);
                        break;
                    case 13: // WORK_COMPLETE
                        System.out.write(data, 0, data.length);
                        System.out.flush();
                        return;
                    case 14: // WORK_FAIL
                        System.err.println("The job failed.");
                        System.exit(1);
                    case 19: // ERROR
                        System.err.println(new String(answer, StandardCharsets.UTF_8).replace('\\0', ' '));
                        System.exit(1);
                    default:
                        break;
                }
            }
        } catch (EOFException closed) {
            System.err.println("The job server closed the connection.");
            System.exit(1);
        }
    }
}
`;
}
