/** The only door to the main process. Nothing else touches `window.api`. */
export const api = window.api;
