import { networkKey, type AccountId } from '../../shared/ids.ts';
import type { CommandRef } from '../blink/models.ts';
import { minutes, type Clock } from '../lib/clock.ts';
import type { SettingsStore } from '../store/settings.ts';

/** Live views the cloud has opened and nobody has ended yet, on disk: until it hears of the end a hub stays busy. */
export interface LiveViewRecord {
  opened(command: CommandRef): void;
  ended(command: CommandRef): void;
  /** Those of an account that the cloud may still keep open; what is older is forgotten. */
  openOf(accountId: AccountId): readonly CommandRef[];
}

export interface LiveViewRecordDeps {
  readonly settings: Pick<SettingsStore, 'get' | 'update'>;
  readonly clock: Pick<Clock, 'now'>;
}

export function createLiveViewRecord({ settings, clock }: LiveViewRecordDeps): LiveViewRecord {
  const isRecent = ({ openedAt }: { readonly openedAt: number }) =>
    Math.abs(clock.now() - openedAt) < longestOpenMs;
  const recent = () => settings.get().openLiveViews.filter(isRecent);

  function keep(openLiveViews: ReturnType<typeof recent>): void {
    try {
      settings.update({ openLiveViews });
    } catch {
      // On a full disk the cloud ends it by its own limit; the live view itself must not fail for this.
    }
  }

  return {
    opened: (command) => keep([...recent(), { ...command, openedAt: clock.now() }]),
    ended: (command) => keep(recent().filter((each) => !isSameCommand(each, command))),
    openOf: (accountId) =>
      recent()
        .filter(({ networkId }) => networkKey(networkId).accountId === accountId)
        .map(({ networkId, commandId }) => ({ networkId, commandId })),
  };
}

export const isSameCommand = (one: CommandRef, other: CommandRef): boolean =>
  one.networkId === other.networkId && one.commandId === other.commandId;

/** The longest the cloud keeps one open, for subscribers. */
const longestOpenMs = minutes(90);
