import { app } from 'electron';
import { init, runBaseTests, setupEnvironment } from 'vitest/worker';

// The main file of the Electron that electron-pool.ts starts: takes its orders from vitest over the channel between
// the two processes.
const { send } = process;
if (send === undefined) throw new Error('only electron-pool.ts may start this');
const post = send.bind(process);

// No window is ever opened: without this the last one closed would quit.
app.on('window-all-closed', () => undefined);
process.on('disconnect', () => app.exit(1));

init({
  post: (message: unknown) => void post(message),
  on: (callback) => void process.on('message', callback),
  off: (callback) => void process.off('message', callback),
  setup: setupEnvironment,
  runTests: (state, traces) => runBaseTests('run', state, traces),
  collectTests: (state, traces) => runBaseTests('collect', state, traces),
  teardown: () => void process.removeAllListeners('message'),
});
void app.whenReady().then(() => post('ready'));
