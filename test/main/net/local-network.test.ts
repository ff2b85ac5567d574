import { describe, expect, test } from 'vitest';
import { reasonOfConnection } from '../../../main/net/local-network.ts';

/** As Node tells of them on macOS. */
const refused = (code: string, address: string) => ({ errno: -65, code, syscall: 'connect', address, port: 4730 });
const mac = { platform: 'darwin', kernel: '24.6.0' } as const;

describe('the permission for the local network', () => {
  test.each(['192.168.1.130', '10.0.0.7', '172.31.255.1', '169.254.3.4', 'fe80::1%en0', 'fd12::1'])(
    'may be what keeps macOS from reaching %s',
    (address) => {
      expect(reasonOfConnection(refused('EHOSTUNREACH', address), mac).why).toBe('local-network');
      expect(reasonOfConnection(refused('ENETUNREACH', address), mac).why).toBe('local-network');
    },
  );

  test.each(['8.8.8.8', '172.32.0.1', '2001:db8::1', '127.0.0.1', 'shop.example', ''])(
    'is not needed for %j',
    (address) => expect(reasonOfConnection(refused('EHOSTUNREACH', address), mac).why).toBe('host-unreachable'),
  );

  test('is no matter of other failures, of other systems, or of a macOS that does not ask', () => {
    expect(reasonOfConnection(refused('ECONNRESET', '10.0.0.7'), mac).why).toBe('other-side-closed');
    const error = refused('EHOSTUNREACH', '10.0.0.7');
    expect(reasonOfConnection(error, { platform: 'linux', kernel: '24.6.0' }).why).toBe('host-unreachable');
    expect(reasonOfConnection(error, { platform: 'darwin', kernel: '23.6.0' }).why).toBe('host-unreachable');
  });

  test('may be so for one of the addresses of a name', () => {
    const errors = [refused('ETIMEDOUT', '::1'), refused('EHOSTUNREACH', '10.0.0.7')];
    expect(reasonOfConnection({ code: 'ETIMEDOUT', errors }, mac).why).toBe('local-network');
    expect(reasonOfConnection({ code: 'ETIMEDOUT', errors: errors.slice(0, 1) }, mac).why).toBe('no-answer');
  });
});
