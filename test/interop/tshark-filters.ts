import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../support/processes.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** Asks for every filter at once: a tap is called for each frame that its filter lets through, and made of none that is wrong. */
const TAPS = `
local at = 0
for filter in io.lines((...)) do
  at = at + 1
  local number = at
  local made, tap = pcall(Listener.new, "frame", filter)
  if made then
    function tap.packet(frame) print(number, frame.number) end
  else
    print(number, "refused")
  end
end
print("all", at)
`;

/**
 * The frames of a file that tshark lets through for each filter; undefined where it refuses one. It reads the file once, for
 * that takes a second or more.
 */
export async function framesThatPass(path: string, filters: readonly string[]): Promise<(number[] | undefined)[]> {
  const folder = await temporaryFolder();
  const [script, list] = [join(folder, 'taps.lua'), join(folder, 'filters')];
  await writeFile(script, TAPS);
  await writeFile(list, filters.map((filter) => `${filter}\n`).join(''));
  const args = ['-q', '-r', path, '-X', `lua_script:${script}`, '-X', `lua_script1:${list}`];
  const { code, stdout, stderr } = await run('tshark', args);
  if (code !== 0 || !stdout.includes(`all\t${filters.length}\n`))
    throw new Error(`tshark has asked for not all filters; it must be built with Lua. ${stderr}`);
  const results: (number[] | undefined)[] = filters.map(() => []);
  for (const line of stdout.split('\n')) {
    const [filter, frame] = line.split('\t');
    const at = Number(filter) - 1;
    if (frame === 'refused') results[at] = undefined;
    else results[at]?.push(Number(frame));
  }
  return results;
}

/** The same for one filter, as people ask: `tshark -Y`. */
export async function framesAsked(path: string, filter: string): Promise<number[] | undefined> {
  const { code, stdout } = await run('tshark', ['-r', path, '-Y', filter, '-T', 'fields', '-e', 'frame.number']);
  return code === 0 ? stdout.split('\n').slice(0, -1).map(Number) : undefined;
}
