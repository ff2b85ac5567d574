import type { DecoderName } from '../../../main/contract/decode-limits.ts';
import type { Text } from '../../i18n/text.tsx';

/** What a layer is called. Names of formats are the same in every language. */
export const DECODER_NAMES = (t: Text['t']): Record<DecoderName, string> => ({
  image: t('decoder.image'),
  gzip: 'gzip',
  zlib: 'zlib',
  php: 'PHP serialize',
  json: 'JSON',
  msgpack: 'MessagePack',
  base64: 'base64',
  text: t('decoder.text'),
  gb18030: 'GB18030',
  deflate: 'deflate',
  bytes: t('decoder.bytes'),
});
