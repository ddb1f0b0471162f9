/** What chance begins with unless another seed is named. */
export const usualSeed = 20_261_122;
