import { AppError } from '../../contract/errors.ts';
import { because, reasonDetails, reasonWords } from '../../contract/reasons.ts';
import type { DamagedFile } from './frames.ts';

/** What is told to people of a file that could not be read to its end, and of how much of it was. */
export function damageOf(path: string, { damage, offset }: DamagedFile, packets: number): AppError {
  const reason = because(damage);
  if (damage === 'not-a-capture')
    return new AppError('capture-foreign', `${path} is no capture file: neither pcap nor pcapng.`, { path });
  const words = `${path} is damaged at byte ${offset}: ${reasonWords(reason)}. ${packets} packets before it could be read.`;
  return new AppError('capture-damaged', words, { ...reasonDetails(reason), path, offset, packets });
}
