import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where the program is: the checkout, whether its source runs or what was built of it, or the archive of a package. */
export const APP_ROOT = dirname(fileURLToPath(new URL('..', import.meta.url)));

/** Whether this is the packaged program. */
export const IS_PACKAGED = basename(APP_ROOT) === 'app.asar';

/** What is shipped as it is: samples and PHP's files. In a package they lie beside the archive, where other programs can read them. */
export const RESOURCES = IS_PACKAGED ? dirname(APP_ROOT) : join(APP_ROOT, 'resources');
