import { mkdirSync } from 'node:fs';
import path from 'node:path';
import * as v from 'valibot';
import { allProperties, connectBus, type Bus } from './bus.ts';
import { killTree, processTree } from './process-tree.ts';
import { run, type Daemon } from './processes.ts';
import type { DesktopSession } from './session.ts';
import { trayWatcher } from './tray-host.ts';
import { waitFor } from './wait.ts';

/** Starts a real panel with a tray and a clock along the top of the screen; answers when icons can come. */
export async function startPanel(session: DesktopSession): Promise<Daemon> {
  session.folder.write(
    'home/.config/xfce4/xfconf/xfce-perchannel-xml/xfce4-panel.xml',
    panelConfig,
  );
  const settings = session.start(settingsDaemon, []);
  await ready(session, settings, owned('org.xfce.Xfconf'), 'settings service');
  const panel = session.start('xfce4-panel', ['--disable-wm-check']);
  await ready(session, panel, owned('org.xfce.Panel'), 'panel');
  await ready(session, panel, showsTrayIcons, 'tray in the panel');
  return { ...panel, stop: () => stopWithParts(session, panel) };
}

/** Starts a real notification daemon, its banners at the top right; answers when programs can use it. */
export async function startNotificationDaemon(session: DesktopSession): Promise<Daemon> {
  const config = session.folder.write('home/.config/dunst/dunstrc', bannerConfig);
  const daemon = session.start('dunst', ['-conf', config]);
  await ready(session, daemon, owned('org.freedesktop.Notifications'), 'notification daemon');
  return daemon;
}

/** Photographs the whole screen into a PNG file, making its folder if need be. */
export async function screenshot(session: DesktopSession, file: string): Promise<void> {
  mkdirSync(path.dirname(file), { recursive: true });
  await must('import', ['-window', 'root', `png:${file}`], session);
}

/** Paints the desktop behind the windows, which is black otherwise. */
export async function paintBackground(session: DesktopSession): Promise<void> {
  const plain = ['-size', '64x64', 'xc:#2b3546'];
  const { stderr } = await run('display', ['-window', 'root', ...plain], { env: session.env });
  // Its exit code is 1 when all went well, too.
  if (stderr !== '') throw new Error(`display failed: ${stderr.trim()}`);
}

/** The middle of the panel's first tray icon on a screen of this width. */
export const trayIconAt = (screenWidth: number) => ({ x: screenWidth - 54, y: 14 });

/** Moves the mouse there and clicks: 1 is the left button, 3 the right one. */
export async function clickAt(
  session: DesktopSession,
  x: number,
  y: number,
  button = 1,
): Promise<void> {
  await must('xdotool', ['mousemove', `${x}`, `${y}`, 'click', `${button}`], session);
}

const machine = process.arch === 'arm64' ? 'aarch64' : 'x86_64';
const settingsDaemon = `/usr/lib/${machine}-linux-gnu/xfce4/xfconf/xfconfd`;

type Condition = (bus: Bus) => Promise<boolean>;

const owned =
  (name: string): Condition =>
  (bus) =>
    bus.hasOwner(name);

/** Programs make no tray icon unless somebody shows it. */
const showsTrayIcons: Condition = async (bus) => {
  const watcher = await allProperties(bus, trayWatcher);
  return v.parse(v.object({ IsStatusNotifierHostRegistered: v.boolean() }), watcher)
    .IsStatusNotifierHostRegistered;
};

// The tray is a process of its own, which would stay in line to keep the list of icons for a moment.
async function stopWithParts(session: DesktopSession, panel: Daemon): Promise<void> {
  const parts = processTree(panel.pid).map(({ pid }) => pid);
  const bus = await connectBus(session.busAddress);
  const haveLeft = async () => !(await bus.processIds()).some((pid) => parts.includes(pid));
  try {
    await killTree(panel.pid);
    await waitFor(haveLeft, { what: 'the panel to leave the bus' });
  } finally {
    await bus.close();
  }
}

async function ready(session: DesktopSession, daemon: Daemon, condition: Condition, what: string) {
  const bus = await connectBus(session.busAddress);
  try {
    await waitFor(() => daemon.hasExited() || condition(bus), { what });
  } finally {
    await bus.close();
  }
  if (daemon.hasExited()) throw new Error(`there is no ${what}: ${daemon.output()}`);
}

// As ourselves, whoever the session belongs to: pictures land where we may write.
async function must(command: string, args: readonly string[], { env }: DesktopSession) {
  const { code, stderr } = await run(command, args, { env });
  if (code !== 0) throw new Error(`${command} failed: ${stderr.trim()}`);
}

// One panel along the top: an empty stretch, the tray, a clock.
const panelConfig = `<?xml version="1.0" encoding="UTF-8"?>
<channel name="xfce4-panel" version="1.0">
  <property name="configver" type="int" value="2"/>
  <property name="panels" type="array">
    <value type="int" value="1"/>
    <property name="dark-mode" type="bool" value="true"/>
    <property name="panel-1" type="empty">
      <property name="position" type="string" value="p=6;x=0;y=0"/>
      <property name="length" type="uint" value="100"/>
      <property name="position-locked" type="bool" value="true"/>
      <property name="size" type="uint" value="28"/>
      <property name="icon-size" type="uint" value="16"/>
      <property name="plugin-ids" type="array">
        <value type="int" value="1"/>
        <value type="int" value="2"/>
        <value type="int" value="3"/>
      </property>
    </property>
  </property>
  <property name="plugins" type="empty">
    <property name="plugin-1" type="string" value="separator">
      <property name="expand" type="bool" value="true"/>
      <property name="style" type="uint" value="0"/>
    </property>
    <property name="plugin-2" type="string" value="systray">
      <property name="icon-size" type="int" value="20"/>
      <property name="square-icons" type="bool" value="true"/>
    </property>
    <property name="plugin-3" type="string" value="clock">
      <property name="digital-layout" type="uint" value="3"/>
      <property name="digital-time-font" type="string" value="DejaVu Sans 10"/>
      <property name="digital-time-format" type="string" value="%H:%M"/>
    </property>
  </property>
</channel>
`;

const bannerConfig = `[global]
    width = 340
    height = 160
    origin = top-right
    offset = 12x40
    font = DejaVu Sans 10
    markup = full
    format = "<b>%s</b>\\n%b"
    frame_width = 1
    frame_color = "#3a3f4b"
    corner_radius = 8
    padding = 12
    horizontal_padding = 12
    icon_position = left
    max_icon_size = 96
    show_indicators = no
    mouse_left_click = do_action, close_current
[urgency_low]
    background = "#1e222a"
    foreground = "#e6e9ef"
    timeout = 30
[urgency_normal]
    background = "#1e222a"
    foreground = "#e6e9ef"
    timeout = 30
[urgency_critical]
    background = "#1e222a"
    foreground = "#e6e9ef"
    timeout = 0
`;
