// @vitest-environment node
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { languageOf, type MessageId, TextProvider, textIn, useText } from '../../../renderer/i18n/text.tsx';

test.each<['system' | 'en' | 'zh', string, string]>([
  ['system', 'en-US', 'en'],
  ['system', 'zh-CN', 'zh'],
  ['system', 'ZH', 'zh'],
  ['system', 'de-DE', 'en'],
  ['en', 'zh-CN', 'en'],
  ['zh', 'en-US', 'zh'],
])('with the language %s on a system in %s the window speaks %s', (chosen, locale, language) => {
  expect(languageOf(chosen, locale)).toBe(language);
});

function Owner() {
  const { language, rich } = useText();
  return <p lang={language}>{rich('failure.port-in-use', { port: '4730', name: '<i>gearmand</i>', pid: '41' })}</p>;
}

test('parts of a message are marked, what is put in is only text', () => {
  const drawn = (language: 'en' | 'zh') =>
    renderToStaticMarkup(
      <TextProvider language={language}>
        <Owner />
      </TextProvider>,
    );
  expect([drawn('en'), drawn('zh')]).toEqual([
    '<p lang="en">Port 4730 is used by <b>&lt;i&gt;gearmand&lt;/i&gt;</b> (pid 41).</p>',
    '<p lang="zh">端口 4730 已被 <b>&lt;i&gt;gearmand&lt;/i&gt;</b>（PID 41）占用。</p>',
  ]);
});

test('a message that is missing, or lacks a value, is a bug and not an empty place', () => {
  const { t } = textIn('en');
  expect(() => t('gone.from.the.catalog' as MessageId)).toThrow(/gone\.from\.the\.catalog/);
  expect(() => t('jobs.inspector')).toThrow(/handle/);
  expect(() => renderToStaticMarkup(<Owner />)).toThrow('useText needs a TextProvider above it');
});

test('no blank parts a Chinese name from the Chinese words around it', () => {
  const { t } = textIn('zh');
  expect([
    t('submit.to', { server: '本机 · 127.0.0.1:4730' }),
    t('submit.to', { server: 'jobs.internal:4730' }),
    t('workers.output', { name: '图片压缩' }),
    t('workers.output', { name: 'image.resize' }),
    t('status.embedded', { address: '本机' }),
  ]).toEqual([
    '提交到本机 · 127.0.0.1:4730',
    '提交到 jobs.internal:4730',
    '图片压缩的输出',
    'image.resize 的输出',
    '本机 · 内嵌',
  ]);
  expect(textIn('en').t('workers.output', { name: '图片压缩' })).toBe('Output of 图片压缩');
});

test('nor does one part a name that is marked', () => {
  const drawn = (name: string) => renderToStaticMarkup(textIn('zh').rich('capture.left', { name }));
  expect([drawn('抓包.pcapng'), drawn('crash.pcapng')]).toEqual([
    '正在显示实时流量。您离开了文件<b>抓包.pcapng</b>。',
    '正在显示实时流量。您离开了文件 <b>crash.pcapng</b>。',
  ]);
});
