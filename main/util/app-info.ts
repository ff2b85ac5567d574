import type { AppInfo } from '../contract/overview.ts';
import { VERSION } from './version.ts';

const PLATFORMS = ['darwin', 'linux', 'win32'] as const;

/** Whether this process, and with it every command that it starts, may do everything. */
export const isRoot = (): boolean => process.getuid?.() === 0;

/** What the program is and runs on. `locale` is the system's language as a tag. */
export const appInfo = (locale = navigator.language, standIn: AppInfo['standIn'] = null): AppInfo => ({
  version: VERSION,
  platform: PLATFORMS.find((platform) => platform === process.platform) ?? 'other',
  locale,
  electron: process.versions['electron'] ?? '',
  node: process.versions.node,
  root: isRoot(),
  standIn,
});
