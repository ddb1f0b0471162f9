import type { Device } from '../../../shared/models.ts';

/** Where the page finds a camera's still: our own scheme, a new address for each new picture. */
export const pictureUrl = ({ id, picture }: Pick<Device, 'id' | 'picture'>): string | null =>
  picture === null ? null : `media://picture/${id}?v=${encodeURIComponent(picture.version)}`;
