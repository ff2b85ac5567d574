// Adds to package-lock.json the packages for other platforms that the registry in use could not serve.
//
// npm leaves an optional package out of the lock file when its registry does not have it, and `npm ci` then refuses
// the file everywhere. Run this after `npm install --package-lock-only` on such a network: it adds each missing
// package with its exact version and the platform that its name tells, without a checksum, so that a Mac or a
// Windows machine installs it.
import { readFileSync, writeFileSync } from 'node:fs';

const PLATFORM = /-(android|darwin|freebsd|linux|openharmony|win32)-(arm64|arm|ia32|ppc64|riscv64|s390x|x64)(-\w+)?$/;

const file = new URL('../package-lock.json', import.meta.url);
const lock = JSON.parse(readFileSync(file, 'utf8'));
const added = [];

for (const [place, entry] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    const hoisted = `node_modules/${name}`;
    if (lock.packages[`${place}/${hoisted}`] || lock.packages[hoisted]) continue;
    const platform = PLATFORM.exec(name);
    if (!platform) throw new Error(`${name}: its name does not tell a platform; add it to package-lock.json by hand`);
    const [, os, cpu, abi = ''] = platform;
    const libc = os === 'linux' ? { libc: [abi.includes('musl') ? 'musl' : 'glibc'] } : {};
    lock.packages[hoisted] = {
      version: version.replace(/^[\^~]/, ''),
      cpu: [cpu],
      dev: true,
      ...libc,
      optional: true,
      os: [os],
    };
    added.push(`${name}@${version}`);
  }
}

lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
console.log(added.length === 0 ? 'Nothing was missing.' : `Added:\n  ${added.join('\n  ')}`);
