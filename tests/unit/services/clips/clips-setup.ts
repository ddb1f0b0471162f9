import { createClipService } from '../../../../electron/services/clips/clip-service.ts';
import { toListed } from '../../../../electron/sync/media/media-listing.ts';
import { settled } from '../../../fixtures/fake-clock.ts';
import { mediaItem } from '../../../fixtures/samples.ts';
import { setUpBelow } from '../setup.ts';

/** The clip service over a running session; `list` has the cloud list clips with these ids. */
export async function setUpClips() {
  const below = await setUpBelow();
  const { index, sync } = below;
  const clips = createClipService({ ...below, isFetching: sync.downloads.isFetching });
  const list = (...ids: readonly number[]) =>
    index.recordListing(
      ids.map((id) => toListed(mediaItem(id, id))),
      below.clock.now(),
    );
  await sync.start();
  await settled();
  return { ...below, clips, list };
}
