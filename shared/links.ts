/** The only addresses the application opens in the browser. The renderer names one, never gives one. */
export const links = {
  blinkSupport: 'https://support.blinkforhome.com/',
  blinkStatus: 'https://blinkstatus.net/',
} as const;

export type LinkName = keyof typeof links;
