import type { MenuItemConstructorOptions } from 'electron';

export const separator: MenuItemConstructorOptions = { type: 'separator' };

/** A line to read, not to click. */
export const note = (label: string): MenuItemConstructorOptions => ({
  label: plain(label),
  enabled: false,
});

/** One item, or one submenu with an entry for each: nobody opens a submenu of one. */
export function forEach<T extends { readonly id: string; readonly name: string }>(
  label: string,
  things: readonly T[],
  itemsOf: (thing: T) => MenuItemConstructorOptions[],
): readonly MenuItemConstructorOptions[] {
  const [only] = things;
  if (only === undefined) return [];
  if (things.length === 1) return [{ id: `${label} ${only.id}`, label, submenu: itemsOf(only) }];
  const submenu = things.map((thing) => ({
    id: thing.id,
    label: plain(thing.name),
    submenu: itemsOf(thing),
  }));
  return [{ label, submenu }];
}

/**
 * What makes two menus the same: all that is seen of them, and the ids of what a click is about. So an item whose click
 * does something else than that of another menu under the same words needs an id.
 */
export const menuContent = (items: readonly MenuItemConstructorOptions[]): string =>
  JSON.stringify(items);

/** Names come from the cloud: an ampersand would become a mnemonic, a line break a broken menu. */
export const plain = (text: string): string =>
  text
    .replace(/[\p{Cc}\p{Cf}]+/gu, ' ')
    .slice(0, 120)
    .replaceAll('&', '&&');
