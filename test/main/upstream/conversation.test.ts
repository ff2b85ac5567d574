import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Conversation } from '../../../main/upstream/conversation.ts';

/** What a server answers to what was sent: to each line as it is told, to each echo its own. */
function answers(sent: Buffer, says: (line: string) => string): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0; at < sent.length; ) {
    if (sent[at] === 0) {
      const end = at + 12 + sent.readUInt32BE(at + 8);
      const echo = Buffer.from(sent.subarray(at, end));
      echo.write('\0RES\0\0\0\x11', 0, 'latin1');
      parts.push(echo);
      at = end;
    } else {
      const end = sent.indexOf('\r\n', at);
      parts.push(Buffer.from(says(sent.toString('latin1', at, end)), 'latin1'));
      at = end + 2;
    }
  }
  return Buffer.concat(parts);
}

function conversation(most = 1000) {
  const heard: string[] = [];
  const talk = new Conversation(most, (question, what) => {
    const said = what.kind === 'nothing' ? 'nothing' : `${what.same ? 'again ' : ''}${what.bytes.toString('latin1')}`;
    heard.push(`${question}: ${said}`);
  });
  return { talk, heard };
}

describe('questions with an echo behind each', () => {
  test('are answered in whatever pieces the bytes come, whatever is in the answers', () => {
    const anAnswer = fc.constantFrom(
      '',
      '.\n',
      'a\t1\t0\t0\n.\nb\t1\t0\t0\n.\n',
      'ERR x\r\n',
      'OK 1\n',
      '\0RES\0\0\0\x11',
    );
    const poll = fc.array(fc.tuple(fc.constantFrom('status', 'workers', 'version'), anAnswer), { maxLength: 4 });
    fc.assert(
      fc.property(fc.array(poll, { maxLength: 4 }), fc.array(fc.integer({ min: 1, max: 40 })), (polls, cuts) => {
        const { talk, heard } = conversation();
        const wanted: string[] = [];
        const last = new Map<string, string>();
        for (const questions of polls) {
          let next = 0;
          const sent = talk.ask(['', ...questions.map(([question]) => question)]);
          const bytes = answers(sent, () => questions[next++]?.[1] as string);
          let at = 0;
          for (let piece = 0; at < bytes.length; piece += 1) {
            const size = cuts[piece % Math.max(1, cuts.length)] ?? bytes.length;
            expect(talk.push(bytes.subarray(at, at + size))).toBe(undefined);
            at += size;
          }
          expect(talk.open).toBe(undefined);
          for (const [question, answer] of [['', ''], ...questions] as [string, string][]) {
            const again = last.get(question) === answer ? 'again ' : '';
            wanted.push(`${question}: ${answer === '' && question !== '' ? 'nothing' : again + answer}`);
            if (answer !== '' || question === '') last.set(question, answer);
          }
        }
        expect(heard).toEqual(wanted);
      }),
    );
  });

  test('what is no echo at first is no Gearman, and so is what nobody asked for', () => {
    const { talk } = conversation();
    talk.ask(['']);
    expect(talk.push(Buffer.from('HTTP/1.1 400 Bad Request\r\n'))).toBe('not-gearman');
    const other = conversation();
    other.talk.push(answers(other.talk.ask(['']), () => ''));
    expect(other.talk.push(Buffer.from('x'))).toBe('not-gearman');
  });

  test('an answer larger than it may be is told as soon as it is', () => {
    const { talk, heard } = conversation(10);
    const bytes = answers(talk.ask(['', 'status']), () => 'a\t1\t0\t0\n.\n'.repeat(10));
    expect(talk.push(bytes.subarray(0, 60))).toBe('too-large');
    expect([heard, talk.open]).toEqual([[': '], 'status']);
  });
});
