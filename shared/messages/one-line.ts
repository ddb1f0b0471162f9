/** Names come from the cloud: a line break, or a letter that steers a terminal, has no place in a line of ours. */
export const oneLine = (text: string): string => text.replace(/[\p{Cc}\p{Cf}]+/gu, ' ');
