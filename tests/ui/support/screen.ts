import { expect } from '@playwright/test';
import type { AppState } from '../../../shared/app-state.ts';
import type { Ui } from './window.ts';

/** One state of the window, worth a picture and an audit. */
export interface Screen {
  readonly name: string;
  readonly state: AppState;
  readonly clips?: number;
  /** Brings the page to what the picture shows, and says what must be there. */
  readonly visit: (ui: Ui) => Promise<void>;
}

/** Goes to a page of the navigation. */
export const open = (ui: Ui, name: string): Promise<void> =>
  ui.page.getByRole('navigation').getByRole('button', { name }).click();

/** Opens the page of a camera or a system. */
export const openSettingsOf = (ui: Ui, name: string): Promise<void> =>
  ui.page.getByRole('button', { name: `Settings of ${name}` }).click();

/** Scrolls a heading to the top: the picture shall show what is below it. */
export const showSection = (ui: Ui, heading: string): Promise<void> =>
  ui.page
    .getByRole('heading', { name: heading, exact: true })
    .evaluate((element) => element.scrollIntoView());

export const sees = (ui: Ui, text: string | RegExp): Promise<void> =>
  expect(ui.page.getByText(text).first()).toBeVisible();
