const several = new Intl.ListFormat(undefined, { style: 'long', type: 'conjunction' });

/** `Home`, `Home and Cabin`, `Home, Cabin, and Shed`, as the person's system writes it. */
export const list = (names: readonly string[]): string => several.format(names);

/** Puts text on one line. Names come from the cloud and may hold line breaks or control characters that steer a terminal. */
export const oneLine = (text: string): string => text.replace(/[\p{Cc}\p{Cf}]+/gu, ' ');
