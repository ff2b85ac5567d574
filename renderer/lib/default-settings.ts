import { Settings } from '../../main/contract/settings.ts';

let settings: Settings | undefined;

/** The settings of somebody who has changed none. */
export const defaultSettings = (): Settings => (settings ??= Settings.parse({}));
