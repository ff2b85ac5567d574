import { UNIQUE_BYTES, WORKLOAD_BYTES } from '../../../main/contract/model.ts';
import type { MessageId } from '../../i18n/text.tsx';
import type { SubmitDraft } from '../../store/submit.ts';

const encoder = new TextEncoder();

export const bytesOf = (text: string): number => encoder.encode(text).length;

/** What keeps the draft from being sent; null where nothing does. */
export function faultOf(draft: SubmitDraft): { field: 'function' | 'workload' | 'unique'; message: MessageId } | null {
  if (draft.function === '') return { field: 'function', message: 'submit.function.missing' };
  if (draft.source === 'file' && draft.file === null) return { field: 'workload', message: 'submit.file.missing' };
  if (draft.source === 'file' && (draft.file?.size ?? 0) > WORKLOAD_BYTES)
    return { field: 'workload', message: 'submit.file.tooLarge' };
  if (draft.unique !== 'custom') return null;
  if (draft.uniqueValue === '') return { field: 'unique', message: 'submit.unique.missing' };
  return bytesOf(draft.uniqueValue) > UNIQUE_BYTES ? { field: 'unique', message: 'submit.unique.tooLong' } : null;
}
