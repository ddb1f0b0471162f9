import * as v from 'valibot';
import { isNetworkId, type NetworkId } from '../../shared/ids.ts';

const natural = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

/** A live view as it is kept until the cloud has confirmed its end: by the command that opened it. */
export const openLiveView = v.object({
  networkId: v.custom<NetworkId>(isNetworkId),
  commandId: natural,
  openedAt: natural,
});

export type OpenLiveView = Readonly<v.InferOutput<typeof openLiveView>>;
