// @vitest-environment node
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { FUNCTION_COLOURS } from '../../../main/contract/functions.ts';
import { PACKET_FAMILIES } from '../../../main/contract/packets.ts';

const css = ['tokens', 'application']
  .map((name) => readFileSync(fileURLToPath(new URL(`../../../renderer/theme/${name}.css`, import.meta.url)), 'utf8'))
  .join('\n');

/** A role's value in a theme, through the roles that it stands for. */
function colourOf(role: string, theme: 'light' | 'dark'): string {
  const value = new RegExp(`--${role}:\\s*([^;]+);`).exec(css)?.[1] ?? '';
  const other = /^var\(--([\w-]+)\)$/.exec(value)?.[1];
  if (other !== undefined) return colourOf(other, theme);
  const [, light = '', dark = ''] = /^light-dark\((#\w{6}), (#\w{6})\)$/.exec(value) ?? [];
  return theme === 'light' ? light : dark;
}

/** Relative luminance, WCAG 2.2. */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

const COLOURS = FUNCTION_COLOURS.filter((colour) => colour !== 'none');

test.each(['light', 'dark'] as const)('the colours of functions stand out on every surface of a list: %s', (theme) => {
  const surfaces = ['content', 'sunken', 'raised', 'selected', 'selected-idle'].map((name) => `surface-${name}`);
  const faint = COLOURS.flatMap((colour) =>
    surfaces.filter((surface) => !(contrast(colourOf(`colour-${colour}`, theme), colourOf(surface, theme)) >= 3)),
  );
  expect(faint).toEqual([]);
  expect(new Set(COLOURS.map((colour) => colourOf(`colour-${colour}`, theme))).size).toBe(COLOURS.length);
});

test('each colour of the contract is drawn', () => {
  expect(FUNCTION_COLOURS.filter((colour) => !css.includes(`.colour-dot[data-colour="${colour}"]`))).toEqual([]);
});

/** What a share of a colour over another looks like. */
function mixed(over: string, under: string, share: number): string {
  const parts = [1, 3, 5].map((at) => {
    const [top, bottom] = [over, under].map((hex) => Number.parseInt(hex.slice(at, at + 2), 16)) as [number, number];
    return Math.round(top * share + bottom * (1 - share))
      .toString(16)
      .padStart(2, '0');
  });
  return `#${parts.join('')}`;
}

test.each(['light', 'dark'] as const)('every text of a row can be read on the wash of a rule: %s', (theme) => {
  const share = Number(/--wash: ([\d.]+)%/.exec(css)?.[1]) / 100;
  const texts = ['text-primary', 'text-secondary', 'text-tertiary', 'warn', 'accent-text'].concat(
    PACKET_FAMILIES.map((family) => `packet-${family}`),
  );
  const weak = COLOURS.flatMap((colour) => {
    const wash = mixed(colourOf(`colour-${colour}`, theme), colourOf('surface-content', theme), share);
    const bar = contrast(colourOf(`colour-${colour}`, theme), wash) >= 3 ? [] : ['bar'];
    return [...texts.filter((text) => !(contrast(colourOf(text, theme), wash) >= 4.5)), ...bar].map(
      (what) => `${what} on ${colour}`,
    );
  });
  expect(weak).toEqual([]);
});

test('each colour of the contract is a row’s', () => {
  expect(COLOURS.filter((colour) => !css.includes(`.coloured--${colour} {`))).toEqual([]);
});
