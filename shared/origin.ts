/** The origin of every page of ours. */
export const appOrigin = 'app://porchlight';
