import type { MenuItemConstructorOptions } from 'electron';

export const separator: MenuItemConstructorOptions = { type: 'separator' };

/** A line to read, not to click. */
export const note = (label: string): MenuItemConstructorOptions => ({
  label: plain(label),
  enabled: false,
});

/** One item, or one submenu with an entry for each: nobody opens a submenu of one. */
export function forEach<T extends { readonly name: string }>(
  label: string,
  things: readonly T[],
  itemsOf: (thing: T) => MenuItemConstructorOptions[],
): readonly MenuItemConstructorOptions[] {
  const [only] = things;
  if (only === undefined) return [];
  if (things.length === 1) return [{ label, submenu: itemsOf(only) }];
  const submenu = things.map((thing) => ({ label: plain(thing.name), submenu: itemsOf(thing) }));
  return [{ label, submenu }];
}

/** Names come from the cloud: an ampersand would become a mnemonic, a line break a broken menu. */
export const plain = (text: string): string =>
  text
    .replace(/[\p{Cc}\p{Cf}]+/gu, ' ')
    .slice(0, 120)
    .replaceAll('&', '&&');
