import { Variant } from '@jellybrick/dbus-next';
import * as v from 'valibot';
import { allProperties, connectBus, type Bus, type Target } from './bus.ts';
import { argbToPng, type RawPicture } from './pixels.ts';
import { findEntry, parseMenu, type MenuNode } from './tray-menu-tree.ts';
import { waitFor } from './wait.ts';

export interface TrayProperties {
  readonly title: string;
  readonly status: string;
  readonly iconName: string;
  /** Every size the icon was sent in: 4 bytes a pixel, alpha first. */
  readonly pixmaps: readonly RawPicture[];
  readonly toolTip: { readonly title: string; readonly text: string };
  readonly menuPath: string;
}

/** The tray of a desktop: programs put their icons into it, tests look at them and click. */
export interface TrayHost {
  /** Waits until at least `count` icons are there (1 if left out). */
  waitForItem(options?: { count?: number; timeoutMs?: number }): Promise<void>;
  /** How many icons are there now. */
  itemCount(): number;
  /** The functions below are about the newest icon and fail when there is none. */
  properties(): Promise<TrayProperties>;
  /** The icon in its largest size. */
  iconPng(): Promise<Buffer>;
  /** The whole menu; its root has no label. */
  menu(): Promise<MenuNode>;
  /** Waits until the menu is as wanted and answers it. */
  waitForMenu(
    predicate: (menu: MenuNode) => boolean,
    options?: { what?: string; timeoutMs?: number },
  ): Promise<MenuNode>;
  /** Clicks the entry a person reaches by these labels; fails if it is absent or disabled. */
  click(labels: readonly string[]): Promise<void>;
  /** The left mouse button on the icon. */
  activate(): Promise<void>;
  /** The right mouse button on the icon. */
  contextMenu(): Promise<void>;
  /** Names of the signals the icons and menus sent (NewIcon, LayoutUpdated, …), oldest first. */
  events(): readonly string[];
  /** Whether something shows the items; the list of them stays. Yes, until told otherwise. */
  setShown(isShown: boolean): void;
  /** Takes the tray away from the desktop. */
  stop(): Promise<void>;
  /** Brings an empty tray back after `stop`, or in place of the present one. */
  restart(): Promise<void>;
}

/** Starts the tray; it must be there before a program makes its icon. Fails if the bus has a tray already. */
export async function startTrayHost(busAddress: string): Promise<TrayHost> {
  const events: string[] = [];
  let watcher = await startWatcher(busAddress, events);
  const newest = () => {
    const item = watcher.items().at(-1);
    if (!item) throw new Error('there is no tray icon');
    return item;
  };
  const properties = async () => parseProperties(await allProperties(watcher.bus, newest()));
  const menuTarget = async () => ({
    service: newest().service,
    path: (await properties()).menuPath,
    interfaceName: menuInterface,
  });
  const menu = async () => {
    const [, layout] = await watcher.bus.call(await menuTarget(), 'GetLayout', 'iias', [0, -1, []]);
    return parseMenu(layout);
  };
  /** False when the program has made its menu anew since we read it, and knows this entry no more. */
  async function clicked(labels: readonly string[]): Promise<boolean> {
    const entry = findEntry(await menu(), labels);
    if (!entry.isEnabled) throw new Error(`${labels.join(' › ')} is disabled`);
    const target = await menuTarget();
    const event = [entry.id, 'clicked', new Variant('s', ''), 0];
    return watcher.bus.call(target, 'Event', 'isvu', event).then(
      () => true,
      (error: unknown) => {
        if (error instanceof Error && error.message === 'error occurred in Event') return false;
        throw error;
      },
    );
  }
  const press = async (method: string) => {
    await watcher.bus.call(newest(), method, 'ii', [0, 0]);
  };

  return {
    async waitForItem({ count = 1, timeoutMs } = {}) {
      const what = `${count} tray icon(s)`;
      await waitFor(() => watcher.items().length >= count, { what, ...only({ timeoutMs }) });
    },
    itemCount: () => watcher.items().length,
    properties,
    async iconPng() {
      const [largest] = [...(await properties()).pixmaps].sort((a, b) => b.width - a.width);
      if (!largest) throw new Error('the tray icon has no picture');
      return argbToPng(largest);
    },
    menu,
    waitForMenu(predicate, { what = 'the tray menu to be as wanted', timeoutMs } = {}) {
      const check = async () => {
        const now = await menu();
        return predicate(now) && now;
      };
      return waitFor(check, { what, ...only({ timeoutMs }) });
    },
    async click(labels) {
      for (let attempt = 1; !(await clicked(labels)); attempt += 1) {
        if (attempt === 5) throw new Error(`${labels.join(' › ')} goes away again and again`);
      }
    },
    activate: () => press('Activate'),
    contextMenu: () => press('ContextMenu'),
    events: () => [...events],
    setShown: (isShown) => watcher.setShown(isShown),
    stop: () => watcher.stop(),
    async restart() {
      await watcher.stop();
      watcher = await startWatcher(busAddress, events);
    },
  };
}

const watcherInterface = 'org.kde.StatusNotifierWatcher';
const itemInterface = 'org.kde.StatusNotifierItem';
const menuInterface = 'com.canonical.dbusmenu';

/** Where a desktop's list of tray icons is, whoever keeps it. */
export const trayWatcher: Target = {
  service: watcherInterface,
  path: '/StatusNotifierWatcher',
  interfaceName: watcherInterface,
};

interface Watcher {
  readonly bus: Bus;
  items(): readonly Target[];
  setShown(isShown: boolean): void;
  stop(): Promise<void>;
}

async function startWatcher(busAddress: string, events: string[]): Promise<Watcher> {
  const bus = await connectBus(busAddress);
  const items: Target[] = [];
  let isHostRegistered = true;
  const announce = (member: string, item: Target) =>
    bus.emit(trayWatcher, member, 's', [item.service + item.path]);
  const register = ([name]: readonly unknown[], sender: string) => {
    const item = itemAt(String(name), sender);
    items.push(item);
    announce('StatusNotifierItemRegistered', item);
    return [];
  };
  const forget = (service: unknown) => {
    for (const item of items.filter((one) => one.service === service)) {
      items.splice(items.indexOf(item), 1);
      announce('StatusNotifierItemUnregistered', item);
    }
  };
  bus.serve({
    ...trayWatcher,
    methods: {
      RegisterStatusNotifierItem: { out: '', run: register },
      RegisterStatusNotifierHost: { out: '', run: () => [] },
    },
    properties: {
      IsStatusNotifierHostRegistered: () => new Variant('b', isHostRegistered),
      ProtocolVersion: () => new Variant('i', 0),
      RegisteredStatusNotifierItems: () =>
        new Variant(
          'as',
          items.map((item) => item.service + item.path),
        ),
    },
  });
  for (const name of [itemInterface, menuInterface])
    await bus.onSignal(name, ({ member }) => events.push(member));
  await bus.onSignal('org.freedesktop.DBus', ({ member, args: [name, , owner] }) => {
    if (member === 'NameOwnerChanged' && owner === '') forget(name);
  });
  await bus.own(watcherInterface);
  const stop = () => {
    items.length = 0;
    return bus.close();
  };
  const setShown = (isShown: boolean) => {
    isHostRegistered = isShown;
    bus.emit(trayWatcher, `StatusNotifierHost${isShown ? 'R' : 'Unr'}egistered`, '', []);
  };
  return { bus, items: () => items, setShown, stop };
}

/** Programs register by a service name, or by an object path of their own connection. */
const itemAt = (name: string, sender: string): Target =>
  name.startsWith('/')
    ? { service: sender, path: name, interfaceName: itemInterface }
    : { service: name, path: '/StatusNotifierItem', interfaceName: itemInterface };

const pixmapSchema = v.tuple([v.number(), v.number(), v.instance(Buffer)]);
const propertiesSchema = v.object({
  Title: v.optional(v.string(), ''),
  Status: v.optional(v.string(), ''),
  IconName: v.optional(v.string(), ''),
  IconPixmap: v.optional(v.array(pixmapSchema), []),
  ToolTip: v.optional(v.tuple([v.string(), v.unknown(), v.string(), v.string()])),
  Menu: v.string(),
});

function parseProperties(values: unknown): TrayProperties {
  const { ToolTip: toolTip, ...rest } = v.parse(propertiesSchema, values);
  return {
    title: rest.Title,
    status: rest.Status,
    iconName: rest.IconName,
    pixmaps: rest.IconPixmap.map(([width, height, bytes]) => ({ width, height, bytes })),
    toolTip: { title: toolTip?.[2] ?? '', text: toolTip?.[3] ?? '' },
    menuPath: rest.Menu,
  };
}

const only = ({ timeoutMs }: { timeoutMs: number | undefined }) =>
  timeoutMs === undefined ? {} : { timeoutMs };
