import { BlockList, isIPv6 } from 'node:net';
import { release } from 'node:os';
import { because, type Reason, reasonOf } from '../contract/reasons.ts';

const SYSTEM = { platform: process.platform, kernel: release() };
/** Kernels of macOS 15, the first one that asks before a program reaches others on the local network. */
const ASKS = 24;

/** Addresses of local networks: RFC 1918, 3927, 4193 and 4291. */
const LOCAL = new BlockList();
LOCAL.addSubnet('10.0.0.0', 8);
LOCAL.addSubnet('172.16.0.0', 12);
LOCAL.addSubnet('192.168.0.0', 16);
LOCAL.addSubnet('169.254.0.0', 16);
LOCAL.addSubnet('fc00::', 7, 'ipv6');
LOCAL.addSubnet('fe80::', 10, 'ipv6');

/** An error of a connection, as Node makes it; one of several where a name has several addresses. */
interface ConnectError {
  code?: string | undefined;
  address?: string;
  errors?: readonly ConnectError[];
}

/**
 * Why a connection failed. Where macOS keeps a program from the local network that has no permission for it, it says only that
 * no way leads there (Apple's technical note 3179); the reason then tells of the permission.
 */
export function reasonOfConnection(error: ConnectError, { platform, kernel } = SYSTEM): Reason {
  const mayLackPermission =
    platform === 'darwin' && Number.parseInt(kernel, 10) >= ASKS && [error, ...(error.errors ?? [])].some(isLocal);
  return mayLackPermission ? because('local-network') : reasonOf(error);
}

function isLocal({ code, address = '' }: ConnectError): boolean {
  if (code !== 'EHOSTUNREACH' && code !== 'ENETUNREACH') return false;
  const plain = address.replace(/%.*$/, '');
  return LOCAL.check(plain, isIPv6(plain) ? 'ipv6' : 'ipv4');
}
