import type { NotKept } from '../../../main/contract/functions.ts';
import type { MessageId } from '../../i18n/text.tsx';

/** Where values of secrets are, and why no longer than the program runs. */
export const keptText = (notKept: NotKept | null): MessageId =>
  notKept === null ? 'secrets.kept' : `secrets.notKept.${notKept}`;
