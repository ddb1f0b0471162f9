import type { Mutant } from '../mutant.ts';

/** The window's picture of main's state. */
export const rendererMutants: readonly Mutant[] = [
  {
    name: 'an older push overwrites a newer one',
    find: 'if (revision <= (seen.get(name) ?? -1)) return;',
    replace: '',
    layer: 'unit',
    tests: ['renderer/mirror'],
  },
  {
    name: 'the window never listens',
    find: '      accept(change.slice, change.revision, change.value);\n',
    replace: '',
    layer: 'unit',
    tests: ['renderer/mirror'],
  },
  {
    name: 'a window that opens late shows nothing',
    find: 'for (const name of sliceNames) accept(name, result.value.revision, result.value.state[name]);',
    replace: '',
    layer: 'unit',
    tests: ['renderer/mirror'],
  },
  {
    name: 'an answer to an older question is shown',
    find: '    if (asked !== question) return;\n    if (!answer.ok) {',
    replace: '    if (!answer.ok) {',
    layer: 'unit',
    tests: ['clip-pages'],
  },
  {
    name: 'scrolling loads the same page again',
    find: 'await load(state.clips, state.clips.length + pageSize, state.next);',
    replace: 'await load(state.clips, state.clips.length + pageSize, null);',
    layer: 'unit',
    tests: ['clip-pages'],
  },
  {
    name: 'a failed load looks like an empty answer',
    find: 'else show({ isLoading: false, problem: answer.error.code });',
    replace: 'else show({ isLoading: false, problem: null });',
    layer: 'unit',
    tests: ['renderer/loading'],
  },
  {
    name: 'an undo is offered when it is too late',
    find: 'waiting.filter(({ until }) => until > now())',
    replace: 'waiting',
    layer: 'unit',
    tests: ['renderer/clip-upkeep'],
  },
  {
    name: 'buttons that need the cloud work while it refuses',
    find: "if (status === 'paused') return problem ?? 'rate-limited';",
    replace: '',
    layer: 'unit',
    tests: ['renderer'],
  },
];
