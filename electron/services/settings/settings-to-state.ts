import type { AppState, TemporaryDisarms } from '../../../shared/app-state.ts';
import { isNetworkId } from '../../../shared/ids.ts';
import type { Dispose } from '../../lib/dispose.ts';
import type { AppStore } from '../../store/app-store.ts';
import type { SettingsStore } from '../../store/settings.ts';
import type { KeptDisarms, SettingName, Settings } from '../../store/settings-schema.ts';

export interface ProjectionDeps {
  readonly settings: SettingsStore;
  readonly store: AppStore;
  /** Whether the style of the tray icon can be chosen here. */
  readonly hasTrayStyles: boolean;
}

/** Brings the settings into the state, at once and after every change. Nothing else copies them there. */
export function showSettings({ settings, store, ...facts }: ProjectionDeps): Dispose {
  let shown: Settings | null = null;

  function show(next: Settings): void {
    const before = shown;
    shown = next;
    const isChanged = (...names: readonly SettingName[]) =>
      before === null || names.some((name) => before[name] !== next[name]);
    for (const { of, change } of projections) {
      if (isChanged(...of)) change(store, next, facts);
    }
  }

  show(settings.get());
  return settings.subscribe(show);
}

type Facts = Pick<ProjectionDeps, 'hasTrayStyles'>;

interface Projection {
  /** What it is made of: a slice is written only when one of these has changed. */
  readonly of: readonly SettingName[];
  readonly change: (store: AppStore, settings: Settings, facts: Facts) => void;
}

const projections: readonly Projection[] = [
  {
    of: ['keepPolicy', 'isArchivePaused', 'historyPace', 'limits', 'binDays'],
    change: (store, settings) =>
      store.update('archive', (archive) => ({ ...archive, ...archiveOf(settings) })),
  },
  // Each by itself: on a full disk the state may be ahead of the file, and other changes must not undo that.
  {
    of: ['gentleUntil'],
    change: (store, { gentleUntil }) =>
      store.update('archive', (archive) => ({ ...archive, gentleUntil })),
  },
  {
    of: ['isRebuildOwed'],
    change: (store, { isRebuildOwed }) =>
      store.update('archive', (archive) => ({ ...archive, isRebuildPending: isRebuildOwed })),
  },
  {
    of: ['trayStyle'],
    change: (store, { trayStyle }, { hasTrayStyles }) => {
      if (hasTrayStyles) store.update('desktop', (desktop) => ({ ...desktop, trayStyle }));
    },
  },
  {
    of: ['mutedUntil'],
    change: (store, { mutedUntil }) => store.set('mute', { until: mutedUntil }),
  },
  {
    of: ['temporaryDisarms'],
    change: (store, { temporaryDisarms }) =>
      store.set('temporaryDisarms', shownDisarms(temporaryDisarms)),
  },
  {
    of: ['notifications', 'isArmedOnLock', 'hasLocalChecks', 'resetTopics'],
    change: (store, { notifications, isArmedOnLock, hasLocalChecks, resetTopics }) =>
      store.update('preferences', (preferences) => ({
        ...preferences,
        notifications,
        isArmedOnLock,
        hasLocalChecks,
        resetTopics,
      })),
  },
];

const archiveOf = ({
  keepPolicy,
  isArchivePaused,
  historyPace,
  limits,
  binDays,
}: Settings): Partial<AppState['archive']> => ({
  policy: keepPolicy,
  isPaused: isArchivePaused,
  historyPace,
  limits,
  binDays,
});

/** As the window and the tray see them. */
export const shownDisarms = (kept: KeptDisarms): TemporaryDisarms =>
  Object.fromEntries(
    Object.entries(kept).flatMap(([id, one]) =>
      isNetworkId(id) && one !== undefined
        ? [[id, { rearmAt: one.rearmAt, phase: one.phase }] as const]
        : [],
    ),
  );
