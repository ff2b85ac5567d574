import { test } from 'vitest';
import { VERSION } from '../../../main/util/version.ts';
import { gearbench } from '../../support/command-line.ts';

test.concurrent('without a command it tells the commands', async ({ expect, onTestFinished }) => {
  const [bare, help] = await Promise.all([gearbench([], onTestFinished), gearbench(['help'], onTestFinished)]);
  const { code, out, err } = await help.ended;
  expect([code, err, out.split('\n')[2]]).toEqual([0, '', 'Usage: gearbench <command> [options]']);
  expect(await bare.ended).toEqual({ code, out, err });
});

test.concurrent('its version, and nothing else', async ({ expect, onTestFinished }) => {
  const { ended } = await gearbench(['--version'], onTestFinished);
  expect(await ended).toEqual({ code: 0, out: `${VERSION}\n`, err: '' });
});

test.concurrent('an unknown command is an error of usage', async ({ expect, onTestFinished }) => {
  const { ended } = await gearbench(['sevre'], onTestFinished);
  expect(await ended).toEqual({
    code: 64,
    out: '',
    err: 'gearbench: there is no command “sevre”. Try: gearbench help\n',
  });
});
