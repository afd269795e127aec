export { defaultLimits, type ImageLimits } from './limits.ts';
