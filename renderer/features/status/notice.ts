/** One thing the person should know, whatever page is open. */
export interface Notice {
  readonly key: string;
  readonly tone: 'info' | 'warning' | 'danger';
  readonly title: string;
  readonly text: string;
  /** What is offered beside it. */
  readonly way: 'sign-in' | 'verify' | 'settings' | 'find-archive' | 'confirm-reset' | null;
}
