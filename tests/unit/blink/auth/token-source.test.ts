import { describe, expect, it, vi } from 'vitest';
import { createTokenSource, type Tokens } from '../../../../electron/blink/auth/tokens.ts';
import { AppError } from '../../../../shared/errors.ts';
import { manualClock } from '../manual-clock.ts';

const clock = manualClock();
const first: Tokens = {
  accessToken: 'access-1',
  refreshToken: 'refresh-1',
  renewAt: clock.now() + 1_000,
  clientId: 'ios',
};
const next = (old: Tokens): Tokens => {
  const turn = Number(old.accessToken.split('-')[1]) + 1;
  const renewAt = clock.now() + 1_000;
  return { ...old, accessToken: `access-${turn}`, refreshToken: `refresh-${turn}`, renewAt };
};

function sourceOf(tokens: Tokens) {
  const refresh = vi.fn(async (old: Tokens) => next(old));
  const save = vi.fn(async (_tokens: Tokens) => undefined);
  return { refresh, save, source: createTokenSource({ clock, tokens, refresh, save }) };
}
const expired: Tokens = { ...first, renewAt: clock.now() };

describe('the token source', () => {
  it('asks for nothing while the token is young', async () => {
    const { source, refresh } = sourceOf(first);

    expect(await source.accessToken()).toBe('access-1');
    expect(refresh).not.toHaveBeenCalled();
  });

  it('refreshes once for a hundred callers at once', async () => {
    const { source, refresh, save } = sourceOf(expired);

    const answers = await Promise.all(Array.from({ length: 100 }, () => source.accessToken()));

    expect(new Set(answers)).toEqual(new Set(['access-2']));
    expect(refresh).toHaveBeenCalledTimes(1);
    expect(save).toHaveBeenCalledTimes(1);
  });

  it('refreshes once for a hundred refusals of the same token', async () => {
    const { source, refresh } = sourceOf(first);

    const answers = await Promise.all(
      Array.from({ length: 100 }, async () => {
        source.invalidate(await source.accessToken());
        return source.accessToken();
      }),
    );

    expect(new Set(answers)).toEqual(new Set(['access-2']));
    expect(refresh).toHaveBeenCalledTimes(1);
  });

  it('does not renew again for a late refusal of the old token', async () => {
    const { source, refresh } = sourceOf(first);
    source.invalidate('access-1');
    await source.accessToken();

    source.invalidate('access-1');

    expect(await source.accessToken()).toBe('access-2');
    expect(refresh).toHaveBeenCalledTimes(1);
  });

  it('hands out no token that is not saved yet', async () => {
    let keep: () => void = () => undefined;
    const saved = new Promise<void>((resolve) => (keep = resolve));
    const source = createTokenSource({
      clock,
      tokens: expired,
      refresh: async (old) => next(old),
      save: () => saved,
    });
    let handedOut = '';
    const waiting = source.accessToken().then((token) => (handedOut = token));

    await Promise.resolve();
    expect(handedOut).toBe('');
    keep();
    await waiting;
    expect(handedOut).toBe('access-2');
  });

  it('saves rotated tokens again instead of spending another refresh token', async () => {
    const { source, refresh, save } = sourceOf(expired);
    save.mockRejectedValueOnce(new AppError('keyring-locked'));

    await expect(source.accessToken()).rejects.toThrow('keyring-locked');
    expect(await source.accessToken()).toBe('access-2');

    expect(refresh).toHaveBeenCalledTimes(1);
    expect(save.mock.calls.map(([tokens]) => tokens.refreshToken)).toEqual([
      'refresh-2',
      'refresh-2',
    ]);
  });

  it('keeps the old tokens when a refresh fails, and tries again when asked again', async () => {
    const { source, refresh } = sourceOf(expired);
    refresh.mockRejectedValueOnce(new AppError('cloud-trouble'));

    await expect(source.accessToken()).rejects.toThrow('cloud-trouble');
    expect(await source.accessToken()).toBe('access-2');

    expect(refresh.mock.calls.map(([tokens]) => tokens.refreshToken)).toEqual([
      'refresh-1',
      'refresh-1',
    ]);
  });
});
