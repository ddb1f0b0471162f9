import type { KeepPolicy, TrayStyle } from '../../shared/app-state.ts';
import type { LinkName } from '../../shared/links.ts';
import { api } from '../api.ts';
import { attempt } from './attempt.ts';

export async function chooseKeepPolicy(policy: KeepPolicy): Promise<void> {
  await attempt(api.chooseKeepPolicy(policy));
}

export async function chooseTrayStyle(style: TrayStyle): Promise<void> {
  await attempt(api.chooseTrayStyle(style));
}

/** Opens one of our named pages in the person's browser. */
export async function openLink(name: LinkName): Promise<void> {
  await attempt(api.openLink(name));
}
